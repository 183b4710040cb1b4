import Glibc
import Synchronization

/// Prints what is exchanged with peers, for whoever works on a driver.
///
/// On where `--trace` asks for it, or the environment has `EVSE_TRACE=1`, in tests too. One line on standard error for each
/// send and receipt: the time of day (UTC), the peer, the direction, and the bytes; text as such, and no secret that a header
/// or an address carries.
public enum ExchangeTrace {
  /// Which way bytes went.
  package enum Direction: Character {
    case sent = ">"
    case received = "<"
  }

  private static let state = Atomic<Bool>(Environment.value("EVSE_TRACE") == "1")

  /// Whether exchanges are printed.
  package static var isOn: Bool { state.load(ordering: .relaxed) }

  /// Prints exchanges from now on.
  public static func turnOn() { state.store(true, ordering: .relaxed) }

  /// Prints bytes that went to or came from `peer`.
  package static func note(_ direction: Direction, _ bytes: [UInt8], peer: String) {
    guard isOn else { return }
    write(line(direction, bytes, peer: peer))
  }

  /// Prints what happened with `peer`, in words.
  package static func note(_ text: String, peer: String) {
    guard isOn else { return }
    write("\(peer) \(masked(text))")
  }

  /// The line of an exchange, without its time.
  package static func line(_ direction: Direction, _ bytes: [UInt8], peer: String) -> String {
    let isText = bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x0D || $0 == 0x0A || $0 == 0x09 }
    let text = isText ? String(validating: bytes, as: UTF8.self) : nil
    let shown =
      text?.split(omittingEmptySubsequences: false) { $0.isNewline }.map { masked(String($0)) }
      .joined(separator: " | ") ?? bytes.map { hexadecimal($0) }.joined(separator: " ")
    return "\(peer) \(direction.rawValue) \(shown)"
  }

  /// A line of text without what only the peer may know.
  package static func masked(_ line: String) -> String {
    let lowered = line.lowercased()
    for name in ["authorization:", "cookie:", "set-cookie:", "proxy-authorization:"]
    where lowered.hasPrefix(name) {
      return line.prefix(name.count) + " …"
    }
    var (shown, word) = ("", "")
    for character in line + "\n" {
      guard "&? \n".contains(character) else {
        word.append(character)
        continue
      }
      let name = word.prefix { $0 != "=" }
      let isSecret = name.count < word.count && secretNames.contains(name.lowercased())
      shown += isSecret ? name + "=…" : word
      if character != "\n" { shown.append(character) }
      word = ""
    }
    return maskedFields(shown)
  }

  /// The same for the fields of JSON.
  private static func maskedFields(_ line: String) -> String {
    var (shown, rest) = ("", line[...])
    while let quote = rest.firstIndex(of: "\"") {
      shown += rest[...quote]
      rest = rest[quote...].dropFirst()
      let name = rest.prefix(longestName + 1).prefix { $0 != "\"" }
      let colon = rest[name.endIndex...].dropFirst().drop { $0 == " " }
      guard secretNames.contains(name.lowercased()), colon.first == ":" else { continue }
      let value = colon.dropFirst().drop { $0 == " " }
      shown += rest[..<value.startIndex] + "…"
      rest = value.first == "\"" ? behindText(value.dropFirst()) : value.drop { !",}]".contains($0) }
    }
    return shown + rest
  }

  /// What follows a text of JSON whose first quotation mark is taken off.
  private static func behindText(_ text: Substring) -> Substring {
    var isEscaped = false
    for index in text.indices {
      if !isEscaped, text[index] == "\"" { return text[index...].dropFirst() }
      isEscaped = !isEscaped && text[index] == "\\"
    }
    return ""
  }

  /// What parts of addresses and forms, and fields of JSON, are called whose values are secret.
  private static let secretNames: Set<String> = [
    "password", "pass", "token", "access_token", "refresh_token", "jwt", "key", "api_key", "secret",
  ]
  private static let longestName = 16

  private static func hexadecimal(_ byte: UInt8) -> String {
    byte < 16 ? "0" + String(byte, radix: 16) : String(byte, radix: 16)
  }

  private static func write(_ line: String) {
    let time = Int(SystemTime.wall.wholeMilliseconds)
    let (second, millisecond) = (time / 1000 % 86_400, time % 1000)
    func padded(_ number: Int, _ digits: Int) -> String {
      String(repeating: "0", count: max(0, digits - String(number).count)) + String(number)
    }
    let clock = [second / 3600, second / 60 % 60, second % 60].map { padded($0, 2) }.joined(separator: ":")
    let bytes = Array("\(clock).\(padded(millisecond, 3)) \(line)\n".utf8)
    _ = Glibc.write(STDERR_FILENO, bytes, bytes.count)
  }
}
