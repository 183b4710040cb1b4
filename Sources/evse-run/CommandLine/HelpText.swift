/// What `--help` and wrong usage print.
enum HelpText {
  /// How the program is called, on one line.
  static let usage = "usage: evse-run [OPTION…] FILE…"

  /// All of the help, made from the table of options.
  static var full: String {
    var text = """
      \(usage)

      Runs the schedule in FILE: evaluates it each minute and drives the charger until stopped.
      `-` reads the file from standard input. Files of up to 16 MiB are read.


      """
    for option in CommandOption.allCases {
      let head = "  " + option.names.joined(separator: ", ") + valueText(option)
      let lines = option.summary.split(separator: "\n")
      for (index, line) in lines.enumerated() {
        text += (index == 0 ? head : "").padded(to: 26) + line + "\n"
      }
    }
    text += """

      Exit codes: 0 fine, 1 a file has errors or a test failed, 2 wrong usage or a file that cannot be
      read, 3 the run itself failed.

      """
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
