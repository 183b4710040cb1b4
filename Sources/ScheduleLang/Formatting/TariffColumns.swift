extension [FormattedLine] {
  /// Sets names, windows and prices of a tariff's periods below one another.
  mutating func alignColumns(of tariff: TariffSyntax) {
    var rows: [(line: Int, row: TariffRow)] = []
    for period in tariff.periods {
      guard let line = firstIndex(where: { $0.pieces.first?.token.range == period.name.range }) else {
        continue
      }
      if indices.contains(line + 1), self[line + 1].continues { continue }
      guard let row = TariffRow(self[line], period) else { continue }
      rows.append((line, row))
    }
    let names = rows.map { self[$0.line].width(through: 0) }.max() ?? 0
    let windows = rows.map { self[$0.line].width(from: 1, through: $0.row.windowsEnd) }.max() ?? 0
    // Only where every line says its prices in this order do they make columns.
    let keywords: [Keyword] = [.import, .export]
    let inOrder = rows.allSatisfy {
      keywords.filter($0.row.prices.map(\.keyword).contains) == $0.row.prices.map(\.keyword)
    }
    let prices = keywords.map { keyword in
      rows.compactMap { entry in
        entry.row.prices.first { $0.keyword == keyword }.map {
          self[entry.line].width(from: $0.start + 1, through: $0.end)
        }
      }.max()
    }
    for (line, row) in rows {
      let nameGap = names - self[line].width(through: 0) + 2
      var gap = windows - self[line].width(from: 1, through: row.windowsEnd) + Formatter.columnGap
      self[line].pieces[1].gap = nameGap
      guard inOrder else {
        for price in row.prices { self[line].pieces[price.start].gap = Formatter.columnGap }
        continue
      }
      for (keyword, width) in zip(keywords, prices) {
        guard let width else { continue }
        guard let price = row.prices.first(where: { $0.keyword == keyword }) else {
          gap += keyword.spelling.count + 1 + width + Formatter.columnGap
          continue
        }
        let own = self[line].width(from: price.start + 1, through: price.end)
        self[line].pieces[price.start].gap = gap
        self[line].pieces[price.start + 1].gap = 1 + width - own
        gap = Formatter.columnGap
      }
    }
  }
}

/// Where the parts of a period stand on its line.
private struct TariffRow {
  /// The piece that ends its windows.
  var windowsEnd: Int
  /// Its prices: the keyword, and the pieces from that to the price's end.
  var prices: [(keyword: Keyword, start: Int, end: Int)] = []

  /// Nil where the line does not hold a whole period and nothing else.
  init?(_ line: FormattedLine, _ period: TariffSyntax.Period) {
    let pieces = line.pieces
    let windowsRange = period.windows?.range
    let last = pieces.indices.dropFirst().last { index in
      windowsRange.map { pieces[index].token.range.end <= $0.end }
        ?? (pieces[index].token.kind == .keyword(.otherwise))
    }
    guard let last, pieces.last?.token.range.end == period.range.end else { return nil }
    windowsEnd = last
    for index in pieces.indices where index > last {
      switch pieces[index].token.kind {
      case .keyword(.import): prices.append((.import, index, index))
      case .keyword(.export): prices.append((.export, index, index))
      default:
        guard !prices.isEmpty else { return nil }
        prices[prices.count - 1].end = index
      }
    }
  }
}

extension FormattedLine {
  /// Columns from the start of piece `first`, without the gap before it, to the end of piece `last`.
  fileprivate func width(from first: Int, through last: Int) -> Int {
    pieces[first...last].reduce(-pieces[first].gap) { $0 + $1.gap + $1.text.unicodeScalars.count }
  }
}
