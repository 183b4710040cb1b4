import Drivers
import Runtime
import ScheduleLang

/// What a caller asks of a running instance, as one line of JSON.
struct ControlRequest: Codable, Hashable, Sendable {
  /// What is asked.
  enum Command: String, Codable {
    case status, resume, stop, pause
    case pauseUntilUnplugged = "pause-until-unplugged"
    case chargeTo = "charge-to"
    case dischargeTo = "discharge-to"
    /// Sets one of the schedule's inputs.
    case set
  }

  var schemaVersion = JSONText.schemaVersion
  var command: Command
  /// For `pause`: how long, in seconds.
  var seconds: Int?
  /// For `charge-to` and `discharge-to`: the target in percent.
  var soc: Int?
  /// For `set`: the input, what it is to be or `default`, and until when: a time, a date and a time, or nothing.
  var name: String?
  var value: String?
  var until: String?
  /// For `set`: whether it is for one departure.
  var once: Bool?

  init(_ command: Command, seconds: Int? = nil, soc: Int? = nil) {
    self.command = command
    self.seconds = seconds
    self.soc = soc
  }

  /// Reads a request.
  ///
  /// A stop is a stop whatever else comes with it; all others must make sense as a whole, and what they have no use for is
  /// not looked at.
  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    command = try container.decode(Command.self, forKey: .command)
    guard command != .stop else { return }
    schemaVersion = try container.decode(Int.self, forKey: .schemaVersion)
    guard schemaVersion == JSONText.schemaVersion else {
      throw DecodingError.dataCorruptedError(
        forKey: .schemaVersion, in: container, debugDescription: "another version")
    }
    switch command {
    case .pause: seconds = try container.decodeIfPresent(Int.self, forKey: .seconds)
    case .chargeTo, .dischargeTo: soc = try container.decodeIfPresent(Int.self, forKey: .soc)
    case .set:
      name = try container.decodeIfPresent(String.self, forKey: .name)
      value = try container.decodeIfPresent(String.self, forKey: .value)
      until = try container.decodeIfPresent(String.self, forKey: .until)
      once = try container.decodeIfPresent(Bool.self, forKey: .once)
    case .status, .resume, .stop, .pauseUntilUnplugged: break
    }
  }

  /// The longest pause, in seconds: a year.
  private static let longestPause = 366 * 86_400
  /// When an order to move energy ends although its target is not reached, in seconds.
  private static let longestMove = 24 * 3600

  /// The order that the request gives at `now`; nil where it gives none or makes no sense.
  func order(at now: Instant) -> Order? {
    switch command {
    case .status, .resume, .set: return nil
    case .stop: return Order(.stop)
    case .pauseUntilUnplugged: return Order(.pauseUntilUnplugged)
    case .pause:
      guard let seconds, (1...Self.longestPause).contains(seconds) else { return nil }
      return Order(.pause, until: now.adding(seconds: seconds))
    case .chargeTo, .dischargeTo:
      return Order.Kind(name: command.rawValue, target: soc).map {
        Order($0, until: now.adding(seconds: Self.longestMove))
      }
    }
  }
}

extension ControlRequest {
  /// What a request may be at most: it is a few numbers and words.
  private static let limits = JSONLimits(bytes: 4096, elements: 64, depth: 4)

  /// Reads a request from JSON; nil where it is none that this version understands.
  init?(json: [UInt8]) {
    guard let request = try? Self.limits.decode(ControlRequest.self, from: json) else { return nil }
    self = request
  }
}

/// What a running instance answers, as one line of JSON.
struct ControlResponse: Codable, Sendable {
  var schemaVersion = JSONText.schemaVersion
  /// Why nothing was done; nil where all is well.
  var error: String?
  /// How the instance is after the request.
  var status: InstanceStatus?
}
