import Platform

/// A server that answers one request at a time.
protocol HTTPPeer: AnyObject {
  /// Sends a request and gives the whole response, whatever its status but a redirect; throws where there is none.
  func send(_ request: HTTPRequest, by deadline: ExchangeDeadline) throws(DeviceError) -> HTTPResponse
  /// Leaves the server, whose next answer may come from another.
  func disconnect()
}
