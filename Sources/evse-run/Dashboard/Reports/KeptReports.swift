import Drivers
import Synchronization

/// Reports that every open page asks for, each kept while nothing that it is made from has changed.
final class KeptReports: Sendable {
  /// What a report is made from, beside what was asked for.
  struct Origin: Hashable {
    /// That of the schedule.
    var revision: Int
    /// A minute, or a day, by its number.
    var time: Int64
    var soc: Int?
  }

  /// By what was asked for.
  private let kept = Mutex<[String: (origin: Origin, response: HTTPServerResponse)]>([:])
  /// A day, two days, and the map; whoever asks for others takes their place.
  private static let room = 3

  /// The report that was made from `origin`, or the one that `make` makes now.
  func response(
    to question: String, of origin: Origin, _ make: () -> HTTPServerResponse
  ) -> HTTPServerResponse {
    if let known = kept.withLock({ $0[question] }), known.origin == origin { return known.response }
    let response = make()
    kept.withLock { kept in
      if kept[question] == nil, kept.count >= Self.room { kept = [:] }
      kept[question] = (origin, response)
    }
    return response
  }
}
