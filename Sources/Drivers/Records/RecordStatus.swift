import Synchronization

/// How much of what was to be recorded has gone where.
public struct RecordCounts: Hashable, Sendable {
  /// Samples that reached the file or the database.
  public var written = 0
  /// Samples that were lost because there was no room for them.
  public var dropped = 0
  /// Samples that the database refused and that were set aside.
  public var rejected = 0
  /// Bytes that wait on disk for the database.
  public var spooledBytes = 0
}

/// How a record is doing: counts, and news for the owner; shared by its thread and the control loop.
public final class RecordStatus: Sendable {
  /// The record as the owner knows it: `record csv`.
  public let name: String
  private let state = Mutex(State())

  private struct State {
    var counts = RecordCounts()
    var news: [String] = []
    var trouble: String?

    mutating func add(_ line: String) {
      if news.count < RecordStatus.newsLimit { news.append(line) }
    }
  }

  /// News that nobody fetches must not fill the memory.
  private static let newsLimit = 50

  /// Creates the status of a record of which nothing is known.
  public init(name: String) { self.name = name }

  /// What was counted so far.
  public var counts: RecordCounts { state.withLock { $0.counts } }

  /// The news since this was last asked, one line each.
  public func takeNews() -> [String] {
    state.withLock { state in
      guard !state.news.isEmpty else { return [] }
      defer { state.news = [] }
      return state.news
    }
  }

  /// Changes the counts.
  func count(_ change: (inout RecordCounts) -> Void) { state.withLock { change(&$0.counts) } }

  /// Tells something once.
  package func report(_ news: String) { state.withLock { $0.add("\(name): \(news)") } }

  /// Notes what is wrong now; told when it changes.
  package func note(_ trouble: String) { turn(to: trouble) }

  /// Notes that all is well; told when it changes.
  package func noteSuccess() { turn(to: nil) }

  private func turn(to trouble: String?) {
    state.withLock { state in
      guard trouble != state.trouble else { return }
      state.trouble = trouble
      state.add("\(name): \(trouble ?? "works again")")
    }
  }
}
