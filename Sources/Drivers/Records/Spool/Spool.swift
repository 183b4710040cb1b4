import Glibc

/// Records that wait on disk until they can be delivered, in the order in which they came.
///
/// They stand in files of bounded size, so that the oldest can be dropped when the room is used up. What was
/// delivered is forgotten a file at a time: after a restart some records come again, and none is missing.
struct Spool {
  /// How much was lost, and why.
  struct Losses: Hashable {
    /// Records that had to make room for newer ones.
    var dropped = 0
    /// Lines that do not match their checksum.
    var damaged = 0
    /// Files that the disk does not give back; they are left where they are.
    var unreadableFiles = 0
  }

  /// What was lost since the spool was opened.
  private(set) var losses = Losses()
  private let held: SpoolFolder
  private let limit: Int
  private let segmentLimit: Int
  /// The files, oldest first.
  private var segments: [SpoolSegment]
  /// The number of the newest file that there was: a file that cannot be read still has its own.
  private var newest: UInt64
  /// How much of the oldest file has been delivered.
  private var deliveredBytes = 0
  /// What `front` read last.
  private var front = Front()
  /// Whether the newest file is complete: it may end in a line that a crash tore.
  private var isSealed = true

  /// How many bytes of what is dropped are read at a time.
  private static let part = 16 * 1024

  private struct Front {
    var length = 0
    var damaged = 0
    /// Where each record's line ends.
    var ends: [Int] = []
  }

  /// Opens the spool in `folder` for `limit` bytes in all.
  init(folder: SpoolFolder, limit: Int) throws(RecordError) {
    held = folder
    self.limit = limit
    segmentLimit = min(256 << 10, max(1, limit / 8))
    segments = try SpoolSegment.all(in: folder.path)
    newest = segments.last?.number ?? 0
  }

  private var folder: String { held.path }

  /// Bytes that wait.
  var size: Int { segments.reduce(0) { $0 + $1.size } - deliveredBytes }
  /// Whether nothing waits.
  var isEmpty: Bool { segments.isEmpty }

  /// Adds records, which are on the disk afterwards; drops the oldest ones where there is no room.
  mutating func append(_ records: [[UInt8]]) throws(RecordError) {
    let bytes = records.flatMap(SpoolLine.encode)
    if isSealed || (segments.last?.size ?? 0) + bytes.count > segmentLimit {
      newest &+= 1
      segments.append(SpoolSegment(number: newest, size: 0))
      isSealed = false
    }
    try segments[segments.count - 1].append(bytes, in: folder)
    while segments.count > 1, size > limit { dropOldest() }
  }

  /// The oldest records, at most `limit` bytes of them unless one alone is longer; none where all are delivered.
  mutating func front(limit: Int) -> [[UInt8]] {
    while let oldest = segments.first {
      guard let lines = try? oldest.lines(from: deliveredBytes, limit: limit, in: folder) else {
        losses.unreadableFiles += 1
        forgetOldest()
        continue
      }
      let (records, damaged) = SpoolLine.decode(lines[...])
      front = Front(length: lines.count, damaged: damaged, ends: records.map { $0.endIndex + 1 })
      if !records.isEmpty { return records.map(Array.init) }
      if lines.isEmpty { removeOldest() } else { removeFront() }
    }
    return []
  }

  /// Forgets the first `count` of the records that `front` gave last.
  mutating func removeFront(_ count: Int) {
    guard count < front.ends.count else { return removeFront() }
    guard count > 0 else { return }
    let length = front.ends[count - 1]
    if front.damaged > 0,
      let lines = try? segments.first?.lines(from: deliveredBytes, limit: length, in: folder)
    {
      losses.damaged += SpoolLine.decode(lines[...]).damaged
    }
    deliveredBytes += length
    front = Front()
  }

  /// Forgets the records that `front` gave last.
  mutating func removeFront() {
    deliveredBytes += front.length
    losses.damaged += front.damaged
    front = Front()
    if let oldest = segments.first, deliveredBytes >= oldest.size { removeOldest() }
  }

  private mutating func dropOldest() {
    // In parts, so that what has to be read to count them stays small.
    while let lines = try? segments.first?.lines(from: deliveredBytes, limit: Self.part, in: folder),
      !lines.isEmpty
    {
      losses.dropped += SpoolLine.decode(lines[...]).records.count
      deliveredBytes += lines.count
    }
    removeOldest()
  }

  private mutating func removeOldest() {
    segments.first?.remove(from: folder)
    forgetOldest()
  }

  private mutating func forgetOldest() {
    segments.removeFirst()
    deliveredBytes = 0
    front = Front()
    if segments.isEmpty { isSealed = true }
  }
}
