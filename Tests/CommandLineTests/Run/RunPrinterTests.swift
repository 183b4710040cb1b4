import Foundation
import Runtime
import ScheduleLang
import Testing

@testable import evse_run

@Suite struct RunPrinterTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "evse-log-\(UUID().uuidString)")
  private let now = Instant(seconds: 1_782_918_005)

  /// What a printer that `use` has used leaves in its log.
  private func log(_ use: (RunPrinter) -> Void) throws -> String {
    defer { try? FileManager.default.removeItem(at: folder) }
    let plain = try RunLineTests.subject()
    var site = plain.site
    site.logFolder = folder.path + "/a/b"
    let nowhere = Console(descriptor: -1)
    let printer = RunPrinter(
      subject: ReportSubject(
        site: site, schedule: plain.schedule, sources: plain.sources, clocks: plain.clocks),
      output: nowhere, errors: nowhere, now: { [now] in now })
    use(printer)
    printer.end()
    return try String(contentsOf: folder.appending(path: "a/b/evse-2026-07-01.log"), encoding: .utf8)
  }

  @Test func leavesAllLinesInTheLogAtTheEnd() throws {
    let log = try log { printer in for number in 0..<100 { printer.detail("\(number)", .info) } }
    #expect(log == (0..<100).map { "\($0)\n" }.joined())
  }
}
