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

  /// Takes the challenges of a 401 response; answers whether one of them can be met.
  mutating func accept(_ headers: [String]) -> Bool {
    challenge = headers.lazy.compactMap(DigestChallenge.init).first
    secret = challenge?.secret(credentials) ?? ""
    count = 0
    return challenge != nil
  }

  /// The `Authorization` for a request, or nil before the first challenge.
  mutating func authorization(method: String, target: String) -> String? {
    count &+= 1
    return challenge?.authorization(
      user: credentials.user, secret: secret, method: method, target: target, count: count,
      clientNonce: clientNonce())
  }
}
