import Platform
import ScheduleLang

// What it takes at the moment, and what it says that it was told.
extension DescribedCharger {
  /// How often what it takes is followed.
  private static let followTime: Duration = .seconds(5)

  /// As much of a current as it takes at the moment; throws where that is none.
  func limited(_ current: Amperes) throws(DeviceError) -> Amperes {
    var value = Double(current.value) * map.perAmpere
    var least = 0.0
    for (index, limit) in map.charger.limits.enumerated() {
      guard
        let bound = readings.registers(map.item(ofLimit: index), by: now, isSlow: true)
          .flatMap({ limit.number.value(in: $0) })
      else { continue }
      switch limit.bound {
      case .chargeAtMost where current > .zero: value = min(value, max(0, bound))
      case .dischargeAtMost where current < .zero: value = max(value, min(0, bound))
      case .chargeAtLeast where current > .zero: least = bound
      default: break
      }
    }
    guard value >= least || current < .zero else {
      throw .refused("it takes no less than \(map.text(of: least)) at the moment")
    }
    // Whole amperes, rather less than more.
    let taken = Amperes(Int((value / map.perAmpere * (1 + 1e-9)).rounded(.towardZero)))
    if taken == current { return current }
    guard taken != .zero, map.setting(taken) != nil else {
      throw .refused("it takes no more than \(map.text(of: value)) at the moment")
    }
    return taken
  }

  /// Tells it anew what is wanted, as much of that as it takes by now.
  func followLimits() {
    guard !map.charger.limits.isEmpty, let agreed, agreed.wanted != .zero, isConnectionControlled,
      validProgress == nil, followed.map({ $0.age(at: now) >= Self.followTime }) ?? true
    else { return }
    followed = now
    guard let taken = try? limited(agreed.wanted), taken != agreed.told else { return }
    // Where that fails the loop, which sees another set-point then, tells it anew.
    try? start(at: agreed.wanted, by: now)
  }

  /// The set-point that it has by what its registers hold: what was wanted, where they hold what it was told for that.
  ///
  /// Where a set-point must never be 0 the last one stays behind a stop, and lets nothing flow.
  func setPoint(_ words: [UInt16], isMovingPower: Bool) -> Amperes? {
    let stays = map.charger.setPoint.forbidsZero && !isMovingPower
    guard let agreed else { return stays ? nil : map.setPoint(words) }
    if stays, agreed.wanted == .zero { return .zero }
    if agreed.wanted != .zero, map.holds(words, agreed.told) { return agreed.wanted }
    return map.setPoint(words)
  }
}

extension ChargerMap {
  /// A current or power with its unit, for messages.
  func text(of value: Double) -> String {
    let unit = charger.setPoint.unit == .power ? "W" : "A"
    return "\(Int(max(-1e9, min(1e9, value)).rounded())) \(unit)"
  }
}
