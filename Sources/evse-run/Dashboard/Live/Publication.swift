import FoundationEssentials
import Runtime
import Synchronization

/// What is sent to pages that are open, a server-sent event a second.
final class Publication: Sendable {
  private let live: LiveView
  /// What is decided next, and the minute and decision for which that was looked up: it takes some milliseconds.
  private let next = Mutex<(key: Key, value: NowJSON.Next?)?>(nil)

  private struct Key: Hashable {
    var minute: Int64
    var outcome: Outcome
  }

  /// Creates what is sent of `live`.
  init(_ live: LiveView) { self.live = live }

  /// The report of a moment.
  func report(of moment: LiveView.Moment) -> NowJSON {
    let snapshot = moment.snapshot
    let key = Key(minute: snapshot.instant.seconds / 60, outcome: snapshot.outcome)
    let known = next.withLock { $0.flatMap { $0.key == key ? $0 : nil } }
    let value = known.map(\.value) ?? NowJSON.next(after: snapshot, of: moment.subject)
    if known == nil {
      let before = next.withLock { next in
        defer { next = (key, value) }
        return next?.key.minute
      }
      // Once a minute, while somebody looks.
      if before != key.minute { SteadyMemory.giveBack() }
    }
    return NowJSON(moment, status: live.status(of: moment), next: value)
  }

  /// The event of the latest moment as it stands on the wire; nil before the first tick.
  var event: [UInt8]? {
    guard let moment = live.moment else { return nil }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(report(of: moment)) else { return nil }
    return Array("event: now\ndata: ".utf8) + Array(data) + Array("\n\n".utf8)
  }
}
