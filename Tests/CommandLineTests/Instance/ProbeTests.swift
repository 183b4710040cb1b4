import PeerSupport
import Testing

/// `--probe` against devices that answer on loopback.
@Suite(
  "Probing",
  .waits,
  .enabled(
    if: PeerPython.isWanted(with: "pymodbus"), "\(PeerPython.command) lacks pymodbus: set EVSE_PYTHON"),
  .timeLimit(.minutes(10)))
struct ProbeTests {
  private let folder = TemporaryFolder()

  private func probe(charger: Int, meter: PeerProcess, _ arguments: String...) throws -> ProgramRun {
    let path = try folder.write(
      """
      site "home" {
          timezone "UTC"
          charger wallbox-quasar at "127.0.0.1:\(charger)" { current 3A..16A }
          meter shelly-em at "127.0.0.1:\(meter.port)" { grid channel 0   solar channel 1 }
      }
      """)
    return try ProgramRun(["--probe"] + arguments + [path], in: folder.url)
  }

  @Test("the charger is read, told nothing, and its values are shown")
  func charger() throws {
    let (charger, meter) = (try PeerProcess("quasar.py"), try PeerProcess("shelly.py"))
    try charger.order("set 0x219 11")
    try charger.order("set 0x21A 50")
    try charger.order("set 0x20E 63236")
    let run = try probe(charger: Int(charger.port), meter: meter)
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(run.output.contains("was told nothing"))
    #expect(run.output.contains("it answers: it is discharging"))
    #expect(run.output.contains("its power is -2300 W"))
    #expect(run.output.contains("shelly-em"))
    #expect(try charger.order("log") == "", "nothing is written")
    let json = try #require(
      try probe(charger: Int(charger.port), meter: meter, "--json").json["charger"] as? [String: Any])
    #expect(json["power"] as? Double == -2300)
    #expect(json["driver"] as? String == "wallbox-quasar")
  }

  @Test("a charger that does not answer is told of, and the meter is shown all the same")
  func silent() throws {
    // Nobody listens at the first port.
    let run = try probe(charger: 1, meter: try PeerProcess("shelly.py"))
    #expect(run.exitCode != 0)
    #expect(run.errors.contains("wallbox-quasar at 127.0.0.1"))
    #expect(run.output.contains("shelly-em"))
  }
}
