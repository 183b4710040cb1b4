import ScheduleLang

/// Lets troubles begin and end in a world, at times that its seed says.
struct Troublemaker {
  /// What becomes of the program.
  enum Fate { case none, suspended(seconds: Int), killed, toldToStop }

  /// When each trouble, by its place in `Trouble.allCases`, begins or ends next.
  private var times: [VirtualTime]
  private var isOn: [Bool]
  private var next: VirtualTime
  /// How much more often than usual troubles come: where there is but one, there is time for it.
  private let haste: VirtualTime
  private(set) var count = 0

  /// Prepares the troubles of a world: all of them, or in every other world a few, so that hours pass in peace; or `only`
  /// one.
  init(world: World, only: Trouble? = nil) {
    let share = world.random.chance(0.5) ? 1 : 0.3
    haste = only == nil ? 1 : 8
    times = Trouble.allCases.map { [haste] trouble in
      let time = world.now + world.random.wait(mean: trouble.interval / haste)
      let happens = world.random.chance(share)
      return only.map { $0 == trouble } ?? happens ? time : .max
    }
    isOn = Trouble.allCases.map { _ in false }
    next = times.min() ?? .max
  }

  /// Lets begin and end what is due, once a second; gives what that does to the program.
  mutating func act(on world: World) -> Fate {
    guard world.now >= next else { return .none }
    var fate = Fate.none
    for (index, trouble) in Trouble.allCases.enumerated() where world.now >= times[index] {
      if isOn[index] {
        trouble.end(in: world)
        times[index] = world.now + trouble.rest + world.random.wait(mean: trouble.interval / haste)
      } else {
        count += 1
        let length = world.random.number(in: trouble.length)
        if let now = trouble.begin(for: length, in: world) { fate = now }
        times[index] = world.now + .seconds(length)
      }
      isOn[index].toggle()
    }
    next = times.min() ?? .max
    return fate
  }
}
