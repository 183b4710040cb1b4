import ScheduleLang
import SeededRandomness
import Testing

@testable import Runtime

@Suite("Zone rules")
struct ZoneRulesTests {
  private func zone(_ file: TZifBytes) throws -> ZoneRules {
    try ZoneRules(identifier: "Test/Zone", tzif: file.bytes)
  }

  @Test("files of all versions give their offsets", arguments: [UInt8(0), 0x32, 0x33, 0x34])
  func versions(version: UInt8) throws {
    let file = TZifBytes(
      version: version, changes: [(-100, 1), (1000, 0)], offsets: [3600, -7200], footer: "\nAAA-1\n")
    let rules = try zone(file)
    #expect(rules.offset(at: Instant(seconds: -101)) == 3600)
    #expect(rules.offset(at: Instant(seconds: -100)) == -7200)
    #expect(rules.offset(at: Instant(milliseconds: 999_999)) == -7200)
    #expect(rules.offset(at: Instant(seconds: 1000)) == 3600)
  }

  @Test("rule governs a file without changes")
  func ruleGovernsAFileWithoutChanges() throws {
    let rules = try zone(TZifBytes(offsets: [0], footer: "\nGMT0BST,M3.5.0/1,M10.5.0\n"))
    #expect(rules.offset(at: Instant(seconds: 1_752_580_800)) == 3600)  // 2025-07-15
    #expect(rules.offset(at: Instant(seconds: 1_768_478_400)) == 0)  // 2026-01-15
  }

