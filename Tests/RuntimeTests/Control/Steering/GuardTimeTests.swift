import Runtime
import ScheduleLang
import Testing

@Suite("Guard time")
struct GuardTimeTests {
  @Test(
    "leaves the charger alone for as long as the change needs",
    arguments: [
      (0, 3, 22), (0, -16, 22), (nil, 16, 22), (10, 11, 6), (-10, -9, 6), (10, 10, 6), (10, 12, 8),
      (-10, -12, 8),
      (10, 13, 11), (3, -3, 11), (16, 0, 11), (-3, 0, 11), (nil, 0, 11), (0, 0, 11),
    ])
  func leavesTheChargerAloneForAsLongAsTheChangeNeeds(old: Int?, new: Int, seconds: Int) {
    var time = GuardTime()
    #expect(!time.holds(at: .seconds(1000)))
    time.start(from: old.map { Amperes($0) }, to: Amperes(new), at: .seconds(1000))
    #expect(time.holds(at: .seconds(1000)))
    #expect(time.holds(at: .seconds(1000 + seconds) - .milliseconds(1)))
    #expect(!time.holds(at: .seconds(1000 + seconds)))
  }

  @Test("the same command again does not put off the next")
  func theSameCommandAgainDoesNotPutOffTheNext() {
    var steering = Steering()
    var status = ChargerStatus(state: .charging, pluggedIn: true, soc: 50, power: nil)
    status.setPoint = Amperes(16)
    status.isControlled = false
    func goal(_ current: Int) -> Steering.Goal { .init(current: Amperes(current), permitted: Amperes(16)) }
    var sent: [Int: ChargerCommand] = [:]
    for second in 0..<30 {
      let uptime = Duration.seconds(second)
      // Control is lost every four seconds, and the sun goes down after five.
      status.isControlled = second % 4 != 0
      steering.observe(status, at: uptime)
      guard let command = steering.command(for: goal(second < 5 ? 16 : 6), state: .charging, at: uptime)
      else { continue }
      steering.sent(command, in: .charging, at: uptime)
      status.setPoint = command.setPoint
      sent[second] = command
    }
    #expect(sent[0] == .start(Amperes(16)))
    #expect(sent.values.contains(.start(Amperes(6))))
    #expect(sent.filter { $0.value == .start(Amperes(6)) }.keys.min() == 5)
  }

  @Test("what is told after a command whose answer was late counts from what that may have done")
  func lateAnswer() {
    var steering = Steering()
    var told: [Int] = []
    // An import limit has the charger reduced at once; each rise is answered too late.
    for second in 0..<30 {
      let uptime = Duration.seconds(second)
      var status = ChargerStatus(state: .charging, pluggedIn: true, soc: 50, power: nil)
      status.setPoint = Amperes(20)
      steering.observe(status, at: uptime)
      let isRaised = told.last == 24
      let goal = Steering.Goal(current: Amperes(isRaised ? 20 : 24), permitted: Amperes(20))
      guard case .start(let current) = steering.command(for: goal, state: .charging, at: uptime)
      else { continue }
      told.append(current.value)
      if current.value == 24 {
        steering.failed(.start(current))
      } else {
        steering.sent(.start(current), in: .charging, at: uptime)
      }
    }
    #expect(told == [24, 20, 24, 20, 24, 20])
  }
}
