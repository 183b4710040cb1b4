import Platform
import Runtime
import ScheduleLang
import Testing

@testable import Drivers

@Suite("Fail-safes of chargers")
struct HeartbeatTests {
  /// A charger that is described with one of the fail-safes.
  private static func box(_ failsafe: String, set: String = "") -> String {
    """
    device box: charger {
        over modbus
        read state from holding 1 as uint16 {
            0: unplugged
            1: paused
            2: charging
        }
        \(failsafe.split(separator: "\n").joined(separator: "\n    "))
        set current to holding 20 as float32 in A   positive charging   range 6A..32A\(set)
        stop: set current 0A
    }
    """
  }

  private static let timeout = "failsafe: write holding 10 as uint16 in s   from 10s to 600s\n"
  private static let told =
    "failsafe: read input 10 as uint32 in s   from 30s to 120s\nheartbeat: repeat set every 10s"

  @Test(
    "a heartbeat of whatever kind keeps it going, and without one it stops though it is asked each second",
    arguments: [
      "heartbeat: write holding 11 = 1 every 5s", "heartbeat: write holding 11 = 0, 1 every 2s",
      "heartbeat: write holding 11 as uint32 = 1..3 every 5s", "heartbeat: repeat failsafe every 5s",
      "heartbeat: repeat set every 4s",
    ])
  func kinds(heartbeat: String) throws {
    let text = Self.box(Self.timeout + heartbeat)
    let home = try PretendedHome(text: text)
    home.run(1200)
    #expect(home.world.power == 1380 && home.world.charger.firings == 0)
    #expect(home.charger.failsafeTimeout == .seconds(60))
    let silent = try PretendedHome(text: text) { $0.replacing(heartbeat, with: "") }
    silent.run(300)
    #expect(silent.world.charger.firings > 0)
  }

  @Test("a time-out that nobody here sets is proved by what it reads, and kept from ending by the set-point")
  func told() throws {
    let home = try PretendedHome(text: Self.box(Self.told), settings: "failsafe required")
    home.run(1200)
    #expect(
      home.world.power == 1380 && home.world.charger.firings == 0 && home.charger.failsafeProblem == nil)
    // The longest that it was seen to be.
    #expect(home.charger.failsafeTimeout == .seconds(60))
    home.decision = .idle
    home.run(120)
    #expect(home.world.power == 0)
    let stopped = home.world.writes.suffix(8)
    #expect(stopped.allSatisfy { $0.suffix(4) == [0, 0, 0, 0] })
    home.decision = Decision(.charge, 16, 16)
    home.run(600)
    home.world.isAbandoned = true
    home.world.wait(seconds: 61)
    #expect(home.world.power == 0)
  }

  @Test("what an earlier run has left under way is not interrupted by a set-point that is repeated")
  func restarted() throws {
    let home = try PretendedHome(text: Self.box(Self.told))
    home.world.charger.isStarted = true
    home.world.charger.setPoint = 10
    home.decision = Decision(.charge, 10, 10)
    home.run(60)
    #expect(home.world.power == 2300)
    // 10 as a float32.
    #expect(home.world.writes.allSatisfy { $0.suffix(4) == [0x41, 0x20, 0, 0] })
  }

  @Test("what it falls back to is set to nothing, and proved before power flows")
  func failsafeCurrent() throws {
    let text = Self.box(
      Self.timeout
        + "failsafe current: write holding 12 as uint16 in 0.1A = 0A   read back from input 13 as uint16")
    let home = try PretendedHome(text: text)
    home.run(60)
    #expect(home.world.power == 1380 && home.charger.failsafeProblem == nil)
    let refusing = try PretendedHome(text: text)
    refusing.world.refuses = { $0.starts(with: [6, 0, 12]) }
    refusing.run(60)
    #expect(refusing.world.power == 0)
    #expect(
      refusing.charger.failsafeProblem?.contains("reads 6 A after 0 A was set") == true,
      "\(refusing.charger.failsafeProblem ?? "")")
  }

  @Test("one that falls back to a current is said, and charges unless it is required to stop")
  func fallback() throws {
    let text = Self.box(Self.told + "\nfailsafe current: read holding 12 as uint16 in A")
    let home = try PretendedHome(text: text)
    home.run(120)
    #expect(home.world.power == 1380)
    #expect(home.charger.failsafeProblem == "left alone it goes on with 6 A")
    // It is no use to leave it alone until it stops.
    #expect(home.charger.failsafeTimeout == nil)
    home.decision = Decision(.charge, 16, 16)
    home.run(120)
    home.world.isAbandoned = true
    home.world.wait(seconds: 120)
    #expect(home.world.power == 1380)
    let strict = try PretendedHome(text: text, settings: "failsafe required")
    strict.run(120)
    #expect(strict.world.power == 0)
  }

  @Test("a heartbeat that is refused ends what flows")
  func refused() throws {
    let home = try PretendedHome(text: Self.box(Self.timeout + "heartbeat: write holding 11 = 1 every 5s"))
    home.run(60)
    #expect(home.world.power == 1380)
    home.world.refuses = { $0.starts(with: [6, 0, 11]) }
    home.run(20)
    #expect(home.world.power == 0 && home.charger.failsafeProblem?.contains("refuses its heartbeat") == true)
    home.world.refuses = { _ in false }
    home.run(300)
    #expect(home.world.power == 1380 && home.charger.failsafeProblem == nil)
  }

  @Test("a time-out that is the charger's own needs no register")
  func fixed() throws {
    let home = try PretendedHome(
      text: Self.box("failsafe: after 30s\nheartbeat: write holding 11 = 1 every 5s"))
    home.run(600)
    #expect(home.world.power == 1380 && home.world.charger.firings == 0)
    #expect(home.charger.failsafeTimeout == .seconds(30))
    home.world.isAbandoned = true
    home.world.wait(seconds: 31)
    #expect(home.world.power == 0)
  }
}
