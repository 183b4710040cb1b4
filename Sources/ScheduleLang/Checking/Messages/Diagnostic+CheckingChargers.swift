// Every message about descriptions of chargers.
extension Diagnostic {
  static func foreignStatement(at range: SourceRange) -> Diagnostic {
    Diagnostic(.unexpectedToken, "only a charger is told what to do, and this is a meter", at: range)
  }

  static func undeclaredReading(_ name: Word, among names: [String]) -> Diagnostic {
    Diagnostic(
      .unknownName, "nothing reads `\(DiagnosticText.escaped(name.text))`", at: name.range,
      notes: ["A line such as `read \(DiagnosticText.escaped(name.text)) from holding 4 as int32` does."],
      fixes: suggestion(name.text, among: names, at: name.range))
  }

  static func missingFailsafe(of name: Word, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .missingFailsafe,
      "nothing says how `\(DiagnosticText.escaped(name.text))` stops where nobody talks to it",
      at: range,
      notes: [
        "Its time-out is such a line: `failsafe: write holding 88 as uint16, in s   from 10s to 600s`.",
        "Where it has none: `failsafe: none \"what then happens\"`, which is said at every start.",
      ])
  }

  static func shortFailsafe(_ seconds: Int, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .shortFailsafe, "a time-out of at most \(seconds) s stops the car at each slow reconnection", at: range,
      notes: ["The charger is asked each second, and after a lost connection anew: 10 s is the least."])
  }

  static func lateHeartbeat(within seconds: Int, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .lateHeartbeat, "a heartbeat so rare comes too late for a time-out of \(seconds) s", at: range,
      notes: [
        "One may be lost: it comes at least twice within the shortest time-out that a site may ask for."
      ])
  }

  static func foreignFunction(_ number: Int, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .wrongFunction, "function \(number) does not write a register", at: range,
      notes: [
        "Function 6 writes one register, function 16 one or more; without `by function` one is written by 6."
      ])
  }

  static func narrowFunction(_ kind: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .wrongFunction,
      "function 6 writes one register, and \(kind == "int32" || kind == "int64" ? "an" : "a") \(kind) fills more",
      at: range,
      notes: ["Such a number is written whole, by function 16."])
  }

  static func repeatedState(_ code: Int, at range: SourceRange, first: SourceRange) -> Diagnostic {
    Diagnostic(
      .unreachableState, "what code \(code) means is said already", at: range,
      labels: [Label(first, "here")])
  }

  static func impossibleState(_ kind: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(.unreachableState, "no \(kind) is this code", at: range)
  }

  static func unspelledState(_ room: Int, _ kind: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .unreachableState, "no \(kind) spells this", at: range,
      notes: ["A register holds two letters, of which a code has one to \(room) here."])
  }

  static func misstated(_ kind: Word, isPluggedIn: Bool) -> Diagnostic {
    Diagnostic(
      .unreachableState,
      "a charger cannot be `\(kind.key)` while a car is \(isPluggedIn ? "plugged in" : "unplugged")",
      at: kind.range)
  }

  static func missingState(_ state: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .missingState, "no code means `\(state)`", at: range,
      notes: ["Without it the program would never know whether a command was obeyed."])
  }

  static func missingPlug(_ state: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .missingState, "no code means `\(state)`", at: range,
      notes: ["Without it the program would never know that a car comes or goes."])
  }

  static func forbiddenStop(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .forbiddenSetPoint, "it is stopped by a set-point that is forbidden", at: range,
      notes: ["A charger that must never be set to 0 is stopped by a `write`."])
  }

  static func coarseSetPoint(_ name: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .coarseSetPoint, "one step of the `\(name)` is more than an ampere", at: range,
      notes: ["The program follows the meter by whole amperes, of 230 W each; is the unit right?"])
  }

  static func dangerousWrite(_ danger: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(.dangerousWrite, danger, at: range)
  }

  static func readOnlyRegister(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .readOnlyRegister, "an input register cannot be written", at: range,
      notes: ["Only holding registers can; function 4 reads input registers, and nothing writes them."])
  }

  static func unencodable(_ text: String, as kind: String, at range: SourceRange) -> Diagnostic {
    let sign =
      kind.hasPrefix("u") && text.hasPrefix("-")
      ? ["What can be negative is an int16 or an int32."] : []
    return Diagnostic(
      .outOfRange, "no \(kind) is \(DiagnosticText.escaped(text))", at: range, notes: sign)
  }
}
