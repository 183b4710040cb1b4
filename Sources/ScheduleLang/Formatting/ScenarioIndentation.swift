extension [FormattedLine] {
  /// Puts what scenarios expect one level deeper than their heads, with the comments before it.
  mutating func indentExpectations(of tests: [TestSyntax]) {
    let starts = Set(tests.flatMap(\.scenarios).flatMap(\.expectations).map(\.range.start))
    guard !starts.isEmpty else { return }
    var isInside = false
    var comments: [Int] = []
    for index in indices {
      guard let first = self[index].pieces.first else {
        comments.append(index)
        continue
      }
      let isStart = starts.contains(first.token.range.start)
      isInside = isStart || isInside && self[index].continues
      if isInside {
        for line in comments + [index] {
          self[line].depth += 1
          if isStart { self[line].continues = false }
        }
      }
      comments = []
    }
  }
}
