import Foundation
import Runtime
import ScheduleLang
import Testing

@testable import Drivers

@Suite("The Grafana dashboard")
struct DashboardTests {
  /// A sample of which everything is known.
  private var sample: Sample {
    var sample = Sample(instant: Instant(seconds: 1), action: .charge)
    sample.grid = Watts(1)
    sample.gridPowerFactor = 1
    sample.evse = Watts(1)
    sample.solar = Watts(1)
    sample.home = Watts(1)
    sample.voltage = Volts(230)
    sample.setPoint = Amperes(3)
    sample.goal = Amperes(3)
    sample.soc = 50
    sample.rule = SourcePlace(file: "flux.evs", line: 1)
    return sample
  }

  @Test("asks for exactly the fields that are written")
  func fields() throws {
    let path = URL(fileURLWithPath: #filePath).appendingPathComponent(
      "../../../../docs/grafana/evse-run.json")
    let data = try Data(contentsOf: path.standardized)
    let dashboard = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let panels = try #require(dashboard["panels"] as? [[String: Any]])
    let queries = panels.flatMap {
      ($0["targets"] as? [[String: Any]] ?? []).compactMap { $0["query"] as? String }
    }
    #expect(queries.count >= panels.count)
    #expect(queries.allSatisfy { $0.contains("r._measurement == \"measurement\"") })
    let asked = Set(queries.flatMap { $0.matches(of: /r\._field == "(\w+)"/).map { String($0.1) } })
    let written = Set(LineProtocol.line(sample).matches(of: /[ ,](\w+)=/).map { String($0.1) })
    #expect(asked == written)
  }
}
