import Platform
import Glibc

/// Why there is no answer.
enum CurlError: Error, Hashable {
  /// The system has no `curl`.
  case missing
  /// Nothing complete came in time.
  case timeout
  /// The connection ended before the answer was complete: the request may have been acted on.
  case cut
  /// The answer is larger than `sizeLimit`.
  case tooLarge
  /// What else went wrong, as a clause.
  case transport(String)
}

/// Fetches what is behind a URL with the system's `curl`, which brings the TLS that this program does not have.
///
/// A child process without a shell, killed when its time is up; what it may answer is bounded.
struct CurlProcess {
  /// An answer of whatever status.
  struct Answer: Hashable {
    /// The HTTP status.
    var status: Int
    /// After how many seconds the server asks to be tried again.
    var retryAfter: Int?
    /// What the server sent.
    var body: [UInt8]
  }

  /// The most bytes of an answer.
  static let sizeLimit = 4 << 20

  /// The program's name, looked for on the path.
  var command = "curl"
  /// How long a fetch may take in all; curl counts whole seconds.
  var timeLimit: Duration = .seconds(30)
  /// Whether the address, which may be as good as a password, is kept out of the arguments too.
  var hidesTarget = false

  /// Whether the system has the program.
  var isInstalled: Bool {
    let path = Environment.value("PATH") ?? "/usr/bin:/bin"
    return path.split(separator: ":").contains { access("\($0)/\(command)", X_OK) == 0 }
  }

  /// Gets `url`, which is `https` or, for peers on the local network, `http`.
  func get(_ url: String) throws(CurlError) -> Answer {
    var request = HTTPRequest(get: "")
    request.headers = [("Accept", "application/json")]
    return try send(request, to: url)
  }

  /// Sends `request`, whose target stands behind `origin`, such as `https://example.org`.
  ///
  /// Its headers and body, which may hold secrets, reach curl on its standard input: arguments are for all
  /// to see.
  func send(_ request: HTTPRequest, to origin: String) throws(CurlError) -> Answer {
    let output: [UInt8]
    let exitCode: Int32
    let host = origin.split(separator: "/").last.map { String($0) } ?? origin
    var shown = request
    if hidesTarget { shown.target = "/…" }
    ExchangeTrace.note(.sent, shown.encoded(host: host), peer: origin)
    do throws(ChildError) {
      let child = try Child(
        command: command,
        arguments: ["--disable", "--silent", "--globoff"] + CurlRoute.arguments(for: origin + request.target)
          + [
            "--max-time", "\(timeLimit.components.seconds)", "--write-out", CurlProcess.footer,
          ] + (hidesTarget ? [] : ["--url", origin + request.target]) + ["--config", "-"],
        input: CurlConfiguration.encode(request, url: hidesTarget ? origin + request.target : nil),
        limit: CurlProcess.sizeLimit)
      // Its own limit comes first, and says why.
      (output, exitCode) = try child.output(by: MonotonicClock.deadline(after: timeLimit + .seconds(2)))
    } catch {
      throw CurlError(error)
    }
    guard exitCode == 0 else {
      ExchangeTrace.note("curl ended with \(exitCode)", peer: origin)
      throw CurlError(exitCode: exitCode)
    }
    ExchangeTrace.note(.received, output, peer: origin)
    guard let answer = Answer(output) else { throw .transport("curl printed no status") }
    return answer
  }

  /// What curl prints after the body: status and `Retry-After`, which is empty where the server sends none.
  private static let footer = "\n%{http_code} %header{retry-after}"
}

extension CurlError {
  fileprivate init(_ failure: ChildError) {
    switch failure {
    case .missing: self = .missing
    case .timeout: self = .timeout
    case .tooLarge: self = .tooLarge
    case .transport(let reason): self = .transport(reason)
    }
  }

  /// What curl(1) means by an exit code other than 0.
  fileprivate init(exitCode: Int32) {
    switch exitCode {
    case 5, 6: self = .transport("the host's name is not known")
    case 7: self = .transport("the host does not answer")
    // HTTP/2 has codes of its own.
    case 16, 18, 52, 55, 56, 92: self = .cut
    case 28: self = .timeout
    case 35, 51, 58, 59, 60, 77: self = .transport("no secure connection")
    case 127: self = .transport("curl cannot be started")
    default: self = .transport("curl ended with \(exitCode)")
    }
  }
}

extension CurlError: CustomStringConvertible {
  /// The failure as a clause.
  var description: String {
    switch self {
    case .missing: "the system has no curl"
    case .timeout: "no complete answer came in time"
    case .cut: "the connection was cut"
    case .tooLarge: "the answer is too large"
    case .transport(let reason): reason
    }
  }
}

extension CurlProcess.Answer {
  /// Takes the footer off the end of curl's output.
  init?(_ output: [UInt8]) {
    guard let split = output.lastIndex(of: UInt8(ascii: "\n")) else { return nil }
    let words = String(decoding: output[(split + 1)...], as: UTF8.self).split(separator: " ")
    guard let status = words.first.flatMap({ Int($0) }) else { return nil }
    self.init(
      status: status, retryAfter: words.dropFirst().first.flatMap { Int($0) }, body: Array(output[..<split]))
  }
}
