import Platform
import Runtime
import ScheduleLang
import ScheduleSupport
import Testing

@Suite("Handing over")
struct LoopHandOverTests {
  @Test("stops the charger, waits until no power flows, and returns control once")
  func stopsBeforeItReturnsControl() {
    let rig = LoopRig(Decision(.charge, 16, 16), second: 57)
    rig.run(3)
    rig.decision = .handOver
    // It says that it charges for some seconds more.
    rig.home.disobeys = true
    rig.run(4)
    #expect(!rig.home.calls.contains(.release))
    rig.home.disobeys = false
    rig.run(130)
    #expect(rig.home.calls.last == .release)
    #expect(rig.home.calls.filter { $0 == .release }.count == 1)
    #expect(rig.home.calls.dropFirst().first == .stop)
    #expect(rig.lastTick?.isHandedOver == true)
    #expect(rig.lastTick?.applied == .handOver)
  }

  @Test("a charger that says to stand still and measures more than it could have is not handed over")
  func doubtfulRest() {
    let rig = LoopRig(Decision(.charge, 16, 16), second: 57)
    rig.run(3)
    rig.decision = .handOver
    (rig.home.saysPaused, rig.home.saidPower) = (true, 11_000)
    rig.run(60)
    #expect(!rig.home.calls.contains(.release))
    rig.home.saidPower = 0
    rig.run(20)
    #expect(rig.home.calls.last == .release)
  }

  @Test("tells a charger nothing that its app charges with, and takes no offence")
  func leavesItAlone() {
    let rig = LoopRig(.handOver)
    rig.run(3)
    #expect(rig.home.calls == [.stop, .release])
    rig.home.saysControlled = false
    try? rig.home.start(at: Amperes(32), by: ExchangeDeadline(uptime: rig.clock.uptime + .seconds(1)))
    let before = rig.home.calls.count
    rig.run(600)
    #expect(rig.home.calls.count == before)
    #expect(rig.troubles.began.isEmpty)
    #expect(rig.lastTick?.charger?.state == .charging)
  }

  @Test("takes control back for what is decided next, also where that is to do nothing")
  func takesItBack() {
    let rig = LoopRig(.handOver, second: 50)
    rig.run(5)
    rig.home.saysControlled = false
    try? rig.home.start(at: Amperes(16), by: ExchangeDeadline(uptime: rig.clock.uptime + .seconds(1)))
    rig.decision = .idle
    rig.run(10)
    #expect(rig.home.calls.last == .stop)
    #expect(rig.home.current == 0)
    #expect(rig.lastTick?.isHandedOver == false)
  }

  @Test("an order to stop takes it back at once")
  func ordersComeFirst() {
    let rig = LoopRig(.handOver)
    rig.run(5)
    try? rig.home.start(at: Amperes(16), by: ExchangeDeadline(uptime: rig.clock.uptime + .seconds(1)))
    rig.loop.order = Order(.stop)
    rig.run(1)
    #expect(rig.home.calls.last == .stop)
    #expect(rig.home.current == 0)
    rig.loop.order = nil
    rig.run(3)
    #expect(rig.home.calls.last == .release)
  }

  @Test("tries again where the charger does not take it")
  func triesAgain() {
    let rig = LoopRig(.handOver)
    rig.run(1)
    rig.home.commandError = .refused("busy")
    rig.run(20)
    #expect(rig.lastTick?.isHandedOver == false)
    #expect(rig.troubles.began == [.chargerRefuses])
    rig.home.commandError = nil
    rig.run(20)
    #expect(rig.lastTick?.isHandedOver == true)
    #expect(rig.troubles.ended == [.chargerRefuses])
  }

  @Test("stays handed over without a car, without the meter, and at an end of the SoC range")
  func nothingElseMatters() {
    let rig = LoopRig(.handOver)
    rig.run(3)
    rig.home.meterError = .timeout
    rig.home.fall(to: .unplugged)
    rig.run(120)
    rig.home.state = .charging
    rig.home.soc = 100
    rig.run(60)
    #expect(rig.home.calls == [.stop, .release])
    #expect(rig.lastTick?.applied == .handOver)
    #expect(rig.lastTick?.restraint == nil)
  }

  @Test("does not stop what its app charges, where an earlier run had handed it over, nor at its end")
  func survivesRestarts() {
    let rig = LoopRig(.handOver, isHandedOver: true)
    try? rig.home.start(at: Amperes(16), by: ExchangeDeadline(uptime: rig.clock.uptime + .seconds(1)))
    rig.run(10)
    #expect(rig.home.calls == [.start(16), .release])
    #expect(throws: Never.self) { try rig.loop.shutDown() }
    #expect(rig.home.calls == [.start(16), .release])
    #expect(rig.home.current == 16)
  }
}
