import Runtime
import ScheduleLang

/// How a running instance is, for `--status`; what is not known is null.
struct InstanceStatus: Codable, Sendable {
  /// An order in force.
  struct OrderJSON: Codable {
    var kind: String
    var soc: Nullable<Int>
    var until: Nullable<String>
  }

  /// An input of the schedule's.
  struct InputJSON: Codable {
    /// Its name and its kind: `switch`, `number` or `time`.
    var name: String
    var kind: String
    /// What it is, as a schedule writes it; and, of a switch, whether that is on.
    var value: String
    var on: Nullable<Bool>
    /// The least and the greatest value that it may be set to; null for a switch.
    var low: Nullable<String>
    var high: Nullable<String>
    /// Whether the owner has set it.
    var isSet: Bool
    var until: Nullable<String>
    /// Whether it is as declared again once the car has left.
    var once: Bool
  }

  /// A SoC that was believed once.
  struct SoCJSON: Codable {
    var soc: Int
    var at: String
  }

  /// Something that is wrong and needs its owner.
  struct TroubleJSON: Codable {
    /// A name that never changes its meaning.
    var kind: String
    var text: String
    var advice: String
    var since: String
  }

  var schemaVersion = JSONText.schemaVersion
  var at: String
  var name: String
  var process: Int32
  var version: String
  /// Whether the charger is only watched: the set-point is what it would have been commanded.
  var observing: Bool
  var file: String
  var schedule: String
  var charger: String
  var order: Nullable<OrderJSON>
  /// The schedule's inputs, in the order of its text.
  var inputs: [InputJSON]
  var soc: Nullable<Int>
  var lastSoC: Nullable<SoCJSON>
  /// When the charger was last restarted through its maker's service.
  var lastRestart: Nullable<String>
  var pluggedIn: Nullable<Bool>
  var state: Nullable<String>
  /// Whether it is left to its own app or network.
  var handedOver: Bool
  /// In amperes, charging positive.
  var setPoint: Nullable<Int>
  /// In watts, charging positive.
  var chargerPower: Nullable<Double>
  /// In watts, import positive.
  var grid: Nullable<Double>
  /// In watts.
  var solar: Nullable<Double>
  var decision: DecisionJSON
  var applied: DecisionJSON
  var rule: Nullable<PlaceJSON>
  /// Why the charger does not answer, what it refuses, or what else is wrong with it.
  var chargerProblem: Nullable<String>
  /// Why the charger could not be read, or would not take a command, just now.
  var commandProblem: Nullable<String>
  /// Why the meter does not answer.
  var meterProblem: Nullable<String>
  /// Why the schedule's files, which have changed, are refused.
  var scheduleProblem: Nullable<String>
  /// Why prices are not up to date.
  var priceProblem: Nullable<String>
  /// Why orders and what else the next run must know are not on disk.
  var stateProblem: Nullable<String>
  /// What is wrong and needs its owner, the most urgent first.
  var troubles: [TroubleJSON]
  /// One line of the run that says what is decided and why.
  var reason: String
}

extension InstanceStatus {
  /// The status of the run of `running` called `name` at the moment of `snapshot`.
  init(
    _ snapshot: LoopSnapshot, of running: RunningSchedule.View, name: String, process: Int32, observes: Bool,
    state saved: SavedState
  ) {
    let subject = running.subject
    at = snapshot.instant.description
    self.name = name
    self.process = process
    version = evse_run.version
    observing = observes
    file = subject.sources.first?.path ?? ""
    schedule = subject.schedule.name
    let device = subject.site.charger
    charger = device.driver + (device.address.map { " at \($0)" } ?? "")
    order = Nullable(
      snapshot.order.map {
        OrderJSON(
          kind: $0.kind.name, soc: Nullable($0.kind.target), until: Nullable($0.expiry?.description))
      })
    inputs = subject.schedule.inputs.map { input in
      let setting = saved.inputs[input.key]
      let value = setting.flatMap { input.accepts($0.value) ? $0.value : nil } ?? input.declared
      let ends = input.ends.map(\.description)
      return InputJSON(
        name: input.name, kind: input.kind, value: value.description, on: Nullable(value.isOn),
        low: Nullable(ends.first), high: Nullable(ends.last), isSet: setting != nil,
        until: Nullable(setting?.until?.description), once: setting?.isOnce ?? false)
    }
    soc = Nullable(snapshot.readings.soc)
    self.lastSoC = Nullable(saved.lastSoC.map { SoCJSON(soc: $0.soc, at: $0.instant.description) })
    lastRestart = Nullable(saved.lastRestart?.description)
    pluggedIn = Nullable(snapshot.charger?.pluggedIn)
    state = Nullable(snapshot.charger?.state.text)
    handedOver = snapshot.isHandedOver
    setPoint = Nullable(snapshot.setPoint?.value)
    chargerPower = Nullable(snapshot.charger?.power?.value.roundedForReport)
    grid = Nullable(snapshot.meter?.grid?.value.roundedForReport)
    solar = Nullable(snapshot.meter?.solar?.value.roundedForReport)
    decision = DecisionJSON(snapshot.outcome.decision)
    applied = DecisionJSON(snapshot.applied)
    let place = snapshot.order == nil ? subject.place(ofRule: snapshot.outcome.ruleIndex) : nil
    rule = Nullable(place.map { PlaceJSON($0) })
    func trouble(with device: Trouble.Kind.Concern) -> String? {
      snapshot.troubles.first { $0.kind.concern == device }?.text
    }
    commandProblem = Nullable(snapshot.chargerFailure?.explanation)
    chargerProblem = Nullable(snapshot.chargerFailure?.explanation ?? trouble(with: .charger))
    meterProblem = Nullable(snapshot.meterFailure?.explanation ?? trouble(with: .meter))
    scheduleProblem = Nullable(running.refusal)
    priceProblem = Nullable(running.priceProblem)
    stateProblem = Nullable(nil)
    troubles = snapshot.troubles.map {
      TroubleJSON(
        kind: $0.kind.rawValue, text: $0.text, advice: $0.kind.advice, since: $0.since.description)
    }
    reason = RunLine(snapshot, of: subject, observes: observes).reason
  }
}

