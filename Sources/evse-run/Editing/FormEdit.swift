import ScheduleLang

/// Why it is not carried out.
enum FormEditError: Error, Hashable {
  /// What the form holds is none, in words.
  case senseless(String)
  /// The text has no schedule of its own, or several.
  case noSchedule
}

/// What people change most, as the page's form asks for it.
enum FormEdit: Hashable {
  /// Charge to so many percent by a time.
  case charge(to: Int, by: LocalTime)
  /// A trip: charge to so many percent by the time of leaving, and do not discharge from `hold` on until then.
  case trip(to: Int, leaving: LocalTime, hold: LocalTime?)
  /// Keep so many percent.
  case reserve(Int)
  /// Neither charge nor discharge on these days, both included.
  case pause(from: CivilDate, through: CivilDate)

  /// `text` with the edit: rules go to the top of its schedule, because the first one that applies decides.
  ///
  /// A rule or clause that the form has made for the same day before is replaced, and so is a reserve.
  func applied(to text: String) throws(FormEditError) -> String {
    try check()
    let source = SourceFile(path: "", bytes: Array(text.utf8))
    let tree = Parser.parse(source, file: 0).tree
    guard tree.schedules.count == 1, let schedule = tree.schedules.first,
      var block = ScheduleBlock(schedule, in: source)
    else { throw .noSchedule }
    var added: [String] = []
    var changed: [(range: SourceRange, text: String)] = []
    for line in lines {
      let earlier = schedule.statements.first { replaces($0) && $0.isKind(of: line) }
      if let earlier { changed.append((earlier.range, line.text)) } else { added.append(line.text) }
    }
    // From the last to the first: what is above has not moved then.
    for (range, text) in changed.sorted(by: { $0.range.start > $1.range.start }) {
      block.replace(range, by: text)
    }
    for text in added.reversed() { block.add(text) }
    return block.text
  }

  /// A line of the schedule.
  fileprivate struct Line {
    enum Kind { case rule, never, reserve }
    var kind: Kind
    var text: String
  }

  private var lines: [Line] {
    switch self {
    case .charge(let soc, let time): [Line(kind: .rule, text: "charge to \(soc)% by \(time)")]
    case .trip(let soc, let leaving, let hold):
      [Line(kind: .rule, text: "charge to \(soc)% by \(leaving)")]
        + (hold.map { [Line(kind: .never, text: "never discharge, during \($0)..\(leaving)")] } ?? [])
    case .reserve(let soc): [Line(kind: .reserve, text: "reserve \(soc)%")]
    case .pause(let first, let last):
      [Line(kind: .rule, text: "during \(first) 00:00..\(last.adding(days: 1)) 00:00: idle")]
    }
  }

  /// Throws what is wrong with the numbers.
  private func check() throws(FormEditError) {
    switch self {
    case .charge(let soc, _) where !(1...100).contains(soc),
      .trip(let soc, _, _) where !(1...100).contains(soc):
      throw .senseless("a charge has a target of 1 % to 100 %")
    case .trip(_, let leaving, let hold?) where hold >= leaving:
      throw .senseless("what is charged is kept from a time before you leave")
    case .reserve(let soc) where !(0...100).contains(soc):
      throw .senseless("a reserve is 0 % to 100 %")
    case .pause(let first, let last) where last < first:
      throw .senseless("the last day of a pause is not before its first")
    case .charge, .trip, .reserve, .pause: break
    }
  }

  /// Whether `statement` is what the form has made before for the same purpose.
  private func replaces(_ statement: StatementSyntax) -> Bool {
    switch (self, statement) {
    case (.reserve, .reserve(_, let guards, _)): guards.isEmpty
    case (.charge(_, let time), .rule(let rule)), (.trip(_, let time, _), .rule(let rule)):
      rule.deadlineDate == time.date
    case (.trip(_, let leaving, _), .never(let clause)): clause.datedEnd?.date == leaving.date
    case (.pause(let first, _), .rule(let rule)): rule.pauseStart?.date == first
    default: false
    }
  }
}

extension StatementSyntax {
  fileprivate func isKind(of line: FormEdit.Line) -> Bool {
    switch (self, line.kind) {
    case (.rule, .rule), (.never, .never), (.reserve, .reserve): true
    default: false
    }
  }
}

extension RuleSyntax {
  /// The date of `charge to P by DATE TIME`; nil of any other rule.
  fileprivate var deadlineDate: CivilDate? {
    guard guards.isEmpty, otherwise == nil, case .action(let action) = body, action.isPlain(.charge),
      action.target != nil, action.deadline?.offset == nil
    else { return nil }
    return action.deadline?.date
  }

  /// The start of `during START..END: idle`; nil of any other rule.
  fileprivate var pauseStart: LocalTime? {
    guard guards.count == 1, case .action(let action) = body, action.isPlain(.idle) else { return nil }
    return guards.first?.datedWindow?.start
  }
}

extension ActionSyntax {
  /// Whether it is `kind` without a limit and what follows.
  fileprivate func isPlain(_ kind: ActionKind) -> Bool {
    guard case .action(let own) = self.kind else { return false }
    return own == kind && limit == nil && then.isEmpty
  }
}

extension NeverSyntax {
  /// The end of `never discharge, during START..END`; nil of any other clause.
  fileprivate var datedEnd: LocalTime? {
    guard case .discharge = kind, guards.count == 1 else { return nil }
    return guards.first?.datedWindow?.end
  }
}

extension GuardSyntax {
  /// The one window that it names by dates.
  fileprivate var datedWindow: (start: LocalTime, end: LocalTime)? {
    guard case .during(let windows) = kind, windows.items.count == 1, let window = windows.items.first,
      window.days == nil, case .dated(let start, let end) = window.kind
    else { return nil }
    return (start, end)
  }
}