  @Test("clocks also go back where the four hundred years begin again")
  func clocksAlsoGoBackWhereTheFourHundredYearsBeginAgain() throws {
    let rules = try zone(TZifBytes(offsets: [0], footer: "\nAEST-10AEDT,M10.1.0,M4.1.0/3\n"))
    let date = try #require(CivilDate(year: 2000, month: 4, day: 2))
    let first = Instant(seconds: 954_603_000)  // 2000-04-01T15:30:00Z
    #expect(
      rules.instants(of: LocalTime(date: date, minute: 150))
        == .twice(first: first, second: first.adding(seconds: 3600)))
  }

  @Test("slim file agrees with the listed one")
  func slimFileAgreesWithTheListedOne() throws {
    let listed = try ZoneRules(identifier: "Europe/London")
    let slim = try zone(
      TZifBytes(
        changes: [(828_234_000, 1), (846_378_000, 0)], offsets: [0, 3600],
        footer: "\nGMT0BST,M3.5.0/1,M10.5.0\n"))
    let (from, to) = (Instant(seconds: 900_000_000), Instant(seconds: 9_000_000_000))
    let changes = slim.transitions(from: from, to: to)
    #expect(changes.count == 513)
    #expect(changes == listed.transitions(from: from, to: to))
  }

  @Test("changes include the start of their range and not its end")
  func changesIncludeTheStartOfTheirRangeAndNotItsEnd() throws {
    let rules = try zone(TZifBytes(changes: [(1000, 1), (2000, 0)], offsets: [0, 60]))
    let first = OffsetChange(instant: Instant(seconds: 1000), before: 0, after: 60)
    let second = OffsetChange(instant: Instant(seconds: 2000), before: 60, after: 0)
    #expect(rules.transitions(from: first.instant, to: second.instant) == [first])
    #expect(
      rules.transitions(from: Instant(milliseconds: 1_000_001), to: Instant(milliseconds: 2_000_001)) == [
        second
      ])
    #expect(rules.transitions(from: second.instant, to: first.instant).isEmpty)
  }

  @Test("change of less than a minute never splits one")
  func changeOfLessThanAMinuteNeverSplitsOne() throws {
    let rules = try zone(TZifBytes(changes: [(90, 1), (1000, 2)], offsets: [0, -10, 70], footer: "\n\n"))
    let day = CivilDate(dayNumber: 0)
    #expect(rules.instants(of: LocalTime(date: day, minute: 1)) == .once(Instant(seconds: 60)))
    #expect(rules.local(Instant(seconds: 1000)) == LocalTime(date: day, minute: 17))
    #expect(rules.instants(of: LocalTime(date: day, minute: 16)) == .once(Instant(seconds: 970)))
    #expect(rules.instants(of: LocalTime(date: day, minute: 17)) == .once(Instant(seconds: 1000)))
  }

  @Test(
    "what a zone shows, it says when asked back",
    arguments: [
      "Europe/London", "Pacific/Apia", "Africa/Monrovia", "Asia/Gaza", "America/Nuuk", "Australia/Lord_Howe",
    ])
  func roundTrip(identifier: String) throws {
    let rules = try ZoneRules(identifier: identifier)
    var seconds: Int64 = -4_000_000_000
    while seconds < 30_000_000_000 {
      let instant = Instant(seconds: seconds)
      let local = rules.local(instant)
      let found: [Instant] =
        switch rules.instants(of: local) {
        case .once(let one): [one]
        case .twice(let one, let other): [one, other]
        case .skipped: []
        }
      #expect(found.contains { $0 <= instant && instant.seconds < $0.seconds + 60 }, "\(seconds)")
      #expect(found.allSatisfy { rules.local($0) == local }, "\(seconds)")
      seconds += 4_999_999
    }
  }

  @Test("unreadable files are refused")
  func unreadableFilesAreRefused() throws {
    let good = TZifBytes(changes: [(10, 0), (20, 0)])
    var files = [
      TZifBytes(version: 0x35), TZifBytes(offsets: []), TZifBytes(offsets: [100_000]),
      TZifBytes(offsets: [.min]),
      TZifBytes(leapSeconds: [100]), TZifBytes(footer: ""), TZifBytes(footer: "\nUTC0"),
      TZifBytes(footer: "\nUTC\n"),
      TZifBytes(changes: [(20, 0), (10, 0)]), TZifBytes(changes: [(10, 0), (10, 0)]),
      TZifBytes(changes: [(10, 1)]),
      TZifBytes(changes: [(.max, 0)]),
    ].map(\.bytes)
    files += good.bytes.indices.map { Array(good.bytes[..<$0]) }
    for size in 20..<44 {
      var huge = good.bytes
      huge[size] = 0xFF
      files.append(huge)
    }
    for file in files {
      #expect { try ZoneRules(identifier: "Test/Zone", tzif: file) } throws: {
        if case .malformed("Test/Zone", _)? = $0 as? ZoneError { true } else { false }
      }
    }
    #expect(throws: Never.self) { try zone(good) }
  }

  @Test("garbage never traps")
  func garbageNeverTraps() throws {
    let real = try ZoneFile.bytes(of: "Europe/London")
    var generator = SeededGenerator(seed: 1)
    var accepted = 0
    for _ in 0..<2000 {
      var bytes =
        Bool.random(using: &generator)
        ? real : TZifBytes(changes: [(10, 0), (20, 1)], offsets: [0, 60]).bytes
      for _ in 0..<Int.random(in: 1...8, using: &generator) {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(
          in: 0...255, using: &generator)
      }
      guard let rules = try? ZoneRules(identifier: "Test/Zone", tzif: bytes) else { continue }
      accepted += 1
      for milliseconds in [Int64.min, -1, 0, 1_800_000_000_000, .max] {
        let instant = Instant(milliseconds: milliseconds)
        #expect(abs(rules.offset(at: instant)) <= 93_599)
        _ = rules.instants(of: rules.local(instant))
      }
      _ = rules.transitions(from: Instant(seconds: -5_000_000_000), to: Instant(seconds: 5_000_000_000))
    }
    #expect(accepted > 0)
  }

  @Test(
    "names that lead elsewhere are refused",
    arguments: [
      "", "/etc/passwd", "../zoneinfo/UTC", "Europe/../UTC", "Europe//London", "Europe/", ".",
      "Europe/Lon don",
      "Europe/London\0", "Zürich", String(repeating: "a", count: 256),
    ])
  func invalidNames(name: String) {
    #expect(throws: ZoneError.invalidIdentifier(name)) { try ZoneRules(identifier: name) }
  }

  @Test("zones that are not there are unknown", arguments: ["Europe", "Europe/Lundon", "Europe/London/City"])
  func unknownZones(name: String) {
    #expect(throws: ZoneError.unknownZone(name)) { try ZoneRules(identifier: name) }
  }
}
