import ScheduleLang
import ScheduleSupport
import Testing

@testable import Runtime

/// What a plan does while the prices before its deadline are not all published.
@Suite("Plans before prices are out")
struct UnpublishedPriceTests {
  private let source = PriceSource.csv(path: "prices.csv")

  private func instant(_ iso: String) throws -> Instant { try #require(Instant(iso: iso.utf8)) }

  /// A car at a charger that is to charge; prices of each day follow `price` of the half hour, with those of `days` known.
  private func drive(
    _ rule: String, soc: Double, from start: String, publishedFrom: String, to end: String,
    price: (Int) -> Double
  ) throws -> PlannedDrive {
    let subject = try CompiledText.schedule("\(rule)\notherwise: idle").subject
    var schedule = subject.schedule
    let tariff = Tariff(name: "T", timezone: "Europe/London", periods: [], source: source)
    (schedule.importTariff, schedule.exportTariff) = (tariff, tariff)
    let battery = BatteryModel(capacity: WattHours(52_000), socRange: 5...97)
    let outlook = try Outlook.of(
      schedule, margin: 5, published: [source: try curve(publishedFrom, end, price)])
    return PlannedDrive(schedule, outlook: outlook, battery: battery, soc: soc, from: try instant(start))
  }

  private func curve(_ from: String, _ to: String, _ price: (Int) -> Double) throws -> PriceCurve {
    let (start, end) = (try instant(from), try instant(to))
    let halves = Int((end.seconds - start.seconds) / 1800)
    let first = Int(start.seconds % 86_400 / 1800)
    return .halfHours(from: start, (0..<halves).map { Optional(price((first + $0) % 48)) })
  }

  /// 9p from midnight to five, 30p from 16:00 to 19:00, and 16p else.
  private static func night(_ half: Int) -> Double { half < 10 ? 9 : (32..<38).contains(half) ? 30 : 16 }

  @Test("at ten o'clock nothing is bought that the night sells for less", arguments: [true, false])
  func night(hasHistory: Bool) throws {
    var drive = try drive(
      "charge to 80% by 07:00", soc: 60, from: "2026-01-10T10:00:00Z",
      publishedFrom: hasHistory ? "2026-01-09T23:00:00Z" : "2026-01-10T10:00:00Z", to: "2026-01-10T23:00:00Z",
      price: Self.night)
    drive.run(until: try instant("2026-01-10T16:00:00Z"))
    #expect(drive.acted.isEmpty)
    drive.outlook = try Outlook.of(
      drive.schedule, margin: 5,
      published: [source: try curve("2026-01-09T23:00:00Z", "2026-01-11T23:00:00Z", Self.night)])
    drive.run(until: try instant("2026-01-11T07:00:00Z"))
    #expect(drive.soc.value >= 80)
    #expect(drive.acted.allSatisfy { Self.night(Int($0.seconds % 86_400 / 1800)) == 9 })
  }

  @Test("where prices never come the target is met all the same")
  func neverPublished() throws {
    var drive = try drive(
      "charge to 80% by 07:00", soc: 60, from: "2026-01-10T10:00:00Z", publishedFrom: "2026-01-10T00:00:00Z",
      to: "2026-01-10T23:00:00Z", price: Self.night)
    drive.run(until: try instant("2026-01-11T07:00:00Z"))
    #expect(drive.soc.value >= 80)
    #expect(drive.acted.allSatisfy { Self.night(Int($0.seconds % 86_400 / 1800)) == 9 })
  }

  @Test("a bargain is taken before prices are out, for they are not expected to be lower")
  func bargain() throws {
    var drive = try drive(
      "charge to 80% by 07:00", soc: 70, from: "2026-01-10T10:00:00Z", publishedFrom: "2026-01-09T00:00:00Z",
      to: "2026-01-10T23:00:00Z", price: { (24..<30).contains($0) ? 2 : Self.night($0) })
    drive.run(until: try instant("2026-01-11T07:00:00Z"))
    #expect(drive.soc.value >= 80)
    #expect(drive.acted.allSatisfy { (24..<30).contains(Int($0.seconds % 86_400 / 1800)) })
  }

  @Test("a deadline weeks ahead leaves the car alone until it is near, whatever rules do meanwhile")
  func weeksAhead() throws {
    var drive = try drive(
      "charge to 97% by 2026-12-24 08:00", soc: 60, from: "2026-11-20T10:00:00Z",
      publishedFrom: "2026-11-20T00:00:00Z", to: "2026-11-20T23:00:00Z", price: Self.night)
    drive.run(until: try instant("2026-12-21T07:00:00Z"))
    #expect(drive.acted.isEmpty)
    drive.run(until: try instant("2026-12-24T08:00:00Z"))
    #expect(drive.soc.value >= 97 - 1e-6)
    #expect(drive.acted.first.map { $0 > (try? instant("2026-12-23T23:00:00Z")) ?? $0 } == true)
  }

  @Test("above 90 % a plan knows that each minute stores less, and buys where that costs least")
  func taper() throws {
    // Nine percent in the taper take hours; the early ones are cheap, and the late ones nearly for nothing.
    var drive = try drive(
      "charge to 97% by 07:00", soc: 60, from: "2026-01-10T18:00:00Z", publishedFrom: "2026-01-10T18:00:00Z",
      to: "2026-01-11T12:00:00Z", price: { (40..<48).contains($0) ? 10 : 11 })
    drive.run(until: try instant("2026-01-11T07:00:00Z"))
    #expect(drive.soc.value >= 97 - 1e-6)
  }
}
