import Runtime
import ScheduleLang
import ScheduleSupport
import Testing

@Suite("Orders")
struct OrderTests {
  private let now = Moment.utc(monday, 600).instant

  private func readings(soc: Int?, pluggedIn: Bool? = true) -> Readings {
    var readings = Readings.soc(soc)
    readings.pluggedIn = pluggedIn
    return readings
  }

  @Test("a pause ends when it expires, a stop never does")
  func expiry() {
    let pause = Order(.pause, until: now)
    #expect(!pause.isOver(at: now.adding(seconds: -1), readings: Readings()))
    #expect(pause.isOver(at: now, readings: Readings()))
    #expect(!Order(.stop).isOver(at: now, readings: readings(soc: 50, pluggedIn: false)))
  }

  @Test("a car that leaves ends what was ordered for it; not knowing does not")
  func unplugging() {
    for kind in [Order.Kind.pauseUntilUnplugged, .charge(to: 80), .discharge(to: 40)] {
      #expect(Order(kind).isOver(at: now, readings: readings(soc: 50, pluggedIn: false)))
      #expect(!Order(kind).isOver(at: now, readings: readings(soc: 50)))
      #expect(!Order(kind).isOver(at: now, readings: readings(soc: nil, pluggedIn: nil)))
    }
  }

  @Test("a target that is reached ends its order")
  func target() {
    #expect(!Order(.charge(to: 80)).isOver(at: now, readings: readings(soc: 79)))
    #expect(Order(.charge(to: 80)).isOver(at: now, readings: readings(soc: 80)))
    #expect(!Order(.discharge(to: 40)).isOver(at: now, readings: readings(soc: 41)))
    #expect(Order(.discharge(to: 40)).isOver(at: now, readings: readings(soc: 40)))
  }

  @Test("a car that takes no charge ends an order that waits for it")
  func noCharge() {
    func isOver(_ kind: Order.Kind, soc: Int?) -> Bool {
      var readings = readings(soc: soc)
      readings.takesNoCharge = true
      return Order(kind).end(at: now, readings: readings) == .takesNothing
    }
    #expect(isOver(.charge(to: 80), soc: 60))
    #expect(isOver(.charge(to: 80), soc: nil))
    #expect(isOver(.discharge(to: 40), soc: nil))
    #expect(!isOver(.discharge(to: 40), soc: 60))
    #expect(!isOver(.stop, soc: nil))
  }

  @Test("with an unknown SoC both directions charge at the smallest current")
  func unknownSoC() {
    #expect(Order(.charge(to: 80)).decision(soc: nil, current: 3...16) == Decision(.charge, 3, 3))
    #expect(Order(.discharge(to: 40)).decision(soc: nil, current: 3...16) == Decision(.charge, 3, 3))
    #expect(Order(.charge(to: 80)).decision(soc: 50, current: 3...16) == Decision(.charge, 16, 16))
    #expect(Order(.discharge(to: 40)).decision(soc: 50, current: 3...16) == Decision(.discharge, -16, -16))
    #expect(Order(.stop).decision(soc: 50, current: 3...16) == .idle)
  }

  @Test("an order takes the place of the rules, and the clauses clip it")
  func clauses() throws {
    let schedule = Schedule.of(
      .of(action: .charge), nevers: [.of(.over(6), .during(Window(.daily(start: 0, end: 60))))], reserve: 40)
    let subject = try HomeSchedule.of(schedule)
    func decision(_ order: Order, soc: Int, minute: Int) -> Outcome {
      var memory = Memory()
      return subject.decide(
        at: subject.moment(monday, minute), readings: .soc(soc), memory: &memory, order: order)
    }
    let discharge = Order(.discharge(to: 10))
    #expect(
      decision(discharge, soc: 50, minute: 600)
        == Outcome(decision: Decision(.discharge, -16, -16), ruleIndex: nil))
    #expect(decision(discharge, soc: 50, minute: 30).decision == Decision(.discharge, -6, -6))
    #expect(decision(discharge, soc: 40, minute: 600).clips == [.reserve])
    #expect(decision(discharge, soc: 40, minute: 600).decision == .idle)
    #expect(decision(Order(.stop), soc: 40, minute: 600).decision == .idle)
  }

  @Test("no order makes a charger discharge that only charges")
  func chargesOnly() throws {
    let usual = try HomeSchedule.of(.of(.of(action: .charge)))
    var site = usual.site
    site.charger.settings["direction"] = .word("charge only")
    let subject = usual.replacing(site: site)
    var memory = Memory()
    let outcome = subject.decide(
      at: subject.moment(monday, 600), readings: .soc(80), memory: &memory, order: Order(.discharge(to: 40)))
    #expect(outcome.decision == .idle)
    #expect(subject.objection(to: Order(.discharge(to: 40)), readings: Readings()) == .chargesOnly)
  }

  @Test("an order that cannot do anything is objected to")
  func objections() throws {
    let subject = try HomeSchedule.of(.of(.of(action: .charge), reserve: 20))
    func objection(_ kind: Order.Kind, soc: Int? = 50, pluggedIn: Bool? = true) -> OrderObjection? {
      subject.objection(to: Order(kind), readings: readings(soc: soc, pluggedIn: pluggedIn))
    }
    #expect(objection(.charge(to: 80)) == nil)
    #expect(objection(.charge(to: 80), soc: nil, pluggedIn: nil) == nil)
    #expect(objection(.charge(to: 98)) == .beyondRange(limit: 97))
    #expect(objection(.charge(to: 50)) == .reached(soc: 50))
    #expect(objection(.charge(to: 80), pluggedIn: false) == .unplugged)
    #expect(objection(.discharge(to: 4)) == .beyondRange(limit: 5))
    #expect(objection(.discharge(to: 19)) == .belowReserve(20))
    #expect(objection(.discharge(to: 20)) == nil)
    #expect(objection(.discharge(to: 60)) == .reached(soc: 50))
    #expect(objection(.pauseUntilUnplugged, pluggedIn: false) == .unplugged)
    #expect(objection(.stop, pluggedIn: false) == nil)
  }

  @Test(
    "kinds are found by their names",
    arguments: [
      Order.Kind.stop, .pause, .pauseUntilUnplugged, .charge(to: 0), .discharge(to: 100),
    ])
  func names(kind: Order.Kind) {
    #expect(Order.Kind(name: kind.name, target: kind.target) == kind)
  }

  @Test("a name without its target, or with one that is no SoC, is no kind")
  func noKinds() {
    #expect(Order.Kind(name: "charge-to", target: nil) == nil)
    #expect(Order.Kind(name: "discharge-to", target: 101) == nil)
    #expect(Order.Kind(name: "charge-to", target: -1) == nil)
    #expect(Order.Kind(name: "fly", target: 5) == nil)
  }
}
