import Runtime
import ScheduleLang

/// What inputs that are written into the rules leave open where two schedules are compared as they are declared.
enum SettableInputs {
  /// What was not compared, as sentences without full stops; nothing where both say the same with every setting.
  static func unresolved(_ old: HomeSchedule, _ new: HomeSchedule) -> [String] {
    let pair = [old, new].map { $0.schedule.inputs.filter { !$0.isSwitch } }
    let both = Set(pair[0].map(\.key)).union(pair[1].map(\.key)).sorted()
    if both.isEmpty { return [] }
    var open: [String] = []
    for key in both {
      let inputs = pair.map { $0.first { $0.key == key } }
      guard let one = inputs[0], let other = inputs[1] else {
        open.append("only one of them has an input \(key), and is compared as that is declared")
        continue
      }
      if one.bounds != other.bounds { open.append("the input \(key) may be set to other values") }
    }
    guard open.isEmpty else { return open }
    let cases = InputCases(of: old)
    guard cases.isComplete else { return ["the inputs have too many settings to be compared"] }
    for values in cases.all {
      let schedules = [old, new].map { try? $0.schedule.maker?.schedule(with: values) }
      if let one = schedules[0] ?? nil, let other = schedules[1] ?? nil, one.says(other) { continue }
      if schedules.allSatisfy({ ($0 ?? nil) == nil }) { continue }
      return ["they were compared as the inputs are declared, and do not say the same with \(values.text)"]
    }
    return []
  }
}
