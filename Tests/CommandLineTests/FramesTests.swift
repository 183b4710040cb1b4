import PeerSupport
import Testing

@testable import evse_run

@Suite("The frames of a charger")
struct FramesTests {
  /// Each frame as `PURPOSE BYTES`, by command; nil where the charger does not take one.
  private func frames(_ arguments: String...) throws -> [String: [String]?] {
    let run = try ProgramRun(["--frames", "--json"] + arguments)
    #expect(run.exitCode == 0, "\(run.errors)")
    let chargers = try #require(try run.json["chargers"] as? [[String: Any]])
    let commands = try #require(chargers.first?["commands"] as? [[String: Any]])
    var result: [String: [String]?] = [:]
    for command in commands {
      let frames = (command["frames"] as? [[String: String]])?.map { "\($0["purpose"]!) \($0["bytes"]!)" }
      result[try #require(command["name"] as? String)] = .some(frames)
    }
    return result
  }

  // Written by hand from the Modbus specification (MBAP header, functions 3, 6 and 16) and the maker's registers.

  @Test("are those of the Quasar's registers")
  func quasar() throws {
    let file = TemporaryFolder()
    let path = try file.write(
      "site \"a\" {\n timezone \"Europe/Berlin\"\n charger wallbox-quasar at \"192.0.2.1\" { current 3A..16A } }\n",
      as: "a.evs")
    let frames = try frames(file.url.appending(path: path).path)
    #expect(
      frames["before the first command"] == [
        "take control 000100000006010600510001", "set the time-out 00020000000601060058003c",
        "read the time-out back 000300000006010300580001", "prepare 000400000006010600530000",
      ])
    #expect(
      frames["charge at 6 A"] == ["set 6 A 000500000006010601020006", "start 000600000006010601010001"])
    #expect(
      frames["discharge at 10 A"] == ["set -10 A 00090000000601060102fff6", "start 000a00000006010601010001"])
    #expect(frames["stop"] == ["stop 000b00000006010601010002", "set 0 A 000c00000006010601020000"])
    #expect(frames["at the end"] == ["hand control back 000d00000006010600510000"])
  }

  @Test("of a description alone are what a site without settings would send")
  func description() throws {
    let folder = TemporaryFolder()
    let path = try folder.write(
      """
      device box: charger {
          facts "a table"
          over modbus { port 502   unit 7   rtu }
          read state from holding 0 as uint16 {
              0: unplugged
              1: paused
              2: charging
          }
          failsafe: none "it goes on until the car is full"
          set power to holding 0x10 as int32 in W   positive charging   range 0kW..11kW
          stop: set power 0W
      }
      """, as: "box.evs")
    let frames = try frames(folder.url.appending(path: path).path)
    // 6 A at 230 V are 1380 W; the CRC is that of pymodbus.
    #expect(frames["charge at 6 A"] == ["set 6 A 0710001000020400000564ee90"])
    #expect(frames["discharge at 10 A"] == .some(nil))
    #expect(frames["before the first command"] == [])
  }

  @Test("of a site whose charger no text describes are refused, with a hint")
  func none() throws {
    let run = try ProgramRun(["--frames", "schedules/flux.evs"])
    #expect(run.exitCode == 2)
    #expect(run.errors.contains("there is no described charger"))
  }
}
