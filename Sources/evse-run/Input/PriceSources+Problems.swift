import Drivers
import Runtime
import ScheduleLang

/// What is missing of prices that a schedule needs, in words for its owner.
extension PriceSources.Feed {
  /// How far ahead the prices of a file should reach, in seconds: its owner needs time to bring others.
  private static let reach = 6 * 3600

  /// Why prices are not up to date at `now`, in words and by the clock of `zone`; nil where they are.
  ///
  /// - Parameter tariffs: those in use. Where one has fixed prices beside its file, the file need not have all.
  func problem(at now: Instant, in zone: ZoneRules, tariffs: [Tariff]) -> String? {
    let needed = tariffs.filter(\.periods.isEmpty).compactMap(\.source)
    let missing = files.sorted { "\($0.key)" < "\($1.key)" }.compactMap { source, curve -> String? in
      guard needed.contains(source), let gap = curve.firstGap(from: now, to: now.adding(seconds: Self.reach))
      else { return nil }
      return text(gap, of: source, at: now, end: now.adding(seconds: Self.reach), in: zone)
    }
    return downloadProblem(at: now, in: zone) ?? missing.first
  }

  /// The same for prices that are downloaded: a try that failed, or what came and is not all that is due.
  func downloadProblem(at now: Instant, in zone: ZoneRules) -> String? {
    guard let downloads else { return nil }
    if let failure = downloads.state.problem { return failure }
    let problems = downloads.sources.compactMap { source in
      downloads.missing(of: source, at: now).map { missing in
        text(missing, of: source, at: now, end: downloads.missedEnd(at: now), in: zone)
      }
    }
    return problems.first
  }

  /// A gap in words that stay the same while it lasts.
  private func text(
    _ gap: Range<Instant>, of source: PriceSource, at now: Instant, end: Instant, in zone: ZoneRules
  ) -> String {
    let prices = "no prices of \(source.name) are known"
    let isOpen = gap.upperBound >= end
    if gap.lowerBound <= now { return isOpen ? prices : "\(prices) before \(zone.local(gap.upperBound))" }
    let start = "\(prices) from \(zone.local(gap.lowerBound))"
    return isOpen ? "\(start) on" : "\(start) to \(zone.local(gap.upperBound))"
  }
}

extension PriceSource {
  /// The source as its owner knows it.
  fileprivate var name: String {
    switch self {
    case .octopus(let product, let region): "\(product) in region \(region)"
    case .csv(let path): DiagnosticText.escaped(path)
    }
  }
}
