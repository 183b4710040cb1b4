import Platform

/// Serves metrics to Prometheus: `GET /metrics` and nothing else.
public enum MetricsService {
  /// Where Prometheus expects it unless the site says otherwise.
  public static let defaultPort: UInt16 = 9469

  /// Serves what `text` gives at `address`, a host with or without a port, until the program ends.
  public static func start(
    at address: String, text: @escaping @Sendable () -> String
  ) throws(DeviceError) -> HTTPServer {
    try HTTPServer(address: address, defaultPort: defaultPort) { .response(response(to: $0, text: text)) }
  }

  /// The answer to one request.
  static func response(to request: HTTPServerRequest, text: () -> String) -> HTTPServerResponse {
    guard request.path == "/metrics" else { return HTTPServerResponse(404, text: "see /metrics\n") }
    guard request.method == "GET" || request.method == "HEAD" else {
      var response = HTTPServerResponse(405, text: "see /metrics\n")
      response.headers = [("Allow", "GET, HEAD")]
      return response
    }
    return HTTPServerResponse(type: PrometheusText.contentType, body: Array(text().utf8))
  }
}
