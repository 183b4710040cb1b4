import PeerSupport
import Runtime
import ScheduleLang
import Testing

@testable import Drivers

@Suite("Line protocol and its address")
struct LineProtocolTests {
  @Test("the original's fields have its names and types, ours stand behind them")
  func fields() {
    var sample = Sample(instant: Instant(milliseconds: 1_795_305_600_007), action: .followBoth)
    sample.grid = Watts(-1234.5)
    sample.gridPowerFactor = -0.98
    sample.evse = Watts(3680)
    sample.voltage = Volts(231.25)
    sample.setPoint = Amperes(-16)
    sample.goal = .zero
    sample.soc = 64
    sample.solar = Watts(0)
    sample.home = Watts(600)
    sample.rule = SourcePlace(file: "my \"best\"\\\n.evs", line: 12)
    #expect(
      LineProtocol.line(sample)
        == #"measurement grid=-1234.5,grid_pf=-0.98,evse=3680.0,voltage=231.25,evseTargetCurrent=-16i,"#
        + #"evseDesiredCurrent=0i,batteryChargeLevel=64i,solar=0.0,home=600.0,action="S2V + V2H","#
        + #"rule="my \"best\"\\ .evs:12" 1795305600007"#)
  }

  @Test("what is unknown or no number is left out, never 0")
  func unknown() {
    var sample = Sample(instant: Instant(seconds: 1), action: .idle)
    sample.grid = Watts(.nan)
    sample.evse = Watts(-.infinity)
    #expect(LineProtocol.line(sample) == #"measurement action="idle" 1000"#)
  }

  @Test("addresses are read with and without scheme, port and path")
  func addresses() {
    func parts(_ text: String) -> String? {
      InfluxAddress(text).map { "\($0.isSecure) \($0.endpoint) \($0.target(organisation: "o", bucket: "b"))" }
    }
    let write = "/api/v2/write?org=o&bucket=b&precision=ms"
    #expect(parts("http://localhost:8086") == "false localhost:8086 \(write)")
    #expect(parts("localhost") == "false localhost:8086 \(write)")
    #expect(parts("HTTP://db/") == "false db:80 \(write)")
    #expect(parts("https://db.example/influx/") == "true db.example:443 /influx\(write)")
    #expect(parts("https://[::1]:9999") == "true [::1]:9999 \(write)")
    for text in [
      "", "ftp://db", "http://", "http://db?x=1", "http://user@db", "http://db:0", "https://db/a b",
    ] {
      #expect(InfluxAddress(text) == nil, "\(text)")
    }
  }

  @Test("organisation and bucket cannot change the query")
  func encoding() {
    let target = InfluxAddress("db")?.target(organisation: "my home&x=é", bucket: "a/b+c")
    #expect(target == "/api/v2/write?org=my%20home%26x%3D%C3%A9&bucket=a%2Fb%2Bc&precision=ms")
  }
}
