import Platform
import Foundation
import PeerSupport
import ScheduleLang
import Testing

@testable import Drivers
@testable import Runtime

@Suite("Metrics", .waits, .timeLimit(.minutes(10)))
struct MetricsTests {
  private static func sample() -> Sample {
    var sample = Sample(instant: Instant(milliseconds: 1_795_305_600_500), action: .discharge)
    sample.grid = Watts(-3500.5)
    sample.solar = Watts(.nan)
    sample.setPoint = Amperes(-16)
    sample.soc = 64
    return sample
  }

  private func metrics() -> RunMetrics {
    let csv = RecordStatus(name: "record csv")
    csv.count { $0.written = 7 }
    let influx = RecordStatus(name: "record \"x\\\n")
    influx.count { $0.spooledBytes = 9 }
    let metrics = RunMetrics(records: [csv, csv, influx])
    metrics.take(Self.sample())
    metrics.note(.failed(.meter, .timeout))
    metrics.note(.failed(.charger, .timeout))
    metrics.note(.recovered(.charger))
    metrics.note(.commanded(.start(Amperes(-16))))
    metrics.note(.ticked(Self.snapshot(charger: true, meterFailure: .timeout)))
    return metrics
  }

  private static func snapshot(charger: Bool, meterFailure: DeviceError?) -> LoopSnapshot {
    LoopSnapshot(
      instant: Instant(seconds: 0), readings: Readings(), meter: nil, charger: nil,
      outcome: Outcome(decision: .idle, ruleIndex: nil), applied: .idle, setPoint: nil, goal: .zero,
      chargerAnswer: charger ? ChargerStatus(state: .paused, pluggedIn: true, soc: nil, power: nil) : nil,
      meterFailure: meterFailure)
  }

  @Test("what is unknown is absent, what is known is there")
  func values() {
    let lines = Set(metrics().text.split(separator: "\n").map(String.init))
    #expect(lines.contains("evse_grid_watts -3500.5"))
    #expect(lines.contains("evse_soc_percent 64.0"))
    #expect(lines.contains("evse_action{action=\"V2G\"} 1.0"))
    #expect(lines.contains("evse_action{action=\"charge\"} 0.0"))
    #expect(lines.contains("evse_device_up{device=\"meter\"} 0.0"))
    #expect(lines.contains("evse_device_up{device=\"charger\"} 1.0"))
    #expect(lines.contains("evse_record_written_total{record=\"record csv\"} 14.0"))
    #expect(!lines.contains { $0.contains("evse_solar_watts") || $0.contains("evse_home_watts") })
  }

  @Test("a trouble is 1 from when it begins until it is over")
  func troubles() {
    func lines(_ metrics: RunMetrics) -> Set<Substring> {
      Set(metrics.text.split(separator: "\n").filter { $0.hasPrefix("evse_trouble{") })
    }
    let metrics = RunMetrics(records: [])
    let trouble = Trouble(.meterFrozen, "the meter stands still", since: Instant(seconds: 0))
    #expect(lines(metrics).count == Trouble.Kind.allCases.count)
    #expect(lines(metrics).allSatisfy { $0.hasSuffix(" 0.0") })
    metrics.note(.troubleBegan(trouble))
    #expect(lines(metrics).filter { $0.hasSuffix(" 1.0") } == ["evse_trouble{kind=\"meter-frozen\"} 1.0"])
    metrics.note(.troubleEnded(trouble))
    #expect(lines(metrics).allSatisfy { $0.hasSuffix(" 0.0") })
  }

