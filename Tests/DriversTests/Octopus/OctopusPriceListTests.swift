import Platform
import Foundation
import PeerSupport
import Runtime
import ScheduleLang
import Synchronization
import Testing

@testable import Drivers

/// The beginning of 2026 in UTC, from which the peer counts its half hours.
private let newYear = Instant(seconds: 1_767_225_600)

private func halfHour(_ number: Int) -> Instant { newYear.adding(seconds: number * 1800) }

@Suite("Octopus Energy's price list", .waits, .needsPython)
struct OctopusPriceListTests {
  private let peer: PeerProcess
  private let sleeps = Sleeps()

  private final class Sleeps: Sendable {
    let seconds = Mutex<[Int]>([])
  }

  init() throws { peer = try PeerProcess("octopus.py") }

  private func list(_ base: String? = nil, timeLimit: Duration = .seconds(20)) -> OctopusPriceList {
    OctopusPriceList(base: base ?? "http://127.0.0.1:\(peer.endpoint.port)", timeLimit: timeLimit) {
      [sleeps] seconds in sleeps.seconds.withLock { $0.append(seconds) }
    }
  }

  private func prices(
    _ list: OctopusPriceList, days: Int = 2, product: String = "AGILE-24-10-01"
  ) -> Result<PriceCurve, PriceListError> {
    Result { () throws(PriceListError) in
      try list.prices(product: product, region: "C", over: newYear..<halfHour(48 * days))
    }
  }

  private func values(_ curve: PriceCurve, _ numbers: [Int]) -> [Double?] {
    numbers.map { curve.price(at: halfHour($0))?.value }
  }

  @Test("follows the pages; a gap stays unknown, and so does what is not yet published")
  func pages() throws {
    try peer.order("gap 23")
    let curve = try prices(list()).get()
    #expect(curve.intervals.count == 47)
    #expect(values(curve, [0, 22, 23, 24, 47, 48]) == [-2, 0.2, nil, 0.4, 2.7, nil])
    #expect(try peer.order("log").split(separator: " ").count == 5)
    #expect(curve.isComplete(from: newYear, to: halfHour(23)))
    #expect(!curve.isComplete(from: newYear, to: halfHour(24)))
  }

  @Test(
    "a price that is none leaves a gap, and all others what they are",
    arguments: ["null", "\"12\"", "true", "[]", "1e300", "{}"])
  func nonsense(price: String) throws {
    try peer.order("price 23 \(price)")
    let curve = try prices(list()).get()
    #expect(curve.intervals.count == 47)
    #expect(values(curve, [22, 23, 24]) == [0.2, nil, 0.4])
  }

  @Test("what the first pages tell is not lost with a later one")
  func laterPage() throws {
    let list = OctopusPriceList(base: "http://127.0.0.1:\(peer.endpoint.port)", tries: 1) { _ in }
    // A page that is no list, behind one that is.
    let all = list.fetch(product: "AGILE-24-10-01", region: "C", over: newYear..<halfHour(48))
    #expect(all.curve.intervals.count == 48 && all.failure == nil)
    try peer.order("later-page junk")
    let some = list.fetch(product: "AGILE-24-10-01", region: "C", over: newYear..<halfHour(48))
    #expect(some.curve.intervals.count == 10 && some.failure == .unreadable)
    #expect(some.curve.price(at: halfHour(47)) != nil)
  }

  @Test("asks only for the time that it needs")
  func range() throws {
    let curve = try list().prices(product: "AGILE-24-10-01", region: "C", over: halfHour(10)..<halfHour(12))
    #expect(curve.intervals.map(\.time) == [halfHour(10)..<halfHour(11), halfHour(11)..<halfHour(12)])
  }

  @Test("a price without an end holds until further notice")
  func openEnd() throws {
    try peer.order("open-ended")
    #expect(values(try prices(list()).get(), [48, 100_000]) == [2.7, 2.7])
  }

  @Test("waits as it is told to and tries again", arguments: [("429", 7), ("500", 2), ("503", 2)])
  func retries(mode: String, seconds: Int) throws {
    try peer.order("behave \(mode) 1")
    #expect(try prices(list()).get().intervals.count == 48)
    #expect(sleeps.seconds.withLock { $0 } == [seconds])
  }

