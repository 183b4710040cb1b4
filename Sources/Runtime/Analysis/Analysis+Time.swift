import ScheduleLang

extension Analysis {
  func timeFindings(in space: DecisionSpace) -> [Diagnostic] { [] }
  func energyFindings(in space: DecisionSpace) -> [Diagnostic] { [] }
}