extension InstanceStatus {
  /// What keeps an order that was just taken from its effect, now or later, a clause each.
  var orderProblems: [String] {
    [
      commandProblem.value.map {
        "the charger \($0); where it was armed it stops by itself when its time-out ends"
      },
      stateProblem.value.map { "a restart forgets it: \($0)" },
    ].compactMap { $0 }
  }

  /// The status for people, a fact a line.
  var text: String {
    func watts(_ power: Nullable<Double>) -> String {
      power.value.map { $0.magnitude < 1e9 ? "\(Int($0.rounded())) W" : "-" } ?? "-"
    }
    var battery = soc.value.map { "\($0)%" } ?? "unknown"
    if soc.value == nil, let last = lastSoC.value { battery += " (\(last.soc)% at \(last.at))" }
    let plug = pluggedIn.value.map { $0 ? "plugged in" : "unplugged" } ?? "not known whether plugged in"
    let charging = [
      state.value, commandProblem.value, handedOver ? "handed over to its own app" : nil,
      observing ? "only observed" : nil,
    ].compactMap { $0 }
    var rows = [
      ("charger", "\(charger): \(charging.joined(separator: ", "))"),
      ("set-point", setPoint.value.map { "\($0) A" } ?? "-"),
      ("car", "\(plug), SoC \(battery)"),
      ("home", "grid \(watts(grid)), solar \(watts(solar))"),
      ("schedule", "\(schedule) in \(file)"),
      ("decides", reason),
    ]
    for input in inputs {
      var text = "\(input.name) \(input.value)"
      if let until = input.until.value { text += " until \(until)" }
      if input.once { text += " until the car has left" }
      rows.append(("input", input.isSet ? text : text + " (as declared)"))
    }
    if let problem = meterProblem.value { rows.append(("meter", problem)) }
    if let problem = scheduleProblem.value { rows.append(("refused", "the changed file, for \(problem)")) }
    if let problem = priceProblem.value { rows.append(("prices", problem)) }
    if let problem = stateProblem.value { rows.append(("state", problem)) }
    for trouble in troubles {
      rows += [("trouble", trouble.text), ("", trouble.advice)]
    }
    return rows.map { $0.0.padded(to: 11) + $0.1 + "\n" }.joined()
  }
}

extension DeclaredInput {
  /// What it is, for programs.
  fileprivate var kind: String {
    switch declared {
    case .toggle: "switch"
    case .quantity: "number"
    case .time: "time"
    }
  }
}

extension InputValue {
  /// Whether it is on; nil where it is no switch's.
  fileprivate var isOn: Bool? { if case .toggle(let isOn) = self { isOn } else { nil } }
}

extension ChargerState {
  /// The state in words.
  var text: String {
    switch self {
    case .unplugged: "unplugged"
    case .paused: "paused"
    case .charging: "charging"
    case .discharging: "discharging"
    case .unavailable(let reason), .fault(let reason): reason
    }
  }
}

extension Trouble.Kind {
  /// What it is about.
  fileprivate enum Concern { case charger, meter, other }

  fileprivate var concern: Concern {
    switch self {
    case .chargerSilent, .chargerRefuses, .chargerNotStopped, .chargerNotFollowing, .timeoutUnproven,
      .chargerFault, .chargerUnavailable, .noPower, .setPointDoubtful, .powerDoubtful, .chargerRestarted:
      .charger
    case .meterSilent, .meterPartlySilent, .meterFrozen, .meterReversed, .meterBlind: .meter
    case .socDoubtful, .directionHeld, .pricesMissing, .targetMissed, .scheduleRefused, .programRestarted:
      .other
    }
  }
}
