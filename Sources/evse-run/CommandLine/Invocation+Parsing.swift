import ScheduleLang

extension Invocation {
  /// Understands the arguments that follow the program's name, or throws what is wrong with them.
  init(arguments: [String]) throws(UsageError) {
    let given = try GivenArguments(arguments)
    if given.values[.help] != nil {
      self = .help
      return
    }
    if given.values[.version] != nil {
      self = .version
      return
    }
    let mode = try given.mode() ?? (given.values[.compare] == nil ? nil : .simulate)
    try given.requireCompanions(of: mode)
    let json = given.values[.json] != nil
    switch mode {
    case .check:
      self = .check(files: try given.files(), json: json, fix: try given.fixes())
    case .explainCode:
      guard let code = try given.value(.explainCode, ArgumentText.code) else {
        throw UsageError("--explain-code needs CODE")
      }
      try given.requireNoFiles()
      self = .explainCode(code)
    case .test:
      let coverage = try given.value(.coverage, ArgumentText.share)
      self = .test(
        files: try given.files(), TestOptions(json: json, coverage: coverage, junit: given.values[.junit]))
    case .probe: self = .probe(file: try given.file(), json: json)
    case .frames: self = .frames(file: try given.file(), json: json)
    case .pretend: self = .pretend(file: try given.file())
    case .devices:
      try given.requireNoFiles()
      self = .devices(json: json)
    case .languageServer:
      try given.requireNoFiles()
      self = .languageServer
    case .completions:
      guard let shell = try given.value(.completions, ArgumentText.shell) else {
        throw UsageError("--completions needs SHELL")
      }
      try given.requireNoFiles()
      self = .completions(shell)
    case .man:
      try given.requireNoFiles()
      self = .man
    case .format: self = .format(files: try given.files(), try given.formatMode())
    case .map:
      self = .map(file: try given.file(), on: try given.value(.on, ArgumentText.date), json: json)
    case .diff:
      let (old, new) = try given.twoFiles()
      self = .diff(old: old, new: new, on: try given.value(.on, ArgumentText.date), json: json)
    case .explain:
      guard let when = try given.value(.explain, ArgumentText.pointInTime) else {
        throw UsageError("--explain needs WHEN")
      }
      self = .explain(file: try given.file(), when: when, try given.readings(), json: json)
    case .dryRun:
      var options = DryRunOptions()
      options.from = try given.value(.from, ArgumentText.pointInTime)
      options.days = try given.value(.days, ArgumentText.days) ?? options.days
      let soc = try given.value(.soc, ArgumentText.soc)
      (options.soc, options.isSoCUnknown) = (soc ?? nil, soc == .some(nil))
      (options.data, options.zone) = (given.data, given.values[.zone])
      self = .dryRun(file: try given.file(), options, json: json)
    case .simulate:
      guard !given.data.isEmpty else { throw UsageError("--simulate needs --data CSV") }
      var options = SimulateOptions(data: given.data)
      (options.zone, options.away) = (given.values[.zone], given.values[.away])
      options.soc = try given.value(.soc, ArgumentText.percent)
      options.optimum = given.values[.optimum] != nil
      (options.steps, options.svg) = (given.values[.steps], given.values[.svg])
      let files = given.values[.compare] == nil ? [try given.file()] : try given.files()
      if options.steps != nil, files.count > 1 { throw UsageError("--steps goes with one FILE") }
      self = .simulate(files: files, options, json: json)
    case .status?, .stop?, .resume?, .pause?, .chargeTo?, .dischargeTo?, .set?:
      self = .ask(try given.request(), charger: given.values[.charger], json: json)
    default:
      var options = RunOptions()
      options.pause = try given.pause()
      options.observes = given.values[.observe] != nil
      options.traces = given.values[.trace] != nil
      options.dashboard = given.values[.dashboard]
      options.speed = try given.value(.speed, ArgumentText.speed).map(Double.init)
      self = .run(file: try given.file(), options)
    }
  }
}

extension GivenArguments {
  /// How long `--pause` says to pause; nil where it is not given.
  fileprivate func pause() throws(UsageError) -> PauseLength? {
    guard let text = values[.pause] else { return nil }
    return text.isEmpty ? .usual : try value(.pause, ArgumentText.pause)
  }

  /// How `--set NAME VALUE [once] [until TIME]` sets an input.
  private func setting() throws(UsageError) -> ControlRequest {
    var request = ControlRequest(.set)
    request.name = values[.set]
    var words = (try files()).flatMap { $0.split(separator: " ").map(String.init) }[...]
    request.value = words.popFirst()
    while let word = words.popFirst() {
      if word == "once" {
        request.once = true
      } else if word == "until", !words.isEmpty {
        request.until = words.joined(separator: " ")
        words = []
      } else {
        throw UsageError(
          "--set goes on with `once`, or with `until` and a time, not with “\(DiagnosticText.escaped(word))”")
      }
    }
    return request
  }

  /// What is asked of a running instance.
  fileprivate func request() throws(UsageError) -> ControlRequest {
    guard let mode = try mode() else { return ControlRequest(.status) }
    if mode == .set { return try setting() }
    try requireNoFiles()
    if let pause = try pause() { return pause.request }
    if let target = try value(.chargeTo, ArgumentText.percent) {
      return ControlRequest(.chargeTo, soc: target)
    }
    if let target = try value(.dischargeTo, ArgumentText.percent) {
      return ControlRequest(.dischargeTo, soc: target)
    }
    return ControlRequest(mode == .stop ? .stop : mode == .resume ? .resume : .status)
  }
}
