import PeerSupport
import Platform
import Foundation
import Runtime
import ScheduleLang
import SeededRandomness
import Testing

@testable import Drivers

@Suite("Records that a database refuses")
struct RefusedRecordsTests {
  /// A database that refuses whatever it is sent.
  private final class Refusing: InfluxTransport {
    var posts = 0

    func post(_ body: [UInt8], by deadline: ExchangeDeadline) throws(DeviceError) -> InfluxAnswer {
      posts += 1
      return InfluxAnswer(status: 400, retryAfter: nil, body: "no".utf8)
    }
  }

  private let folder = TemporaryFolder()
  private let status = RecordStatus(name: "record influxdb")
  private let database = Refusing()

  /// Has a sink write a sample every five seconds, with a disk that `prepare` has prepared.
  private func write(_ count: Int, prepare: () throws -> Void) throws {
    var uptime: Duration = .seconds(5000)
    var sink = InfluxSink(
      transport: database, folder: folder.path, spoolLimit: 1 << 20, status: status,
      random: SeededGenerator(seed: 3), uptime: { uptime })
    try prepare()
    for second in 0..<Int64(count) {
      let sample = Sample(instant: Instant(seconds: 1_795_305_600 + 5 * second), action: .charge)
      #expect(try sink.write([sample]) == 1)
      sink.tidy()
      uptime += .seconds(5)
    }
  }

  @Test("the oldest make room for new ones; they are counted, and the owner is told once")
  func room() throws {
    func fill() throws {
      let full = String(repeating: "x", count: 8 << 20)
      try full.write(toFile: folder.path + "/rejected.lp", atomically: false, encoding: .utf8)
    }
    try write(1) {
      try fill()
      try "1\n2\n3\n".write(toFile: folder.path + "/rejected.lp.old", atomically: false, encoding: .utf8)
    }
    #expect(status.counts == RecordCounts(dropped: 3, rejected: 1))
    #expect(try folder.contents(of: "rejected.lp.old").utf8.count == 8 << 20)
    #expect(try folder.contents(of: "rejected.lp").hasSuffix(" 1795305600000\n"))
    let news = status.takeNews()
    #expect(news.count == 2 && news.first?.hasSuffix("the oldest are dropped") == true)
  }

  @Test("a disk that does not take them leaves the database alone ever longer, and is told once")
  func fullDisk() throws {
    try write(60) {
      try FileManager.default.createSymbolicLink(
        atPath: folder.path + "/rejected.lp", withDestinationPath: "/dev/full")
    }
    // Five minutes of tries that are half a minute apart in the end, as in an outage.
    #expect((8...25).contains(database.posts))
    #expect(status.counts.rejected == 0)
    #expect(status.counts.spooledBytes > 0, "all of them wait")
    let news = status.takeNews()
    #expect(news.count == 1 && news.first?.contains("No space left on device") == true)
  }
}
