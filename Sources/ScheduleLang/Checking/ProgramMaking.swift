/// Files that were found to be in order, of which a schedule is made anew as inputs are set.
struct ProgramMaking: Sendable {
  private let files: [FileLoader.LoadedFile]
  private let precedence: [Int]
  /// What stays as it is whatever is set.
  private let fixed: Checker.Fixed

  /// Takes over what a checker has found to be in order.
  init(_ checker: Checker) {
    (files, precedence, fixed) = (checker.files, checker.precedence, checker.fixed)
  }

  /// The schedule with inputs set as in `values`, or what is wrong then.
  func schedule(with values: InputValues) throws(ScheduleMaker.Refusal) -> Schedule {
    switch check(values) {
    case .success(var schedule):
      schedule.maker = ScheduleMaker(self.schedule)
      return schedule
    case .failure(let mistake): throw ScheduleMaker.Refusal(reason: mistake.message)
    }
  }

  /// The ends of what an input may be set to with which something is wrong.
  func uselessEnds(of input: DeclaredInput) -> [Diagnostic] {
    input.ends.compactMap { end in
      var values = InputValues()
      values[input.key] = end
      guard case .failure(let mistake) = check(values) else { return nil }
      return .uselessEnd(end, of: input, reason: mistake)
    }
  }

  private enum Check {
    case success(Schedule)
    case failure(Diagnostic)
  }

  private func check(_ values: InputValues) -> Check {
    var checker = Checker(
      files: files, precedence: precedence, sources: fixed.sources, isSound: true, settings: values,
      knowsTimezone: { _ in true }, readSample: { _ in .ignored })
    let schedule = checker.checkSchedule(beside: fixed)
    if let mistake = checker.diagnostics.first(where: { $0.severity == .error }) { return .failure(mistake) }
    guard let schedule else {
      return .failure(Diagnostic(.outOfRange, "there is no schedule then", at: .nowhere))
    }
    return .success(schedule)
  }
}
