import FoundationEssentials
import Runtime
import ScheduleLang

/// What `GET /shelly` tells of a device before any login.
struct ShellyIdentity: Decodable {
  /// The generation; the first one does not name it.
  var gen: Int?
}

/// What one channel of a meter measured; what is missing, of another type, or nothing that a home can have is nil.
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
    func number(_ key: Key) -> Double? { try? fields.decode(Double.self, forKey: key) }
    power = (number(.power) ?? number(.firstGenerationPower)).flatMap { Watts(measured: $0) }
    voltage = number(.voltage).flatMap { Volts(measured: $0) }
    powerFactor = number(.powerFactor).flatMap { HouseholdRange.powerFactor.contains($0) ? $0 : nil }
  }
}

/// What `GET /status` of a first-generation Shelly EM answers.
struct ShellyEMStatus: Decodable {
  /// The channels in order; one that is no object has measured nothing.
  var emeters: [ShellyChannel] = []

  /// No device of the family has more channels than three.
  private static let limit = 3

  private enum Key: CodingKey { case emeters }

  /// A channel that leaves those after it what they are, whatever it is itself.
  private struct Element: Decodable {
    let channel: ShellyChannel

    init(from decoder: any Decoder) { channel = (try? ShellyChannel(from: decoder)) ?? ShellyChannel() }
  }

  /// Reads the channels; throws where there is no list of them.
  init(from decoder: any Decoder) throws {
    var list = try decoder.container(keyedBy: Key.self).nestedUnkeyedContainer(forKey: .emeters)
    while !list.isAtEnd, emeters.count < Self.limit {
      emeters.append(try list.decode(Element.self).channel)
    }
  }
}
