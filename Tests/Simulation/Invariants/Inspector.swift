import Platform
import Runtime
import ScheduleLang

/// Watches a world and the program in it, second by second, for a promise that is broken.
///
/// What it demands depends on how long everything has worked: with a device that is not there, only what the
/// charger's own failsafe gives can be promised.
final class Inspector {
  let world: World
  let site: Site
  let reserve: Double?
  /// The rules that say nothing about an unknown SoC, because they ask for one.
  let rulesOnSoC: Set<Int>
  /// The charger's own time-out, as the site sets it.
  let failsafe: VirtualTime
  private(set) var violation: Violation?
  /// What the program last knew and wanted; nil while there is none.
  private(set) var snapshot: LoopSnapshot?
  /// When the program that runs was started.
  private(set) var startedAt: VirtualTime = 0
  private(set) var tickCount = 0

  // For how long things have been so, each for one of the promises.
  var unwanted = Stopwatch()
  var importing = Stopwatch()
  var exporting = Stopwatch()
  var aboveSoCRange = Stopwatch()
  var belowSoCRange = Stopwatch()
  var belowReserve = Stopwatch()
  var unknownSoC = Stopwatch()
  var silentMeter = Stopwatch()
  var disobeyed = Stopwatch()
  var leftAlone = Stopwatch()
  var excessive = Stopwatch()
  var unjustified = Stopwatch()
  var unfollowed = Stopwatch()
  var notStopped = Stopwatch()
  var notFollowing = Stopwatch()
  var unproven = Stopwatch()
  /// When a register last said what is not so, by its address, and the meter.
  var liedAt: [Int: VirtualTime] = [:]
  private var meterLiedAt: VirtualTime = 0
  private var hinderedAt: VirtualTime = 0
  /// Whether the program knew the true SoC when it was last told to it.
  var knewSoC = false
  /// The changes of the direction of power, and the starts in vain, of the last hour.
  var directions = Directions()
  var vainStarts = HourlyCount()
  /// How many starts in vain there had been a second ago.
  var startsBefore = 0
  /// When the charger last refused whatever it was told.
  var refusedAt: VirtualTime = 0
  /// When the charger last acknowledged stops and would not obey them.
  var disobeyedAt: VirtualTime = 0
  /// When the charger last had a current that it was not told.
  var unfollowedAt: VirtualTime?
  /// When the network to the charger was last bad.
  var roughAt: VirtualTime = 0
  /// When another car may have come.
  var swappedAt: VirtualTime = 0
  /// For how many seconds power has flowed since then.
  var poweredSinceSwap = 0
  /// The levels of the charger's power, and whether it has stepped from one to another since the meter was turned round.
  var powerLevels = PowerLevels()
  var hasShownTurn = false
  /// Whether the charger, which resists, has sat out its time-out.
  var hasIgnoredTimeout = false
  /// For how many seconds power has flowed since the charger last told a false SoC.
  private(set) var poweredSinceLie = telling
  /// The same since the program has known nothing of the SoC: a first value below 5 % is in doubt for a minute, beside nothing
  /// that it could be held against.
  private(set) var poweredSinceUnknown = telling
  /// For how many seconds of power a SoC must be told to be believed where another was known.
  static let telling = 80
  /// When power flowed last.
  var poweredAt: VirtualTime?
  /// What flowed when the last second ended, in amperes.
  private(set) var flowBefore = 0.0
  private(set) var wasPlugged = true
  /// Whether each second is printed.
  var traces = false
  /// When the program last changed what the charger does, and how.
  private(set) var change: Change?
  /// The reductions of this tick that came within the guard time, to be judged by what was decided.
  var earlyReductions: [EarlyReduction] = []
  private var tickedAt: VirtualTime?
  /// When the program last commanded the charger, whether or not that changed what it does.
  private var commandedAt: VirtualTime?
  private var isSuspended = false
  /// Of all that the charger was told, and when.
  private(set) var fingerprint: UInt64 = 0

  init(world: World, site: Site, reserve: Double?, rulesOnSoC: Set<Int>, failsafe: Int) {
    self.world = world
    self.site = site
    self.reserve = reserve
    self.rulesOnSoC = rulesOnSoC
    self.failsafe = .seconds(failsafe)
    swappedAt = world.now
    world.charger.onChange = { [unowned self] in changed(from: $0, to: $1) }
  }

  /// Notes that a promise is broken; only the first is kept.
  func report(_ text: @autoclosure () -> String) {
    if violation == nil { violation = Violation(text: text(), instant: world.instant) }
  }

  func programStarted() {
    startedAt = world.now
    (tickedAt, commandedAt, change) = (nil, nil, nil)
    poweredAt = nil
    poweredSinceUnknown = 0
    (directions, vainStarts, knewSoC) = (Directions(), HourlyCount(), false)
    earlyReductions = []
    beginAnew()
  }

