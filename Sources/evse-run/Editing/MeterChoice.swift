import ScheduleLang

/// A meter that can be chosen for a first schedule, and what it has to be told.
struct MeterChoice {
  /// What one can, or must, be told.
  struct Setting {
    var name: String
    var isRequired: Bool
    /// What a number can be; nil where it is a name.
    var range: ClosedRange<Int>?
  }

  /// What a meter asks for before it answers.
  enum Login: String, Encodable {
    case none, password, token
  }

  let name: String
  private let description: DeviceDescription?

  /// The meter called `name`; throws where there is none.
  init(_ name: String) throws(SiteAnswersError) {
    guard DeviceSchema.drivers(role: "meter").contains(name) else {
      throw SiteAnswersError(reason: "there is no such meter")
    }
    self.name = name
    description = ShippedDevices.description(name)
  }

  /// All of them.
  static var all: [MeterChoice] { DeviceSchema.drivers(role: "meter").compactMap { try? MeterChoice($0) } }

  /// What it asks for.
  var login: Login {
    guard let description else { return .none }
    let common = description.commonSettings
    return common.contains("token") ? .token : common.contains("password") ? .password : .none
  }

  /// Whether it tells what the sun gives, too, without being told more than it must.
  var tellsSun: Bool { description?.settled { _ in false }.measures(.solar) ?? (name == "simulated") }

  /// Whether it has clamps, of which one is around the grid connection and one may be around the inverter's feed.
  var hasChannels: Bool { description?.settings.contains { $0.name == Self.gridChannel } ?? false }

  /// The settings that say which clamp is where.
  static let (gridChannel, solarChannel) = ("grid channel", "solar channel")

  /// What its description, or the way to it, wants to know.
  var settings: [Setting] {
    guard let description else { return [] }
    let unit = Setting(name: "unit", isRequired: false, range: 0...255)
    let own = description.settings.filter { ![Self.gridChannel, Self.solarChannel].contains($0.name) }
    return own.map { setting in
      if case .number(let range, _) = setting.kind {
        Setting(name: setting.name, isRequired: setting.isRequired, range: range)
      } else {
        Setting(name: setting.name, isRequired: setting.isRequired)
      }
    } + (description.commonSettings.contains("unit") ? [unit] : [])
  }

  /// `given` as a site has it; throws where that is not what is wanted.
  func texts(of given: [String: String]) throws(SiteAnswersError) -> [String] {
    var texts: [String] = []
    for (setting, value) in try values(of: given) {
      switch value {
      case .number(let number): texts.append("\(setting) \(number)")
      case .text(let text): texts.append("\(setting) \(try SiteAnswers.quoted(text))")
      case .seconds, .secret, .word: break
      }
    }
    return texts
  }

  /// The same as a device has it, in the order of the description.
  func values(
    of given: [String: String]
  ) throws(SiteAnswersError) -> [(setting: String, value: DeviceConfiguration.Value)] {
    guard given.keys.allSatisfy({ key in settings.contains { $0.name == key } }) else {
      throw SiteAnswersError(reason: "\(name) has no such setting")
    }
    var values: [(String, DeviceConfiguration.Value)] = []
    for setting in settings {
      guard let text = given[setting.name], !text.isEmpty else {
        if setting.isRequired {
          throw SiteAnswersError(reason: "\(name) needs to be told its \(setting.name)")
        }
        continue
      }
      if let range = setting.range {
        guard let number = Int(text), range.contains(number) else {
          throw SiteAnswersError(
            reason: "the \(setting.name) is a number from \(range.lowerBound) to \(range.upperBound)")
        }
        values.append((setting.name, .number(number)))
      } else {
        guard text.utf8.count <= 200, text.utf8.allSatisfy(Self.isOfName) else {
          throw SiteAnswersError(reason: "the \(setting.name) has letters, digits, `.`, `_` and `-`")
        }
        values.append((setting.name, .text(text)))
      }
    }
    return values
  }

  private static func isOfName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}

extension MeterChoice: Encodable {
  private enum CodingKeys: CodingKey { case name, login, tellsSun, hasChannels, settings }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(login, forKey: .login)
    try container.encode(tellsSun, forKey: .tellsSun)
    try container.encode(hasChannels, forKey: .hasChannels)
    try container.encode(settings, forKey: .settings)
  }
}

extension MeterChoice.Setting: Encodable {
  private enum CodingKeys: CodingKey { case name, isRequired, isNumber }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(isRequired, forKey: .isRequired)
    try container.encode(range != nil, forKey: .isNumber)
  }
}
