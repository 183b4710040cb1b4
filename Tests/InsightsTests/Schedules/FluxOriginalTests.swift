import Foundation
import ScheduleLang
import Testing

@testable import Runtime

/// The shipped Flux schedule against the decision list of the program that it re-imagines.
struct FluxOriginalTests {
  /// The original's pair of current bounds for an hour of the day and a SoC, -1 standing for unknown.
  private static func original(hour: Int, soc: Int) -> ClosedRange<Int> {
    let dormantFollow = 0...16
    if soc < 0 { return 3...3 }
    if (16...18).contains(hour) { return soc <= 10 ? -16 ... -3 : -16 ... -16 }
    if soc <= 30 || (2...4).contains(hour) { return 16...16 }
    switch hour {
    case 5...12: return soc >= 72 ? -16...16 : dormantFollow
    case 13...15:
      if soc <= [13: 53, 14: 58, 15: 63][hour]! { return 16...16 }
      return soc >= 90 ? -16...16 : dormantFollow
    default: return soc >= 50 ? -16...16 : dormantFollow
    }
  }

  @Test("decides as the original in every minute and at every SoC")
  func decidesAsTheOriginalInEveryMinuteAndAtEverySoC() throws {
    let program = try ShippedSchedule.compiled("flux.evs")
    let schedule = try #require(program.schedule)
    let clocks = try ClockSet(identifiers: schedule.clocks)
    let monday = try #require(CivilDate(year: 2026, month: 11, day: 23))
    for day in 0..<7 {
      for minute in 0..<1440 {
        let moment = clocks.moment(local: LocalTime(date: monday.adding(days: day), minute: minute))
        for soc in -1...100 {
          var readings = Readings()
          readings.soc = soc < 0 ? nil : soc
          readings.pluggedIn = true
          var memory = Memory()
          let decision = decide(schedule, at: moment, readings: readings, memory: &memory).decision
          let expected = Self.original(hour: minute / 60, soc: soc)
          guard decision.minimumCurrent == expected.lowerBound, decision.maximumCurrent == expected.upperBound
          else {
            Issue.record("day \(day), minute \(minute), SoC \(soc): \(decision), the original: \(expected)")
            return
          }
        }
      }
    }
  }
}

/// The schedules that ship with the program.
enum ShippedSchedule {
  /// The folder of the shipped schedules.
  static var folder: String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("schedules").path
  }

  /// A shipped schedule, compiled without a diagnostic that is an error.
  static func compiled(_ name: String) throws -> Program {
    let compiler = ScheduleCompiler { (path) throws(ReadError) in
      guard let data = FileManager.default.contents(atPath: path) else {
        throw ReadError("it cannot be read")
      }
      return Array(data)
    }
    let compilation = try compiler.compile("\(folder)/\(name)")
    let rendered = DiagnosticRenderer(sources: compilation.sources, coloured: false).render(
      compilation.diagnostics)
    return try #require(compilation.program, "\(rendered)")
  }
}
