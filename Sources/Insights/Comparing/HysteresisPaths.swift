import ScheduleLang

/// What hysteresis can come to remember, and a course of the SoC by which it does.
struct HysteresisPaths {
  /// The facts that it is about; bit `n` of a state is the `n`th.
  let facts: [Int]
  /// How each state that can occur is reached: from which other one, by which SoC.
  private var origins: [UInt64: (state: UInt64, soc: Int?)] = [:]
  /// Whether every state that can occur is known.
  private(set) var isComplete = true

  /// More states than these are not looked for.
  private static let maximumStates = 4096

  init(_ kept: [Int: JointFacts.Kept]) {
    facts = kept.keys.sorted()
    guard facts.count <= 64 else {
      isComplete = false
      return
    }
    // For each SoC, unknown last: the bits that hold by themselves, and those that only stay.
    let steps: [(soc: Int?, holds: UInt64, stays: UInt64)] = (0...100).map { soc in
      var (holds, stays): (UInt64, UInt64) = (0, 0)
      for (bit, fact) in facts.enumerated() {
        guard let kept = kept[fact] else { continue }
        if kept.holds(Double(soc)) { holds |= 1 << UInt64(bit) }
        if kept.stays(Double(soc)) { stays |= 1 << UInt64(bit) }
      }
      return (soc, holds, stays)
    }
    origins[0] = (0, nil)
    var open: [UInt64] = [0]
    while let state = open.popLast() {
      for step in steps {
        let next = step.holds | (state & step.stays)
        guard origins[next] == nil else { continue }
        guard origins.count < Self.maximumStates else {
          isComplete = false
          return
        }
        origins[next] = (state, step.soc)
        open.append(next)
      }
    }
  }

  /// The states that can occur, of the facts in `relevant` only, each as the samples that those facts have.
  func states(of relevant: [Int]) -> [[Int: Int]: UInt64] {
    var found: [[Int: Int]: UInt64] = [:]
    let bits = facts.enumerated().filter { relevant.contains($0.element) }
    for state in origins.keys.sorted() {
      var samples: [Int: Int] = [:]
      for (bit, fact) in bits { samples[fact] = Int(state >> UInt64(bit) & 1) }
      if found[samples] == nil { found[samples] = state }
    }
    return found
  }

  /// SoCs that lead from an empty memory to `state`, the earliest first.
  func course(to state: UInt64) -> [Int?] {
    var course: [Int?] = []
    var state = state
    while state != 0, let origin = origins[state], course.count < 200 {
      course.append(origin.soc)
      state = origin.state
    }
    return course.reversed()
  }
}

extension JointFacts.Kept {
  fileprivate func holds(_ soc: Double) -> Bool {
    switch threshold {
    case .compare(let relation, let threshold): relation.holds(soc, threshold)
    case .between(let low, let high): low <= soc && soc <= high
    }
  }

  fileprivate func stays(_ soc: Double) -> Bool {
    switch threshold {
    case .compare(_, let threshold): abs(soc - threshold) < margin
    case .between(let low, let high): low - margin < soc && soc < high + margin
    }
  }
}
