/// Notices that files have changed and come to rest: what an editor has half written, or has moved away to put
/// another in its place, is not the new file yet.
struct FileWatch {
  /// The files as they were at one moment, by path; nil is a file that is not there.
  typealias Stamps = [String: FileStamp?]

  /// For how long files must have stayed as they are.
  static let rest: Duration = .seconds(2)

  private var known: Stamps
  private var seen: Stamps
  private var since: Duration = .zero

  /// Starts to watch files that were read when they had these stamps.
  init(_ stamps: Stamps) {
    known = stamps
    seen = stamps
  }

  /// What is watched.
  var paths: some Sequence<String> { known.keys }

  /// Takes in the stamps at `uptime`; true, once, when they differ from those known before and are at rest.
  mutating func notices(_ stamps: Stamps, at uptime: Duration) -> Bool {
    if stamps != seen { (seen, since) = (stamps, uptime) }
    guard stamps != known, uptime - since >= Self.rest else { return false }
    known = stamps
    return true
  }
}
