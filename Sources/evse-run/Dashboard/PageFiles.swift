import Drivers

/// The files of the page, which are part of the program.
struct PageFiles: Sendable {
  /// What each path serves.
  private let files: [String: HTTPServerResponse]

  /// What may be loaded: the page's own files, and nothing from anywhere else.
  private static let policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    + "manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

  /// - Parameter isSetup: whether the first page is that which makes a first schedule.
  init(isSetup: Bool = false) {
    let html = "text/html; charset=utf-8"
    let css = "text/css; charset=utf-8"
    let js = "text/javascript; charset=utf-8"
    let contents: [(path: String, type: String, bytes: [UInt8])] = [
      ("/", html, isSetup ? PackageResources.setup_html : PackageResources.index_html),
      ("/style.css", css, PackageResources.style_css),
      ("/main.js", js, PackageResources.main_js), ("/api.js", js, PackageResources.api_js),
      ("/text.js", js, PackageResources.text_js), ("/now.js", js, PackageResources.now_js),
      ("/flows.js", js, PackageResources.flows_js), ("/orders.js", js, PackageResources.orders_js),
      ("/plan.js", js, PackageResources.plan_js), ("/map.js", js, PackageResources.map_js),
      ("/explain.js", js, PackageResources.explain_js),
      ("/history.js", js, PackageResources.history_js),
      ("/history-chart.js", js, PackageResources.history_chart_js),
      ("/history-tables.js", js, PackageResources.history_tables_js),
      ("/history.css", css, PackageResources.history_css),
      // What is loaded when the schedule is opened.
      ("/schedule.css", css, PackageResources.schedule_css),
      ("/schedule.js", js, PackageResources.schedule_js),
      ("/editor.js", js, PackageResources.editor_js), ("/paint.js", js, PackageResources.paint_js),
      ("/beneath.js", js, PackageResources.beneath_js),
      ("/proposals.js", js, PackageResources.proposals_js),
      ("/problems.js", js, PackageResources.problems_js), ("/markdown.js", js, PackageResources.markdown_js),
      ("/diff.js", js, PackageResources.diff_js), ("/form.js", js, PackageResources.form_js),
      ("/setup.js", js, PackageResources.setup_js), ("/sign-in.js", js, PackageResources.sign_in_js),
      ("/compare.js", js, PackageResources.compare_js),
      ("/api/openapi.json", "application/json", PackageResources.openapi_json),
    ]
    files = Dictionary(
      uniqueKeysWithValues: contents.map { path, type, bytes in
        (path, HTTPServerResponse(type: type, headers: Self.headers(of: bytes), body: bytes))
      })
  }

  /// The answer to a request for a file; nil where there is none of that path.
  func response(to request: HTTPServerRequest) -> HTTPServerResponse? {
    guard var file = files[request.path] else { return nil }
    let tag = file.headers.first { $0.name == "ETag" }?.value
    guard request.header("if-none-match") == tag else { return file }
    file.status = 304
    file.body = []
    return file
  }

  private static func headers(of bytes: [UInt8]) -> [(name: String, value: String)] {
    [
      // Asked for each time, and sent only where the program has another.
      ("Cache-Control", "no-cache"), ("ETag", "\"\(version)-\(CRC32.checksum(bytes))\""),
      ("Content-Security-Policy", policy), ("X-Content-Type-Options", "nosniff"),
      ("Referrer-Policy", "no-referrer"),
      ("Cross-Origin-Opener-Policy", "same-origin"), ("Cross-Origin-Resource-Policy", "same-origin"),
    ]
  }
}
