import SeededRandomness
import Testing

@testable import Runtime

/// Where the SoC goes by itself, against a walk from cell to cell.
@Suite("Drift")
struct DriftTests {
  /// One cell after the other, until the time is over or nothing moves it on.
  private func walk(_ crossings: [Double?], from start: Double, for time: Double) -> Double {
    var (position, left) = (start, time)
    while left > 0 {
      let cell = Int(position)
      let isAtNode = position == Double(cell)
      if cell < crossings.count, let up = crossings[cell], up > 0 {
        let part = (Double(cell + 1) - position) * up
        guard part <= left else { return position + left / up }
        (position, left) = (Double(cell + 1), left - part)
        if cell + 1 < crossings.count, let next = crossings[cell + 1], next > 0 { continue }
        return position
      }
      let below = isAtNode ? cell - 1 : cell
      guard below >= 0, let down = crossings[below], down < 0 else { return position }
      let part = (position - Double(below)) * -down
      guard part <= left else { return position + left / down }
      (position, left) = (Double(below), left - part)
      if below > 0, let next = crossings[below - 1], next < 0 { continue }
      return position
    }
    return position
  }

  @Test("goes as a walk from cell to cell does", arguments: 0..<UInt64(40))
  func goesAsAWalkFromCellToCellDoes(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let count = Int.random(in: 1...12, using: &random)
    var crossings: [Double?] = []
    for _ in 0..<count {
      // Alike cells lie side by side, as rules make them.
      if let last = crossings.last, Bool.random(using: &random) {
        crossings.append(last)
      } else {
        let time = Double.random(in: 10...90, using: &random)
        crossings.append([time, -time, nil].randomElement(using: &random) ?? nil)
      }
    }
    let drift = Drift(crossings)
    for _ in 0..<50 {
      let isNode = Bool.random(using: &random)
      let start = Double.random(in: 0...Double(count), using: &random)
      let place = isNode ? start.rounded() : start
      let time = Double.random(in: 0...600, using: &random)
      let end = drift.position(from: place, after: time)
      #expect(abs(end - walk(crossings, from: place, for: time)) < 1e-9, "\(crossings) \(place) \(time)")
    }
  }
}
