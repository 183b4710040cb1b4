import Runtime
import ScheduleLang
import Testing

@Suite("Charge uptake")
struct ChargeUptakeTests {
  private static func status(_ state: ChargerState, power: Double? = 0) -> ChargerStatus {
    ChargerStatus(state: state, pluggedIn: state.isPluggedIn, soc: nil, power: power.map { Watts($0) })
  }

  /// The uptake after the same has been seen once a second from `first` to `last`.
  private func offer(
    _ uptake: inout ChargeUptake, _ status: ChargerStatus? = status(.paused), from first: Int, to last: Int,
    isOffered: Bool = true
  ) {
    let offer = Amperes(isOffered ? 10 : 0)
    for second in first...last { uptake.update(status, offer: offer, at: .seconds(second)) }
  }

  @Test(
    "ten minutes of power in vain are a refusal",
    arguments: [status(.paused), status(.charging, power: 60), status(.paused, power: nil)])
  func tenMinutesOfPowerInVainAreARefusal(status: ChargerStatus) {
    var uptake = ChargeUptake()
    offer(&uptake, status, from: 0, to: 599)
    #expect(!uptake.isRefused)
    offer(&uptake, status, from: 600, to: 600)
    #expect(uptake.isRefused)
  }

  @Test("no offer and no sight of the charger are none")
  func noOfferAndNoSightOfTheChargerAreNone() {
    var uptake = ChargeUptake()
    offer(&uptake, from: 0, to: 2000, isOffered: false)
    offer(&uptake, nil, from: 2001, to: 4000)
    offer(&uptake, Self.status(.unavailable("queued")), from: 4001, to: 6000)
    offer(&uptake, Self.status(.fault("7")), from: 6001, to: 8000)
    #expect(!uptake.isRefused)
  }

  @Test("to give nothing is no refusal to take")
  func toGiveNothingIsNoRefusalToTake() {
    var uptake = ChargeUptake()
    for second in 0...1000 { uptake.update(Self.status(.paused), offer: Amperes(-10), at: .seconds(second)) }
    #expect(uptake.vain == .seconds(1000))
    #expect(!uptake.isRefused)
    uptake.update(Self.status(.paused), offer: Amperes(10), at: .seconds(1001))
    #expect(uptake.vain == .zero)
  }

  @Test("offers that are broken off do not add up")
  func offersThatAreBrokenOffDoNotAddUp() {
    var uptake = ChargeUptake()
    for start in stride(from: 0, to: 6000, by: 600) {
      offer(&uptake, from: start, to: start + 500)
      offer(&uptake, from: start + 501, to: start + 599, isOffered: false)
    }
    #expect(!uptake.isRefused)
  }

  @Test(
    "power and another car end it",
    arguments: [status(.charging, power: 700), status(.discharging, power: -700), status(.unplugged)])
  func powerAndAnotherCarEndIt(status: ChargerStatus) {
    var uptake = ChargeUptake()
    offer(&uptake, from: 0, to: 600)
    offer(&uptake, status, from: 601, to: 601)
    #expect(!uptake.isRefused)
    offer(&uptake, from: 602, to: 1100)
    #expect(!uptake.isRefused)
  }

  @Test("an hour without an offer ends it")
  func anHourWithoutAnOfferEndsIt() {
    var uptake = ChargeUptake()
    offer(&uptake, from: 0, to: 6000)
    offer(&uptake, from: 6001, to: 9599, isOffered: false)
    #expect(uptake.isRefused)
    offer(&uptake, from: 9600, to: 9600, isOffered: false)
    #expect(!uptake.isRefused)
  }

  @Test("the loop tells the schedule and a new order tries again")
  func theLoopTellsTheScheduleAndANewOrderTriesAgain() {
    let rig = LoopRig(Decision(.charge, 3, 3))
    rig.home.isWilling = false
    rig.home.soc = nil
    rig.run(602)
    #expect(rig.lastTick?.readings.takesNoCharge == true)
    rig.loop.order = Order(.charge(to: 80))
    rig.run(590)
    #expect(rig.loop.order != nil)
    rig.run(30)
    #expect(rig.loop.order == nil)
    #expect(rig.events.contains(.orderEnded(Order(.charge(to: 80)), .takesNothing)))
    rig.home.fall(to: .unplugged)
    rig.run(2)
    #expect(rig.lastTick?.readings.takesNoCharge == false)
  }
}
