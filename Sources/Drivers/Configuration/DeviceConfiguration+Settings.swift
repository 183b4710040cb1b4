import Platform
import ScheduleLang

/// Typed access to a device's settings, for the drivers; each throws what the site's owner has to mend.
extension DeviceConfiguration {
  /// Where the device listens.
  func endpoint(defaultPort: UInt16) throws(DeviceConfigurationError) -> Endpoint {
    guard let address else { throw DeviceConfigurationError(.missingAddress, in: self) }
    guard let endpoint = Endpoint(address, defaultPort: defaultPort) else {
      throw DeviceConfigurationError(.badAddress(address), in: self)
    }
    return endpoint
  }

  /// A whole number within `range`, or nil where it is not set.
  func number(_ key: String, in range: ClosedRange<Int>) throws(DeviceConfigurationError) -> Int? {
    guard let value = settings[key] else { return nil }
    guard case .number(let number) = value, range.contains(number) else {
      throw bad(key, "a number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// A duration in seconds within `range`, or nil where it is not set.
  func seconds(_ key: String, in range: ClosedRange<Int>) throws(DeviceConfigurationError) -> Int? {
    guard let value = settings[key] else { return nil }
    guard case .seconds(let seconds) = value, range.contains(seconds) else {
      throw bad(key, "a duration from \(range.lowerBound)s to \(range.upperBound)s")
    }
    return seconds
  }

  /// What a word stands for, or nil where it is not set.
  func word<Choice>(
    _ key: String, among choices: KeyValuePairs<String, Choice>
  ) throws(DeviceConfigurationError) -> Choice? {
    guard let value = settings[key] else { return nil }
    if case .word(let word) = value, let choice = choices.first(where: { $0.key == word.lowercased() }) {
      return choice.value
    }
    throw bad(key, choices.map { "`\($0.key)`" }.joined(separator: " or "))
  }

  /// A text, given as such or as a secret, or nil where it is not set.
  func text(
    _ key: String, secrets: SecretReader = SecretReader()
  ) throws(DeviceConfigurationError) -> String? {
    switch settings[key] {
    case nil: return nil
    case .text(let text): return text
    case .secret(let secret):
      do {
        return try secrets.text(of: secret)
      } catch {
        throw DeviceConfigurationError(.unreadableSecret(key, reason: error.reason), in: self)
      }
    default: throw bad(key, "a text, env \"NAME\" or file \"path\"")
    }
  }

  /// The start of addresses to which secrets may be sent, without a slash at its end, or nil where it is not set.
  ///
  /// Over the network only `https` keeps them secret.
  func origin(_ key: String) throws(DeviceConfigurationError) -> String? {
    guard var origin = try text(key) else { return nil }
    while origin.hasSuffix("/") { origin.removeLast() }
    let local = ["http://127.0.0.1", "http://localhost", "http://[::1]"]
    let isSafe = local.contains { origin == $0 || origin.hasPrefix($0 + ":") }
    guard origin.hasPrefix("https://") || isSafe, !origin.contains("@") else {
      throw bad(key, "an address that begins with https://")
    }
    return origin
  }

  private func bad(_ key: String, _ expected: String) -> DeviceConfigurationError {
    DeviceConfigurationError(.badSetting(key, expected: expected), in: self)
  }
}
