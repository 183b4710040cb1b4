import Insights
import Runtime
import ScheduleLang

/// The program as its caller sees it: arguments in, reports and an exit code out.
struct CommandLineProgram {
  let streams = ReportStreams()

  /// Does what `arguments` ask for, which do not include the program's own name.
  func run(_ arguments: [String]) -> ExitCode {
    do {
      return try perform(Invocation(arguments: arguments))
    } catch let error as UsageError {
      let usage = error.showsUsage ? "\(HelpText.usage)\nTry `evse-run --help`.\n" : ""
      streams.complain("evse-run: \(DiagnosticText.escaped(error.message))\n" + usage)
      return .misuse
    } catch let error as InputError {
      return error.exitCode
    } catch is ReportError {
      streams.complain("evse-run: the report cannot be written\n")
      return .failed
    } catch {
      streams.complain("evse-run: \(error)\n")
      return .failed
    }
  }

  private func perform(_ invocation: Invocation) throws -> ExitCode {
    let files = ProgramFile(complaints: streams.complaints)
    let prices = PriceSources(complaints: streams.complaints)
    switch invocation {
    case .help: return try report(HelpText.full)
    case .version: return try report("evse-run \(version)\n")
    case .check(let paths, let json, let fix):
      let check = CheckCommand(files: files, streams: streams)
      let fixed = fix ? FixCommand(files: files, streams: streams, check: check).run(paths) : .init()
      return max(fixed.exitCode, try check.run(paths, json: json, after: fixed.changes))
    case .explainCode(let code):
      guard let page = code.page else { throw UsageError("there is no page about \(code.rawValue)") }
      return try report(page.text(about: code))
    case .test(let paths, let options):
      return try TestCommand(files: files, streams: streams).run(paths, options)
    case .completions(let shell): return try report(ShellCompletions.script(for: shell))
    case .man: return try report(ManualPage.text)
    case .probe(let path, let json):
      return try ProbeCommand(streams: streams).run(files.program(path), json: json)
    case .frames(let path, let json):
      return try FramesCommand(streams: streams).run(files.program(path), json: json)
    case .pretend(let path): return try PretendCommand(streams: streams).run(files.program(path))
    case .devices(let json): return try report(DevicesCommand().text(json: json))
    case .languageServer: return try LanguageServerCommand(streams: streams).run()
    case .format(let paths, let mode): return try FormatCommand(streams: streams).run(paths, mode)
    case .map(let path, let date, let json):
      let subject = try prices.informed(files.subject(path))
      let map = PolicyMap(of: subject, around: date ?? subject.clocks.site.local(.now).date)
      return try report(
        json
          ? JSONText.text(MapJSON(map, of: subject, withPlans: true))
          : PolicyPicture(map: map, subject: subject, coloured: streams.coloursReports, width: streams.width)
            .text)
    case .diff(let old, let new, let date, let json):
      return try diff(files.subject(old), files.subject(new), around: date, json: json)
    case .explain(let path, let when, let given, let json):
      let subject = try prices.informed(files.subject(path))
        .withoutPrices(of: given.values.filter { $0.value == nil }.keys)
      let readings = Readings(given: given.values, pluggedIn: given.pluggedIn)
      let explanation = Explanation(subject, at: try moment(when, of: subject), readings: readings)
      return try report(
        json
          ? JSONText.text(ExplanationJSON(explanation, of: subject))
          : ExplanationText(explanation: explanation, subject: subject).text)
    case .dryRun(let path, let options, let json):
      let subject = try prices.informed(files.subject(path))
      let start = try options.from.map { try moment($0, of: subject).instant } ?? Instant.now.wholeSecond
      return try report(DryRunCommand(streams: streams).text(subject, from: start, options, json: json))
    case .simulate(let paths, let options, let json):
      return try SimulateCommand(files: files, prices: prices, streams: streams).run(
        paths, options, json: json)
    case .ask(let request, let charger, let json):
      return try InstanceCommand(streams: streams).run(request, charger: charger, json: json)
    case .run(let path, let options):
      if let address = options.dashboard, ScheduleFile.isMissing(path) {
        return try SetupRun(path: path, address: address, streams: streams).run()
      }
      let subject = try files.subject(path)
      let feed = try prices.feed(of: subject, isStarting: true)
      return try RunCommand(subject: subject, path: path, options: options, prices: feed).run()
    }
  }

  private func diff(_ old: HomeSchedule, _ new: HomeSchedule, around date: CivilDate?, json: Bool) throws
    -> ExitCode
  {
    let day = date ?? new.clocks.site.local(.now).date
    let comparison = ProgramComparison(from: old, to: new, start: day)
    let week = PolicyDifference(from: old, to: new, around: day)
    return try report(
      json
        ? JSONText.text(DifferenceJSON(comparison, week: week, from: old, to: new))
        : DifferenceText(
          comparison: comparison, week: week, old: old, new: new, coloured: streams.coloursReports,
          width: streams.width
        ).text)
  }

  /// The moment that is meant by `point`, or a complaint where it never occurs.
  private func moment(_ point: PointInTime, of subject: HomeSchedule) throws -> Moment {
    do {
      return try point.moment(on: subject.clocks, now: .now)
    } catch {
      throw UsageError(
        "\(error.local) never occurs: clocks in \(subject.site.timezone) skip it", showsUsage: false)
    }
  }

  private func report(_ text: String) throws(ReportError) -> ExitCode {
    try streams.report(text)
    return .fine
  }
}
