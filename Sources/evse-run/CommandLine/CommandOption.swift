/// The options of the command line, in the order in which `--help` lists them.
enum CommandOption: CaseIterable {
  case check, dryRun, simulate, explain, map, diff, test, format, explainCode, probe, frames, pretend, devices
  case languageServer
  case json, fix, from, days, soc
  case home, solar, grid, importing, exporting, importPrice, exportPrice, unplugged
  case on, inPlace, verify
  case coverage, junit
  case data, zone, away, compare, optimum, steps, svg
  case pause, speed, observe, trace, dashboard
  case status, stop, resume, chargeTo, dischargeTo, set, charger
  case help, version
  case completions, man

  /// Whether an option is followed by a value, and what that is called.
  enum Value: Equatable {
    case none
    case required(String)
    case optional(String)
  }

  /// The spellings, the one that messages use last.
  var names: [String] {
    switch self {
    case .check: ["--check"]
    case .dryRun: ["--dry-run"]
    case .simulate: ["--simulate"]
    case .explain: ["--explain"]
    case .map: ["--map"]
    case .diff: ["--diff"]
    case .test: ["--test"]
    case .format: ["--format"]
    case .explainCode: ["--explain-code"]
    case .probe: ["--probe"]
    case .frames: ["--frames"]
    case .pretend: ["--pretend"]
    case .devices: ["--devices"]
    case .languageServer: ["--language-server"]
    case .json: ["--json"]
    case .fix: ["--fix"]
    case .from: ["--from"]
    case .days: ["--days"]
    case .soc: ["--soc"]
    case .home: ["--home"]
    case .solar: ["--solar"]
    case .grid: ["--grid"]
    case .importing: ["--importing"]
    case .exporting: ["--exporting"]
    case .importPrice: ["--import-price"]
    case .exportPrice: ["--export-price"]
    case .unplugged: ["--unplugged"]
    case .on: ["--on"]
    case .inPlace: ["--in-place"]
    case .verify: ["--verify"]
    case .coverage: ["--coverage"]
    case .junit: ["--junit"]
    case .data: ["--data"]
    case .zone: ["--zone"]
    case .away: ["--away"]
    case .compare: ["--compare"]
    case .optimum: ["--optimum"]
    case .steps: ["--steps"]
    case .svg: ["--svg"]
    case .pause: ["-p", "--pause"]
    case .speed: ["--speed"]
    case .observe: ["--observe"]
    case .trace: ["--trace"]
    case .dashboard: ["--dashboard"]
    case .status: ["--status"]
    case .stop: ["--stop"]
    case .resume: ["--resume"]
    case .chargeTo: ["--charge-to"]
    case .dischargeTo: ["--discharge-to"]
    case .set: ["--set"]
    case .charger: ["--charger"]
    case .help: ["-?", "-h", "--help"]
    case .version: ["--version"]
    case .completions: ["--completions"]
    case .man: ["--man"]
    }
  }

  /// The spelling that messages use.
  var name: String { names[names.count - 1] }

  /// What follows it.
  var value: Value {
    switch self {
    case .explain: .required("WHEN")
    case .completions: .required("SHELL")
    case .explainCode: .required("CODE")
    case .from: .required("INSTANT")
    case .days: .required("N")
    case .soc: .required("P")
    case .home, .solar, .grid, .importing, .exporting: .required("POWER")
    case .importPrice, .exportPrice: .required("PRICE")
    case .on: .required("DATE")
    case .coverage: .required("P")
    case .junit: .required("PATH")
    case .data: .required("CSV")
    case .zone: .required("ZONE")
    case .away: .required("TIMES")
    case .steps, .svg: .required("PATH")
    case .pause: .optional("DURATION")
    case .speed: .required("N")
    case .dashboard: .required("ADDRESS")
    case .chargeTo, .dischargeTo: .required("P")
    case .set: .required("INPUT")
    case .charger: .required("ADDRESS")
    case .check, .dryRun, .simulate, .map, .diff, .test, .format, .probe, .frames, .pretend, .devices,
      .languageServer,
      .json,
      .fix, .unplugged, .inPlace, .verify, .compare, .optimum, .observe, .trace, .status, .stop, .resume,
      .help, .version, .man:
      .none
    }
  }

  /// Whether it says what the program does, rather than how.
  var isMode: Bool { CommandOption.modes.contains(self) }

  /// The options of which at most one may be given.
  static let modes: [CommandOption] =
    [
      .check, .dryRun, .simulate, .explain, .map, .diff, .test, .format, .explainCode, .probe, .frames,
      .pretend, .devices,
      .languageServer, .completions, .man,
    ] + requests

  /// The modes that talk to a running instance; `--pause` does where no file is given.
  static let requests: [CommandOption] = [.status, .stop, .resume, .chargeTo, .dischargeTo, .set]

  /// Whether `--help` leaves it out: it is for those who install the program.
  var isHidden: Bool { self == .completions || self == .man }

