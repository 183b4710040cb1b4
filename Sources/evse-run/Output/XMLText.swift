import ScheduleLang

/// Spelling of text in XML; what XML cannot hold is shown escaped.
enum XMLText {
  /// `text` as the value of an attribute between double quotes.
  static func attribute(_ text: String) -> String {
    var escaped = ""
    for scalar in DiagnosticText.escaped(text).unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  /// `text` as the content of an element, which keeps its lines.
  static func content(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { attribute(String($0)) }
      .joined(separator: "\n")
  }
}
