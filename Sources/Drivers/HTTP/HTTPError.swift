import Platform

/// Why the bytes of a response cannot be used.
enum HTTPError: Error, Hashable {
  /// They are no HTTP/1.x.
  case malformed(String)
  /// They are more than the decoder takes.
  case tooLarge(String)
  /// The peer closed the connection before the response was whole.
  case truncated

  /// The error as a caller of a device sees it.
  var deviceError: DeviceError {
    switch self {
    case .malformed(let what), .tooLarge(let what): .protocolViolation(what)
    case .truncated: .transport("the peer closed the connection in the middle of a response")
    }
  }
}
