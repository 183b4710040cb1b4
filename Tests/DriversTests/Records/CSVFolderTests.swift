import Platform
import Foundation
import Runtime
import ScheduleLang
import Testing

@testable import Drivers

@Suite("record csv", .timeLimit(.minutes(10)))
struct CSVFolderTests {
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("evse-csv-\(UUID().uuidString)")

  private func sink(_ zone: ZoneRules = .utc) -> CSVFolder {
    CSVFolder(folder.path, zone: zone, status: RecordStatus(name: "record csv"))
  }

  private func lines(_ name: String) throws -> [String] {
    try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  @Test("a line has a column for each value, and nothing where one is unknown or no number")
  func line() {
    var sample = Sample(instant: Instant(milliseconds: 1_795_305_600_007), action: .followBoth)
    #expect(CSVLine.text(sample) == "2026-11-22T00:00:00.007Z,,,,,,,S2V + V2H,\n")
    sample.grid = Watts(-1234.56)
    sample.solar = Watts(0)
    sample.home = Watts(.nan)
    sample.evse = Watts(.infinity)
    sample.setPoint = Amperes(-16)
    sample.soc = 64
    sample.rule = SourcePlace(file: "my, \"own\".evs", line: 12)
    #expect(
      CSVLine.text(sample)
        == "2026-11-22T00:00:00.007Z,-1234.6,0.0,,,-16,64,S2V + V2H,\"my, \"\"own\"\".evs:12\"\n")
    #expect(CSVLine.header.split(separator: ",").count == 9)
  }

  @Test("each day of the site's clock has a file with one header")
  func days() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    // Midnight in Tokyo is 15:00 UTC.
    let tokyo = try ZoneRules(identifier: "Asia/Tokyo")
    let midnight = Instant(seconds: 1_795_273_200)
    let samples = (-2..<3).map { Sample(instant: midnight.adding(seconds: $0), action: .idle) }
    let sink = sink(tokyo)
    #expect(try sink.write(samples[...]) == 2)
    #expect(try sink.write(samples[2...]) == 3)
    #expect(try sink.write([Sample(instant: midnight.adding(seconds: 9), action: .idle)]) == 1)
    let (before, after) = (tokyo.local(samples[0].instant).date, tokyo.local(midnight).date)
    #expect(before.adding(days: 1) == after)
    #expect(try lines("evse-\(before).csv").count == 1 + 2 + 1)
    let second = try lines("evse-\(after).csv")
    #expect(second.count == 1 + 4 + 1)
    #expect(second.filter { $0.hasPrefix("time,") }.count == 1)
  }

  @Test("the folder is made, and those above it")
  func nestedFolder() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let nested = folder.appendingPathComponent("a/b").path
    let sample = Sample(instant: Instant(seconds: 1_795_305_600), action: .charge)
    _ = try CSVFolder(nested, zone: .utc, status: RecordStatus(name: "record csv")).write([sample])
    #expect(try lines("a/b/evse-2026-11-22.csv").count == 3)
  }

  @Test("the start of a line that a crash left behind is taken away")
  func tornLine() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let sample = Sample(instant: Instant(seconds: 1_795_305_600), action: .charge)
    _ = try sink().write([sample])
    let path = folder.appendingPathComponent("evse-2026-11-22.csv")
    let whole = try Data(contentsOf: path)
    try (whole + Data("2026-11-22T00:00:01.000Z,12".utf8)).write(to: path)
    _ = try sink().write([sample])
    #expect(
      try lines("evse-2026-11-22.csv") == [
        String(CSVLine.header.dropLast()), "2026-11-22T00:00:00.000Z,,,,,,,charge,",
        "2026-11-22T00:00:00.000Z,,,,,,,charge,", "",
      ])
  }

  @Test("a file that was begun before rules were recorded keeps its columns")
  func olderFile() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let path = folder.appendingPathComponent("evse-2026-11-22.csv")
    try Data(CSVLine.headerWithoutRule.utf8).write(to: path)
    var sample = Sample(instant: Instant(seconds: 1_795_305_600), action: .charge)
    sample.rule = SourcePlace(file: "flux.evs", line: 12)
    _ = try sink().write([sample])
    #expect(
      try lines("evse-2026-11-22.csv") == [
        String(CSVLine.headerWithoutRule.dropLast()), "2026-11-22T00:00:00.000Z,,,,,,,charge", "",
      ])
  }

  @Test("samples wait while the disk is full, and the owner is told once")
  func fullDisk() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let path = folder.appendingPathComponent("evse-2026-11-22.csv")
    try FileManager.default.createSymbolicLink(atPath: path.path, withDestinationPath: "/dev/full")
    let status = RecordStatus(name: "record csv")
    let recorder = BatchRecorder(
      status: status, interval: .milliseconds(5),
      sink: CSVFolder(folder.path, zone: .utc, status: status))
    for second in 0..<3 {
      recorder.record(Sample(instant: Instant(seconds: 1_795_305_600 + Int64(second)), action: .idle))
    }
    let news = waitForNews(status)
    #expect(news.count == 1)
    #expect(news.first?.hasSuffix("evse-2026-11-22.csv: No space left on device") == true)
    try FileManager.default.removeItem(at: path)
    #expect(recorder.close(by: MonotonicClock.deadline(after: .milliseconds(20_000))) == .done)
    #expect(status.takeNews() == ["record csv: works again"])
    #expect(status.counts == RecordCounts(written: 3))
    #expect(try lines("evse-2026-11-22.csv").count == 1 + 3 + 1)
  }

  private func waitForNews(_ status: RecordStatus) -> [String] {
    while true {
      let news = status.takeNews()
      if !news.isEmpty { return news }
      usleep(1000)
    }
  }
}
