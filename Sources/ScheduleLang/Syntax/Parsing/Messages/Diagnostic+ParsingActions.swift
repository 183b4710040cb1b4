// The parser's messages about actions and their limits.
extension Diagnostic {
  static func forbiddenExport(_ text: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .foreignKeyword,
      "`never \(text)` is written `never V2G`: the car may still feed the house", at: range,
      fixes: [.replace(range, by: "V2G", title: "write `V2G`")])
  }

  static func forbiddenImport(_ text: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .foreignKeyword,
      "there is no `never \(text)`: `S2V` charges without importing, and `never charge` forbids charging",
      at: range)
  }

  static func quotedName(_ name: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, "the name of a tariff stands without quotes: `\(name)`", at: range,
      fixes: [.replace(range, by: name, title: "remove the quotes")])
  }

  static func foreignAction(_ text: String, meant: [String], isCertain: Bool, at range: SourceRange)
    -> Diagnostic
  {
    let choices = ParserText.list(meant.map { "`\($0)`" })
    return Diagnostic(
      .foreignKeyword, "`\(text)` is no action; did you mean \(choices)?", at: range,
      fixes: meant.map { .replace(range, by: $0, title: "write `\($0)`", isCertain: isCertain) })
  }

  static func foreignTarget(_ text: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .foreignKeyword, "a target is written `to 80%`, not `\(text) 80%`", at: range,
      fixes: [.replace(range, by: "to", title: "write `to`")])
  }

  static func ambiguousDischarge(_ text: String, to target: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .foreignKeyword,
      "`\(text)` is no action: `V2H\(target)` covers the house, `V2G\(target)` discharges at the maximum",
      at: range,
      fixes: ["V2H", "V2G"].map {
        .replace(range, by: $0, title: "write `\($0)\(target)`", isCertain: false)
      })
  }

  /// A bare current behind an action; one that follows takes it as its least or its most.
  static func limitWithoutAt(follows: Bool, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, "a limit is written `at 10A`, `at least 6A`, `at most 10A` or `6A..10A`", at: range,
      fixes: (follows ? ["at most", "at least"] : ["at"]).map {
        .insert(
          "\($0) ", at: range.start, file: range.file, title: "insert `\($0)`", isCertain: !follows)
      })
  }

  static func targetWithoutTo(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, "a target is written `to 80%`", at: range,
      fixes: [.insert("to ", at: range.start, file: range.file, title: "insert `to`")])
  }

  static func rangeAfterAt(at range: SourceRange, range whole: SourceRange) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, "a range stands without `at`: `6A..10A`", at: range,
      fixes: [.replace(range, by: "", title: "remove `at`")])
  }
}
