import Platform

/// Asks one HTTP/1.1 server, one request at a time, over a connection that is kept where the server allows it.
///
/// Plain HTTP only, for peers in the house. Redirects are not followed: no device here sends any.
final class HTTPClient: HTTPPeer {
  private let endpoint: Endpoint
  private let connector: any Connector
  private var connection: (any ByteStream)?

  /// Creates a client that connects on its first request.
  init(endpoint: Endpoint, connector: any Connector) {
    self.endpoint = endpoint
    self.connector = connector
  }

  /// Sends a request and answers the whole response, whatever its status but a redirect.
  ///
  /// A kept connection that turns out to be closed is opened anew, once: a request may so reach the server
  /// twice, and must do no harm then.
  func send(_ request: HTTPRequest, by deadline: ExchangeDeadline) throws(DeviceError) -> HTTPResponse {
    var response: HTTPResponse?
    // What comes unasked, or the end, would be taken for the answer to this request.
    if connection?.isQuiet == false { disconnect() }
    if let kept = connection { response = try exchange(request, over: kept, isKept: true, by: deadline) }
    if response == nil {
      let opened = try connector.connect(to: endpoint, by: deadline)
      connection = opened
      response = try exchange(request, over: opened, isKept: false, by: deadline)
    }
    guard let response else { throw .transport("the peer closed the connection without an answer") }
    guard !(300..<400).contains(response.status) else {
      throw .protocolViolation("an unexpected redirect (HTTP \(response.status))")
    }
    return response
  }

  /// Closes the connection.
  func disconnect() {
    connection?.close()
    connection = nil
  }

  /// One exchange; nil where the peer closed the connection before it answered anything.
  private func exchange(
    _ request: HTTPRequest, over stream: any ByteStream, isKept: Bool, by deadline: ExchangeDeadline
  ) throws(DeviceError) -> HTTPResponse? {
    var hasAnswered = false
    do {
      try stream.send(request.encoded(host: endpoint.description), by: deadline)
      let response = try receive(from: stream, by: deadline, hasAnswered: &hasAnswered)
      if response?.keepsConnection != true { disconnect() }
      return response
    } catch {
      disconnect()
      if case .transport = error, isKept, !hasAnswered { return nil }
      throw error
    }
  }

  /// Receives one response; nil where the connection ends before its first byte.
  private func receive(
    from stream: any ByteStream, by deadline: ExchangeDeadline, hasAnswered: inout Bool
  ) throws(DeviceError) -> HTTPResponse? {
    var decoder = HTTPResponseDecoder()
    while true {
      let bytes = try stream.receive(by: deadline)
      if bytes.isEmpty && !hasAnswered { return nil }
      hasAnswered = true
      do {
        if bytes.isEmpty { return try decoder.end() }
        if let response = try decoder.decode(bytes) { return response }
      } catch {
        throw error.deviceError
      }
    }
  }
}
