extension FormattedLine {
  /// Sets the gaps between the tokens of the line.
  ///
  /// - Parameter settingStarts: where settings of sites and devices start.
  mutating func space(settingStarts: Set<Int>) {
    for index in pieces.indices.dropFirst() {
      let startsSetting = settingStarts.contains(pieces[index].token.range.start)
      pieces[index].gap = gap(before: index, startsSetting: startsSetting)
    }
  }

  private func gap(before index: Int, startsSetting: Bool) -> Int {
    let (previous, token) = (pieces[index - 1].token.kind, pieces[index].token.kind)
    switch (previous, token) {
    case (.leftBrace, .rightBrace): return 0
    case (.leftBrace, _), (_, .leftBrace), (_, .rightBrace): return 1
    case (_, .comma), (_, .colon), (_, .dots), (_, .rightParenthesis): return 0
    case (.path, .minus), (.string, .minus), (.minus, .path), (.minus, .string): return 1
    case (.leftParenthesis, _), (.dots, _), (.minus, _): return 0
    case (_, .minus): return isSign(index) ? 1 : 0
    case (_, .keyword(.allow)): return Formatter.columnGap
    default: return startsSetting ? Formatter.columnGap : 1
    }
  }

  /// Whether the `-` at `index` is the sign of the quantity behind it.
  private func isSign(_ index: Int) -> Bool {
    guard pieces.indices.contains(index + 1), case .quantity = pieces[index + 1].token.kind else {
      return false
    }
    return true
  }
}
