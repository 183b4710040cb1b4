/// Metrics in Prometheus's text format, version 0.0.4.
///
/// A metric that has no value is left out, as is what no number is: nothing is 0 that is unknown.
struct PrometheusText {
  /// What a metric is.
  enum Kind: String {
    /// Goes up and down.
    case gauge
    /// Only goes up.
    case counter
  }

  /// The media type of `text`.
  static let contentType = "text/plain; version=0.0.4; charset=utf-8"

  /// All that was added.
  private(set) var text = ""

  /// Adds a metric without labels.
  mutating func add(_ kind: Kind, _ name: String, _ help: String, _ value: Double?) {
    add(kind, name, help, lines: [("", value)])
  }

  /// Adds a metric with a value for each value of a label.
  mutating func add(
    _ kind: Kind, _ name: String, _ help: String, by label: String, _ values: [(String, Double?)]
  ) {
    add(kind, name, help, lines: values.map { ("{\(label)=\"\(Self.escaped($0))\"}", $1) })
  }

  private mutating func add(
    _ kind: Kind, _ name: String, _ help: String, lines: [(labels: String, value: Double?)]
  ) {
    let lines = lines.compactMap { labels, value in
      value.flatMap { $0.isFinite ? "\(name)\(labels) \($0)\n" : nil }
    }
    guard !lines.isEmpty else { return }
    text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n" + lines.joined()
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for character in text.unicodeScalars {
      switch character {
      case "\\", "\"": result.unicodeScalars += ["\\", character]
      case "\n": result += "\\n"
      default: result.unicodeScalars.append(character)
      }
    }
    return result
  }
}
