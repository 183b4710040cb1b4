/// Adds up the costs of minutes: the cheapest way to share out an energy among them.
struct ConvexSum {
  private var (start, value) = (0.0, 0.0)
  private var pieces: [ConvexFunction.Piece] = []

  mutating func add(_ function: ConvexFunction, times count: Int) {
    let count = Double(count)
    start += function.start * count
    value += function.value * count
    for piece in function.pieces { pieces.append(.init(width: piece.width * count, slope: piece.slope)) }
  }

  var function: ConvexFunction {
    var merged: [ConvexFunction.Piece] = []
    for piece in pieces.sorted(by: { $0.slope < $1.slope }) {
      if let last = merged.last, piece.slope - last.slope < 1e-9 {
        merged[merged.count - 1].width += piece.width
      } else {
        merged.append(piece)
      }
    }
    return ConvexFunction(start: start, value: value, pieces: merged)
  }
}
