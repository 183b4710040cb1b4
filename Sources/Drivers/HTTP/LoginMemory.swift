import Platform
import Synchronization

/// Which devices have asked for a password by Digest, in this run and in earlier ones: none of them is ever sent it in clear
/// text again, whatever answers at its address.
public final class LoginMemory: Sendable {
  private let path: String?
  private let devices: Mutex<Set<String>>

  /// No more than this many are remembered: an owner has a few.
  private static let limit = 100

  /// Creates the memory that is kept in `folder`; without one it lasts for this run.
  public init(folder: String?) {
    path = folder.map { $0 + "/digest-logins" }
    let lines = path.flatMap { try? WholeFile.read($0) }.map { $0.split(separator: UInt8(ascii: "\n")) } ?? []
    devices = Mutex(Set(lines.prefix(Self.limit).map { String(decoding: $0, as: UTF8.self) }))
  }

  /// Whether a device has asked for Digest before.
  func knowsDigest(_ device: String) -> Bool { devices.withLock { $0.contains(device) } }

  /// Remembers that a device asks for Digest; the disk is written on a thread of its own.
  func noteDigest(_ device: String) {
    let lines = devices.withLock { devices -> [String]? in
      guard devices.count < Self.limit, devices.insert(device).inserted else { return nil }
      return devices.sorted()
    }
    guard let lines, let path else { return }
    try? WorkerThread.start {
      Folder.make(Folder.of(path))
      try? WholeFile.replace(path, by: Array((lines.joined(separator: "\n") + "\n").utf8))
    }
  }
}