  @Test("a connection that is cut or says nothing is tried again", arguments: ["cut", "hang-up", "silent"])
  func broken(mode: String) throws {
    try peer.order("behave \(mode) 1")
    #expect(try prices(list(timeLimit: .seconds(2))).get().intervals.count == 48)
    #expect(sleeps.seconds.withLock { $0 } == [2])
  }

  @Test("gives up after a few tries, ever longer apart, or where the wait is long")
  func givesUp() throws {
    try peer.order("behave 502 9")
    #expect(prices(list()) == .failure(.unreachable("the server answers 502")))
    #expect(sleeps.seconds.withLock { $0 } == [2, 4, 8])
    try peer.order("behave 429-long 1")
    #expect(prices(list()) == .failure(.unreachable("the server answers 429")))
    #expect(sleeps.seconds.withLock { $0 }.count == 3)
  }

  @Test("what will not get better is not repeated")
  func refusals() throws {
    try peer.order("behave 404 1")
    #expect(prices(list()) == .failure(.refused(status: 404)))
    try peer.order("behave junk 1")
    #expect(prices(list()) == .failure(.unreadable))
    #expect(prices(list(), product: "NO-SUCH") == .failure(.refused(status: 404)))
    #expect(prices(list(), product: "../x?y=") == .failure(.invalidName("../x?y=")))
    #expect(sleeps.seconds.withLock { $0 } == [])
  }

  @Test("a link to another host is not followed")
  func foreignLink() throws {
    try peer.order("behave foreign-next 1")
    #expect(try prices(list()).get().intervals.count == 10)
  }

  @Test("without a network it says so")
  func noNetwork() {
    // Nothing listens at port 1 of the loopback.
    guard case .failure(.unreachable(let reason)) = prices(list("http://127.0.0.1:1")) else {
      Issue.record("prices from nowhere")
      return
    }
    #expect(reason == "the host does not answer")
  }
}

@Suite("Fetching with curl")
struct CurlProcessTests {
  @Test("a system without curl is told apart")
  func missing() {
    #expect(throws: CurlError.missing) { try CurlProcess(command: "no-such-curl").get("http://x") }
  }

  @Test("the status and the wait are taken off the end")
  func footer() {
    #expect(
      CurlProcess.Answer(Array("a\nb\n429 17".utf8))
        == .init(status: 429, retryAfter: 17, body: Array("a\nb".utf8)))
    #expect(CurlProcess.Answer(Array("\n200 ".utf8)) == .init(status: 200, retryAfter: nil, body: []))
    #expect(CurlProcess.Answer(Array("200".utf8)) == nil)
  }
}

@Suite("Prices on disk and in the mailbox", .needsPython)
struct PriceFeedTests {
  private let source = PriceSource.octopus(product: "AGILE-24-10-01", region: "C")
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
  private let peer: PeerProcess

  init() throws { peer = try PeerProcess("octopus.py") }

  private func feed(port: UInt16? = nil) throws -> PriceFeed {
    PriceFeed(
      sources: [source],
      list: OctopusPriceList(base: "http://127.0.0.1:\(port ?? peer.endpoint.port)", sleep: { _ in }),
      cache: PriceCache(folder: folder + "/deep/er"),
      times: PublicationTimes(zone: try ZoneRules(identifier: "Europe/London")))
  }

  private func price(_ feed: PriceFeed, _ number: Int) -> Double? {
    feed.state.curves[source]?.price(at: halfHour(number))?.value
  }

  @Test("fetches at once, keeps it on disk, and starts from there without a network")
  func cache() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let first = try feed()
    #expect(price(first, 3) == nil)
    // 00:00: prices are due until 23:00, and the next ones at 16:00.
    #expect(first.refresh(at: newYear) == halfHour(32))
    #expect(price(first, 3) == -1.7)
    #expect(first.state.generation == 1)

