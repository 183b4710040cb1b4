import Runtime
import ScheduleLang

/// How a charger is restarted through Wallbox's web API, as `restart { … }` says.
public struct WallboxSettings: Hashable, Sendable {
  /// The charger's serial number.
  var serial: Int
  /// The owner's account.
  var credentials: HTTPCredentials
  /// Where sessions begin, without a slash at its end.
  var signInOrigin = "https://user-api.wall-box.com"
  /// Where chargers are told what to do, without a slash at its end.
  var apiOrigin = "https://api.wall-box.com"
  /// When the charger is restarted.
  public var policy = RestartPolicy()
}

extension WallboxSettings {
  /// Reads `restart` of a charger; nil where it has none.
  public init?(_ device: DeviceConfiguration) throws(DeviceConfigurationError) {
    guard let serial = try device.number("restart.serial", in: 0...999_999_999),
      let user = try device.text("restart.user"), let password = try device.text("restart.password")
    else { return nil }
    self.serial = serial
    credentials = HTTPCredentials(user: user, password: password)
    signInOrigin = try device.origin("restart.sign in at") ?? signInOrigin
    apiOrigin = try device.origin("restart.api at") ?? apiOrigin
    policy.losses = try device.number("restart.after", in: 1...1000) ?? policy.losses
    policy.cooldown = try device.seconds("restart.cooldown", in: 60...31_622_400) ?? policy.cooldown
  }
}
