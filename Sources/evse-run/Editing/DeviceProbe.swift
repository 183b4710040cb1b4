import Drivers
import Platform
import Runtime
import ScheduleLang

/// Asks a device that is not in any schedule yet how it is: it is read, and told nothing.
struct DeviceProbe: Decodable {
  /// What it is to be.
  enum Role: String, Decodable {
    case charger, meter
    case solarMeter = "solar meter"
  }

  var role: Role
  var driver: String
  var address: String
  var user: String?
  var password: String?
  var token: String?
  var settings: [String: String]?

  /// What it says, a line each; throws why it says nothing, in words.
  func lines() throws(SiteAnswersError) -> [String] {
    guard DeviceSchema.drivers(role: role == .charger ? "charger" : "meter").contains(driver),
      driver != "simulated"
    else {
      throw SiteAnswersError(reason: "there is no such \(role.rawValue) to be asked")
    }
    let question = DeviceQuestion(device: try device())
    do {
      return role == .charger
        ? try question.charger().lines : lines(of: try question.meter(), from: question.device)
    } catch let error as DeviceError {
      throw SiteAnswersError(reason: error.explanation)
    } catch {
      throw SiteAnswersError(reason: "\(error)")
    }
  }

  private func device() throws(SiteAnswersError) -> DeviceConfiguration {
    var device = DeviceConfiguration(
      driver: driver, address: address, range: .nowhere)
    device.description = ShippedDevices.description(driver)
    guard role != .charger else { return device }
    // Both clamps are asked for, so that it can be seen which is where.
    let choice = try MeterChoice(driver)
    if choice.hasChannels {
      device.settings = [MeterChoice.gridChannel: .number(0), MeterChoice.solarChannel: .number(1)]
    }
    for (setting, value) in try choice.values(of: settings ?? [:]) {
      device.settings[setting] = value
    }
    for case (let key, let text?) in [("user", user), ("password", password), ("token", token)]
    where !text.isEmpty {
      device.settings[key] = .secret(.literal(text))
    }
    return device
  }

  private func lines(of answer: ProbeAnswer, from device: DeviceConfiguration) -> [String] {
    func text(_ quantity: DescribedQuantity) -> String {
      guard let value = answer.values.first(where: { $0.quantity == quantity }) else {
        return "nothing is measured"
      }
      switch value.outcome {
      case .value(let number): return "\(Int(clampedTo: number.rounded())) W"
      case .outside(let number): return "\(Int(clampedTo: number.rounded())) W, which no home has"
      case .unknown, .missing: return "nothing is measured"
      }
    }
    let problem = answer.problem.map { ["this is no whole reading: \($0.explanation)"] } ?? []
    if device.settings[MeterChoice.solarChannel] != nil {
      let second = ", which is 0 W where it is less"
      let first = "it answers: channel 0: \(text(.grid)); channel 1: \(text(.solar))\(second)"
      return [first, role == .meter ? Self.gridHint("channel 0") : Self.sunHint("channel 0")] + problem
    }
    if role == .solarMeter { return ["it answers: \(text(.grid))", Self.sunHint("it")] + problem }
    let readsSun = answer.values.contains { $0.quantity == .solar }
    return ["it answers: at the grid connection \(text(.grid))"]
      + (readsSun ? ["the sun gives \(text(.solar))"] : []) + [Self.gridHint("it")] + problem
  }

  private static func gridHint(_ what: String) -> String {
    "\(what) should show what you import now, negative while you export"
  }

  private static func sunHint(_ what: String) -> String {
    "\(what) should show less than 0 W while the sun gives power"
  }
}

extension Int {
  /// The number, or the nearest that there is.
  fileprivate init(clampedTo number: Double) { self = Int(Swift.max(-1e9, Swift.min(1e9, number))) }
}
