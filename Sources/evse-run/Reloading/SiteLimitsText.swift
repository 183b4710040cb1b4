import Runtime
import ScheduleLang

/// What a site lets become of decisions, in the words of a schedule's file.
struct SiteLimitsText {
  private let limits: [(name: String, value: String)]

  /// Creates the text of a site's limits.
  init(_ site: Site) {
    func text(_ limit: Watts?) -> String { limit.map { "\(QuantityText.number($0.value))W" } ?? "none" }
    limits = [
      ("current", "\(site.chargerCurrent.lowerBound)A..\(site.chargerCurrent.upperBound)A"),
      ("soc", "\(site.chargerSoC.lowerBound)%..\(site.chargerSoC.upperBound)%"),
      ("direction", site.chargerDischarges ? "both ways" : "charge only"),
      ("grid import limit", text(site.importLimit)), ("grid export limit", text(site.exportLimit)),
      ("stale after", "\(site.staleAfter)s"),
      ("settle", site.settle.map { "\($0)s" } ?? "none"),
      ("on stale meter", site.keepsFixedActionsOnStaleMeter ? "keep fixed actions" : "idle"),
    ]
  }

  /// A line for each limit that is another one in `next`.
  func changes(to next: SiteLimitsText) -> [String] {
    zip(limits, next.limits).filter { $0 != $1 }.map { "the site's \($0.name): \($0.value) -> \($1.value)" }
  }
}
