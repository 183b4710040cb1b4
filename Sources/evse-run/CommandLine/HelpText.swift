/// What `--help` and wrong usage print.
enum HelpText {
  /// How the program is called, on one line.
  static let usage = "usage: evse-run [OPTION…] FILE…"

  /// What the program does without options.
  static let description = """
    Runs the schedule in FILE: evaluates it each minute and drives the charger until stopped.
    `-` reads the file from standard input. Files of up to 16 MiB are read.
    """

  /// All of the help, made from the table of options.
  static var full: String {
    var text = """
      \(usage)

      \(description)


      """
    for option in CommandOption.allCases where !option.isHidden {
      let head = "  " + option.names.joined(separator: ", ") + valueText(option)
      let lines = option.summary.split(separator: "\n")
      for (index, line) in lines.enumerated() {
        text += (index == 0 ? head : "").padded(to: 26) + line + "\n"
      }
    }
    text += "\nExit codes:\n"
    for code in ExitCode.allCases { text += "  \(code.rawValue)  \(code.summary)\n" }
    return text
  }

  private static func valueText(_ option: CommandOption) -> String {
    switch option.value {
    case .none: ""
    case .required(let name): " " + name
    case .optional(let name): " [" + name + "]"
    }
  }
}
