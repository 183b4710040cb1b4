import Platform
import Runtime
import ScheduleLang

/// A Shelly energy meter of any generation: EM, Pro EM, EM Gen3.
///
/// It asks for the device's generation first, and again after an answer that does not fit it, since another device
/// may answer then; a slow one is not burdened with more questions because it was late.
public final class ShellyMeter: Meter {
  /// The port that the device listens on.
  public static let defaultPort: UInt16 = 80

  private let http: HTTPClient
  private let settings: ShellySettings
  private var login: DeviceLogin
  private var generation: Int?

  /// Creates the meter at `endpoint`; `logins` knows how it was logged in to before.
  public init(
    endpoint: Endpoint, settings: ShellySettings, connector: any Connector = TCPConnector(),
    logins: LoginMemory = LoginMemory(folder: nil)
  ) {
    http = HTTPClient(endpoint: endpoint, connector: connector)
    self.settings = settings
    let credentials = settings.password.map { HTTPCredentials(user: settings.user ?? "admin", password: $0) }
    login = DeviceLogin(credentials, way: settings.login, device: endpoint.description, memory: logins)
  }

  public func reading(by deadline: ExchangeDeadline) throws(DeviceError) -> MeterReading {
    try login.admit(by: deadline)
    do throws(DeviceError) {
      guard let generation else {
        let found = try identify(by: deadline)
        generation = found
        return try reading(of: found, by: deadline)
      }
      return try reading(of: generation, by: deadline)
    } catch {
      switch error {
      case .transport, .timeout, .unfinished: break
      case .protocolViolation, .refused, .disobeyed: generation = nil
      }
      throw error
    }
  }
}

extension ShellyMeter {
  /// The device's generation, from 1.
  private func identify(by deadline: ExchangeDeadline) throws(DeviceError) -> Int {
    let response = try http.send(HTTPRequest(get: "/shelly"), by: deadline)
    return try decode(ShellyIdentity.self, from: response).gen ?? 1
  }

  private func reading(of generation: Int, by deadline: ExchangeDeadline) throws(DeviceError) -> MeterReading
  {
    try generation == 1 ? firstGeneration(by: deadline) : laterGeneration(generation, by: deadline)
  }

  /// Both channels from the one status of a first-generation device.
  private func firstGeneration(by deadline: ExchangeDeadline) throws(DeviceError) -> MeterReading {
    let response = try send("/status", generation: 1, by: deadline)
    let emeters = try decode(ShellyEMStatus.self, from: response).emeters
    func channel(_ number: Int?) -> ShellyChannel {
      guard let number, emeters.indices.contains(number) else { return ShellyChannel() }
      return emeters[number]
    }
    return reading(grid: channel(settings.gridChannel), solar: channel(settings.solarChannel))
  }

  /// Both channels, one request each; one that fails leaves the other's values what they are.
  private func laterGeneration(_ generation: Int, by deadline: ExchangeDeadline) throws(DeviceError)
    -> MeterReading
  {
    func channel(_ number: Int?) throws(DeviceError) -> ShellyChannel {
      guard let number else { return ShellyChannel() }
      return try self.channel(number, generation: generation, by: deadline)
    }
    let grid = Result { () throws(DeviceError) in try channel(settings.gridChannel) }
    // Without a connection, or a login, the other channel is out of reach too.
    if case .failure(let failure) = grid, settings.solarChannel == nil || !isOfOneChannel(failure) {
      throw failure
    }
    let solar = Result { () throws(DeviceError) in try channel(settings.solarChannel) }
    switch (grid, solar) {
    case (.failure(let failure), .failure): throw failure
    case (.success(let grid), .success(let solar)): return reading(grid: grid, solar: solar)
    case (.success(let grid), .failure(let failure)):
      return reading(grid: grid, solar: ShellyChannel(), failure: failure)
    case (.failure(let failure), .success(let solar)):
      return reading(grid: ShellyChannel(), solar: solar, failure: failure)
    }
  }

  /// Whether a failure may be one of the channel that was asked for alone.
  private func isOfOneChannel(_ failure: DeviceError) -> Bool {
    switch failure {
    case .transport, .timeout, .unfinished: false
    case .protocolViolation, .refused, .disobeyed: !login.isPaused
    }
  }

  private func reading(
    grid: ShellyChannel, solar: ShellyChannel, failure: DeviceError? = nil
  ) -> MeterReading {
    // An inverter takes a few watts at night, which is no negative sunshine.
    MeterReading(
      grid: grid.power, solar: solar.power.map { max(Watts(0), $0) }, voltage: grid.voltage ?? solar.voltage,
      powerFactor: grid.powerFactor, measuresSolar: settings.solarChannel != nil, partFailure: failure)
  }

  private func channel(
    _ number: Int, generation: Int, by deadline: ExchangeDeadline
  ) throws(DeviceError) -> ShellyChannel {
    let target = "/rpc/EM1.GetStatus?id=\(number)"
    let channel = try decode(
      ShellyChannel.self, from: send(target, generation: generation, by: deadline))
    guard channel.id ?? number == number else {
      http.disconnect()
      throw .protocolViolation("the meter answers for another channel")
    }
    return channel
  }

  /// Sends a GET, with another login where the device asks for it.
  private func send(
    _ target: String, generation: Int, by deadline: ExchangeDeadline
  ) throws(DeviceError) -> HTTPResponse {
    try login.send(target, takesClearText: generation == 1, over: http, by: deadline)
  }

  /// The JSON of a response with status 200.
  private func decode<Value: Decodable>(
    _ type: Value.Type, from response: HTTPResponse
  ) throws(DeviceError) -> Value {
    switch response.status {
    case 200: break
    case 401: throw .refused("the meter wants another user or password (HTTP 401)")
    default: throw .refused("the meter answers HTTP \(response.status)")
    }
    do {
      return try JSONLimits.device.decode(type, from: response.body)
    } catch {
      throw .protocolViolation("the meter's answer is not the JSON of a Shelly")
    }
  }
}
