import Platform

/// What a database answered.
package struct InfluxAnswer: Hashable {
  /// The HTTP status.
  package var status: Int
  /// After how many seconds it asks to be tried again.
  package var retryAfter: Int?
  /// What it says, for the owner to read.
  package var message: String

  /// Whether the database failed, and not since it is busy: then it says for how long.
  var isServerFailure: Bool { (500..<600).contains(status) && retryAfter == nil }

  /// The answer for the owner.
  var words: String { "HTTP \(status) \(message)" }

  /// Creates an answer from a response's parts; of the body only what fits into a line of a log is kept.
  package init(status: Int, retryAfter: String?, body: some Sequence<UInt8>) {
    self.status = status
    self.retryAfter = retryAfter.flatMap { Int($0) }
    message = String(decoding: body.prefix(200).map { $0 < 0x20 || $0 == 0x7F ? 0x20 : $0 }, as: UTF8.self)
  }
}

/// Carries records to a database.
package protocol InfluxTransport {
  /// Posts lines of line protocol and answers what the database said, whatever it was.
  func post(_ body: [UInt8], by deadline: ExchangeDeadline) throws(DeviceError) -> InfluxAnswer
}

/// Plain HTTP over a connection that is kept.
struct InfluxHTTP: InfluxTransport {
  private let client: HTTPClient
  private let target: String
  private let token: String

  /// Creates the transport to `address`; `target` is the path and query to post to.
  init(address: InfluxAddress, target: String, token: String, connector: any Connector = TCPConnector()) {
    client = HTTPClient(endpoint: address.endpoint, connector: connector)
    self.target = target
    self.token = token
  }

  func post(_ body: [UInt8], by deadline: ExchangeDeadline) throws(DeviceError) -> InfluxAnswer {
    let response = try client.send(.influxWrite(body, to: target, token: token), by: deadline)
    return InfluxAnswer(
      status: response.status, retryAfter: response.headers["retry-after"].first, body: response.body)
  }
}

/// HTTPS by the system's `curl`.
struct InfluxCurl: InfluxTransport {
  private let origin: String
  private let target: String
  private let token: String

  /// Creates the transport to `address`; `target` is the path and query to post to.
  init(address: InfluxAddress, target: String, token: String) {
    origin = "https://\(address.endpoint)"
    self.target = target
    self.token = token
  }

  func post(_ body: [UInt8], by deadline: ExchangeDeadline) throws(DeviceError) -> InfluxAnswer {
    let curl = CurlProcess(timeLimit: max(.seconds(1), deadline.remaining))
    do throws(CurlError) {
      let answer = try curl.send(.influxWrite(body, to: target, token: token), to: origin)
      return InfluxAnswer(
        status: answer.status, retryAfter: answer.retryAfter.map { String($0) }, body: answer.body)
    } catch {
      throw error.deviceError
    }
  }
}

extension HTTPRequest {
  /// Posts lines of line protocol.
  fileprivate static func influxWrite(_ body: [UInt8], to target: String, token: String) -> HTTPRequest {
    var request = HTTPRequest(post: body, to: target)
    request.headers = [("Authorization", "Token \(token)"), ("Content-Type", "text/plain; charset=utf-8")]
    return request
  }
}
