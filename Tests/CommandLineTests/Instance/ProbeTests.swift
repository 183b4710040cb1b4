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

  @Test("a meter over https is asked with its password, which nobody sees")
  func https() throws {
    let certificate = folder.url.path + "/device.pem"
    let peer = try PeerProcess("json_answer.py", ["--tls", certificate, "--login", "basic"])
    try peer.order("answer {\"p\": 432.5}")
    let path = try folder.write(
      """
      device own: meter {
          over https { get "/x"   login basic }
          read grid from .p in W   positive importing   stale after 30s
      }
      site "home" {
          timezone "UTC"
          charger simulated
          meter own at "127.0.0.1:\(peer.port)" { user "owner"   password env "SESAME" }
      }
      """)
    func probe(_ environment: [String: String]) throws -> ProgramRun {
      try ProgramRun(
        ["--probe", path], in: folder.url, environment: environment.merging(["EVSE_TRACE": "1"]) { $1 })
    }
    let run = try probe(["SESAME": "opensesame", "CURL_CA_BUNDLE": certificate])
    #expect(run.exitCode == 0 && run.output.contains("432.5W"), "\(run.output)\(run.errors)")
    #expect(run.errors.contains("GET /x"), "it is traced")
    #expect(!run.errors.contains("opensesame") && !run.errors.contains("b3duZXI6b3BlbnNlc2FtZQ"))
    let wrong = try probe(["SESAME": "guess", "CURL_CA_BUNDLE": certificate])
    #expect(wrong.exitCode != 0 && wrong.errors.contains("another token or password"), "\(wrong.errors)")
    let unknown = try probe(["SESAME": "opensesame"])
    #expect(unknown.exitCode != 0 && unknown.errors.contains("no secure connection"), "\(unknown.errors)")
    #expect(try !peer.order("log").contains(":200 /x:200"), "nobody without its certificate is asked")
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
