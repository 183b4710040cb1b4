import Platform
import Foundation
import PeerSupport
import Runtime
import ScheduleLang
import SeededRandomness
import Testing

@testable import Drivers

/// The sink against a scripted database that reads line protocol with an independent parser.
@Suite("record influxdb", .waits, .needsLineProtocolParser, .timeLimit(.minutes(10)))
struct InfluxSinkTests {
  /// A clock that the test sets forward.
  private final class Ahead {
    var time: Duration = .zero
    var uptime: Duration { MonotonicClock.now + time }
  }

  private let folder = TemporaryFolder()
  private let status = RecordStatus(name: "record influxdb")
  private let ahead = Ahead()
  private let peer: PeerProcess

  init() throws { peer = try PeerProcess("influxdb.py") }

  private func sink(spoolLimit: Int = 1 << 20) throws -> InfluxSink {
    let address = try #require(InfluxAddress("http://\(peer.endpoint)"))
    let target = address.target(organisation: "home", bucket: "powerlog")
    return InfluxSink(
      transport: InfluxHTTP(address: address, target: target, token: "s3cret"), folder: folder.path,
      spoolLimit: spoolLimit, status: status, random: SeededGenerator(seed: 3),
      uptime: { [ahead] in ahead.uptime })
  }

  private func samples(_ seconds: Range<Int64>) -> [Sample] {
    seconds.map { second in
      var sample = Sample(instant: Instant(seconds: 1_795_305_600 + second), action: .charge)
      sample.grid = Watts(Double(second) / 7)
      sample.soc = 50
      return sample
    }
  }

  /// Writes all samples, as the recorder's thread does.
  private func write(_ samples: [Sample], to sink: inout InfluxSink) throws {
    var rest = samples[...]
    while !rest.isEmpty { rest = rest.dropFirst(try sink.write(rest)) }
    sink.tidy()
  }

  private func expectDelivered(_ seconds: Range<Int64>) throws {
    let times = seconds.map { "\((1_795_305_600 + $0) * 1000)" }
    #expect(try peer.order("times") == times.joined(separator: " "))
  }

  @Test("a batch is one request, authorised and in milliseconds")
  func batch() throws {
    var sink = try sink()
    try write(samples(0..<5), to: &sink)
    try expectDelivered(0..<5)
    #expect(try peer.order("posts") == "1")
    let last = "/api/v2/write?org=home&bucket=powerlog&precision=ms Token s3cret text/plain; charset=utf-8"
    #expect(try peer.order("last") == last)
    #expect(
      try peer.order("point 1795305601000")
        == #"{"action": "charge", "batteryChargeLevel": 50, "grid": 0.14285714285714285}"#)
    #expect(status.counts == RecordCounts(written: 5))
    #expect(status.takeNews() == [])
  }

  @Test(
    "an outage loses nothing and keeps the order",
    arguments: ["503", "429", "401", "404", "cut", "silent"])
  func outage(_ mode: String) throws {
    var sink = try sink()
    try write(samples(0..<2), to: &sink)
    // A connection that is cut is opened anew at once: only a second cut is an outage.
    try peer.order("behave \(mode) \(mode == "cut" ? 2 : 1)")
    try write(samples(2..<4), to: &sink)
    #expect(status.counts.spooledBytes > 0)
    let news = status.takeNews()
    #expect(news.count == 1 && news.first?.contains("they wait in") == true)
    try write(samples(4..<6), to: &sink)
    ahead.time += .seconds(61)
    try write(samples(6..<8), to: &sink)
    try expectDelivered(0..<8)
    #expect(status.takeNews() == ["record influxdb: the database takes records"])
    #expect(status.counts == RecordCounts(written: 8))
    #expect(folder.names() == ["lock"])
  }

  @Test("a database that asks for a minute is left alone for a minute")
  func retryAfter() throws {
    var sink = try sink()
    try peer.order("behave 429 1")
    try write(samples(0..<1), to: &sink)
    #expect(try peer.order("posts") == "1")
    ahead.time += .seconds(55)
    try write(samples(1..<2), to: &sink)
    #expect(try peer.order("posts") == "0")
    ahead.time += .seconds(6)
    try write(samples(2..<3), to: &sink)
    try expectDelivered(0..<3)
  }

  /// The lines of samples that were taken at these seconds.
  private func lines(_ seconds: [Int64]) -> String {
    seconds.flatMap { samples($0..<($0 + 1)) }.map { LineProtocol.line($0) + "\n" }.joined()
  }

  @Test("what a database refuses is set aside once and holds up nothing", arguments: ["400", "413", "422"])
  func refusal(_ mode: String) throws {
    var sink = try sink()
    try peer.order("hate \(mode) 1795305600000 1795305601000")
    try write(samples(0..<2), to: &sink)
    ahead.time += .seconds(3600)
    try write(samples(2..<4), to: &sink)
    try expectDelivered(2..<4)
    #expect(try folder.contents(of: "rejected.lp") == lines([0, 1]))
    #expect(status.counts == RecordCounts(written: 2, rejected: 2))
    let news = status.takeNews()
    #expect(news.count == 2)
    #expect(news.first?.contains("HTTP \(mode)") == true)
    #expect(news.joined().contains("s3cret") == false)
  }

  @Test(
    "only the lines that a database refuses are set aside, wherever they are in a batch",
    arguments: [0, 63, 127])
  func oneRefused(_ bad: Int64) throws {
    var sink = try sink()
    try peer.order("hate 400 \((1_795_305_600 + bad) * 1000)")
    try write(samples(0..<128), to: &sink)
    #expect(try peer.order("points") == "127")
    #expect(try folder.contents(of: "rejected.lp") == lines([bad]))
    #expect(status.counts == RecordCounts(written: 127, rejected: 1))
    let times = try peer.order("times").split(separator: " ").compactMap { Int($0) }
    #expect(times == times.sorted())
    #expect(status.takeNews().count == 1)
  }

