/// The manual page, made from the table of options.
enum ManualPage {
  /// The page in the language of `man`.
  static var text: String {
    var text = """
      .TH EVSE\\-RUN 1 "" "evse\\-run \(version)" "User Commands"
      .SH NAME
      evse\\-run \\- drive a bidirectional car charger by a schedule
      .SH SYNOPSIS
      .B evse\\-run
      .RI [ OPTION ]...\\& " " FILE ...
      .SH DESCRIPTION
      \(escaped(HelpText.description))
      .SH OPTIONS

      """
    for option in CommandOption.allCases where !option.isHidden {
      let names = option.names.map { "\\fB\(escaped($0))\\fR" }.joined(separator: ", ")
      text += ".TP\n\(names)\(valueText(option))\n\(escaped(option.summaryOnOneLine))\n"
    }
    text += ".SH EXIT STATUS\n"
    for code in ExitCode.allCases { text += ".TP\n\(code.rawValue)\n\(escaped(code.summary))\n" }
    return text
  }

  private static func valueText(_ option: CommandOption) -> String {
    switch option.value {
    case .none: ""
    case .required(let name): " \\fI\(escaped(name))\\fR"
    case .optional(let name): " [\\fI\(escaped(name))\\fR]"
    }
  }

  /// `text` such that nothing in it is a request or an escape.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for line in text.split(separator: "\n") {
      if !result.isEmpty { result += "\n" }
      if line.hasPrefix(".") || line.hasPrefix("'") { result += "\\&" }
      for character in line {
        switch character {
        case "\\": result += "\\e"
        case "-": result += "\\-"
        case "`": result += "\\(ga"
        default: result.append(character)
        }
      }
    }
    return result
  }
}
