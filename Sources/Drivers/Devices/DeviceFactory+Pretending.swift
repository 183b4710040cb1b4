import Platform
import ScheduleLang

extension DeviceFactory {
  /// Serves a device that a text describes and nobody has built, at an endpoint.
  ///
  /// Throws `DeviceConfigurationError` where the device is none of these, and `DeviceError` where the endpoint cannot be had.
  package func pretended(
    _ device: DeviceConfiguration, voltage: Volts, at endpoint: Endpoint
  ) throws -> PretendedService {
    guard let description = device.description else {
      throw DeviceConfigurationError(.unknownDriver, in: device)
    }
    if let charger = description.charger, case .modbus(var access) = description.transport {
      access.unit = UInt8(clamping: try device.number("unit", in: 0...255) ?? Int(access.unit))
      let map = try map(of: charger, description, device, voltage: voltage)
      return try PretendedService(
        PretendedCharger(map, at: MonotonicClock.now), access, of: device.driver, at: endpoint)
    }
    if let charger = description.charger, let places = charger.places {
      let map = try map(of: charger, description, device, voltage: voltage)
      return try PretendedService(
        PretendedPlaces(
          PretendedCharger(map, at: MonotonicClock.now), places, DescribedSettings(description, device)),
        of: device.driver, at: endpoint)
    }
    if description.transport.name == "https" {
      throw DeviceConfigurationError(
        .unusableDescription("it is reached over https, which is not pretended"), in: device)
    }
    let meter = PretendedMeter(description, DescribedSettings(description, device))
    switch description.transport {
    case .modbus(var access):
      access.unit = UInt8(clamping: try device.number("unit", in: 0...255) ?? Int(access.unit))
      return try PretendedService(meter, access, of: device.driver, at: endpoint)
    case .mqtt:
      return try PretendedService(broker: meter, of: device.driver, at: endpoint)
    case .http: return try PretendedService(meter, of: device.driver, at: endpoint)
    }
  }
}
