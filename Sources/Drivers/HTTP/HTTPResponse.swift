/// A whole HTTP response.
struct HTTPResponse {
  /// The status code, 200...599.
  var status: Int
  /// Header fields in the order of the response.
  var headers: [(name: String, value: String)]
  var body: [UInt8] = []
  /// Whether the connection can carry another exchange.
  var keepsConnection: Bool

  /// All values of a header field, whose name is given in lower case.
  func values(of name: String) -> [String] {
    headers.filter { $0.name.lowercased() == name }.map(\.value)
  }
}
