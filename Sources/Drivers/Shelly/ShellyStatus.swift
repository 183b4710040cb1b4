import FoundationEssentials
import ScheduleLang

/// What `GET /shelly` tells of a device before any login.
struct ShellyIdentity: Decodable {
  /// The generation; the first one does not name it.
  var gen: Int?
}

/// What one channel of a meter measured; what is missing, of another type or not finite is nil.
struct ShellyChannel: Decodable, Hashable {
  /// Power, positive in the direction of the clamp's arrow.
  var power: Watts?
  /// Mains voltage.
  var voltage: Volts?
  /// Power factor.
  var powerFactor: Double?
  /// The channel that it is, where a later generation tells it.
  var id: Int?

  private enum Key: String, CodingKey {
    case firstGenerationPower = "power"
    case power = "act_power"
    case voltage
    case powerFactor = "pf"
    case isValid = "is_valid"
    case id
  }

  /// A channel that measured nothing.
  init() {}

  /// Reads an element of a first-generation `emeters`, or an `EM1.GetStatus`; throws for what is no object.
  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    id = try? fields.decode(Int.self, forKey: .id)
    if let isValid = try? fields.decode(Bool.self, forKey: .isValid), !isValid { return }
    func number(_ key: Key) -> Double? {
      guard let value = try? fields.decode(Double.self, forKey: key), value.isFinite else { return nil }
      return value
    }
    power = (number(.power) ?? number(.firstGenerationPower)).map { Watts($0) }
    voltage = number(.voltage).map { Volts($0) }
    powerFactor = number(.powerFactor)
  }
}

/// What `GET /status` of a first-generation Shelly EM answers.
struct ShellyEMStatus: Decodable {
  /// The channels in order.
  var emeters: [ShellyChannel]
}
