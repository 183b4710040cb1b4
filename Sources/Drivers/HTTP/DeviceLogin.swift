import Platform

/// How a device is logged in to over HTTP: never in a weaker way than it, or the site, has asked for, and not again and
/// again in vain.
///
/// A login is only sent to a device that asks for it. Some firmware keeps a table of 32 nonces. While that is full,
/// and for as long as it is sent a nonce that has ended, it answers 429: only a request without any brings a new one.
public struct DeviceLogin {
  /// In which way a password may be sent.
  public enum Way: Hashable, Sendable {
    /// In clear text.
    case basic
    /// Never but as a hash of it.
    case digest
  }

  /// What is to become of a response.
  enum Verdict {
    /// It is the answer.
    case use
    /// The request is to be sent once more, with another login.
    case again
  }

  /// How often a request is sent at most: without a login, with one, and with another where the nonce had ended.
  static let tries = 3
  /// After a wrong password, and after 429, in seconds; each further one doubles it, up to the longest.
  private static let refusalWait: ClosedRange<UInt64> = 5...300
  private static let throttleWait: ClosedRange<UInt64> = 3...12

  private let credentials: HTTPCredentials?
  private let way: Way?
  private let memory: LoginMemory
  private let device: String
  private var digest: HTTPDigestSession?
  /// Whether the device has asked for Basic in this run.
  private var usesBasic = false
  /// Until when nothing is asked, and why.
  private var pause: (end: ExchangeDeadline, reason: DeviceError)?
  /// How many refusals there were in a row.
  private var refusals = 0

  /// Creates the login to a device, which `memory` knows as `device`.
  ///
  /// - Parameter way: nil is as the device asks for it, but never weaker than it once did.
  init(_ credentials: HTTPCredentials?, way: Way?, device: String, memory: LoginMemory) {
    self.credentials = credentials
    digest = credentials.map { HTTPDigestSession(credentials: $0) }
    self.way = way
    self.memory = memory
    self.device = device
  }

  /// Whether the device is left alone since it has refused a login.
  var isPaused: Bool { pause != nil }

  /// Throws why the device is left alone for now, where it is; a deadline tells the time.
  mutating func admit(by deadline: ExchangeDeadline) throws(DeviceError) {
    guard let pause else { return }
    if deadline < pause.end { throw pause.reason }
    self.pause = nil
  }

  /// The `Authorization` for a request to a device that may be sent a password in clear text or not; nil where it
  /// has not asked for any.
  mutating func authorization(of request: HTTPRequest, takesClearText: Bool) -> String? {
    if let authorization = digest?.authorization(method: request.method, target: request.target) {
      return authorization
    }
    guard usesBasic, takesClearText, allowsBasic else { return nil }
    return credentials?.basicAuthorization
  }

  /// Judges the response to a try, counted from 1, that was `signed` or not; throws what the device refuses.
  mutating func judge(
    _ response: HTTPResponse, signed: Bool, attempt: Int, takesClearText: Bool, by deadline: ExchangeDeadline
  ) throws(DeviceError) -> Verdict {
    guard credentials != nil else { return .use }
    switch response.status {
    case 401:
      return try challenged(
        response, signed: signed, attempt: attempt, takesClearText: takesClearText, by: deadline)
    case 429:
      let asked = response.headers["Retry-After"].first.flatMap { UInt64($0) } ?? 0
      throw refuse(
        .refused("the meter answers HTTP 429"), for: Self.throttleWait, atLeast: asked, by: deadline)
    default:
      refusals = 0
      digest?.renew(response.headers)
      return .use
    }
  }
}

extension DeviceLogin {
  private var allowsBasic: Bool { way == .basic || (way == nil && !memory.knowsDigest(device)) }

  private mutating func challenged(
    _ response: HTTPResponse, signed: Bool, attempt: Int, takesClearText: Bool, by deadline: ExchangeDeadline
  ) throws(DeviceError) -> Verdict {
    let challenges = response.headers["WWW-Authenticate"]
    let wrong = DeviceError.refused("the meter wants another user or password (HTTP 401)")
    digest?.take(challenges)
    if digest?.isChallenged == true {
      usesBasic = false
      memory.noteDigest(device)
      // A nonce of an earlier reading may have ended, a new one only where the device says so.
      guard attempt == 1 || digest?.isStale == true, attempt < Self.tries else {
        throw refuse(wrong, for: Self.refusalWait, by: deadline)
      }
      return .again
    }
    if challenges.contains(where: { $0.lowercased().hasPrefix("digest") }) {
      throw refuse(
        .refused("the device wants a login by Digest without SHA-256, which is not sent"),
        for: Self.refusalWait,
        by: deadline)
    }
    // Some devices ask for a login without saying which.
    let asksForBasic =
      challenges.isEmpty && takesClearText
      || challenges.contains { $0.lowercased().hasPrefix("basic") }
    guard asksForBasic else { throw wrong }
    guard allowsBasic, takesClearText else {
      let reason =
        way == .digest
        ? "which `login digest` forbids" : "and is not to have it, or once asked for Digest"
      throw refuse(
        .refused("the meter wants the password in clear text, \(reason)"), for: Self.refusalWait, by: deadline
      )
    }
    guard !signed else { throw refuse(wrong, for: Self.refusalWait, by: deadline) }
    usesBasic = true
    return .again
  }

  /// Leaves the device alone for a while, ever longer, and begins anew then; gives the reason.
  private mutating func refuse(
    _ reason: DeviceError, for range: ClosedRange<UInt64>, atLeast asked: UInt64 = 0,
    by deadline: ExchangeDeadline
  ) -> DeviceError {
    let seconds = max(min(range.lowerBound << UInt64(min(refusals, 10)), range.upperBound), min(asked, 60))
    refusals += 1
    digest?.forget()
    pause = (deadline + .seconds(seconds), reason)
    return reason
  }
}

extension DeviceLogin {
  /// Sends a request, with another login where the device asks for it.
  ///
  /// - Parameter isUrgent: whether it is sent though the device is left alone for now.
  mutating func send(
    _ request: HTTPRequest, takesClearText: Bool, isUrgent: Bool = false, over client: any HTTPPeer,
    by deadline: ExchangeDeadline
  ) throws(DeviceError) -> HTTPResponse {
    if !isUrgent { try admit(by: deadline) }
    for attempt in 1...Self.tries {
      var signed = request
      let authorization = authorization(of: request, takesClearText: takesClearText)
      if let authorization { signed.headers.append(("Authorization", authorization)) }
      let response = try client.send(signed, by: deadline)
      let verdict = try judge(
        response, signed: authorization != nil, attempt: attempt, takesClearText: takesClearText, by: deadline
      )
      if verdict == .use { return response }
    }
    throw .protocolViolation("the meter asks for one login after the other")
  }
}
