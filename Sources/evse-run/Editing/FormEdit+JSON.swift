import ScheduleLang

extension FormEdit: Decodable {
  private enum CodingKeys: CodingKey { case kind, soc, date, time, holdDate, holdTime, through }

  private enum Kind: String, Decodable { case charge, trip, reserve, pause }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func soc() throws -> Int { try container.decode(Int.self, forKey: .soc) }
    func date(_ key: CodingKeys) throws -> CivilDate {
      let text = try container.decode(String.self, forKey: key)
      guard let date = CivilDate(iso: text) else {
        throw DecodingError.dataCorruptedError(forKey: key, in: container, debugDescription: "no date")
      }
      return date
    }
    func moment(_ day: CodingKeys, _ time: CodingKeys) throws -> LocalTime {
      let text = try container.decode(String.self, forKey: time)
      guard let minute = TimeOfDay.minute(of: text) else {
        throw DecodingError.dataCorruptedError(forKey: time, in: container, debugDescription: "no time")
      }
      return LocalTime(date: try date(day), minute: minute)
    }
    switch try container.decode(Kind.self, forKey: .kind) {
    case .charge: self = .charge(to: try soc(), by: try moment(.date, .time))
    case .trip:
      let isHeld = container.contains(.holdDate)
      self = .trip(
        to: try soc(), leaving: try moment(.date, .time),
        hold: isHeld ? try moment(.holdDate, .holdTime) : nil)
    case .reserve: self = .reserve(try soc())
    case .pause: self = .pause(from: try date(.date), through: try date(.through))
    }
  }
}

extension CivilDate {
  /// The date that `text` writes as browsers do: `2026-11-30`.
  fileprivate init?(iso text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts.map(\.utf8.count) == [4, 2, 2], parts.allSatisfy(\.isDigits),
      let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
    else { return nil }
    self.init(year: year, month: month, day: day)
  }
}

extension TimeOfDay {
  /// The minute of the day that `text` writes as browsers do: `07:00`.
  fileprivate static func minute(of text: String) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.map(\.utf8.count) == [2, 2], parts.allSatisfy(\.isDigits),
      let hour = Int(parts[0]), let minute = Int(parts[1]), hour < 24, minute < 60
    else { return nil }
    return hour * 60 + minute
  }
}

extension Substring {
  fileprivate var isDigits: Bool { utf8.allSatisfy { (0x30...0x39).contains($0) } }
}
