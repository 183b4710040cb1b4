/// A user's name and password for a device.
struct HTTPCredentials: Hashable {
  var user: String
  var password: String

  /// The `Authorization` of the Basic scheme (RFC 7617).
  var basicAuthorization: String { "Basic " + Base64.encode(Array("\(user):\(password)".utf8)) }
}
