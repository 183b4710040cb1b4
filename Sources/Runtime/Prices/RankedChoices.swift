import ScheduleLang

/// The choices of a schedule's ranked windows around a moment, kept until their occurrences end or prices change.
package struct RankedChoices: Hashable, Sendable {
  private var windows: [Window] = []
  private var choices: [RankedChoice?] = []

  /// Creates choices of which none is made yet.
  package init() {}

  /// Chooses again where the last choice does not cover `moment`.
  package mutating func update(at moment: Moment, outlook: Outlook) {
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

extension Window {
  /// Whether any of `windows` is in force at `moment`, of the ranked ones what `choices` took.
  package static func anyInForce(_ windows: [Window], at moment: Moment, choices: RankedChoices) -> Truth {
    anyInForce(windows, at: moment, ranked: { choices.truth(of: $0, at: moment.instant) })
  }

  /// Whether this window is in force at `moment`, of a ranked one what `choices` took.
  package func isInForce(at moment: Moment, choices: RankedChoices) -> Truth {
    isInForce(at: moment, ranked: { choices.truth(of: $0, at: moment.instant) })
  }
}
