import Platform
import FoundationEssentials
import Glibc
import Runtime
import ScheduleLang

/// The file in which a run leaves its state for the next one.
public struct StateFile: Sendable {
  /// The newest version of the format that this program knows.
  static let version = 1

  /// Where it is.
  public let path: String

  /// Creates the state file at `path`, which need not exist yet.
  public init(path: String) { self.path = path }

  /// What reading the file came to.
  public struct Reading: Hashable, Sendable {
    /// The state; that of a first run where there is nothing to read.
    public var state: SavedState
    /// What the owner should know, in one line: the file is of no use and is set aside.
    public var trouble: String?
  }

  /// Reads the file; one that is damaged, cannot be read, or is of a later version of the program, is renamed and
  /// told of.
  ///
  /// - Parameter now: dates the new name.
  public func read(at now: Instant) -> Reading {
    guard access(path, F_OK) == 0 else { return Reading(state: SavedState()) }
    guard let bytes = try? WholeFile.read(path) else { return setAside("unreadable", "cannot be read", now) }
    if let version = try? JSONLimits.own.decode(StateJSON.Version.self, from: bytes).version,
      version > StateFile.version
    {
      return setAside("newer", "is of a later version of evse-run", now)
    }
    guard let json = try? JSONLimits.own.decode(StateJSON.self, from: bytes), let state = json.state else {
      return setAside("damaged", "is damaged", now)
    }
    return Reading(state: state)
  }

  /// Puts `state` into the file's place as a whole.
  public func write(_ state: SavedState) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    let data = try encoder.encode(StateJSON(state))
    Folder.make(Folder.of(path))
    try WholeFile.replace(path, by: Array(data) + [UInt8(ascii: "\n")])
  }

  private func setAside(_ suffix: String, _ what: String, _ now: Instant) -> Reading {
    let name = "\(path).\(suffix)-\(now.seconds)"
    let outcome = rename(path, name) == 0 ? "it is kept as \(name)" : "it could not be set aside"
    return Reading(
      state: SavedState(), trouble: "the state in \(path) \(what): \(outcome); starting afresh")
  }
}
