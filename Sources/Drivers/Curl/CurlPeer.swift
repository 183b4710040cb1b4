import Platform

/// A server that is asked over HTTPS through the system's `curl`, with a connection for each request.
///
/// A child process takes its time: nothing that must not wait asks so.
final class CurlPeer: HTTPPeer {
  private let origin: String

  /// Creates a peer that is reached at an endpoint.
  init(endpoint: Endpoint) { origin = "https://\(endpoint)" }

  func send(_ request: HTTPRequest, by deadline: ExchangeDeadline) throws(DeviceError) -> HTTPResponse {
    let curl = CurlProcess(timeLimit: max(.seconds(1), deadline.remaining))
    do throws(CurlError) {
      let answer = try curl.send(request, to: origin)
      guard !(300..<400).contains(answer.status) else {
        throw .transport("an unexpected redirect (HTTP \(answer.status))")
      }
      return HTTPResponse(
        status: answer.status, headers: HTTPHeaders(), body: answer.body, keepsConnection: false)
    } catch {
      throw error.deviceError
    }
  }

  func disconnect() {}
}

extension CurlError {
  /// The failure as that of a device.
  var deviceError: DeviceError {
    switch self {
    case .missing: .transport("https needs curl, which is not installed")
    case .timeout: .timeout
    case .cut: .transport("\(self)")
    case .tooLarge: .protocolViolation("a huge answer")
    case .transport(let reason): .transport(reason)
    }
  }
}
