import Drivers

/// How the interface says that something went wrong: `{"schemaVersion":1,"error":"…"}`.
struct APIError: Encodable {
  var schemaVersion = JSONText.schemaVersion
  var error: String

  /// An answer that says `message`.
  static func response(_ status: Int, _ message: String) -> HTTPServerResponse {
    .json(APIError(error: message), status: status)
  }
}

extension HTTPServerResponse {
  /// A report as JSON.
  ///
  /// - Parameter isCompact: leaves out line ends and indentation, where there are thousands of values.
  static func json(_ report: some Encodable, status: Int = 200, isCompact: Bool = false) -> HTTPServerResponse
  {
    let text =
      try? isCompact
      ? String(decoding: JSONText.encoder().encode(report), as: UTF8.self) : JSONText.text(report)
    guard let text else {
      return HTTPServerResponse(500, text: "the report cannot be written\n")
    }
    return HTTPServerResponse(
      status, type: "application/json",
      headers: [("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff")],
      body: Array(text.utf8))
  }
}
