/// Answers Digest challenges and uses each nonce for as long as the server accepts it.
struct HTTPDigestSession {
  private let credentials: HTTPCredentials
  private let clientNonce: () -> String
  private var challenge: DigestChallenge?
  /// What stands for the password in the answers to `challenge`.
  private var secret = ""
  private var count: UInt32 = 0

  /// Creates a session; `clientNonce` gives unpredictable text, and the same each time only in a test.
  init(
    credentials: HTTPCredentials,
    clientNonce: @escaping () -> String = { String(UInt64.random(in: 0...UInt64.max), radix: 16) }
  ) {
    self.credentials = credentials
    self.clientNonce = clientNonce
  }

  /// Whether there is a challenge that can be met.
  var isChallenged: Bool { challenge != nil }

  /// Takes the challenges of a 401 response.
  mutating func take(_ headers: [String]) {
    challenge = headers.lazy.compactMap(DigestChallenge.init).first
    secret = challenge?.secret(credentials) ?? ""
    count = 0
  }

  /// Whether the last challenge came since the nonce before it had ended.
  var isStale: Bool { challenge?.isStale ?? false }

  /// Takes the nonce for what comes next, where a response gives one.
  mutating func renew(_ headers: HTTPHeaders) {
    guard let challenge,
      let next = headers["Authentication-Info"].compactMap({ challenge.renewed(by: $0) }).first
    else { return }
    (self.challenge, count) = (next, 0)
  }

  /// Forgets the nonce: the next request goes without a login, and is challenged.
  mutating func forget() { challenge = nil }

  /// The `Authorization` for a request, or nil while there is no challenge.
  mutating func authorization(method: String, target: String) -> String? {
    // No use of a nonce may have the number of an earlier one.
    if count == .max { forget() }
    guard let challenge else { return nil }
    count += 1
    return challenge.authorization(
      user: credentials.user, secret: secret, method: method, target: target, count: count,
      clientNonce: clientNonce())
  }
}