    let offline = try feed(port: 1)
    #expect(price(offline, 3) == -1.7)
    #expect(offline.refresh(at: halfHour(33)) == halfHour(33).adding(seconds: 600))
    #expect(offline.state.problem == "prices could not be fetched: the host does not answer")
    #expect(price(offline, 3) == -1.7)
  }

  @Test("a price without an end is asked for again when prices are due, and by the next run")
  func openEnded() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let first = try feed()
    try peer.order("until 20")
    try peer.order("open-ended")
    #expect(first.refresh(at: newYear) == halfHour(32))
    _ = try peer.order("log")
    #expect(first.refresh(at: halfHour(31)) == halfHour(32))
    #expect(try peer.order("log") == "")
    #expect(first.refresh(at: halfHour(32)) == halfHour(80))
    #expect(try peer.order("log") != "")
    _ = try feed().refresh(at: halfHour(33))
    #expect(try peer.order("log") != "")
  }

  @Test("late prices are asked for again until they come")
  func late() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let feed = try feed()
    try peer.order("until 46")
    #expect(feed.refresh(at: newYear) == halfHour(32))
    _ = try peer.order("log")
    #expect(feed.refresh(at: halfHour(31)) == halfHour(32))
    #expect(try peer.order("log") == "", "everything that is due is known")
    #expect(feed.refresh(at: halfHour(32)) == halfHour(32).adding(seconds: 600))
    #expect(price(feed, 60) == nil)
    try peer.order("until 94")
    #expect(feed.refresh(at: halfHour(33)) == halfHour(80))
    #expect(price(feed, 60) == 4)
    #expect(price(feed, 3) == -1.7, "older prices stay")
  }

  @Test("an answer without prices, or with a hole, is told, and so are prices that are late")
  func missing() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let first = try feed()
    #expect(first.missing(of: source, at: newYear) == nil, "nobody was asked yet")
    try peer.order("until 0")
    _ = first.refresh(at: newYear)
    #expect(first.state.problem == nil)
    #expect(first.missing(of: source, at: newYear) == newYear..<halfHour(46))
    try peer.order("until 46")
    try peer.order("gap 20")
    _ = first.refresh(at: halfHour(1))
    #expect(first.missing(of: source, at: halfHour(1)) == halfHour(20)..<halfHour(21))
    #expect(first.missing(of: source, at: halfHour(21)) == nil)
    // The same old list again, after the next day's was due at 16:00.
    for late in [0, 19 * 60] {
      let now = halfHour(32).adding(seconds: late)
      _ = first.refresh(at: now)
      #expect(first.missing(of: source, at: now) == nil, "they are due about then")
    }
    let now = halfHour(32).adding(seconds: 20 * 60)
    _ = first.refresh(at: now)
    #expect(first.missing(of: source, at: now) == halfHour(46)..<halfHour(94))
    try peer.order("until 94")
    _ = first.refresh(at: now.adding(seconds: 600))
    #expect(first.missing(of: source, at: now) == nil)
  }

  @Test("prices of another year are not taken for those that are due")
  func anotherYear() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let feed = try feed()
    let now = halfHour(48 * 365)
    try peer.order("shift -365")
    _ = feed.refresh(at: now)
    #expect(feed.missing(of: source, at: now)?.lowerBound == now)
    #expect(feed.state.problem == nil)
  }

  @Test("one list that fails is told whatever becomes of the other")
  func twoLists() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let other = PriceSource.octopus(product: "AGILE-OUTGOING-19-05-13", region: "C")
    for sources in [[source, other], [other, source]] {
      let feed = PriceFeed(
        sources: sources,
        list: OctopusPriceList(base: "http://127.0.0.1:\(peer.endpoint.port)", sleep: { _ in }),
        cache: nil, times: PublicationTimes(zone: try ZoneRules(identifier: "Europe/London")))
      _ = feed.refresh(at: newYear)
      #expect(feed.state.problem?.contains("refuses with 404") == true)
      #expect(feed.missing(of: source, at: newYear) == nil)
      #expect(feed.missing(of: other, at: newYear) != nil)
    }
  }

  @Test("a damaged file is set aside and fetched anew")
  func damaged() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    _ = try feed().refresh(at: newYear)
    let path = folder + "/deep/er/octopus_AGILE-24-10-01_C.csv"
    try Data("from,to,price\nnonsense".utf8).write(to: URL(fileURLWithPath: path))
    let again = try feed()
    #expect(price(again, 3) == nil)
    #expect(FileManager.default.fileExists(atPath: path + ".damaged"))
    _ = again.refresh(at: newYear)
    #expect(price(again, 3) == -1.7)
  }
}
