import ScheduleLang

/// What the arguments ask for.
enum Invocation: Equatable {
  case run(file: String, RunOptions)
  case check(files: [String], json: Bool, fix: Bool)
  case dryRun(file: String, DryRunOptions, json: Bool)
  case simulate(files: [String], SimulateOptions, json: Bool)
  case explain(file: String, when: PointInTime, GivenReadings, json: Bool)
  case map(file: String, on: CivilDate?, json: Bool)
  case diff(old: String, new: String, on: CivilDate?, json: Bool)
  case test(files: [String], TestOptions)
  case format(files: [String], FormatMode)
  case explainCode(DiagnosticCode)
  case probe(file: String, json: Bool)
  case frames(file: String, json: Bool)
  case pretend(file: String)
  case devices(json: Bool)
  case languageServer
  case completions(Shell)
  case man
  case ask(ControlRequest, charger: String?, json: Bool)
  case help
  case version
}

/// What a dry run covers.
struct DryRunOptions: Equatable {
  /// When it starts; nil is now.
  var from: PointInTime?
  /// For how many days it goes on, of 24 hours each.
  var days = 1
  /// The SoC at the start in percent; nil leaves it to the report.
  var soc: Int?
  /// Whether the charger does not report the SoC until power has flowed.
  var isSoCUnknown = false
  /// The files of readings that house and sun follow; without one it is an invented home.
  var data: [String] = []
  /// The zone of times in them that have no offset.
  var zone: String?
}

/// What a simulation covers.
struct SimulateOptions: Equatable {
  /// The files of readings.
  var data: [String]
  /// The zone of times in them that have no offset.
  var zone: String?
  /// When the car is away, in words.
  var away: String?
  /// The SoC at the start in percent; nil leaves it to the report.
  var soc: Int?
  /// Whether the least possible cost is looked for.
  var optimum = false
  /// Where each minute is to be written.
  var steps: String?
  /// Where a picture is to be written.
  var svg: String?
}
