import ScheduleLang

extension ActionKind {
  /// The letter that stands for the action in a picture.
  var letter: Character {
    switch self {
    case .idle: "-"
    case .charge: "C"
    case .followSun: "S"
    case .followHouse: "H"
    case .followBoth: "B"
    case .discharge: "G"
    case .handOver: "A"
    }
  }

  /// The background on a terminal with 256 colours.
  fileprivate var background: Int {
    switch self {
    case .idle: 238
    case .charge: 25
    case .followSun: 178
    case .followHouse: 133
    case .followBoth: 65
    case .discharge: 167
    case .handOver: 60
    }
  }

  /// `text` on the action's colour.
  func painted(_ text: String) -> String {
    "\u{1B}[48;5;\(background);38;5;\(self == .followSun ? 16 : 231)m\(text)\u{1B}[0m"
  }
}
