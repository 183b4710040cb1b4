import PeerSupport
import Platform
import Runtime
import ScheduleLang
import Testing

@testable import Drivers

@Suite("Registers of a meter", .waits, .needsPython, .timeLimit(.minutes(10)))
struct RegisterSourceTests {
  private func meter(_ peer: PeerProcess, _ lines: String) throws -> any Meter {
    let text = """
      device own: meter {
      \(lines)
      }
      site "home" { timezone "UTC"   meter own at "127.0.0.1:\(peer.port)" }
      """
    let program = ScheduleCompiler().compile(SourceFile(path: "home.evs", bytes: Array(text.utf8))).program
    return try DeviceFactory().meter(try #require(program?.site.meter))
  }

  /// What a meter says, asked so often with so little time each.
  private func readings(_ meter: any Meter, count: Int, milliseconds: Int) -> [MeterReading] {
    (0..<count).compactMap { _ in
      try? meter.reading(by: MonotonicClock.deadline(after: .milliseconds(milliseconds)))
    }
  }

  @Test("a slow device is read over several calls, the grid first", arguments: [false, true])
  func slow(rtu: Bool) throws {
    let peer = try PeerProcess(
      "registers.py",
      (rtu ? ["--rtu"] : []) + ["--delay", "0.25", "input:52:float32:1500", "input:0:float32:231"])
    let meter = try meter(
      peer,
      """
      over modbus\(rtu ? " { rtu }" : "")
      read voltage from input 0 as float32   in V
      read grid from input 52 as float32   in W   positive importing
      """)
    let readings = readings(meter, count: 12, milliseconds: 400)
    #expect(readings.contains { $0.grid == Watts(1500) && $0.voltage == Volts(231) && $0.partFailure == nil })
    #expect(readings.allSatisfy { $0.grid == nil || $0.grid == Watts(1500) })
    #expect(readings.allSatisfy { $0.voltage == nil || $0.voltage == Volts(231) })
    #expect(try peer.order("reads").hasPrefix("4:52+2"))
  }

  @Test("of two that lie side by side the device may lack one")
  func apart() throws {
    let peer = try PeerProcess("registers.py", ["holding:10:int16:70"])
    let meter = try meter(
      peer,
      """
      over modbus
      read grid from holding 10 as int16   in W   positive importing
      read voltage from holding 11 as int16   in V
      """)
    let readings = readings(meter, count: 3, milliseconds: 10_000)
    #expect(readings.last?.grid == Watts(70) && readings.last?.voltage == nil)
    #expect(readings.last?.partFailure != nil)
  }

  @Test("what comes over a serial line unasked voids what was read with it")
  func surplus() throws {
    let peer = try PeerProcess("registers.py", ["--rtu", "--twice", "input:52:float32:1500"])
    let meter = try meter(
      peer,
      """
      over modbus { rtu }
      read grid from input 52 as float32   in W   positive importing
      """)
    #expect(readings(meter, count: 3, milliseconds: 1000).isEmpty)
  }
}