  @Test(
    "a charger that takes commands and says nothing of itself is not up; a meter that is not there is nothing"
  )
  func devices() {
    func devices(_ metrics: RunMetrics) -> [Substring] {
      metrics.text.split(separator: "\n").filter { $0.hasPrefix("evse_device_up") }
    }
    let metrics = RunMetrics(records: [])
    #expect(devices(metrics) == [], "nothing was asked yet")
    metrics.note(.failed(.charger, .timeout))
    metrics.note(.recovered(.charger))
    metrics.note(.ticked(Self.snapshot(charger: false, meterFailure: nil)))
    #expect(devices(metrics) == ["evse_device_up{device=\"charger\"} 0.0"])
    #expect(!metrics.text.contains("{device=\"meter\"}"))
    metrics.note(.ticked(Self.snapshot(charger: true, meterFailure: .timeout)))
    #expect(
      devices(metrics) == [
        "evse_device_up{device=\"meter\"} 0.0", "evse_device_up{device=\"charger\"} 1.0",
      ])
  }

  @Test("Prometheus's own parser reads every line", .needsPrometheusClient)
  func parser() throws {
    let script = """
      import sys
      from prometheus_client.parser import text_string_to_metric_families as parse
      for family in parse(sys.argv[1]):
          for sample in family.samples:
              print(family.type, sample.name, *sample.labels.values(), sample.value, sep="|")
      """
    let text = metrics().text
    let output = String(decoding: try PeerPython.run(script, [text]), as: UTF8.self)
    let read = output.split(separator: "\n")
    #expect(read.contains("gauge|evse_soc_percent|64.0"))
    #expect(read.contains("counter|evse_commands_total|start|1.0"))
    #expect(output.contains("gauge|evse_record_spooled_bytes|record \"x\\\n|9.0"))
    // The one label with a line break takes two lines, in four metrics.
    #expect(read.count == text.split(separator: "\n").count { !$0.hasPrefix("#") } + 4)
  }

  @Test("only the metrics are served, and only to those who read")
  func requests() {
    func status(_ method: String, _ path: String) -> Int {
      MetricsService.response(to: HTTPServerRequest(method: method, path: path), text: { "" }).status
    }
    #expect(status("GET", "/metrics") == 200)
    #expect(status("HEAD", "/metrics") == 200)
    #expect(status("GET", "/") == 404)
    #expect(status("GET", "/metricsx") == 404)
    #expect(status("POST", "/metrics") == 405)
  }

  @Test("a scrape is answered while another peer keeps silent")
  func server() throws {
    let endpoint = try Endpoint.unused()
    let metrics = metrics()
    _ = try MetricsService.start(at: "\(endpoint)", text: { metrics.text })
    let patient = MonotonicClock.deadline(after: .milliseconds(20_000))
    let silent = try TCPConnector().connect(to: endpoint, by: patient)
    try silent.send(Array("GET /metr".utf8), by: patient)
    let client = HTTPClient(endpoint: endpoint, connector: TCPConnector())
    let response = try client.send(HTTPRequest(get: "/metrics"), by: patient)
    #expect(response.status == 200)
    #expect(response.headers["content-type"] == ["text/plain; version=0.0.4; charset=utf-8"])
    #expect(String(decoding: response.body, as: UTF8.self) == metrics.text)
    #expect(try client.send(HTTPRequest(get: "/"), by: patient).status == 404)
    // The silent one was let go.
    #expect(try silent.receive(by: patient).isEmpty)
  }

  @Test("an address that is none is an error, not an end")
  func badAddress() {
    #expect(throws: DeviceError.self) { try MetricsService.start(at: "http://x/", text: { "" }) }
  }

  @Test("an address that cannot be had at the start is served once it can")
  func lateAddress() throws {
    var holder: LoopbackSocket? = try LoopbackSocket(listens: true)
    let endpoint = Endpoint(host: "127.0.0.1", port: try #require(holder).port)
    let server = try MetricsService.start(at: "\(endpoint)", text: { "late" })
    #expect(server.firstFailure != nil)
    holder = nil
    let patient = MonotonicClock.deadline(after: .milliseconds(40_000))
    var connection: (any ByteStream)?
    while connection == nil, MonotonicClock.now < patient.uptime {
      connection = try? TCPConnector().connect(to: endpoint, by: patient)
      if connection == nil { usleep(100_000) }
    }
    #expect(connection != nil)
  }
}
