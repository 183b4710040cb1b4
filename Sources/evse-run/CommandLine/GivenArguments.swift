import ScheduleLang

/// The arguments, sorted into options and files.
struct GivenArguments {
  /// The options with their values, empty where an option has none; of an option given twice the last counts.
  private(set) var values: [CommandOption: String] = [:]
  /// The files of `--data`, which may be given more than once.
  private(set) var data: [String] = []
  private var modes: [CommandOption] = []
  private var paths: [String] = []

  init(_ arguments: [String]) throws(UsageError) {
    var rest = arguments[...]
    var optionsEnded = false
    while let argument = rest.popFirst() {
      if optionsEnded || argument == "-" || !argument.hasPrefix("-") {
        paths.append(argument)
      } else if argument == "--" {
        optionsEnded = true
      } else {
        try take(argument, from: &rest)
      }
    }
    if paths.filter({ $0 == "-" }).count > 1 { throw UsageError("standard input can be read only once") }
  }

  private mutating func take(_ argument: String, from rest: inout ArraySlice<String>) throws(UsageError) {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let attached = parts.count > 1 ? String(parts[1]) : nil
    let option = try GivenArguments.option(named: String(parts[0]))
    switch option.value {
    case .none:
      if attached != nil { throw UsageError("\(parts[0]) takes no value") }
      values[option] = ""
    case .required(let name):
      let next = rest.first.flatMap { $0.looksLikeOption ? nil : $0 }
      guard let value = attached ?? next, !value.isEmpty else {
        throw UsageError("\(parts[0]) needs \(name)")
      }
      if attached == nil { rest.removeFirst() }
      values[option] = value
      if option == .data { data.append(value) }
    case .optional(let name):
      // A file could follow: only what looks like a pause is the value.
      let next = rest.first.flatMap { ArgumentText.looksLikePause($0) ? $0 : nil }
      if attached?.isEmpty == true { throw UsageError("\(parts[0])= needs \(name)") }
      if attached == nil, next != nil { rest.removeFirst() }
      values[option] = attached ?? next ?? ""
    }
    if option.isMode, !modes.contains(option) { modes.append(option) }
  }

  private static func option(named name: String) throws(UsageError) -> CommandOption {
    if let option = CommandOption.allCases.first(where: { $0.names.contains(name) }) { return option }
    var message = "there is no option \(name)"
    if let meant = Suggestion.nearest(to: name, among: CommandOption.allCases.flatMap(\.names)) {
      message += "; did you mean \(meant)?"
    }
    throw UsageError(message)
  }

  /// The one mode that is given; nil is the run itself.
  func mode() throws(UsageError) -> CommandOption? {
    if modes.count > 1 { throw UsageError("\(modes[0].name) and \(modes[1].name) exclude each other") }
    // Nothing to run: the pause is for an instance that runs already.
    if modes.isEmpty, paths.isEmpty, values[.pause] != nil { return .pause }
    return modes.first
  }

  /// Throws where an option does not go with `mode`.
  func requireCompanions(of mode: CommandOption?) throws(UsageError) {
    for option in CommandOption.allCases where values[option] != nil && !option.companions.contains(mode) {
      let modes = option.companions.compactMap { $0 == option ? nil : $0?.name }
      let where_ = modes.isEmpty ? "without a report" : "with " + modes.joined(separator: " or ")
      throw UsageError("\(option.name) goes \(where_)")
    }
  }

  /// The files, at least one.
  func files() throws(UsageError) -> [String] {
    guard !paths.isEmpty else { throw UsageError("no FILE is given") }
    guard paths.allSatisfy({ !$0.isEmpty }) else { throw UsageError("the name of a FILE is empty") }
    return paths
  }

  /// The only file.
  func file() throws(UsageError) -> String {
    let files = try files()
    guard files.count == 1 else { throw UsageError("one FILE is expected, not \(files.count)") }
    return files[0]
  }

  /// Throws where a file is given.
  func requireNoFiles() throws(UsageError) {
    if let path = paths.first {
      throw UsageError("no FILE is expected, but “\(DiagnosticText.escaped(path))” is given")
    }
  }

  /// Whether `--check` is to write its fixes.
  func fixes() throws(UsageError) -> Bool {
    guard values[.fix] != nil else { return false }
    if paths.contains("-") { throw UsageError("standard input has no place to write to") }
    return true
  }

  /// The two files that are compared.
  func twoFiles() throws(UsageError) -> (String, String) {
    let files = try files()
    guard files.count == 2 else {
      throw UsageError("two files are compared, OLD and NEW, not \(files.count)")
    }
    if files == ["-", "-"] { throw UsageError("standard input can be read only once") }
    return (files[0], files[1])
  }

  /// What `--format` is to do with its result.
  func formatMode() throws(UsageError) -> FormatMode {
    switch (values[.inPlace] != nil, values[.verify] != nil) {
    case (true, true): throw UsageError("--in-place and --verify exclude each other")
    case (true, false):
      if paths.contains("-") { throw UsageError("standard input has no place to write to") }
      return .replace
    case (false, true): return .verify
    case (false, false): return .print
    }
  }

  /// The value of `option` as `read` understands it; nil where the option is not given.
  func value<Value>(
    _ option: CommandOption, _ read: (String) throws(UsageError) -> Value
  ) throws(UsageError) -> Value? {
    guard let text = values[option] else { return nil }
    do throws(UsageError) { return try read(text) } catch {
      throw UsageError(
        "\(option.name): “\(DiagnosticText.escaped(text))” \(error.message)", showsUsage: false)
    }
  }
}

extension String {
  /// Whether an argument is an option, rather than a file, standard input or a negative number.
  fileprivate var looksLikeOption: Bool {
    guard hasPrefix("-"), self != "-" else { return false }
    return utf8.dropFirst().first.map { !(0x30...0x39).contains($0) } ?? true
  }
}
