import Platform
import Foundation
import Runtime
import ScheduleLang
import Testing

@testable import evse_run

@Suite("Run printer")
struct RunPrinterTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "evse-log-\(UUID().uuidString)")
  private let clock = StandingClock()

  private final class StandingClock: LoopClock {
    let now = Instant(seconds: 1_782_918_005)
    var uptime: Duration = .seconds(5000)
    let stopRequested = false
    func sleep(until instant: Instant) -> Bool { false }
    func rest(for time: Duration) {}
  }

  /// What a printer that `use` has used leaves in its log.
  private func log(_ use: (RunPrinter) -> Void) throws -> String {
    defer { try? FileManager.default.removeItem(at: folder) }
    let plain = try RunLineTests.subject()
    var site = plain.site
    site.logFolder = folder.path + "/a/b"
    let nowhere = Console(descriptor: -1)
    let printer = RunPrinter(
      subject: plain.replacing(site: site),
      output: nowhere, errors: nowhere, clock: clock)
    use(printer)
    printer.end()
    return try String(contentsOf: folder.appending(path: "a/b/evse-2026-07-01.log"), encoding: .utf8)
  }

  @Test("leaves all lines in the log at the end")
  func leavesAllLinesInTheLogAtTheEnd() throws {
    let log = try log { printer in for number in 0..<100 { printer.detail("\(number)", .info) } }
    #expect(log == (0..<100).map { "\($0)\n" }.joined())
  }

  @Test("tells how a device is in the end however often that changes")
  func tellsHowADeviceIsInTheEndHoweverOftenThatChanges() throws {
    let log = try log { printer in
      for second in 0..<100 {
        clock.uptime += .seconds(1)
        printer.report(second % 2 == 0 ? .failed(.charger, .timeout) : .recovered(.charger))
        printer.report(.ticked(RunLineTests.snapshot()))
      }
    }
    let lines = log.split(separator: "\n").map { $0.dropFirst(21) }
    #expect(lines.count == 12)
    #expect(lines[..<2] == ["charger: did not answer in time", "charger: works again"])
    #expect(lines[10] == "charger: did not answer in time  [50 changes before that are left out]")
    #expect(lines[11] == "charger: works again  [38 changes before that are left out]")
  }

  @Test("tells what is wrong with what to do about it and that it is over")
  func tellsWhatIsWrongWithWhatToDoAboutItAndThatItIsOver() throws {
    let log = try log { printer in
      for kind in [Trouble.Kind.noPower, .meterSilent] {
        let trouble = Trouble(kind, "no power flows", since: clock.now)
        printer.report(.troubleBegan(trouble))
        printer.report(.troubleEnded(trouble))
      }
    }
    let lines = log.split(separator: "\n").map { $0.dropFirst(21) }
    #expect(
      lines == ["no power flows; \(Trouble.Kind.noPower.advice)", "over: no power flows"],
      "a device that is silent is told when it falls silent")
  }

  @Test("tells within a minute that a device works again")
  func tellsWithinAMinuteThatADeviceWorksAgain()
    throws
  {
    let log = try log { printer in
      for _ in 0..<6 {
        printer.report(.failed(.meter, .timeout))
        printer.report(.recovered(.meter))
      }
      clock.uptime += .seconds(60)
      printer.report(.ticked(RunLineTests.snapshot()))
      printer.detail("end", .info)
    }
    let lines = log.split(separator: "\n")
    #expect(lines.count == 12)
    #expect(lines[10].hasSuffix("meter: works again  [a change before that is left out]"))
    #expect(lines[11] == "end")
  }
}
