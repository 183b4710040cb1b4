import Runtime
import ScheduleLang

/// How a request sets an input.
struct InputOrder {
  /// Why a request sets none, in words.
  struct Refusal: Error { var reason: String }

  /// The input, by its name in lower case.
  let key: String
  /// How it is set; nil is as declared.
  let setting: InputSetting?

  /// Understands a request at `now` for the inputs of `subject`.
  init(_ request: ControlRequest, for subject: HomeSchedule, at now: Instant) throws(Refusal) {
    guard let name = request.name else { throw Refusal(reason: "the request names no input") }
    let inputs = subject.schedule.inputs
    guard let input = inputs.first(where: { $0.key == name.lowercased() }) else {
      let known = inputs.map(\.name).joined(separator: ", ")
      throw Refusal(
        reason: "the schedule has no input \(DiagnosticText.escaped(name))"
          + (known.isEmpty ? "; one is declared by `input trip = off`" : "; it has: \(known)"))
    }
    key = input.key
    let text = request.value ?? ""
    if text.lowercased() == "default" {
      setting = nil
      return
    }
    guard let value = Self.value(text, of: input), input.accepts(value) else {
      throw Refusal(reason: "\(input.name) is \(input.allowed), or default, which is \(input.declared)")
    }
    var values = subject.inputs
    values[key] = value
    if let reason = subject.refusal(of: values) {
      throw Refusal(reason: "\(input.name) cannot be \(value) now: \(reason)")
    }
    guard let end = request.until else {
      setting = InputSetting(value, isOnce: request.once ?? false)
      return
    }
    guard let until = Self.instant(end, in: subject.clocks.site, after: now) else {
      throw Refusal(reason: "an end is a time to come such as 18:00 or `2026-12-03 12:00`")
    }
    setting = InputSetting(value, until: until, isOnce: request.once ?? false)
  }

  private static func value(_ text: String, of input: DeclaredInput) -> InputValue? {
    if input.isSwitch, ["1", "0"].contains(text) { return .toggle(text == "1") }
    return InputValue(text: text)
  }

  /// The next time of day, or a date and a time, that is still to come.
  private static func instant(_ text: String, in zone: ZoneRules, after now: Instant) -> Instant? {
    let source = SourceFile(path: "", bytes: Array(text.utf8))
    let lexed = Lexer.lex(source, file: 0)
    guard lexed.diagnostics.isEmpty else { return nil }
    let words = lexed.tokens.map(\.kind).filter { $0 != .newline && $0 != .end }
    func first(_ date: CivilDate, _ minute: Int) -> Instant? {
      let instant = zone.instants(of: LocalTime(date: date, minute: minute)).first
      return instant > now ? instant : nil
    }
    switch words.count {
    case 1:
      guard case .time(let minute) = words[0] else { return nil }
      let today = zone.local(now).date
      return first(today, minute) ?? first(today.adding(days: 1), minute)
    case 2:
      guard case .date(let date) = words[0], case .time(let minute) = words[1] else { return nil }
      return first(date, minute)
    default: return nil
    }
  }
}