  /// Measures from now on how long a promise takes.
  ///
  /// The charger hears of a program that comes to life or reaches it again, which begins its time-out anew: one
  /// that dies at once adds no more than that.
  private func beginAnew() {
    (unwanted, importing, exporting) = (Stopwatch(), Stopwatch(), Stopwatch())
    (aboveSoCRange, belowSoCRange, belowReserve) = (Stopwatch(), Stopwatch(), Stopwatch())
    (disobeyed, excessive, unjustified, unfollowed) = (Stopwatch(), Stopwatch(), Stopwatch(), Stopwatch())
    (notStopped, notFollowing, unproven) = (Stopwatch(), Stopwatch(), Stopwatch())
  }

  /// The program has ended by itself, as it was told to; `failure` is why it could not stop the charger.
  func programStopped(_ failure: DeviceError?) {
    let charger = world.charger
    // In vain, perhaps, but heard once more.
    beginAnew()
    checkEnd(failure)
    // One that took the stop while something else kept it at rest may begin again by itself: nothing shows that.
    if failure == nil, charger.disobeys, charger.flow == 0 { charger.isCommanded = false }
    // A charger that says that power flows is taken at its word.
    guard min(calm(world.chargerLink), sinceLie(0x20E)) > Self.recovery, charger.isReady else { return }
    if let failure { report("the charger could not be stopped at the end: \(failure)") }
    if shownCurrent != 0 || charger.control != 0 || charger.setPoint != 0 {
      report("the charger was left at \(charger.setPoint) A, control \(charger.control)")
    }
  }

  func programEnded() { snapshot = nil }

  /// Notes what the program tells.
  func hear(_ event: RunEvent) {
    guard world.isProgramAlive else { return }
    switch event {
    case .ticked(let snapshot): self.snapshot = snapshot
    case .commanded(let command):
      commandedAt = world.now
      noteDirection(command)
    case .orderEnded(let order, _): checkEnd(of: order)
    default: break
    }
    if traces { trace(event) }
  }

  /// The program is kept from running: it decides nothing, and its next tick will be late.
  func programSuspended() {
    isSuspended = true
    snapshot = nil
  }

  /// The program runs on.
  func programResumed() {
    isSuspended = false
    tickedAt = nil
    beginAnew()
    for link in world.links { link.trouble() }
  }

  /// Looks at the program when it has ticked and is about to wait.
  func tickEnded() {
    tickCount += 1
    if let tickedAt, world.now.since(tickedAt) >= .seconds(1) {
      report("a tick took \(Double(world.now - tickedAt) / 1e9) s")
    }
    guard world.isProgramAlive else { return }
    checkReductions()
    checkOrder()
    checkControl()
    checkBounds()
    checkSaid()
    checkDeadline()
    checkHold()
  }

  /// Looks at the world at the end of each second.
  func secondEnded() {
    tickedAt = world.isProgramAlive ? world.now : nil
    if world.charger.isPlugged != wasPlugged {
      wasPlugged.toggle()
      (swappedAt, poweredSinceSwap) = (world.now, 0)
    }
    flowBefore = world.charger.flow
    if world.charger.flow != 0 {
      poweredSinceSwap += 1
      poweredSinceLie += 1
      poweredSinceUnknown += 1
      poweredAt = world.now
    }
    if world.charger.flow == 0, snapshot?.readings.soc == nil { poweredSinceUnknown = 0 }
    // What is in doubt is believed once it was told without a gap.
    if calm(world.chargerLink) == 0 || world.charger.flow == 0 {
      if poweredSinceSwap < Self.telling { poweredSinceSwap = 0 }
      if poweredSinceLie < Self.telling { poweredSinceLie = 0 }
      if poweredSinceUnknown < Self.telling { poweredSinceUnknown = 0 }
    }
    if world.chargerLink.faultiness > 0 { roughAt = world.now }
    noteFlow()
    if world.charger.disobeys { disobeyedAt = world.now }
    if world.charger.ignoresChanges { (unfollowedAt, refusedAt) = (world.now, world.now) }
    if world.charger.refusesWrites || world.charger.disobeys {
      refusedAt = world.now
      world.chargerLink.trouble()
    }
    if world.charger.falseValues[0x21A] != nil { poweredSinceLie = 0 }
    for address in world.charger.falseValues.keys { liedAt[address] = world.now }
    if world.shelly.habit != .truthful { meterLiedAt = world.now }
    let charger = world.charger
    if !charger.isReady || charger.disobeys || charger.isDeclined || charger.car.isAsleep
      || charger.ignoresChanges || snapshot?.restraint == .disobedientCharger
    {
      hinderedAt = world.now
    }
    // Only its own time-out, a promise by itself, can stop a charger that nothing reaches.
    if world.chargerLink.outage != nil { beginAnew() }
    checkSafety()
    checkObedience()
    checkMeterBelief()
    checkSlowCharger()
    checkStarts()
    if traces { trace() }
  }

