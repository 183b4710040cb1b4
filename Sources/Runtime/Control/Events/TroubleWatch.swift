import ScheduleLang

/// Notices when troubles begin and end, each once, and reminds of those that an owner must not forget.
struct TroubleWatch: Hashable {
  private struct Sighting: Hashable {
    var trouble: Trouble
    var first: Duration
    var last: Duration
    var reportedAt: Duration?

    var isReported: Bool { reportedAt != nil }

    /// Whether it is to be told at `uptime`: at first, and again where its kind asks for that.
    func isDue(at uptime: Duration) -> Bool {
      guard let reportedAt else { return uptime - first >= trouble.kind.patience }
      return trouble.kind.repetition.map { uptime - reportedAt >= $0 } ?? false
    }
  }

  private var sightings: [Trouble.Kind: Sighting] = [:]

  /// The troubles that have begun and are not over, the most urgent first.
  var current: [Trouble] {
    sightings.values.filter(\.isReported).map(\.trouble).sorted { $0.kind < $1.kind }
  }

  /// Takes in what is wrong at `now`, each kind with its words; gives what is worth telling.
  mutating func update(_ wrong: [Trouble.Kind: String], at uptime: Duration, now: Instant) -> [RunEvent] {
    if wrong.isEmpty, sightings.isEmpty { return [] }
    var news: [RunEvent] = []
    for kind in Trouble.Kind.allCases {
      if let text = wrong[kind] {
        var sighting =
          sightings[kind]
          ?? Sighting(trouble: Trouble(kind, text, since: now), first: uptime, last: uptime)
        (sighting.trouble.text, sighting.last) = (text, uptime)
        if sighting.isDue(at: uptime) {
          sighting.reportedAt = uptime
          news.append(.troubleBegan(sighting.trouble))
        }
        sightings[kind] = sighting
      } else if let sighting = sightings[kind], !sighting.isReported || uptime - sighting.last >= kind.calm {
        sightings[kind] = nil
        if sighting.isReported { news.append(.troubleEnded(sighting.trouble)) }
      }
    }
    return news
  }
}