  /// The modes that it goes with; nil is the run itself.
  var companions: [CommandOption?] {
    switch self {
    case .fix: [.check]
    case .coverage, .junit: [.test]
    case .data, .zone: [.dryRun, .simulate]
    case .away, .compare, .optimum, .steps, .svg: [.simulate]
    case .json:
      [.check, .dryRun, .simulate, .explain, .map, .diff, .test, .probe, .frames, .devices, .pause]
        + CommandOption.requests
    case .charger: CommandOption.requests + [.pause]
    case .from, .days: [.dryRun]
    case .soc: [.dryRun, .simulate, .explain]
    case .home, .solar, .grid, .importing, .exporting, .importPrice, .exportPrice, .unplugged: [.explain]
    case .on: [.map, .diff]
    case .inPlace, .verify: [.format]
    case .pause: [nil, .pause]
    case .speed, .observe, .trace, .dashboard: [nil]
    case .check, .dryRun, .simulate, .explain, .map, .diff, .test, .format, .explainCode, .probe, .frames,
      .pretend, .devices,
      .languageServer, .completions, .man, .status, .stop, .resume, .chargeTo, .dischargeTo, .set, .help,
      .version:
      CommandOption.modes + [nil]
    }
  }

  /// What it does, for `--help`.
  var summary: String {
    switch self {
    case .check: "say whether the files are valid, and what is odd about them"
    case .dryRun: "print the planned actions of the next 24 hours in a modelled home"
    case .simulate: "say what the schedule would have done over the readings in --data, and its cost"
    case .explain:
      "say which rule decides at WHEN, why the earlier ones do not, and until when;\nWHEN is now, [DAY, today, tomorrow or DATE] TIME, or an ISO instant"
    case .map: "draw the whole policy: time of day across, SoC up"
    case .diff: "say where two files, OLD and NEW, decide differently, at any time"
    case .test: "run the test blocks of the files"
    case .format: "print the files in the canonical style"
    case .explainCode: "say what a diagnostic such as E0203 means, with an example"
    case .probe: "ask the devices of the site once, tell them nothing, and show what they say"
    case .frames: "print the bytes that each command to the charger sends, without a charger"
    case .pretend:
      "serve the described devices of FILE on this machine, as if they were there"
    case .devices: "list the devices that can be driven, and how far each was tried"
    case .languageServer: "serve an editor over standard input and output (LSP)"
    case .json: "report as JSON"
    case .fix: "with --check: apply the fixes that can mean nothing else, and say what was changed"
    case .from: "with --dry-run: start at INSTANT (as WHEN; the site's time without an offset)"
    case .days: "with --dry-run: go on for N days"
    case .soc: "the SoC to start from; with --explain the SoC then; or `unknown`"
    case .home: "with --explain: what the house takes, such as 600W or 2.5kW"
    case .solar: "with --explain: what the sun gives"
    case .grid: "with --explain: importing less exporting"
    case .importing: "with --explain: what is imported without the charger"
    case .exporting: "with --explain: what is exported without the charger"
    case .importPrice: "with --explain: what a kWh costs, such as 12p, or `unknown`"
    case .exportPrice: "with --explain: what a kWh earns, such as 12p, or `unknown`"
    case .unplugged: "with --explain: no car is plugged in"
    case .on: "with --map: the week that DATE is in; with --diff: the day from which on"
    case .inPlace: "with --format: put the result into the files' place"
    case .verify: "with --format: only say which files would change; exit 1 where one would"
    case .coverage: "with --test: also say which rules no test reaches; exit 1 where fewer than P are"
    case .junit: "with --test: also write a JUnit report into the file PATH"
    case .data:
      "with --simulate: readings from `record csv`, a meter's or InfluxDB's export;\nmore than once where load and sun are apart; with --dry-run: those whose usual week\nhouse and sun follow"
    case .zone: "with --data: the zone of times without an offset, such as Europe/London"
    case .away:
      "with --simulate: when the car is away and what a trip takes, such as\n`08:00-17:30 on weekdays, 20% a trip`"
    case .compare: "simulate several files over the same readings, side by side"
    case .optimum: "with --simulate: also find the least that was possible in hindsight"
    case .steps:
      "with --simulate: write each minute's decision, SoC, energy and cost to PATH"
    case .svg: "with --simulate: draw the comparison into the file PATH"
    case .pause:
      "stay idle for 10min, or DURATION, or `until-unplugged`, before the schedule\ntakes over; without FILE: tell the running instance to"
    case .speed: "run simulated devices N times as fast"
    case .dashboard:
      "serve the page at an address such as 127.0.0.1:8080; where FILE does not exist\nyet, the page leads to a first schedule"
    case .observe: "read everything, command nothing, and log what would have been done"
    case .trace: "print what is exchanged with the devices, without secrets"
    case .status: "say how the running instance is"
    case .stop: "tell it to stop charging or discharging at once and stay idle until --resume"
    case .resume: "tell it to follow the schedule again"
    case .chargeTo: "tell it to charge to P at the maximum, then follow the schedule"
    case .dischargeTo: "tell it to discharge to P at the maximum, then follow the schedule"
    case .set:
      "set an input of its schedule: `--set trip on`, `--set target 90%`,\n`--set ready 07:00`, or default; behind it `once`, until the car has left,\nor `until 18:00`, or `until 2026-12-03 12:00`"
    case .charger: "of several instances: the one at ADDRESS, or of that control socket"
    case .help: "print this help"
    case .version: "print the version"
    case .completions: "print the completions for bash, zsh or fish"
    case .man: "print the manual page"
    }
  }
}
