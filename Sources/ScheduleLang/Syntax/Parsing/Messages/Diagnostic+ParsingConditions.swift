// The parser's messages about conditions and keywords.
extension Diagnostic {
  static func foreignComparison(_ text: String, meant: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .foreignKeyword, "this is written `\(meant)`, not `\(DiagnosticText.escaped(text))`", at: range,
      fixes: [.replace(range, by: meant, title: "write `\(meant)`")])
  }

  static func copula(_ text: String, at range: SourceRange, gap: SourceRange) -> Diagnostic {
    Diagnostic(
      .foreignKeyword, "`\(text)` is not needed, as in `soc unknown` or `soc < 30%`", at: range,
      fixes: [.replace(gap, by: " ", title: "remove `\(text)`")])
  }

  static func foreignRange(_ bounds: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .foreignKeyword, "a range of the SoC is written `soc in \(DiagnosticText.escaped(bounds))`", at: range,
      fixes: [.replace(range, by: "in \(bounds)", title: "write `in \(DiagnosticText.escaped(bounds))`")])
  }

  static func priceWithoutDirection(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .unknownName, "`price` alone is not a reading; there are `import price` and `export price`", at: range,
      fixes: ["import", "export"].map {
        .insert(
          "\($0) ", at: range.start, file: range.file, title: "write `\($0) price`", isCertain: false)
      })
  }

  static func foreignReading(_ text: String, meant: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .foreignKeyword, "this reading is called `\(meant)`, not `\(text)`", at: range,
      fixes: [.replace(range, by: meant, title: "write `\(meant)`")])
  }

  static func misspelt(_ text: String, as match: Suggestion.Match, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .unexpectedToken,
      "`\(DiagnosticText.escaped(text))` is not known here; did you mean `\(match.text)`?", at: range,
      fixes: [
        .replace(range, by: match.text, title: "write `\(match.text)`", isCertain: match.isCertain)
      ])
  }

  static func foreignKeyword(
    answer: String, replacement: String?, isCertain: Bool, at range: SourceRange
  ) -> Diagnostic {
    Diagnostic(
      .foreignKeyword, answer, at: range,
      fixes: replacement.map {
        [.replace(range, by: $0, title: "write `\($0)`", isCertain: isCertain)]
      } ?? [])
  }
}
