import Drivers
import Platform
import Runtime
import ScheduleLang

/// Asks a device that is not in any schedule yet how it is: it is read, and told nothing.
struct DeviceProbe: Decodable {
  /// `charger` or `meter`.
  var role: String
  var driver: String
  var address: String

  /// How long a device may take for an answer, and how often it is asked: a slow one answers over several questions.
  private static let patience: Duration = .seconds(1)
  private static let tries = 4

  /// What it says, a line each; throws why it says nothing, in words.
  func lines() throws(SiteAnswersError) -> [String] {
    guard DeviceSchema.drivers(role: role).contains(driver), driver != "simulated" else {
      throw SiteAnswersError(reason: "there is no such \(role) to be asked")
    }
    var device = DeviceConfiguration(
      driver: driver, address: address, range: SourceRange(file: 0, start: 0, end: 0))
    device.description = ShippedDevices.description(driver)
    // Both clamps are asked for, so that it can be seen which is where.
    if driver == "shelly-em" { device.settings = ["grid channel": .number(0), "solar channel": .number(1)] }
    do {
      return role == "charger"
        ? try Self.describe(DeviceFactory().charger(device))
        : try Self.describe(DeviceFactory().meter(device), device.description)
    } catch let error as DeviceError {
      throw SiteAnswersError(reason: error.explanation)
    } catch {
      throw SiteAnswersError(reason: "\(error)")
    }
  }

  private static func describe(_ charger: any Charger) throws -> [String] {
    let status = try ask { deadline throws(DeviceError) in try charger.status(by: deadline) }
    var lines = ["it answers: \(text(status.state))"]
    if let soc = status.soc { lines.append("the state of charge is \(soc) %") }
    if let power = status.power { lines.append("its power is \(Int(power.value.rounded())) W") }
    return lines
  }

  private static func describe(_ meter: any Meter, _ description: DeviceDescription?) throws -> [String] {
    let reading = try ask { deadline throws(DeviceError) in try meter.reading(by: deadline) }
    func text(_ power: Watts?) -> String {
      power.map { "\(Int($0.value.rounded())) W" } ?? "nothing is measured"
    }
    if let description {
      let sun = description.measures(.solar) ? ["the sun gives \(text(reading.solar))"] : []
      return ["it answers: at the grid connection \(text(reading.grid))"] + sun + [
        "it should show what you import now, negative while you export"
      ]
    }
    return [
      "it answers: channel 0: \(text(reading.grid)); channel 1: \(text(reading.solar)), which is 0 W where it is less",
      "channel 0 should show what you import now, negative while you export",
    ]
  }

  private static func ask<Answer>(
    _ question: (ExchangeDeadline) throws(DeviceError) -> Answer
  ) throws(DeviceError) -> Answer {
    for _ in 1..<tries {
      do throws(DeviceError) { return try question(MonotonicClock.deadline(after: patience)) } catch {
        guard error == .timeout || error == .unfinished else { throw error }
      }
    }
    return try question(MonotonicClock.deadline(after: patience))
  }

  private static func text(_ state: ChargerState) -> String {
    switch state {
    case .unplugged: "no car is plugged in"
    case .paused: "a car is plugged in, and no power flows"
    case .charging: "it is charging"
    case .discharging: "it is discharging"
    case .unavailable(let why): "it takes no commands now, \(why)"
    case .fault(let why): "it reports a fault, \(why)"
    }
  }
}
