import ScheduleLang

/// Why a device cannot be made from what a site says of it.
public struct DeviceConfigurationError: Error, Hashable, Sendable {
  /// What is wrong.
  public enum Problem: Hashable, Sendable {
    /// There is no such driver for this kind of device.
    case unknownDriver
    /// The driver needs an address after `at`.
    case missingAddress
    /// The address is no host, with or without a port.
    case badAddress(String)
    /// The setting's value is not one that the driver takes; `expected` says which it does.
    case badSetting(String, expected: String)
    /// The secret of this setting cannot be read; `reason` says why and never holds the secret.
    case unreadableSecret(String, reason: String)
    /// Its description will not do at the addresses that the site's settings lead to; why not.
    case unusableDescription(String)
    /// The environment names no folder for what must wait on disk.
    case noStateFolder
  }

  /// The driver's name.
  public var driver: String
  /// What is wrong.
  public var problem: Problem
  /// Where the device is declared.
  public var range: SourceRange

  /// Creates the error of a device.
  public init(_ problem: Problem, in device: DeviceConfiguration) {
    driver = device.driver
    self.problem = problem
    range = device.range
  }
}

extension DeviceConfigurationError: CustomStringConvertible {
  /// The error in one sentence without a full stop.
  public var description: String {
    switch problem {
    case .unknownDriver: "there is no driver \(driver) for this kind of device"
    case .missingAddress: "\(driver) needs an address: \(driver) at \"192.168.0.10\""
    case .badAddress(let text): "\"\(text)\" is no address for \(driver): write a host, or host:port"
    case .badSetting(let key, let expected): "\(key) of \(driver) takes \(expected)"
    case .unreadableSecret(let key, let reason): "\(key) of \(driver) cannot be read: \(reason)"
    case .unusableDescription(let reason): "\(driver) cannot be driven with these settings: \(reason)"
    case .noStateFolder:
      "\(driver) needs a folder for what waits: set STATE_DIRECTORY, XDG_STATE_HOME or HOME"
    }
  }
}
