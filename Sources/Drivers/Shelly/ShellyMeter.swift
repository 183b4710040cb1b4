import FoundationEssentials
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
  private let credentials: HTTPCredentials?
  private var digest: HTTPDigestSession?
  private var generation: Int?

  /// Creates the meter at `endpoint`.
  public init(endpoint: Endpoint, settings: ShellySettings, connector: any Connector = TCPConnector()) {
    http = HTTPClient(endpoint: endpoint, connector: connector)
    self.settings = settings
    credentials = settings.password.map { HTTPCredentials(user: settings.user ?? "admin", password: $0) }
    digest = credentials.map { HTTPDigestSession(credentials: $0) }
  }

  public func reading(by deadline: ExchangeDeadline) throws(DeviceError) -> MeterReading {
    do throws(DeviceError) {
      if generation == nil { generation = try identify(by: deadline) }
      let (grid, solar) = try generation == 1 ? firstGeneration(by: deadline) : laterGeneration(by: deadline)
      // An inverter takes a few watts at night, which is no negative sunshine.
      return MeterReading(
        grid: grid.power, solar: solar.power.map { max(Watts(0), $0) },
        voltage: grid.voltage ?? solar.voltage, powerFactor: grid.powerFactor,
        measuresSolar: settings.solarChannel != nil)
    } catch {
      switch error {
      case .transport, .timeout: break
      case .protocolViolation, .refused: generation = nil
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

  /// Both channels from the one status of a first-generation device.
  private func firstGeneration(
    by deadline: ExchangeDeadline
  ) throws(DeviceError) -> (grid: ShellyChannel, solar: ShellyChannel) {
    var request = HTTPRequest(get: "/status")
    if let credentials { request.headers.append(("Authorization", credentials.basicAuthorization)) }
    let emeters = try decode(ShellyEMStatus.self, from: http.send(request, by: deadline)).emeters
    func channel(_ number: Int?) -> ShellyChannel {
      guard let number, emeters.indices.contains(number) else { return ShellyChannel() }
      return emeters[number]
    }
    return (channel(settings.gridChannel), channel(settings.solarChannel))
  }

  /// Both channels, one request each.
  private func laterGeneration(
    by deadline: ExchangeDeadline
  ) throws(DeviceError) -> (grid: ShellyChannel, solar: ShellyChannel) {
    (try channel(settings.gridChannel, by: deadline), try channel(settings.solarChannel, by: deadline))
  }

  private func channel(_ number: Int?, by deadline: ExchangeDeadline) throws(DeviceError) -> ShellyChannel {
    guard let number else { return ShellyChannel() }
    let target = "/rpc/EM1.GetStatus?id=\(number)"
    let channel = try decode(ShellyChannel.self, from: sendWithDigest(target, by: deadline))
    guard channel.id ?? number == number else {
      http.disconnect()
      throw .protocolViolation("the meter answers for another channel")
    }
    return channel
  }

  /// Sends a GET with the last nonce, and once more where the device challenges it.
  private func sendWithDigest(
    _ target: String, by deadline: ExchangeDeadline
  ) throws(DeviceError) -> HTTPResponse {
    let response = try http.send(digestRequest(target), by: deadline)
    guard response.status == 401, digest?.accept(response.headers["WWW-Authenticate"]) == true else {
      return response
    }
    return try http.send(digestRequest(target), by: deadline)
  }

  private func digestRequest(_ target: String) -> HTTPRequest {
    var request = HTTPRequest(get: target)
    if let authorization = digest?.authorization(method: request.method, target: target) {
      request.headers.append(("Authorization", authorization))
    }
    return request
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
      return try JSONDecoder().decode(type, from: Data(response.body))
    } catch {
      throw .protocolViolation("the meter's answer is not the JSON of a Shelly")
    }
  }
}
