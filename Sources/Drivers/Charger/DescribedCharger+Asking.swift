import Glibc
import Platform
import Runtime
import ScheduleLang

// What it is asked.
extension DescribedCharger {
  var isConnectionControlled: Bool { controlledConnection == link.connectionCount && link.isConnected }

  /// What there is to ask now.
  var items: [ChargerMap.Item] {
    let meaning = readings.meaning(by: now)
    let isToBeLearned =
      settings.control == .keep && !isConnectionControlled
      && readBy.map { $0.age(at: now) > Self.trust / 2 } ?? true
      && meaning?.isMovingPower == true && map.timeout != nil
    if validProgress != nil {
      guard readings.isBlind(at: now) else { return [] }
      return isToBeLearned ? [.state, .control] : [.state]
    }
    var items = map.usualItems
    if isToBeLearned { items.insert(.control, at: 1) }
    if settings.control == .keep, isConnectionControlled, controlRegister != nil { items.append(.control) }
    if meaning?.kind == .fault, !map.charger.errors.isEmpty { items.append(.errors) }
    return items
  }

  /// Whether to ask nothing now: a slow charger may lose a stop that comes while it is busy with a question, and over a
  /// connection on which nothing was heard yet the stop would wait for the answer.
  ///
  /// Each sixth time it is asked all the same, since nobody stops what nothing is known of.
  func yieldsToStop() -> Bool {
    // One that is wanted still was tried in the call before.
    guard let owedStop, owedStop.age(at: now) < .milliseconds(2500), link.mayBeSlow else {
      yielded = 0
      return false
    }
    yielded = (yielded + 1) % 6
    return yielded != 0
  }

  func ask(_ item: ChargerMap.Item) throws(DeviceError) {
    // What there is no time for has not been asked.
    try awaitGap()
    readings.ask(item, by: now)
    if item == .control { return try askForControl() }
    guard let request = map.request(for: item) else { return }
    let registers: [UInt16]?
    do throws(DeviceError) {
      registers = try read(request)
    } catch {
      // Without its state nothing is known; all else may be missing.
      guard case .refused = error, item != .state else { throw error }
      registers = nil
    }
    readings.take(item, registers, by: now)
  }

  /// Uses a reply that came after its call.
  func takeLate(_ result: ModbusReply, to request: ModbusRequest) {
    noteHeard()
    if let step = validProgress?.pending, step.request == request {
      do throws(DeviceError) {
        try conclude(step, result)
      } catch {
        (progress, controlledConnection) = (nil, nil)
      }
      return
    }
    if request == pendingBeat { return noteHeartbeat(result) }
    let registers = try? result.get()
    if let register = ControlRegister.allCases.first(where: { map.request(for: $0) == request }) {
      readings.ask(.control, by: now)
      return takeControlReading(registers, of: register)
    }
    for item in map.items(of: request) { readings.take(item, registers, by: now) }
  }

  func read(_ request: ModbusRequest) throws(DeviceError) -> [UInt16] {
    switch try exchange(request) {
    case .registers(let words): return words
    case .refused(let error): throw error.deviceError
    }
  }

  /// Asks, once the charger has had the time that it needs between requests.
  func exchange(
    _ request: ModbusRequest, isUrgent: Bool = false
  ) throws(DeviceError) -> ModbusReply {
    try awaitGap(isUrgent: isUrgent)
    defer { noteHeard() }
    return try link.reply(to: request, isUrgent: isUrgent, by: now)
  }

  /// Lets the time pass that it needs between requests; what is urgent and has not so long is sent at once.
  func awaitGap(isUrgent: Bool = false) throws(DeviceError) {
    guard gap > .zero else { return }
    let (time, due) = (MonotonicClock.now, heard + gap)
    guard time < due else { return }
    guard due < now.uptime else {
      if isUrgent { return }
      throw .unfinished
    }
    MonotonicClock.rest(for: due - time)
  }

  /// Notes that it has just said something, or has been waited for.
  func noteHeard() { if gap > .zero { heard = MonotonicClock.now } }
}
