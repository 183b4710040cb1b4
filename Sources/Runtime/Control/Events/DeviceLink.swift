import Platform

/// A device that the loop talks to.
public enum DeviceRole: String, Hashable, Sendable {
  case meter, charger
}

/// How the exchanges with one device have gone, so that a change is told and nothing twice.
///
/// A device in the house is asked every second whether or not it answered the last time: to wait for longer
/// would be to be late when it is back, and a device that does not answer costs a bounded part of the tick.
struct DeviceLink: Hashable {
  let role: DeviceRole
  /// Why the last exchange failed; nil where it did not.
  private(set) var failure: DeviceError?
  /// How many exchanges in a row have lost contact with the device.
  private(set) var losses = 0
  /// How many exchanges in a row were not finished, which is worth telling only where it lasts.
  private var delays = 0

  /// After how many of them a slow device is told of.
  private static let longestDelay = 15

  init(_ role: DeviceRole) { self.role = role }

  /// Whether the last exchange failed.
  var isFailing: Bool { failure != nil }

  /// Notes a failure; what it gives is worth telling, nil where the same was told before.
  mutating func failed(_ error: DeviceError) -> RunEvent? {
    losses = error.isLossOfContact ? losses + 1 : 0
    delays = error == .unfinished ? delays + 1 : 0
    if error == .unfinished, delays < Self.longestDelay { return nil }
    defer { failure = error }
    return failure == error ? nil : .failed(role, error)
  }

  /// Notes a success; what it gives is worth telling, nil where the device had not failed.
  mutating func succeeded() -> RunEvent? {
    (losses, delays) = (0, 0)
    defer { failure = nil }
    return failure == nil ? nil : .recovered(role)
  }
}
