/// Why a device could not be used; callers answer each differently.
public enum DeviceError: Error, Hashable, Sendable {
  /// No connection, or it broke.
  case transport(String)
  /// The peer did not answer in time.
  case timeout
  /// The peer answered something that the protocol does not allow.
  case protocolViolation(String)
  /// The peer understood and refused.
  case refused(String)
  /// The peer is slow, was heard of lately, and goes on with it: what it answers is used when it comes.
  case unfinished
  /// The peer said that it would, and does not; the text says how that shows.
  case disobeyed(String)
}
