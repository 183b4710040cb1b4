/// The samples of one fact, in runs that some conditions cannot tell apart.
struct SampleRuns: Hashable {
  /// The number of the first sample of each run but the first, which begins at 0; in order.
  private(set) var starts: [Int]

  /// Every one of `count` samples is a run of its own.
  init(each count: Int) { starts = Array(1..<max(1, count)) }

  /// The runs that `cuts` divide a reading's samples into: an unknown one first, then in order.
  init(of values: [Double?], cuts: Set<Double>) {
    var starts: Set<Int> = []
    if values.count > 1, values[0] == nil { starts.insert(1) }
    for cut in cuts {
      starts.insert(values.firstNumber { $0 >= cut })
      starts.insert(values.firstNumber { $0 > cut })
    }
    self.starts = starts.filter { $0 > 0 && $0 < values.count }.sorted()
  }

  /// How many there are.
  var count: Int { starts.count + 1 }

  /// The number of the run that sample number `sample` is in.
  func run(of sample: Int) -> Int {
    var run = 0
    while run < starts.count, starts[run] <= sample { run += 1 }
    return run
  }

  /// The number of the first sample of a run.
  func first(ofRun run: Int) -> Int { run == 0 ? 0 : starts[run - 1] }

  /// Divides the runs where `other` does.
  mutating func divide(as other: SampleRuns) {
    guard starts != other.starts else { return }
    var merged: [Int] = []
    merged.reserveCapacity(starts.count + other.starts.count)
    var (mine, theirs) = (0, 0)
    while mine < starts.count || theirs < other.starts.count {
      let own = mine < starts.count ? starts[mine] : .max
      let next = min(own, theirs < other.starts.count ? other.starts[theirs] : .max)
      merged.append(next)
      if own == next { mine += 1 }
      if theirs < other.starts.count, other.starts[theirs] == next { theirs += 1 }
    }
    starts = merged
  }
}

extension [Double?] {
  /// The number of the first known value of which `holds` is true, which it is of all that follow.
  fileprivate func firstNumber(where holds: (Double) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if let value = self[middle], holds(value) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
