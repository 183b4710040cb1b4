// What people write from habit as a statement or a setting.
extension Parser {
  /// Statements that there are none of, each with the one that says it.
  private static let statements: [(words: Set<String>, answer: String)] = [
    (
      ["until", "till"],
      "a window has both its ends, as in `during 00:00-05:00`; a deadline is written `charge to 80% by 07:00`"
    ),
    (
      ["every", "each", "nightly", "tonight", "today", "tomorrow"],
      "a rule holds in a window or on days, as in `during 22:00-05:00` or `on weekdays`"
    ),
    (
      ["max", "maximum", "limit", "cap"],
      "a target ends charging, as in `charge to 80%`; what is forbidden is written `never charge, when soc >= 80%` or `never over 10A`"
    ),
    (
      ["target", "ready", "goal", "leave", "departure"],
      "a target with its time is written `charge to 80% by 07:00`"
    ),
    (
      ["do", "don", "dont", "no", "not", "avoid", "prevent", "forbid"],
      "what must not happen is written `never charge`, `never discharge` or `never V2G`, with guards behind a comma"
    ),
    (["stop", "end", "finish"], "a target says where an action ends, as in `charge to 80% then idle`"),
    (["start", "begin", "enable", "run", "allow_charge"], "a rule is written `during 22:00-05:00: charge`"),
    (["discharging"], "`V2H` covers the house, `V2G` discharges at the maximum"),
  ]

  /// The answer to a statement that the language says otherwise.
  mutating func answerToStatement() -> Diagnostic? {
    guard current.isWord else { return nil }
    let found = word(of: current)
    if current.kind == .keyword(.discharge) { return ambiguousDischarge() }
    if current.kind == .keyword(.let) {
      return .answer("names are declared outside of schedules and sites", at: current.range)
    }
    if current.kind == .name, peek().kind == .equals {
      return .answer(
        "a name is declared outside of the schedule, as in `let \(DiagnosticText.escaped(found.text)) = …`",
        at: current.range)
    }
    guard let answer = Self.statements.first(where: { $0.words.contains(found.key) })?.answer else {
      return nil
    }
    // The rest of `don't` is no mistake of its own.
    if peek().kind == .invalid, peek().range.start == current.range.end { withdraw(at: peek().range) }
    return .answer(answer, at: current.range)
  }

  /// Reads `else if` as a further rule.
  mutating func readElseIfAsMeant() {
    guard current.isWord, ["else", "otherwise"].contains(word(of: current).key), peek().isWord,
      ["if", "when"].contains(word(of: peek()).key)
    else { return }
    let both = current.range.union(peek().range)
    report(
      .foreignKeyword(
        answer: "rules are tried in order: a further one starts with `when`", replacement: "when",
        isCertain: true, at: both))
    advance()
    readCurrent(as: .keyword(.when))
  }

  /// Reads `reserve: 20%` and `reserve soc 20%` as `reserve 20%`.
  mutating func readClauseAsMeant() {
    dropAssignment()
    guard peek().kind == .keyword(.soc), peek(2).isQuantity else { return }
    report(.needlessWord(source.text(peek().range), before: peek(2).range, at: peek().range))
    drop(1)
  }

  /// Takes the `:` or `=` behind the words of a setting away, which other formats have there.
  mutating func dropAssignment() {
    guard current.isWord, current.kind != .keyword(.on) else { return }
    var ahead = 1
    while ahead < 3, peek(ahead).isWord { ahead += 1 }
    guard peek(ahead).kind == .colon || peek(ahead).kind == .equals else { return }
    let key = source.text(current.range.union(peek(ahead - 1).range))
    report(.assignment(source.text(peek(ahead).range), to: key, at: peek(ahead).range))
    drop(ahead)
  }

  /// Reads the `above` of `never above 10A`, and the like, as `over`.
  mutating func readCapAsMeant() throws(SyntaxError) {
    guard current.isWord else { return }
    let found = word(of: current)
    switch found.key {
    case "above", "exceed", "exceeding":
      report(
        .foreignWord(
          found.text, meant: "over", as: "a cap on the current", example: "never over 10A", at: found.range))
      readCurrent(as: .keyword(.over))
    case "more" where peek().isWord && word(of: peek()).key == "than":
      let both = found.range.union(peek().range)
      report(
        .foreignWord(
          source.text(both), meant: "over", as: "a cap on the current", example: "never over 10A", at: both))
      advance()
      readCurrent(as: .keyword(.over))
    case "at" where peek().isQuantity:
      // It may be that just this current is unwanted, which no clause says.
      report(
        .foreignWord(
          found.text, meant: "over", as: "a cap on the current", example: "never over 10A", at: found.range,
          isCertain: false)
      )
      readCurrent(as: .keyword(.over))
    case "below", "under", "less":
      throw fail(
        .answer(
          "what shall stay in the car is written `reserve 20%`, or `never discharge, when soc <= 20%`",
          at: found.range))
    case "v2h":
      throw fail(
        .answer(
          "`never discharge` takes `V2H` and `V2G` away, `never V2G` only what is sold", at: found.range))
    case "s2v": throw fail(.answer("`never charge` takes `S2V` away too", at: found.range))
    default: return
    }
  }
}
