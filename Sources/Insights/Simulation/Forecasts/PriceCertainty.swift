import Runtime
import ScheduleLang

/// How sure the prices of one direction are throughout a stretch of time.
public struct PriceCertainty: Hashable, Sendable {
  /// How a price is known.
  public enum Kind: String, Hashable, Sendable {
    /// The tariff fixes it.
    case fixed
    /// It was published.
    case published
    /// It is not known.
    case unknown
  }

  /// A part of the time.
  public struct Part: Hashable, Sendable {
    public var time: Range<Instant>
    public var kind: Kind
  }

  /// The parts, in order and without gaps; neighbours differ.
  public let parts: [Part]

  /// Looks at the prices of `reading` that a subject knows over `time`.
  public init(_ reading: Reading, of subject: HomeSchedule, over time: Range<Instant>) {
    let side = reading == .importPrice ? subject.outlook.imports : subject.outlook.exports
    var edges = ClockEdges(clocks: subject.clocks, range: time)
    edges.add(side.windows)
    edges.add(side.curve.edges(in: time))
    var parts: [Part] = []
    for piece in edges.pieces {
      let kind: Kind
      if side.curve.price(at: piece.lowerBound) != nil {
        kind = .published
      } else {
        kind = side.price(at: subject.clocks.moment(at: piece.lowerBound)) == nil ? .unknown : .fixed
      }
      if let last = parts.last, last.kind == kind {
        parts[parts.count - 1].time = last.time.lowerBound..<piece.upperBound
      } else {
        parts.append(Part(time: piece, kind: kind))
      }
    }
    self.parts = parts
  }
}
