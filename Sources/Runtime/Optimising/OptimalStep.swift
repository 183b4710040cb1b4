import ScheduleLang

/// A time to come in which prices, and who decides, stay the same.
struct OptimalStep: Sendable {
  /// When.
  let time: Range<Instant>
  /// What a kWh costs and earns then, as far as that is known or can be estimated.
  let importPrice: Double
  let exportPrice: Double
  /// What flows through the grid meter without the charger, in watts: it may be the one or the other.
  let nets: Pair<Double>
  /// What may be done at each class of SoCs.
  let options: [Option]

  /// A current that may flow at a class of SoCs, and between which nodes it may go on.
  struct Option: Hashable {
    var nodes: Range<Int>
    /// The current where the house does the one or the other, charging positive.
    var amperes: Pair<Int>
    var extent: ClosedRange<Double>
  }

  /// One value for each of two cases that are as likely as each other.
  struct Pair<Value: Hashable & Sendable>: Hashable, Sendable {
    var one: Value
    var other: Value

    init(_ one: Value, _ other: Value) { (self.one, self.other) = (one, other) }
  }

  /// How long it is, in seconds.
  var seconds: Int { Int(time.milliseconds / 1000) }

  /// Whether energy may be put into the car from a position on.
  func charges(from position: Double) -> Bool {
    let node = min(Int(position), SoCGrid.count - 1)
    return options.contains { $0.nodes.contains(node) && $0.amperes.one > 0 }
  }

  /// What so many kWh of the charger's cost beside what the house takes in `seconds`.
  func cost(of energy: Double, net: Double, seconds: Double) -> Double {
    let house = net * seconds / 3.6e6
    return money(house + energy) - money(house)
  }

  private func money(_ energy: Double) -> Double { energy * (energy > 0 ? importPrice : exportPrice) }
}

extension OptimalStep.Option {
  /// The options where the decisions among `choices` come to these currents.
  static func all(_ currents: [OptimalStep.Pair<Int>], of choices: AheadChoices, classes: [Int])
    -> [OptimalStep.Option]
  {
    var options: [OptimalStep.Option] = []
    options.reserveCapacity(classes.count * currents.count)
    let currents = choices.byClass.map { $0.map { currents[$0] } }
    for (index, first) in classes.enumerated() {
      var seen: [OptimalStep.Pair<Int>] = []
      for amperes in currents[index] where !seen.contains(amperes) {
        seen.append(amperes)
        // It goes on where the next class lets it.
        var (low, high) = (index, index)
        while low > 0, currents[low - 1].contains(amperes) { low -= 1 }
        while high + 1 < classes.count, currents[high + 1].contains(amperes) { high += 1 }
        func node(_ index: Int) -> Int {
          index < classes.count ? classes[index] * SoCGrid.density : SoCGrid.count
        }
        let last = node(index + 1)
        options.append(
          OptimalStep.Option(
            nodes: first * SoCGrid.density..<last, amperes: amperes,
            extent: Double(node(low))...Double(min(node(high + 1), SoCGrid.count - 1))))
      }
    }
    return options
  }
}
