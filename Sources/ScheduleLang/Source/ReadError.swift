/// Why a file cannot be read.
public struct ReadError: Error, Sendable {
  /// The reason, as a clause: `there is no such file`.
  public var reason: String

  /// Creates an error.
  public init(_ reason: String) { self.reason = reason }
}
