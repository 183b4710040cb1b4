extension [FormattedLine] {
  /// The longest guard part, in columns, that colons are aligned behind.
  private static var longestAlignedGuard: Int { 40 }

  // MARK: Colons

  /// Aligns the colons in runs of adjacent short rules where the author has begun to.
  mutating func alignColons(in source: SourceFile) {
    var run: [(line: Int, colon: Int)] = []
    for index in indices {
      let colon = alignableColon(inLine: index)
      if colon == nil || self[index].blankBefore || run.last.map({ self[$0.line].depth }) != self[index].depth
      {
        alignColons(of: run, in: source)
        run = []
      }
      if let colon { run.append((index, colon)) }
    }
    alignColons(of: run, in: source)
  }

  /// Which piece of a line is the colon of a short rule that has the line for itself.
  private func alignableColon(inLine index: Int) -> Int? {
    let line = self[index]
    let isWhole = !line.continues && !(indices.contains(index + 1) && self[index + 1].continues)
    guard isWhole, line.pieces.first?.block == .statements,
      let colon = line.pieces.firstIndex(where: { $0.token.kind == .colon }), colon > 0,
      colon < line.pieces.count - 1, line.width(through: colon - 1) <= Self.longestAlignedGuard
    else { return nil }
    return colon
  }

  private mutating func alignColons(of run: [(line: Int, colon: Int)], in source: SourceFile) {
    guard run.count > 1, run.contains(where: { isAligned(self[$0.line].pieces, $0.colon, in: source) }) else {
      return
    }
    let widths = run.map { self[$0.line].width(through: $0.colon - 1) }
    guard let widest = widths.max() else { return }
    for (place, width) in zip(run, widths) {
      self[place.line].pieces[place.colon].gap = widest - width
    }
  }

  /// Whether the author set off the colon from what stands before it, or the action from the colon.
  private func isAligned(_ pieces: [FormattedLine.Piece], _ colon: Int, in source: SourceFile) -> Bool {
    let ranges = [colon - 1, colon, colon + 1].map { pieces[$0].token.range }
    return ranges[0].end < ranges[1].start || ranges[1].end + 1 < ranges[2].start
  }

  // MARK: Comments

  /// Puts comments behind adjacent lines into one column.
  mutating func alignComments() {
    var run: [Int] = []
    for index in indices {
      let isTrailing = self[index].comment != nil && !self[index].pieces.isEmpty
      if !isTrailing || self[index].blankBefore {
        alignComments(of: run)
        run = []
      }
      if isTrailing { run.append(index) }
    }
    alignComments(of: run)
  }

  private mutating func alignComments(of run: [Int]) {
    let widths = run.map { self[$0].indent + self[$0].width(through: self[$0].pieces.count - 1) }
    guard let widest = widths.max() else { return }
    for (index, width) in zip(run, widths) { self[index].commentGap = widest - width + 2 }
  }
}
