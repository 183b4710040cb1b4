import ScheduleLang

/// The prices of both directions as time goes on, looked up once for as long as they stay the same.
package struct PriceTimeline {
  /// A stretch of time in which no price changes.
  package struct Piece {
    var time: Range<Instant>
    package var importPrice: Price?
    package var exportPrice: Price?
  }

  /// How far ahead pieces are found at a time, in seconds.
  private static let reach = 86_400

  private let outlook: Outlook
  /// In order, from the last moment that lay outside of them.
  private var pieces: [Piece] = []
  private var index = 0

  package init(_ outlook: Outlook) { self.outlook = outlook }

  /// The piece that `instant` is in; instants that go on from one call to the next are found fast.
  package mutating func piece(at instant: Instant) -> Piece {
    while index < pieces.count, pieces[index].time.upperBound <= instant { index += 1 }
    if index < pieces.count, pieces[index].time.lowerBound <= instant { return pieces[index] }
    var edges = ClockEdges(
      clocks: outlook.clocks, range: instant..<instant.adding(seconds: Self.reach))
    for side in [outlook.imports, outlook.exports] {
      edges.add(side.windows)
      edges.add(side.curve.edges(in: edges.range))
    }
    pieces = edges.pieces.map { time in
      let moment = outlook.clocks.moment(at: time.lowerBound)
      return Piece(
        time: time, importPrice: outlook.importPrice(at: moment), exportPrice: outlook.exportPrice(at: moment)
      )
    }
    index = 0
    return pieces[0]
  }
}
