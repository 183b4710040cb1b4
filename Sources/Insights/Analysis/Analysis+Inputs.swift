import Runtime
import ScheduleLang

extension Analysis {
  /// What there is to say of other settings of the inputs, and of the `findings` only what holds with them too.
  func overInputs(_ findings: [Diagnostic]) -> [Diagnostic] {
    guard subject.schedule.maker != nil else { return findings }
    return atEnds(findings) + proofs(besides: Set(findings.filter { $0.code == .failedProof }.map(\.range)))
  }

  /// What is said to never be so must be so at every end of what an input may be set to; what may be so at any of them.
  private func atEnds(_ findings: [Diagnostic]) -> [Diagnostic] {
    struct Claim: Hashable {
      var code: DiagnosticCode
      var range: SourceRange
    }
    var kept = findings
    var said = Set(findings.map { Claim(code: $0.code, range: $0.range) })
    for input in subject.schedule.inputs {
      for end in input.ends where end != input.declared {
        var values = InputValues()
        values[input.key] = end
        guard subject.refusal(of: values) == nil else { continue }
        var other = self
        other.subject = subject.with(inputs: values)
        let found = other.asSet()
        let claims = Set(found.map { Claim(code: $0.code, range: $0.range) })
        kept.removeAll { $0.code.isOfAll && !claims.contains(Claim(code: $0.code, range: $0.range)) }
        for finding in found where !finding.code.isOfAll && finding.code != .failedProof {
          guard said.insert(Claim(code: finding.code, range: finding.range)).inserted else { continue }
          kept.append(finding.noting(values))
        }
      }
    }
    return kept
  }

  /// The claims that fail with other settings than those declared, each with the first.
  private func proofs(besides known: Set<SourceRange>) -> [Diagnostic] {
    guard let first = subject.schedule.proofs.first else { return [] }
    let cases = InputCases(of: subject, many: mostSettings)
    guard cases.isComplete else { return [.tooManySettings(at: first.range)] }
    var (failed, seen) = (known, Set<ScheduleMeaning>())
    var found: [Diagnostic] = []
    for values in cases.all {
      guard let schedule = try? subject.schedule.maker?.schedule(with: values),
        seen.insert(ScheduleMeaning(schedule)).inserted
      else { continue }
      let space = DecisionSpace(subject.replacing(schedule: schedule), from: today)
      var proofs = ProofFindings()
      space.forEachScene { proofs.note($0, in: space) }
      let analysed = AnalysedSchedule(
        subject: space.subject, tests: [], namedTimes: [], today: today, space: space)
      for diagnostic in proofs.diagnostics(of: analysed) where failed.insert(diagnostic.range).inserted {
        found.append(diagnostic.noting(values))
      }
    }
    return found
  }
}

extension DiagnosticCode {
  /// Whether it says that something is so in every case, rather than in some.
  fileprivate var isOfAll: Bool {
    switch self {
    case .unreachableRule, .powerlessRule, .blockedTarget, .swallowedWindow, .doubledWindow, .repeatedTest:
      true
    default: false
    }
  }
}

extension Diagnostic {
  /// The diagnostic as one of other settings.
  fileprivate func noting(_ values: InputValues) -> Diagnostic {
    var diagnostic = self
    diagnostic.notes.append("It is so with \(values.text).")
    return diagnostic
  }

  static func tooManySettings(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .failedProof, "this cannot be shown: the inputs have too many settings together", at: range,
      notes: ["Narrower ranges of what they may be set to leave fewer."])
  }
}
