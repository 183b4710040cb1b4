/// A device that the loop talks to.
public enum DeviceRole: String, Hashable, Sendable {
  case meter, charger
}

/// How the exchanges with one device have gone, and whether it may be tried.
struct DeviceLink: Hashable {
  let role: DeviceRole
  private var backoff = Backoff()
  private var failure: DeviceError?

  init(_ role: DeviceRole) { self.role = role }

  /// Whether the last exchange failed.
  var isFailing: Bool { failure != nil }

  func allowsTrying(at uptime: Duration) -> Bool { backoff.allowsTrying(at: uptime) }

  /// Notes a failure; what it gives is worth telling, nil where the same was told before.
  mutating func failed(
    _ error: DeviceError, at uptime: Duration, random: inout some RandomNumberGenerator
  ) -> RunEvent? {
    backoff.failed(at: uptime, random: &random)
    defer { failure = error }
    return failure == error ? nil : .failed(role, error)
  }

  /// Notes a success; what it gives is worth telling, nil where the device had not failed.
  mutating func succeeded() -> RunEvent? {
    backoff.succeeded()
    defer { failure = nil }
    return failure == nil ? nil : .recovered(role)
  }
}
