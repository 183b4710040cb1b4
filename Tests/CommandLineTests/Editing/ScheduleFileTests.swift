import Foundation
import PeerSupport
import ScheduleLang
import Testing

@testable import evse_run

@Suite("The file that the page edits")
struct ScheduleFileTests {
  private let folder = TemporaryFolder()
  private let now = Instant(seconds: 1_795_435_200)

  private var path: String { folder.url.path + "/test.evs" }
  private var file: ScheduleFile { ScheduleFile(path: path, stateFolder: folder.url.path + "/state") }

  private func text() throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

  @Test("is replaced while its tag fits, with its permissions, and what was there is kept")
  func replacing() throws {
    try folder.write("one", as: "test.evs")
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
    let opened = try file.read()
    #expect(try file.replace(opened.tag, by: "two", at: now).tag != opened.tag)
    #expect(try text() == "two")
    let permissions = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(permissions == 0o640)
    let kept = try #require(file.versions?.all.first)
    #expect(file.versions?.text(of: kept.name) == "one" && kept.replaced == now.description)
    #expect(throws: ScheduleFileError.changed) { try file.replace(opened.tag, by: "three", at: now) }
    #expect(try text() == "two")
  }

  @Test("is not replaced where somebody has written it, removed it, or made it meanwhile")
  func lostUpdates() throws {
    try folder.write("one", as: "test.evs")
    let opened = try file.read()
    try folder.write("another's", as: "test.evs")
    #expect(throws: ScheduleFileError.changed) { try file.replace(opened.tag, by: "mine", at: now) }
    #expect(throws: ScheduleFileError.changed) { try file.replace(nil, by: "mine", at: now) }
    #expect(try text() == "another's")
    try FileManager.default.removeItem(atPath: path)
    #expect(throws: ScheduleFileError.missing) { try file.replace(opened.tag, by: "mine", at: now) }
    _ = try file.replace(nil, by: "mine", at: now)
    #expect(try text() == "mine")
  }

  @Test("is not written where what it replaces cannot be kept")
  func unkept() throws {
    try folder.write("one", as: "test.evs")
    try folder.write("in the way", as: "state")
    let tag = try file.read().tag
    #expect(throws: ScheduleFileError.self) { try file.replace(tag, by: "two", at: now) }
    let homeless = ScheduleFile(path: path, stateFolder: nil)
    #expect(throws: ScheduleFileError.self) { try homeless.replace(tag, by: "two", at: now) }
    #expect(try text() == "one")
  }

  @Test("a link stays one, and the file behind it is replaced")
  func links() throws {
    try folder.write("one", as: "real.evs")
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "real.evs")
    _ = try file.replace(try file.read().tag, by: "two", at: now)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path) == "real.evs")
    #expect(try text() == "two")
  }

  @Test("what holds a password is neither shown nor written")
  func secrets() throws {
    let secret = "site \"s\" { meter shelly-em at \"x\" { password \"hunter2\" } }"
    try folder.write(secret, as: "test.evs")
    #expect(throws: ScheduleFileError.holdsSecret) { try file.read() }
    try folder.write("one", as: "test.evs")
    let tag = try file.read().tag
    #expect(throws: ScheduleFileError.holdsSecret) { try file.replace(tag, by: secret, at: now) }
  }

  @Test("what is no text, too long or no file is refused")
  func unreadable() throws {
    try Data([0xFF, 0x00]).write(to: folder.url.appending(path: "test.evs"))
    #expect(throws: ScheduleFileError.unreadable("it is not UTF-8")) { try file.read() }
    try Data(repeating: 0x23, count: ScheduleFile.sizeLimit + 1).write(
      to: folder.url.appending(path: "test.evs"))
    #expect(throws: ScheduleFileError.tooLong) { try file.read() }
    try FileManager.default.removeItem(atPath: path)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    #expect(throws: ScheduleFileError.self) { try file.read() }
    let long = String(repeating: "#", count: ScheduleFile.sizeLimit + 1)
    #expect(throws: ScheduleFileError.tooLong) { try file.replace(nil, by: long, at: now) }
  }

  @Test("a bounded number of versions is kept, the newest, each change once")
  func versions() throws {
    let versions = VersionFolder(of: "/x/test.evs", stateFolder: folder.url.path)
    for number in 0..<(VersionFolder.room + 5) {
      for _ in 0..<2 {
        try versions.keep(.init("text \(number)"), at: now.adding(seconds: number))
      }
    }
    let all = versions.all
    #expect(all.count == VersionFolder.room)
    #expect(all.first.flatMap { versions.text(of: $0.name) } == "text \(VersionFolder.room + 4)")
    #expect(all.map(\.replaced) == all.map(\.replaced).sorted(by: >))
    for name in ["", ".", "..", "../../test.evs", all[0].name + "/", "/etc/passwd"] {
      #expect(versions.text(of: name) == nil)
    }
    #expect(
      VersionFolder(of: "/x/test_evs", stateFolder: "/s").path
        != VersionFolder(of: "/x_test.evs", stateFolder: "/s").path)
  }
}
