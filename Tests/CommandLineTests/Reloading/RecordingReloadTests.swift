import Runtime
import ScheduleLang
import Testing

@testable import evse_run

@Suite("Recording reload")
struct RecordingReloadTests {
  private let range = SourceRange(file: 0, start: 0, end: 0)

  private func subject(_ change: (inout Site) -> Void = { _ in }) throws -> HomeSchedule {
    let subject = try RunLineTests.subject()
    var site = subject.site
    change(&site)
    return subject.replacing(site: site)
  }

  @Test("says whether the records are still those that are asked for")
  func saysWhetherTheRecordsAreStillThoseThatAreAskedFor() throws {
    let recording = Recording(subject: try subject(), stateFolder: nil, warn: { _ in })
    let csv = DeviceConfiguration(driver: "csv", address: "records", range: range)
    #expect(recording.follow(try subject { $0.staleAfter = 60 }))
    #expect(!recording.follow(try subject { $0.records = [csv] }))
    #expect(!recording.follow(try subject { $0.records = [csv] }), "they have not begun meanwhile")
    #expect(!recording.follow(try subject { $0.metricsAddress = "127.0.0.1:0" }))
    #expect(!recording.follow(try subject { $0.timezone = "Europe/Paris" }))
    #expect(recording.follow(try subject()))
  }
}
