import Drivers
import Platform
import ScheduleLang

/// A secret that the answers hold: it goes into a file of its own, beside the schedule, which names only that file.
struct SiteSecret: Hashable {
  /// What it is for.
  enum Place: String, CaseIterable {
    case meter
    case solarMeter = "solar-meter"
    case restart = "wallbox"
  }

  /// How the schedule calls it: `user`, `password` or `token`.
  var key: String
  /// Its file, as seen from the schedule's folder.
  var file: String
  var text: String

  /// The folder of all of them, as seen from that of the schedule.
  static let folder = "secrets"

  /// Keeps them below `folder`, readable for this user alone.
  static func keep(_ secrets: [SiteSecret], below folder: String) throws(FileError) {
    guard !secrets.isEmpty else { return }
    Folder.make("\(folder)/\(Self.folder)")
    for secret in secrets {
      try WholeFile.replace("\(folder)/\(secret.file)", by: Array(secret.text.utf8) + [0x0A])
    }
  }
}

extension SiteAnswers {
  /// All that they hold; throws where one cannot be kept.
  func secrets() throws(SiteAnswersError) -> [SiteSecret] {
    var all: [SiteSecret] = []
    for place in SiteSecret.Place.allCases { all += try secrets(place) }
    return all
  }

  /// The settings that name those of a place.
  func secretTexts(_ place: SiteSecret.Place) throws(SiteAnswersError) -> [String] {
    try secrets(place).map { "\($0.key) file \"\($0.file)\"" }
  }

  private func secrets(_ place: SiteSecret.Place) throws(SiteAnswersError) -> [SiteSecret] {
    let device =
      switch place {
      case .meter: meter
      case .solarMeter: solarMeter
      case .restart:
        restart.map { Device(driver: "", user: $0.user, password: $0.password) }
      }
    let given = [("user", device?.user), ("password", device?.password), ("token", device?.token)]
    var secrets: [SiteSecret] = []
    for case (let key, let text?) in given where !text.isEmpty || place == .restart {
      guard (1...1000).contains(text.utf8.count), !text.utf8.contains(where: { $0 < 0x20 }) else {
        throw SiteAnswersError(reason: "a \(key) is a line of up to 1000 bytes")
      }
      secrets.append(
        SiteSecret(key: key, file: "\(SiteSecret.folder)/\(place.rawValue)-\(key)", text: text))
    }
    return secrets
  }
}