  /// The current that the charger offers the car, or means to; 0 where it took a stop, means to go on all the same, and
  /// nothing shows that, since the car takes nothing.
  var shownCurrent: Int {
    let charger = world.charger
    return charger.setPoint == 0 && charger.flow == 0 ? 0 : charger.commanded
  }

  /// Whether the last change of current may still be settling; the program leaves the charger alone as long.
  var changedLately: Bool {
    guard let change else { return true }
    return world.now.since(max(change.time, commandedAt ?? 0)) < .seconds(23)
  }

  /// Whether what the charger is to do has changed since the last second ended.
  var changedInTick: Bool { change.map { $0.time >= tickedAt ?? 0 } ?? false }

  /// For how long the way to a device, and the program, have been without trouble.
  func calm(_ link: VirtualLink) -> VirtualTime {
    world.isProgramAlive && !isSuspended
      ? min(world.now.since(link.troubledAt), world.now.since(link.slowAt), world.now.since(startedAt)) : 0
  }

  /// For how long the way to a device has been without trouble but for its being slow.
  func steady(_ link: VirtualLink) -> VirtualTime {
    world.isProgramAlive && !isSuspended
      ? min(world.now.since(link.troubledAt), world.now.since(startedAt)) : 0
  }

  /// How long it is since the charger, its car or whoever meddles with it kept it from what it was told.
  var sinceHindrance: VirtualTime { world.now.since(hinderedAt) }

  /// Whether another hand has just set the charger's current; that is not believed as long as its power seems to be what
  /// was told.
  var isMeddledWith: Bool {
    let time = world.now.since(world.charger.meddledAt)
    let longestLie = VirtualTime.seconds(Trouble.falsePower.length.upperBound)
    return time < Self.correction
      || (sinceLie(0x20E) < Self.correction && time < longestLie + Self.correction)
  }

  /// How long it is since the charger refused, or did not do, what it was told.
  var sinceRefusal: VirtualTime {
    let charger = world.charger
    let refuses = charger.refusesWrites || charger.disobeys || charger.ignoresChanges
    return refuses ? 0 : world.now.since(refusedAt)
  }

  /// How long it is since the charger acknowledged stops and would not obey them.
  var sinceDisobedience: VirtualTime { world.charger.disobeys ? 0 : world.now.since(disobeyedAt) }

  /// How long it is since a register said what was not so.
  func sinceLie(_ address: Int) -> VirtualTime {
    world.charger.falseValues[address] == nil ? world.now.since(liedAt[address] ?? 0) : 0
  }

  /// How long it is since the meter showed what was not so.
  var sinceMeterLie: VirtualTime { world.shelly.habit == .truthful ? world.now.since(meterLiedAt) : 0 }

  private func trace(_ event: RunEvent) {
    switch event {
    case .failed, .recovered, .commanded: print("  \(event)")
    default: break
    }
  }

  private func trace() {
    let charger = world.charger
    func calm(_ link: VirtualLink) -> String { "\(world.now.since(link.troubledAt) / 1_000_000_000)s" }
    let wanted = snapshot.map {
      "\($0.applied.action.name) \($0.goal.value)A \($0.restraint.map { "\($0)" } ?? "")"
    }
    print(
      "\(world.instant) grid \(Int(world.grid))W flow \(charger.flow)A set \(charger.setPoint)A state \(charger.state)",
      "soc \(Int(charger.soc.value))%/\(snapshot?.readings.soc ?? -1) control \(charger.control)/\(charger.failsafeTimeout)s",
      "heard \(world.now.since(charger.heardAt) / 1_000_000_000)s known grid \(snapshot?.meter?.grid.map { Int($0.value) } ?? 0)W of \(site.importLimit?.value ?? 0)",
      "calm \(calm(world.chargerLink))/\(calm(world.meterLink))", wanted ?? "no program",
      world.lies)
  }

  /// Notes each change of what the charger is told, and checks it.
  private func changed(from old: Int, to new: Int) {
    fingerprint = (fingerprint ^ UInt64(bitPattern: Int64(new)) ^ world.now) &* 0x100_0000_01B3
    if new != 0, !site.chargerCurrent.contains(abs(new)), !isMeddledWith {
      report("the charger is told \(new) A")
    }
    let change = Change(time: world.now, old: old, new: new)
    if let last = self.change { checkGuardTime(from: last, to: change) }
    self.change = change
  }
}