  @Test("a batch that is too large goes in parts, and nothing is set aside")
  func tooLarge() throws {
    var sink = try sink()
    try peer.order("room 10")
    try write(samples(0..<128), to: &sink)
    try expectDelivered(0..<128)
    #expect(status.counts == RecordCounts(written: 128))
    #expect(folder.names() == ["lock"])
  }

  @Test("a database that refuses all is not asked for each line")
  func allRefused() throws {
    var sink = try sink()
    try peer.order("hate 400 measurement")
    try write(samples(0..<128), to: &sink)
    #expect(status.counts == RecordCounts(rejected: 128))
    #expect(try Int(peer.order("posts")).map { $0 < 20 } == true)
  }

  @Test(
    "a line at which the database fails each time holds up what is behind it for minutes at most",
    arguments: [0, 70, 299])
  func poison(_ bad: Int64) throws {
    var sink = try sink()
    try peer.order("hate 500 \((1_795_305_600 + bad) * 1000)")
    try write(samples(0..<300), to: &sink)
    var seconds = 0
    while try peer.order("points") != (bad == 299 ? "300" : "299"), seconds < 1800 {
      ahead.time += .seconds(5)
      seconds += 5
      // The last line has none behind it to compare it with, until one comes.
      if bad == 299, seconds == 600 { try write(samples(300..<301), to: &sink) }
      sink.tidy()
    }
    #expect(seconds < (bad == 299 ? 1200 : 600))
    ahead.time += .seconds(61)
    sink.tidy()
    #expect(try folder.contents(of: "rejected.lp") == lines([bad]))
    #expect(status.counts.rejected == 1 && status.counts.spooledBytes == 0)
    let times = try peer.order("times").split(separator: " ").compactMap { Int($0) }
    #expect(times == times.sorted())
  }

  @Test(
    "a database that fails at everything for hours is away, and nothing is set aside",
    arguments: ["500", "503"])
  func broken(_ status: String) throws {
    var sink = try sink()
    try peer.order("hate \(status) measurement")
    for second in Int64(0)..<720 {
      try write(samples(second..<(second + 1)), to: &sink)
      ahead.time += .seconds(10)
    }
    #expect(self.status.counts.rejected == 0)
    #expect(try Int(peer.order("posts")).map { $0 < 800 } == true)
    try peer.order("hate 500")
    for _ in 0..<20 {
      ahead.time += .seconds(10)
      sink.tidy()
    }
    try expectDelivered(0..<720)
  }

  @Test("what waits is delivered after a restart, before what is new")
  func restart() throws {
    try peer.order("behave 503 1")
    var first: InfluxSink? = try sink()
    try first.map { sink in
      var sink = sink
      try write(samples(0..<300), to: &sink)
    }
    first = nil
    #expect(try peer.order("points") == "0")
    var second = try sink()
    #expect(status.counts.spooledBytes > 0)
    try write(samples(300..<305), to: &second)
    try expectDelivered(0..<305)
  }

  @Test("the oldest make room when an outage is longer than the disk allows")
  func longOutage() throws {
    var sink = try sink(spoolLimit: 8000)
    try peer.order("behave 503 1")
    for second in Int64(0)..<500 { try write(samples(second..<(second + 1)), to: &sink) }
    let dropped = Int64(status.counts.dropped)
    #expect(dropped > 0)
    #expect(status.counts.spooledBytes <= 8000)
    #expect(status.takeNews().filter { $0.contains("the oldest are dropped") }.count == 1)
    ahead.time += .seconds(61)
    sink.tidy()
    try expectDelivered(dropped..<500)
  }

  @Test("another reason of an outage is told, and each of them once")
  func reasons() throws {
    var sink = try sink()
    var told: [String] = []
    for mode in ["cut 2", "401 1", "cut 2", "401 1", "503 1"] {
      try peer.order("behave \(mode)")
      try write(samples(0..<1), to: &sink)
      told += status.takeNews()
      ahead.time += .seconds(61)
    }
    try #require(told.count == 3)
    #expect(told[1].contains("HTTP 401") && told[2].contains("HTTP 503"))
    try write(samples(1..<2), to: &sink)
    #expect(status.takeNews() == ["record influxdb: the database takes records"])
  }

  @Test("what an earlier run left is delivered once its folder is free, though the database always works")
  func lateSpool() throws {
    try peer.order("behave 503 1")
    do {
      var first = try sink()
      try write(samples(0..<2), to: &first)
    }
    var other: SpoolFolder? = try SpoolFolder(path: folder.path)
    var sink = try sink()
    try write(samples(2..<4), to: &sink)
    try expectDelivered(2..<4)
    let path = try #require(other).path
    #expect(status.takeNews().last == "record influxdb: \(path) is in use by another program")
    other = nil
    sink.tidy()
    #expect(try peer.order("points") == "4")
    #expect(folder.names() == ["lock"])
  }

  @Test("without a spool a database that works still gets its records, and one that does not is waited for")
  func noSpool() throws {
    let other = try SpoolFolder(path: folder.path)
    var sink = try sink()
    #expect(status.takeNews() == ["record influxdb: \(other.path) is in use by another program"])
    try write(samples(0..<2), to: &sink)
    try expectDelivered(0..<2)
    try peer.order("behave 503 1")
    #expect(throws: RecordError.self) { try write(samples(2..<4), to: &sink) }
    ahead.time += .seconds(61)
    try write(samples(2..<4), to: &sink)
    try expectDelivered(0..<4)
  }
}
