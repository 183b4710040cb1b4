import Glibc
import Runtime

/// Fetches what is behind a URL with the system's `curl`, which brings the TLS that this program does not have.
///
/// A child process without a shell, killed when its time is up; what it may answer is bounded.
struct CurlProcess {
  /// Why there is no answer: no `curl`, nothing complete in time, more than `sizeLimit`, or what curl says by its
  /// exit code.
  typealias Failure = Child.Failure

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
  /// How long a fetch may take in all, in seconds.
  var timeLimit = 30

  /// Whether the system has the program.
  var isInstalled: Bool {
    let path = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
    return path.split(separator: ":").contains { access("\($0)/\(command)", X_OK) == 0 }
  }

  /// Gets `url`, which is `https` or, for peers on the local network, `http`.
  func get(_ url: String) throws(Failure) -> Answer {
    var request = HTTPRequest(get: "")
    request.headers = [("Accept", "application/json")]
    return try send(request, to: url)
  }

  /// Sends `request`, whose target stands behind `origin`, such as `https://example.org`.
  ///
  /// Its headers and body, which may hold secrets, reach curl on its standard input: arguments are for all
  /// to see.
  func send(_ request: HTTPRequest, to origin: String) throws(Failure) -> Answer {
    let child = try Child(
      command: command,
      arguments: [
        "--disable", "--silent", "--globoff", "--proto", "=http,https", "--max-time", "\(timeLimit)",
        "--write-out", CurlProcess.footer, "--url", origin + request.target, "--config", "-",
      ], input: CurlConfiguration.encode(request), limit: CurlProcess.sizeLimit)
    // Its own limit comes first, and says why.
    let (output, exitCode) = try child.output(by: MonotonicClock.deadline(after: .seconds(timeLimit + 2)))
    guard exitCode == 0 else { throw exitCode == 28 ? .timeout : .transport(CurlProcess.reason(exitCode)) }
    guard let answer = Answer(output) else { throw .transport("curl printed no status") }
    return answer
  }

  /// What curl prints after the body: status and `Retry-After`, which is empty where the server sends none.
  private static let footer = "\n%{http_code} %header{retry-after}"

  private static func reason(_ exitCode: Int32) -> String {
    switch exitCode {
    case 5, 6: "the host's name is not known"
    case 7: "the host does not answer"
    case 18, 52, 56: "the connection was cut"
    case 35, 51, 58, 59, 60, 77: "no secure connection"
    case 127: "curl cannot be started"
    default: "curl ended with \(exitCode)"
    }
  }
}

extension CurlProcess.Failure: CustomStringConvertible {
  /// The failure as a clause.
  var description: String {
    switch self {
    case .missing: "the system has no curl"
    case .timeout: "no complete answer came in time"
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
