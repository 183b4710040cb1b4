import Runtime
import ScheduleLang

/// What a record says beside powers, by the minute, each as it was last in it: the SoC, what was done, and by which rule.
struct RecordedNotes: Sendable {
  /// One minute of it.
  private struct Minute {
    var soc = RecordedNotes.unknown
    var action = RecordedNotes.unknown
    var rule = RecordedNotes.unknown
  }

  /// Which column is what; nil where there is none.
  private struct Columns {
    var soc: Int?
    var decision: Int?
    var rule: Int?
  }

  private static let unknown = UInt8.max
  /// A day has 1440 minutes, or an hour more; a clock that was set lies in no day of its file.
  private static let longest: Int64 = 1500

  /// The first minute, counted since 1970.
  private var first: Int64?
  private var minutes: [Minute] = []
  /// The rules, each by its place.
  private(set) var rules: [String] = []
  private var columns = Columns()

  /// Takes in a header, which has no instant, or a line.
  mutating func take(_ scanner: CSVScanner, at instant: Instant?) {
    guard let instant else { return columns = Self.columns(of: scanner) }
    let minute = instant.seconds / 60
    first = first ?? minute
    let index = minute - (first ?? minute)
    guard (0..<Self.longest).contains(index) else { return }
    if Int(index) >= minutes.count {
      minutes += repeatElement(Minute(), count: Int(index) + 1 - minutes.count)
    }
    minutes[Int(index)] = Minute(
      soc: columns.soc.flatMap { Self.soc(scanner[$0]) } ?? Self.unknown,
      action: columns.decision.flatMap { Self.action(scanner[$0]) } ?? Self.unknown,
      rule: columns.rule.flatMap { number(ofRule: scanner[$0]) } ?? Self.unknown)
  }

  /// The SoC in a minute, in percent.
  func soc(at instant: Instant) -> Int? {
    minute(at: instant).flatMap { $0.soc == Self.unknown ? nil : Int($0.soc) }
  }

  /// What was done in a minute.
  func action(at instant: Instant) -> ActionKind? {
    minute(at: instant).flatMap { ActionKind(rawValue: $0.action) }
  }

  /// The rule that decided in a minute, by its number in `rules`.
  func rule(at instant: Instant) -> Int? {
    minute(at: instant).flatMap { $0.rule == Self.unknown ? nil : Int($0.rule) }
  }

  private func minute(at instant: Instant) -> Minute? {
    guard let first else { return nil }
    let index = instant.seconds / 60 - first
    return index >= 0 && index < minutes.count ? minutes[Int(index)] : nil
  }

  private static func columns(of scanner: CSVScanner) -> Columns {
    func column(_ name: String) -> Int? {
      scanner.fields.indices.first { scanner[$0].elementsEqual(name.utf8) }
    }
    return Columns(soc: column("soc_percent"), decision: column("decision"), rule: column("rule"))
  }

  private static func soc(_ field: ArraySlice<UInt8>) -> UInt8? {
    Double(decimal: field).flatMap { (0...100).contains($0) ? UInt8($0) : nil }
  }

  private static func action(_ field: ArraySlice<UInt8>) -> UInt8? {
    ActionKind.allCases.first { field.elementsEqual($0.name.utf8) }?.rawValue
  }

  private mutating func number(ofRule field: ArraySlice<UInt8>) -> UInt8? {
    if field.isEmpty { return nil }
    if let known = rules.firstIndex(where: { field.elementsEqual($0.utf8) }) { return UInt8(known) }
    guard rules.count < Int(Self.unknown) else { return nil }
    rules.append(String(decoding: field, as: UTF8.self))
    return UInt8(rules.count - 1)
  }
}
