/// A convex function that consists of straight pieces, over an interval.
struct ConvexFunction: Sendable {
  struct Piece: Sendable {
    var width: Double
    var slope: Double
  }

  /// Where it begins.
  private(set) var start: Double
  /// Its value there.
  private(set) var value: Double
  /// Its pieces from there on; their slopes rise.
  private(set) var pieces: [Piece]

  init(start: Double, value: Double, pieces: [Piece] = []) {
    (self.start, self.value, self.pieces) = (start, value, pieces)
  }

  /// The greatest convex function that is nowhere above `points`, which are ordered by `x`; there is at least one.
  init(below points: [(x: Double, y: Double)]) {
    var hull: [(x: Double, y: Double)] = []
    for point in points {
      if let last = hull.last, point.x - last.x < 1e-9 {
        if point.y >= last.y { continue }
        hull.removeLast()
      }
      while hull.count > 1 {
        let (first, second) = (hull[hull.count - 2], hull[hull.count - 1])
        let isAbove =
          (second.y - first.y) * (point.x - first.x) >= (point.y - first.y) * (second.x - first.x)
        guard isAbove else { break }
        hull.removeLast()
      }
      hull.append(point)
    }
    self.init(start: hull[0].x, value: hull[0].y)
    pieces = zip(hull, hull.dropFirst()).map {
      Piece(width: $1.x - $0.x, slope: ($1.y - $0.y) / ($1.x - $0.x))
    }
  }

  /// Where it ends.
  var end: Double { pieces.reduce(start) { $0 + $1.width } }

  /// Its value there.
  var valueAtEnd: Double { pieces.reduce(value) { $0 + $1.width * $1.slope } }

  /// The corners, ends included.
  var corners: [(x: Double, y: Double)] {
    var (x, y) = (start, value)
    var corners = [(x: x, y: y)]
    for piece in pieces {
      x += piece.width
      y += piece.width * piece.slope
      corners.append((x, y))
    }
    return corners
  }

  /// Its value at `x`, which lies within, or at the nearer end.
  func value(at x: Double) -> Double {
    var (place, value) = (start, self.value)
    for piece in pieces {
      if x <= place + piece.width { return value + max(0, x - place) * piece.slope }
      place += piece.width
      value += piece.width * piece.slope
    }
    return value
  }

  /// The function of `-x`.
  var mirrored: ConvexFunction {
    ConvexFunction(
      start: -end, value: valueAtEnd,
      pieces: pieces.reversed().map { Piece(width: $0.width, slope: -$0.slope) })
  }

  /// The least that two of it come to whose places add up: the cheapest way to share out a way among both.
  func sharing(with other: ConvexFunction) -> ConvexFunction {
    var merged: [Piece] = []
    merged.reserveCapacity(pieces.count + other.pieces.count)
    var (one, two) = (0, 0)
    while one < pieces.count || two < other.pieces.count {
      let isFirst =
        two == other.pieces.count || one < pieces.count && pieces[one].slope <= other.pieces[two].slope
      let piece = isFirst ? pieces[one] : other.pieces[two]
      if isFirst { one += 1 } else { two += 1 }
      if let last = merged.last, piece.slope - last.slope < 1e-12 {
        merged[merged.count - 1].width += piece.width
      } else {
        merged.append(piece)
      }
    }
    return ConvexFunction(start: start + other.start, value: value + other.value, pieces: merged)
  }

  /// What of it lies within `range`, which it overlaps.
  func within(_ range: ClosedRange<Double>) -> ConvexFunction {
    var (start, value, first) = (self.start, self.value, 0)
    var kept: [Piece] = []
    while first < pieces.count, start + pieces[first].width <= range.lowerBound {
      start += pieces[first].width
      value += pieces[first].width * pieces[first].slope
      first += 1
    }
    var place = start
    for piece in pieces[first...] where place < range.upperBound {
      let from = max(place, range.lowerBound)
      let width = min(place + piece.width, range.upperBound) - from
      if place < range.lowerBound {
        value += (from - place) * piece.slope
        start = from
      }
      place += piece.width
      if width > 0 { kept.append(Piece(width: width, slope: piece.slope)) }
    }
    return ConvexFunction(start: start, value: value, pieces: kept)
  }

  /// A function of fewer pieces that is nowhere above it, and at most `tolerance` below: pieces are left out and their
  /// neighbours go on until they meet.
  func simplified(tolerance: Double) -> ConvexFunction {
    guard pieces.count > 2 else { return self }
    var kept = [pieces[0]]
    var next = pieces[1]
    for following in pieces[2...] {
      var following = following
      let (left, right) = (next.slope - kept[kept.count - 1].slope, following.slope - next.slope)
      if next.width * left * right <= tolerance * (left + right) {
        let share = left + right > 0 ? right / (left + right) : 0.5
        kept[kept.count - 1].width += next.width * share
        following.width += next.width * (1 - share)
      } else {
        kept.append(next)
      }
      next = following
    }
    kept.append(next)
    return ConvexFunction(start: start, value: value, pieces: kept)
  }

  /// This, where less than `least` has to be paid for with `penalty` for each further step to it, and more than
  /// `greatest`.
  func demanding(least: Double, greatest: Double, penalty: Double) -> ConvexFunction {
    let (least, greatest) = (min(max(least, start), end), min(max(greatest, start), end))
    guard least <= greatest else { return self }
    let kept = within(least...greatest)
    var pieces = kept.pieces
    if least > start { pieces.insert(Piece(width: least - start, slope: -penalty), at: 0) }
    if greatest < end { pieces.append(Piece(width: end - greatest, slope: penalty)) }
    return ConvexFunction(start: start, value: kept.value + penalty * (least - start), pieces: pieces)
  }
}
