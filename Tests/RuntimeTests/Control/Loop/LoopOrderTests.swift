import Runtime
import ScheduleLang
import ScheduleSupport
import Testing

@Suite("Loop order")
struct LoopOrderTests {
  @Test("pauses before the schedule takes over")
  func pausesBeforeTheScheduleTakesOver() {
    let rig = LoopRig(Decision(.charge, 16, 16), second: 17)
    rig.loop.order = Order(.pause, until: rig.start.adding(seconds: 90))
    rig.run(90)
    #expect(rig.home.calls == [.stop])
    #expect(rig.snapshots.allSatisfy { $0.order?.kind == .pause })
    rig.run(12)
    #expect(rig.home.current == 16)
    #expect(rig.snapshots.last?.order == nil)
    #expect(rig.events.contains(.orderEnded(Order(.pause, until: rig.start.adding(seconds: 90)), .expired)))
  }

  @Test("stops at the next tick though the guard time runs")
  func stopsAtTheNextTickThoughTheGuardTimeRuns() {
    let rig = LoopRig(Decision(.charge, 16, 16))
    rig.run(2)
    #expect(rig.home.current == 16)
    rig.loop.order = Order(.stop)
    rig.run(1)
    #expect(rig.home.calls == [.start(16), .stop])
    rig.home.house = 800
    rig.run(3600)
    #expect(rig.home.calls == [.start(16), .stop], "it stays idle")
    rig.loop.order = nil
    rig.run(1)
    #expect(rig.home.current == 16)
  }

  @Test("charges to the target and then follows the schedule again")
  func chargesToTheTargetAndThenFollowsTheScheduleAgain() {
    let rig = LoopRig(.idle, order: Order(.charge(to: 60)))
    rig.home.soc = nil
    rig.run(1)
    #expect(rig.home.current == 3)
    rig.home.soc = 59
    rig.run(30)
    #expect(rig.home.current == 16)
    rig.home.soc = 60
    rig.run(1)
    #expect(rig.home.current == 0)
    #expect(rig.loop.order == nil)
    rig.home.soc = 50
    rig.run(120)
    #expect(rig.home.current == 0)
  }

  @Test("ends an order that a clause lets come no nearer")
  func endsAnOrderThatAClauseLetsComeNoNearer()
    throws
  {
    let clause = NeverClause.of(.charge, .during(Window(.daily(start: 0, end: 1440))))
    var schedule = Schedule.of(.of(action: .idle), reserve: 40)
    let moment = Moment.utc(monday, 0)
    func ordered(_ decision: Decision, soc: Int) -> Bool {
      var memory = Memory()
      return decide(schedule, at: moment, readings: .soc(soc), memory: &memory, ordered: decision)
        .comesNoNearer
    }
    let (charge, discharge) = (Action.charge.decision, Action.discharge.decision)
    #expect(ordered(discharge, soc: 40) && !ordered(discharge, soc: 41) && !ordered(charge, soc: 40))
    schedule.nevers = [.of(.charge, schedule.when(.compare(.soc, .greaterOrEqual, 80, slot: nil)))]
    #expect(ordered(charge, soc: 80) && !ordered(charge, soc: 79))
    // What only the time forbids goes on later.
    schedule.nevers = [clause]
    #expect(!ordered(charge, soc: 80))
  }

  @Test("keeps an order within the site's limits")
  func keepsAnOrderWithinTheSitesLimits() {
    let rig = LoopRig(.idle, order: Order(.discharge(to: 10))) {
      $0.chargerSoC = 30...97
      $0.exportLimit = Watts(6 * 230)
    }
    rig.home.soc = 31
    rig.run(2)
    #expect(rig.home.current == -6)
    rig.home.soc = 30
    rig.run(1)
    #expect(rig.home.current == 0)
    #expect(rig.loop.order != nil)
  }
}
