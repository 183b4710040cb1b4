import Foundation
import ScheduleLang
import Testing

@testable import evse_run

@Suite("Daily log")
struct DailyLogTests {
  let folder = FileManager.default.temporaryDirectory.appending(path: "evse-log-\(UUID().uuidString)").path
  let date = CivilDate(year: 2026, month: 11, day: 22)!

  func text(_ name: String) -> String? { try? String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8) }

  @Test("adds lines to the file of the day")
  func addsLinesToTheFileOfTheDay() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try DailyLog(folder: folder).write("one", on: date)
    try DailyLog(folder: folder).write("two", on: date)
    try DailyLog(folder: folder).write("three", on: date.adding(days: 1))
    #expect(text("evse-2026-11-22.log") == "one\ntwo\n")
    #expect(text("evse-2026-11-23.log") == "three\n")
  }

  @Test("starts a new file where the old one was taken away")
  func startsANewFileWhereTheOldOneWasTakenAway()
    throws
  {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let log = DailyLog(folder: folder)
    try log.write("one", on: date)
    try FileManager.default.removeItem(atPath: folder)
    try log.write("two", on: date)
    #expect(text("evse-2026-11-22.log") == "two\n")
  }

  @Test("makes its folder and those above it")
  func makesItsFolderAndThoseAboveIt() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try DailyLog(folder: folder + "/a/b").write("one", on: date)
    #expect(text("a/b/evse-2026-11-22.log") == "one\n")
    let attributes = try FileManager.default.attributesOfItem(atPath: folder + "/a/b")
    #expect(attributes[.posixPermissions] as? Int == 0o755)
  }

  @Test("tells why it cannot write")
  func tellsWhyItCannotWrite() throws {
    try Data().write(to: URL(fileURLWithPath: folder))
    defer { try? FileManager.default.removeItem(atPath: folder) }
    #expect(
      throws: LogError(path: "\(folder)/evse-2026-11-22.log", reason: "Not a directory")
    ) { try DailyLog(folder: folder).write("one", on: date) }
  }
}
