import Insights
import Runtime
import ScheduleLang

/// `--dry-run --json`.
struct ForecastJSON: Encodable {
  struct Step: Encodable {
    var start: String
    var end: String
    var decision: DecisionJSON
    /// What is left of it where the direction has changed too often for all of it, else null.
    var directionHeld: Nullable<DecisionJSON>
    var rule: Nullable<PlaceJSON>
    var socStart: Nullable<Double>
    var socEnd: Nullable<Double>
    var importedEnergy: Double
    var exportedEnergy: Double
    var cost: Nullable<Double>
    /// Why a rule that chooses chose it, in money, else null.
    var because: Nullable<String>
  }

  /// What is expected to be saved, in minor money units.
  struct Saving: Encodable {
    var againstNothing: Double
    var againstRules: Nullable<Double>
  }

  /// How sure a price is: `fixed`, `published` or `unknown`.
  struct PricePart: Encodable {
    var start: String
    var end: String
    var kind: String
  }

  struct Prices: Encodable {
    var `import`: [PricePart]
    var export: [PricePart]
  }

  struct Total: Encodable {
    var importedEnergy: Double
    var exportedEnergy: Double
    var cost: Nullable<Double>
  }

  var schemaVersion = JSONText.schemaVersion
  var timezone: String
  /// Where the numbers of the house come from.
  var house: String
  var steps: [Step]
  var total: Total
  var missedTargets: [MissedTargetJSON]
  var prices: Prices
  /// Null where nothing chooses.
  var saving: Nullable<Saving>

  init(_ forecast: Forecast, of subject: HomeSchedule, saving: ForecastSaving? = nil) {
    timezone = subject.site.timezone
    house = forecast.houseName
    steps = forecast.steps.map { step in
      Step(
        start: step.start.description, end: step.end.description, decision: DecisionJSON(step.decision),
        directionHeld: Nullable(step.held.map { DecisionJSON($0) }),
        rule: Nullable(subject.place(ofRule: step.ruleIndex).map(PlaceJSON.init)),
        socStart: Nullable(step.socStart?.value.roundedForReport),
        socEnd: Nullable(step.socEnd?.value.roundedForReport),
        importedEnergy: step.energy.imported.kilowattHours,
        exportedEnergy: step.energy.exported.kilowattHours,
        cost: Nullable(step.energy.cost?.roundedForReport),
        because: Nullable(
          step.choice.map {
            subject.text(of: $0, at: subject.clocks.moment(at: step.start), left: step.decision)
          }))
    }
    self.saving = Nullable(
      saving.map {
        Saving(
          againstNothing: $0.againstNothing.roundedForReport,
          againstRules: Nullable($0.againstRules?.roundedForReport))
      })
    total = Total(
      importedEnergy: forecast.total.imported.kilowattHours,
      exportedEnergy: forecast.total.exported.kilowattHours,
      cost: Nullable(forecast.total.cost?.roundedForReport))
    missedTargets = forecast.missedTargets.map { MissedTargetJSON($0, of: subject) }
    prices = Prices(
      import: forecast.importPrices.parts.map(PricePart.init),
      export: forecast.exportPrices.parts.map(PricePart.init))
  }
}

extension ForecastJSON.PricePart {
  fileprivate init(_ part: PriceCertainty.Part) {
    start = part.time.lowerBound.description
    end = part.time.upperBound.description
    kind = part.kind.rawValue
  }
}

extension WattHours {
  /// The energy in kWh, as reports give it.
  fileprivate var kilowattHours: Double { (value / 1000).roundedForReport }
}
