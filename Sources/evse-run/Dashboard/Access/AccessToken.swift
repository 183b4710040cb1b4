import Platform
import Drivers
import Glibc
import Synchronization

/// The token that a client elsewhere in the network must know, kept in a file that only the program's user can read.
///
/// Whoever replaces or removes the file replaces the token: it is read again once a second at most.
final class AccessToken: Sendable {
  /// Where it is kept.
  let path: String
  private let cached: Mutex<(text: String, readAt: Int64)?> = Mutex(nil)

  /// The bytes of chance in a token.
  private static let length = 32

  /// Finds the token in `folder`.
  init(folder: String) { path = folder + "/dashboard-token" }

  /// The token, which is made where there is none.
  ///
  /// Empty, which fits nothing, where it can neither be read nor made.
  var text: String {
    let second = MonotonicClock.now.components.seconds
    return cached.withLock { cached in
      if let cached, cached.readAt == second { return cached.text }
      // One that has just become too short may be about to be written.
      let isSettled = cached?.text.isEmpty ?? true || !isThere
      let text = read() ?? (isSettled ? make() : nil) ?? ""
      cached = (text, second)
      return text
    }
  }

  private var isThere: Bool { access(path, F_OK) == 0 }

  private func read() -> String? {
    guard let bytes = try? WholeFile.read(path) else { return nil }
    let text = bytes.prefix { $0 != 0x0A && $0 != 0x0D }
    // A short one could be guessed.
    return text.count >= Self.length ? String(validating: text, as: UTF8.self) : nil
  }

  private func make() -> String? {
    var chance = [UInt8](repeating: 0, count: Self.length)
    guard getentropy(&chance, chance.count) == 0 else { return nil }
    let digits = Array("0123456789abcdef")
    let text = String(chance.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    return (try? WholeFile.replace(path, by: Array("\(text)\n".utf8))) != nil ? text : nil
  }
}
