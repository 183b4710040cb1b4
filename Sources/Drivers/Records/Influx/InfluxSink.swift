import Platform
import Runtime

/// Writes samples to an InfluxDB, and to disk while it is away.
///
/// A batch that the database cannot take now is tried again, ever more rarely, and delivered in order; of one that it
/// refuses, the lines are set aside that are the reason. Nothing is forgotten before it is at one of these places.
package struct InfluxSink: RecordSink {
  private let transport: any InfluxTransport
  private let status: RecordStatus
  private let rejects: RejectFile
  private let uptime: () -> Duration
  private let folder: String
  private let spoolLimit: Int
  /// Opened as soon as the disk allows it.
  private var spool: Spool?
  private var random: any RandomNumberGenerator
  private var backoff = Backoff()
  /// Until when the database asked to be left alone.
  private var quietUntil: Duration = .zero
  private var suspicion = LineSuspicion()
  private var condition = Condition.well
  /// What the owner was told since then: HTTP statuses, and how the database could not be reached.
  private var reportedReasons: Set<String> = [""]
  private var reportedLosses = Spool.Losses()
  private var hasReportedLostRejects = false

  /// How the database fares, as the owner was told last.
  private enum Condition { case well, away, refusing, stuck }

  /// The most bytes of one request.
  private static let bodyLimit = 48 * 1024
  /// The most samples of one request; their lines fit into `bodyLimit` by far.
  private static let batchLimit = 128
  /// How long the database may take for a request, and the delivery of what waits each time.
  static let patience: Duration = .seconds(4)
  /// After so many refused lines, one after the other, those beside them are taken to be no better.
  private static let mostRefusedInARow = 3
  /// A database that asks to be left alone for longer is tried all the same.
  private static let longestQuiet = 300

  /// Creates a sink that keeps at most `spoolLimit` bytes of what waits in `folder`.
  package init(
    transport: any InfluxTransport, folder: String, spoolLimit: Int, status: RecordStatus,
    random: any RandomNumberGenerator = SystemRandomNumberGenerator(),
    uptime: @escaping () -> Duration = { MonotonicClock.now }
  ) {
    self.transport = transport
    self.folder = folder
    self.spoolLimit = spoolLimit
    self.status = status
    self.random = random
    self.uptime = uptime
    rejects = RejectFile(folder: folder)
    do throws(RecordError) { try openSpool() } catch { status.report(error.reason) }
    noteSpool()
  }

  package mutating func write(_ samples: ArraySlice<Sample>) throws(RecordError) -> Int {
    let lines = samples.prefix(Self.batchLimit).map { Array(LineProtocol.line($0).utf8) }
    let done = spool?.isEmpty ?? true ? deliver(lines, by: uptime() + Self.patience) : 0
    guard done < lines.count else { return done }
    defer { noteSpool() }
    do throws(RecordError) {
      try openSpool()
      try spool?.append(Array(lines.dropFirst(done)))
    } catch {
      if done > 0 { return done }
      throw error
    }
    return lines.count
  }

  package mutating func tidy() {
    // What an earlier run left waits for a folder that could not be used at the start.
    do throws(RecordError) { try openSpool() } catch {}
    let end = uptime() + Self.patience
    while mayTry, uptime() < end {
      if suspicion.isDue, settleSuspicion(by: end) == .settled { continue }
      let limit = condition == .stuck ? 1 : suspicion.limit(of: Self.bodyLimit)
      guard let lines = spool?.front(limit: limit), !lines.isEmpty else { break }
      let done = deliver(lines, by: end)
      spool?.removeFront(done)
      guard done == lines.count else { break }
    }
    noteSpool()
  }

  /// Whether the database is neither to be left alone nor failed a moment ago.
  private var mayTry: Bool { uptime() >= quietUntil && backoff.allowsTrying(at: uptime()) }

  private mutating func openSpool() throws(RecordError) {
    if spool == nil { spool = try Spool(folder: SpoolFolder(path: folder), limit: spoolLimit) }
  }

  /// Delivers lines, or sets them aside, in their order; gives how many, all but those that are to be tried again later.
  ///
  /// What is refused together is sent in halves, until the lines are found that are the reason.
  private mutating func deliver(_ lines: [[UInt8]], by end: Duration) -> Int {
    guard mayTry else { return 0 }
    var done = 0
    var parts = [lines[...]]
    // Of a database that takes no line at all each one need not be asked for.
    var refusedInARow = 0
    var isAllWell = true
    while let part = parts.popLast() {
      guard let answer = post(part, by: end) else { return done }
      switch answer.status {
      case 200..<300:
        status.count { $0.written += part.count }
        suspicion.taken()
        refusedInARow = 0
      case 400, 413, 422:
        // These alone are about the records: all else, a wrong token too, may be mended on the other side.
        guard part.count == 1 || refusedInARow >= Self.mostRefusedInARow else {
          let middle = part.startIndex + part.count / 2
          parts += [part[middle...], part[..<middle]]
          continue
        }
        refusedInARow += 1
        isAllWell = false
        do throws(RecordError) { try setAside(part, answer) } catch { return done }
      default:
        if answer.isServerFailure { suspicion.failed(lines: part.count) } else { suspicion.taken() }
        pause(
          .away, because: "\(answer.status)", "the database takes no records (\(answer.words))",
          quietSeconds: answer.retryAfter)
        return done
      }
      done += part.count
      backoff.succeeded()
    }
    if isAllWell { become(.well, "the database takes records") }
    return done
  }

  /// Posts lines; nil where no answer came, which is reported.
  private mutating func post(_ lines: ArraySlice<[UInt8]>, by end: Duration) -> InfluxAnswer? {
    do throws(DeviceError) {
      return try transport.post(lines.flatMap { $0 + [0x0A] }, by: ExchangeDeadline(uptime: end))
    } catch {
      suspicion = LineSuspicion()
      let why = error.explanation
      pause(.away, because: why, "the database takes no records (it \(why))")
      return nil
    }
  }

  /// What has come of a suspicion against the oldest line.
  private enum Settlement {
    /// It is out of the way.
    case settled
    /// It is where it was.
    case open
  }

  /// Finds out whether the database fails at the oldest line alone, which is out of the way then.
  ///
  /// At that it fails, the next one it takes, and at the oldest it fails once more.
  private mutating func settleSuspicion(by end: Duration) -> Settlement {
    guard let lines = spool?.front(limit: Self.bodyLimit), lines.count > 1 else { return .open }
    var failure: InfluxAnswer?
    for line in [0, 1, 0] {
      guard let answer = post(lines[line...line], by: end) else { return .open }
      let isTaken = (200..<300).contains(answer.status)
      if line == 0, isTaken {
        status.count { $0.written += 1 }
        return settled()
      }
      if !answer.isServerFailure, !isTaken {
        suspicion = LineSuspicion()
        return .open
      }
      if line == 1, !isTaken {
        pause(.away, because: "\(answer.status)", "the database takes no records (\(answer.words))")
        suspicion.wasRefuted()
        return .open
      }
      if line == 0 { failure = answer }
    }
    guard let failure else { return .open }
    do throws(RecordError) { try setAside(lines[..<1], failure) } catch { return .open }
    return settled()
  }

  /// Goes on behind the oldest line.
  private mutating func settled() -> Settlement {
    suspicion = LineSuspicion()
    spool?.removeFront(1)
    backoff.succeeded()
    return .settled
  }

  /// Sets refused lines aside; where that is not possible the database is left alone for a while.
  private mutating func setAside(
    _ lines: ArraySlice<[UInt8]>, _ answer: InfluxAnswer
  ) throws(RecordError) {
    do throws(RecordError) {
      try setAside(Array(lines))
    } catch {
      pause(
        .stuck, because: error.reason,
        "what the database refuses (\(answer.words)) cannot be set aside (\(error.reason))")
      throw error
    }
    become(
      .refusing, because: "\(answer.status)",
      "the database refuses records (\(answer.words)): see \(rejects.path)")
  }

  private mutating func setAside(_ lines: [[UInt8]]) throws(RecordError) {
    let lost = try rejects.makeRoom()
    if lost > 0 {
      if !hasReportedLostRejects {
        status.report("the room for refused records is used up: the oldest are dropped")
      }
      hasReportedLostRejects = true
      status.count { $0.dropped += lost }
    }
    try rejects.add(lines)
    status.count { $0.rejected += lines.count }
  }

  /// Leaves the database alone for a while.
  private mutating func pause(
    _ condition: Condition, because reason: String, _ news: String, quietSeconds: Int? = nil
  ) {
    let now = uptime()
    backoff.failed(at: now, random: &random)
    if let quietSeconds { quietUntil = now + .seconds(min(max(quietSeconds, 0), Self.longestQuiet)) }
    become(condition, because: reason, "\(news): they wait in \(folder)")
  }

  /// Tells the owner where things have changed, and each further reason once; at the start all is taken to be well.
  private mutating func become(_ new: Condition, because reason: String = "", _ news: String) {
    if new != condition { reportedReasons = [] }
    condition = new
    if reportedReasons.insert(reason).inserted { status.report(news) }
  }

  private mutating func noteSpool() {
    guard let spool else { return }
    let losses = spool.losses
    let dropped = losses.dropped - reportedLosses.dropped
    status.count {
      $0.spooledBytes = spool.size
      $0.dropped += dropped
    }
    if dropped > 0, reportedLosses.dropped == 0 {
      status.report("the room for records that wait is used up: the oldest are dropped")
    }
    if losses.damaged > reportedLosses.damaged {
      status.report("\(losses.damaged - reportedLosses.damaged) damaged lines in \(folder) were left out")
    }
    if losses.unreadableFiles > reportedLosses.unreadableFiles {
      status.report("a file in \(folder) cannot be read and was left out")
    }
    reportedLosses = losses
  }
}
