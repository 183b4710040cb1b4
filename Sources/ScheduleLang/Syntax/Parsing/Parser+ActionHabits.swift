// What people write from habit in an action: reported, and read as what it most likely means.
extension Parser {
  private static let bounds: [String: Keyword] = [
    "max": .most, "maximum": .most, "min": .least, "minimum": .least, "upto": .most,
  ]

  /// Reads the `max` of `S2V max 10A`, and the `with` of `charge with 16A`, as the words for a limit.
  mutating func readLimitAsMeant(of kind: ActionSyntax.Kind) throws(SyntaxError) {
    guard current.isWord else { return }
    let found = word(of: current)
    if ["only", "now"].contains(found.key), case .action = kind {
      report(.needlessWord(found.text, before: nil, at: found.range))
      advance()
    } else if peek().isQuantity, Self.bounds[found.key] != nil || ["with", "using"].contains(found.key) {
      // `charge` has one current; what follows has bounds.
      let bound = kind.followsGrid ? Self.bounds[found.key] : nil
      let meant = "at" + (bound.map { " \($0.spelling)" } ?? "")
      report(.foreignWord(found.text, meant: meant, as: "this limit", at: found.range))
      guard let bound else { return readCurrent(as: .keyword(.at)) }
      readCurrent(as: .keyword(bound))
      insertCurrent(.keyword(.at))
    } else if ["full", "fully", "completely"].contains(found.key), isEndOfStatement(peek()) {
      throw fail(.answer("a target is written `charge to 100%`", at: found.range))
    } else if ["fast", "slow", "slowly", "quickly", "hard", "gently"].contains(found.key) {
      throw fail(
        .answer(
          "how fast is said by a current, as in `charge at 6A`; without one it is the charger's most",
          at: found.range))
    } else if ["until", "till", "before"].contains(found.key), !peek().isQuantity || isTimeOfDay(peek()) {
      throw fail(
        .answer(
          "a window is a guard, as in `during 00:00-07:00: charge`; a deadline has a target, as in `charge to 80% by 07:00`",
          at: found.range))
    }
  }

  /// Reads the `max` of `at max 10A` as `most`; answers what is no current at all, as in `at night`.
  mutating func readBoundAsMeant(of kind: ActionSyntax.Kind) throws(SyntaxError) {
    guard current.isWord || current.isTime else { return }
    let found = word(of: current)
    if peek().isQuantity, let bound = Self.bounds[found.key] {
      guard kind.followsGrid else {
        report(.needlessWord(found.text, before: peek().range, at: found.range))
        advance()
        return
      }
      report(.foreignWord(found.text, meant: bound.spelling, as: "this bound", at: found.range))
      return readCurrent(as: .keyword(bound))
    }
    if ["full", "max", "maximum"].contains(found.key), peek().kind != .dots {
      throw fail(
        .answer("without a limit `charge` and `V2G` use the most that the charger can do", at: found.range))
    }
    guard current.isTime || ["night", "noon", "midnight", "home", "weekends"].contains(found.key) else {
      return
    }
    throw fail(
      .answer(
        "behind `at` stands a current; a time is a guard, as in `during 22:00-05:00: charge`", at: found.range
      ))
  }

  /// Reads a limit that stands behind the target as if it stood before, where it belongs.
  mutating func readLimitBehindTarget(of action: inout ActionSyntax) throws(SyntaxError) {
    guard current.kind == .keyword(.at), action.limit == nil,
      peek().isQuantity || [.keyword(.most), .keyword(.least)].contains(peek().kind),
      !isTimeOfDay(peek())
    else { return }
    let (start, end) = (current, previous.range.end)
    action.limit = try parseLimit(of: action.kind)
    let written = range(from: start)
    action.limitRange = written
    report(
      .limitBehindTarget(
        source.text(written), range: written,
        gap: SourceRange(file: file, start: end, end: written.end), kindEnd: action.kindRange.end))
  }

  /// Reads the `before` of `charge to 80% before 07:00`, and the like, as `by`.
  mutating func readDeadlineAsMeant() {
    guard current.isWord, isTimeOfDay(peek()) || peek().isDate else { return }
    let found = word(of: current)
    switch found.key {
    // What goes on until then, or begins then, may be meant by the others.
    case "before", "latest":
      report(.foreignWord(found.text, meant: "by", as: "a deadline", example: "by 07:00", at: found.range))
    case "until", "till", "at", "for":
      report(
        .foreignWord(
          found.text, meant: "by", as: "a deadline", example: "by 07:00", at: found.range, isCertain: false))
    default: return
    }
    readCurrent(as: .keyword(.by))
  }

  /// Reads `and then` as `then`.
  mutating func readThenAsMeant() {
    if current.isWord, ["else", "otherwise"].contains(word(of: current).key), peek().isActionStart {
      report(
        .foreignWord(
          source.text(current.range), meant: "then", as: "what follows a target", at: current.range,
          isCertain: false))
      return readCurrent(as: .keyword(.then))
    }
    guard current.kind == .keyword(.and) || current.kind == .comma, peek().kind == .keyword(.then) else {
      return
    }
    report(.needlessWord(source.text(current.range), before: peek().range, at: current.range))
    advance()
  }

  /// Reads the `and` of `S2V and V2H` as the `+` that joins them.
  mutating func readPlusAsMeant(before other: Keyword) {
    guard current.kind == .keyword(.and), peek().kind == .keyword(other) else { return }
    report(
      .foreignWord(
        source.text(current.range), meant: "+", as: "both together", example: "S2V + V2H", at: current.range))
    readCurrent(as: .plus)
  }

  /// Reads `do nothing` as `idle`.
  mutating func readNothingAsMeant() {
    guard current.isWord, word(of: current).key == "do", peek().isWord, word(of: peek()).key == "nothing"
    else {
      return
    }
    let both = current.range.union(peek().range)
    report(.foreignAction(source.text(both), meant: ["idle"], isCertain: true, at: both))
    advance()
    readCurrent(as: .keyword(.idle))
  }

  /// What `discharge` may mean, with the target that follows it.
  func ambiguousDischarge() -> Diagnostic {
    let target =
      peek().kind == .keyword(.to) && peek(2).isQuantity ? " to " + source.text(peek(2).range) : ""
    return .ambiguousDischarge(source.text(current.range), to: target, at: current.range)
  }

  /// Records what stands behind an action that says no end.
  mutating func unexpectedBehindAction() -> SyntaxError {
    if current.isWord, ["else", "otherwise", "unless"].contains(word(of: current).key) {
      return fail(
        .answer(
          "each rule stands on a line of its own, and the first that applies decides", at: current.range))
    }
    expect("`to` and a target")
    return unexpected()
  }

  private func isEndOfStatement(_ token: Token) -> Bool {
    [.newline, .end, .rightBrace].contains(token.kind)
  }

  /// Whether a token is a time of day, if only from habit: `7` or `7h`, and not `7A`.
  private func isTimeOfDay(_ token: Token) -> Bool {
    if token.isTime { return true }
    return BareHour.minute(source.text(token.range).lowercased()) != nil
  }
}

extension ActionSyntax.Kind {
  /// Whether the current follows the grid meter.
  fileprivate var followsGrid: Bool {
    if case .action(let kind) = self { return kind.follows }
    return false
  }
}
