import ScheduleLang

/// A session with Wallbox's web API, as it answers a sign-in or a refresh.
struct WallboxSession: Hashable {
  /// Allows requests until `tokenEnd`.
  var token: String
  var tokenEnd: Instant
  /// Allows another session until `refreshEnd`.
  var refreshToken: String
  var refreshEnd: Instant

  /// A token is not used in its last minute, in seconds: the clocks may differ.
  private static let margin = 60

  /// Whether requests are allowed at `now`.
  func isValid(at now: Instant) -> Bool { now < tokenEnd.adding(seconds: -Self.margin) }

  /// Whether another session may be had at `now` without the password.
  func isRefreshable(at now: Instant) -> Bool { now < refreshEnd.adding(seconds: -Self.margin) }

  /// Reads `{"data":{"attributes":{"token":…,"refresh_token":…,"ttl":…,"refresh_token_ttl":…}}}`, its times in
  /// milliseconds since 1970; nil for anything else.
  init?(_ body: [UInt8]) {
    struct Answer: Decodable {
      struct Content: Decodable { var attributes: Attributes }
      struct Attributes: Decodable {
        var token: String
        var refresh_token: String
        var ttl: Int64
        var refresh_token_ttl: Int64
      }
      var data: Content
    }
    guard let attributes = try? JSONLimits.service.decode(Answer.self, from: body).data.attributes,
      !attributes.token.isEmpty
    else { return nil }
    token = attributes.token
    tokenEnd = Instant(milliseconds: attributes.ttl)
    refreshToken = attributes.refresh_token
    refreshEnd = Instant(milliseconds: attributes.refresh_token_ttl)
  }
}
