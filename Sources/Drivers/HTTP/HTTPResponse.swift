/// A whole HTTP response.
struct HTTPResponse {
  /// The status code, 200...599.
  var status: Int
  var headers: HTTPHeaders
  var body: [UInt8] = []
  /// Whether the connection can carry another exchange.
  var keepsConnection: Bool
}
