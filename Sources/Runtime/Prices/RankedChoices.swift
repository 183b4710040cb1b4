import ScheduleLang

/// The choices of a schedule's ranked windows around a moment, kept until their occurrences end or prices change.
struct RankedChoices: Hashable, Sendable {
  private var windows: [Window] = []
  private var choices: [RankedChoice?] = []

  /// Chooses again where the last choice does not cover `moment`.
  mutating func update(at moment: Moment, outlook: Outlook) {
    if windows != outlook.rankedWindows {
      windows = outlook.rankedWindows
      choices = Array(repeating: nil, count: windows.count)
    }
    for index in windows.indices {
      if let choice = choices[index], choice.occurrence.contains(moment.instant),
        choice.fingerprint == outlook.fingerprint
      {
        continue
      }
      choices[index] = RankedChoice(of: windows[index], at: moment, outlook: outlook)
    }
  }

  /// The instants at which what was chosen begins and ends.
  var edges: [Instant] {
    choices.compactMap { $0?.chosen }.joined().flatMap { [$0.lowerBound, $0.upperBound] }
  }

  /// Whether a ranked window is in force at an instant of one of its occurrences.
  func truth(of window: Window, at instant: Instant) -> Truth {
    guard let index = windows.firstIndex(of: window), let choice = choices[index],
      choice.occurrence.contains(instant)
    else { return .unknown }
    return choice.truth(at: instant)
  }
}
