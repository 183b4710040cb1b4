import ScheduleLang

/// What a Shelly's clamps are around, and how to log in.
public struct ShellySettings: Hashable, Sendable {
  /// The channel whose clamp is around the grid connection; nil where there is none.
  public var gridChannel: Int?
  /// The channel whose clamp is around the inverter's feed, production positive; nil where there is none.
  public var solarChannel: Int?
  /// The user; a second-generation device only knows `admin`.
  public var user: String?
  /// The password; nil where the device asks for none.
  public var password: String?
  /// In which way the password may be sent; nil is as the device asks for it, but never weaker than it once did.
  public var login: DeviceLogin.Way?

  /// Creates settings without login.
  public init(
    gridChannel: Int? = 0, solarChannel: Int? = nil, user: String? = nil, password: String? = nil,
    login: DeviceLogin.Way? = nil
  ) {
    self.gridChannel = gridChannel
    self.solarChannel = solarChannel
    self.user = user
    self.password = password
    self.login = login
  }
}

extension ShellySettings {
  /// Reads `grid channel 0`, `solar channel 1`, `user`, `password` and `login basic|digest`; without any channel, 0 is the grid's.
  init(_ device: DeviceConfiguration) throws(DeviceConfigurationError) {
    // EM1 counts its channels from 0; no device of the family has more than three.
    let grid = try device.number("grid channel", in: 0...2)
    let solar = try device.number("solar channel", in: 0...2)
    self.init(
      gridChannel: grid ?? (solar == nil ? 0 : nil), solarChannel: solar, user: try device.text("user"),
      password: try device.text("password"),
      login: try device.word("login", among: ["basic": .basic, "digest": .digest]))
  }
}
