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

  /// Creates settings without login.
  public init(gridChannel: Int? = 0, solarChannel: Int? = nil, user: String? = nil, password: String? = nil) {
    self.gridChannel = gridChannel
    self.solarChannel = solarChannel
    self.user = user
    self.password = password
  }
}
