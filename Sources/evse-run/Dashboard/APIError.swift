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
  static func json(_ report: some Encodable, status: Int = 200) -> HTTPServerResponse {
    guard let text = try? JSONText.text(report) else {
      return HTTPServerResponse(500, text: "the report cannot be written\n")
    }
    return HTTPServerResponse(
      status, type: "application/json",
      headers: [("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff")],
      body: Array(text.utf8))
  }
}
