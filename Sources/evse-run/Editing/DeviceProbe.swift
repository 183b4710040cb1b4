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
  func lines() throws(SiteAnswers.Mistake) -> [String] {
    guard driver != "simulated" else {
      throw SiteAnswers.Mistake(reason: "there is no such \(role) to be asked")
    }
    let device = try device()
    do {
      return role == "charger"
        ? try Self.describe(DeviceFactory().charger(device))
        : try Self.describe(DeviceFactory().meter(device), hasChannels: driver == "shelly-em")
    } catch let error as DeviceError {
      throw SiteAnswers.Mistake(reason: error.explanation)
    } catch {
      throw SiteAnswers.Mistake(reason: "\(error)")
    }
  }

  /// The device as a site with nothing else would have it; throws where that takes more than an address.
  func device() throws(SiteAnswers.Mistake) -> DeviceConfiguration {
    // Both clamps of a Shelly are asked for, so that it can be seen which is where.
    let settings = driver == "shelly-em" ? " { grid channel 0   solar channel 1 }" : ""
    let line = "\(role) \(try SiteAnswers.Device(driver: driver, address: address).text(as: role))\(settings)"
    let charger = role == "charger" ? "" : "charger simulated\n"
    let source = SourceFile(
      path: "/", bytes: Array("site \"probed\" {\ntimezone \"UTC\"\n\(charger)\(line)\n}\n".utf8))
    let compilation = ProgramFile(complaints: Complaints(coloured: false) { _, _ in }).compile(source)
    guard let site = compilation.program?.site, let device = role == "charger" ? site.charger : site.meter
    else {
      let first = compilation.diagnostics.first { $0.severity == .error }
      throw SiteAnswers.Mistake(reason: first?.message ?? "there is no such \(role)")
    }
    return device
  }

  private static func describe(_ charger: any Charger) throws -> [String] {
    let status = try ask { deadline throws(DeviceError) in try charger.status(by: deadline) }
    var lines = ["it answers: \(text(status.state))"]
    if let soc = status.soc { lines.append("the state of charge is \(soc) %") }
    if let power = status.power { lines.append("its power is \(text(power))") }
    return lines
  }

  private static func describe(_ meter: any Meter, hasChannels: Bool) throws -> [String] {
    let reading = try ask { deadline throws(DeviceError) in try meter.reading(by: deadline) }
    guard hasChannels else {
      var lines = ["it answers: \(text(reading.grid)) at the grid"]
      if let sun = reading.solar { lines.append("\(text(sun)) from the sun") }
      return lines + ["at the grid it should show what you import now, negative while you export"]
    }
    return [
      "it answers: channel 0: \(text(reading.grid)); channel 1: \(text(reading.solar)), which is 0 W where it is less",
      "channel 0 should show what you import now, negative while you export",
    ]
  }

  private static func text(_ power: Watts?) -> String {
    power.map { "\(Int($0.value.rounded())) W" } ?? "nothing is measured"
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
