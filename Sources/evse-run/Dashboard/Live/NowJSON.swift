import Insights
import Runtime
import ScheduleLang

/// What the page shows of this second: the status, and what follows from it.
struct NowJSON: Encodable {
  /// What is decided next, as far as the present readings tell.
  struct Next: Encodable {
    var at: String
    var decision: DecisionJSON
    var text: String
    var rule: Nullable<PlaceJSON>
  }

  /// How far a stop has come.
  struct Stop: Encodable {
    /// Whether one is in force.
    var asked: Bool
    /// Whether the charger has been told.
    var sent: Bool
    /// Whether it says itself that no power flows.
    var confirmed: Bool
  }

  /// Prices of this minute, in minor money units per kWh.
  struct Prices: Encodable {
    var `import`: Nullable<Double>
    var export: Nullable<Double>
  }

  var schemaVersion = JSONText.schemaVersion
  var status: InstanceStatus
  /// What the house takes, in watts.
  var home: Nullable<Double>
  /// The decision, as a schedule would write it.
  var decides: String
  /// The text of the rule that decides.
  var ruleText: Nullable<String>
  var next: Nullable<Next>
  var stop: Stop
  var prices: Prices
  /// How many seconds ago each device last answered.
  var meterAge: Nullable<Int>
  var chargerAge: Nullable<Int>
  var timezone: String
  /// The site's clock, minutes east of UTC.
  var offset: Int

  /// Below this (in watts, either way) the charger's electronics are all that draws.
  private static let leastPower = 100.0

  /// The report of a moment, with what is decided next.
  init(_ moment: LiveView.Moment, status: InstanceStatus, next: Next?) {
    let snapshot = moment.snapshot
    let subject = moment.subject
    self.status = status
    let chargerPower = snapshot.charger?.power
    if let grid = snapshot.meter?.grid, let sun = snapshot.meter?.supplyFromSun, let own = chargerPower {
      home = Nullable((grid.value + sun.value - own.value).roundedForReport)
    } else {
      home = Nullable(snapshot.readings.home?.value.roundedForReport)
    }
    decides = subject.text(snapshot.applied)
    let rule = snapshot.order == nil ? snapshot.outcome.ruleIndex : nil
    ruleText = Nullable(rule.flatMap { subject.text(ofRule: $0) })
    self.next = Nullable(next)
    let isFlowing =
      snapshot.chargerAnswer.map {
        $0.power.map { abs($0.value) >= Self.leastPower } ?? $0.state.isMovingPower
      } ?? true
    let isAsked = snapshot.order?.kind == .stop
    stop = Stop(
      asked: isAsked, sent: isAsked && snapshot.setPoint == .zero && snapshot.chargerFailure == nil,
      confirmed: isAsked && !isFlowing)
    var readings = snapshot.readings
    readings.fillPrices(from: subject.outlook, at: subject.clocks.moment(at: snapshot.instant))
    prices = Prices(
      import: Nullable(readings.importPrice?.value), export: Nullable(readings.exportPrice?.value))
    func age(_ instant: Instant?) -> Nullable<Int> {
      Nullable(instant.map { Int(clamping: max(0, snapshot.instant.seconds - $0.seconds)) })
    }
    meterAge = age(moment.meterAnswered)
    chargerAge = age(moment.chargerAnswered)
    timezone = subject.site.timezone
    offset = Int(subject.clocks.site.offset(at: snapshot.instant)) / 60
  }

  /// What is decided next if no reading changes; nil while an order is in force, and where nothing changes for a week.
  static func next(after snapshot: LoopSnapshot, of subject: HomeSchedule) -> Next? {
    guard snapshot.order == nil else { return nil }
    let explanation = Explanation(
      subject, at: subject.clocks.moment(at: snapshot.instant), readings: snapshot.readings)
    guard let until = explanation.until, let next = explanation.next else { return nil }
    return Next(
      at: until.description, decision: DecisionJSON(next.decision), text: subject.text(next.decision),
      rule: Nullable(subject.place(ofRule: next.ruleIndex).map { PlaceJSON($0) }))
  }
}
