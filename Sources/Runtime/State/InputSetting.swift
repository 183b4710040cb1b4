import ScheduleLang

/// How an owner has set an input, and for how long.
public struct InputSetting: Hashable, Sendable {
  /// What it is.
  public var value: InputValue
  /// When it is as declared again; nil is never by itself.
  public var until: Instant?
  /// Whether it is as declared again once the car has been unplugged.
  public var isOnce: Bool

  /// Creates a setting.
  public init(_ value: InputValue, until: Instant? = nil, isOnce: Bool = false) {
    (self.value, self.until, self.isOnce) = (value, until, isOnce)
  }
}

extension [String: InputSetting] {
  /// Takes away what is over at `now`, and, where a car has just `departed`, what was for once; true where something was.
  public mutating func expire(at now: Instant, departed: Bool) -> Bool {
    let before = count
    self = filter { _, setting in
      !(departed && setting.isOnce) && setting.until.map { now < $0 } ?? true
    }
    return count != before
  }

  /// Takes away what does not suit the inputs of `subject`, and says of each what it was.
  ///
  /// A name, a kind or a range may be gone with an earlier form of the schedule, and what suited another setting may not suit
  /// what is declared.
  public mutating func dropUnfit(for subject: HomeSchedule) -> [String] {
    var dropped: [String] = []
    let schedule = subject.schedule
    for (key, setting) in sorted(by: { $0.key < $1.key }) {
      let input = schedule.inputs.first { $0.key == key }
      guard input?.accepts(setting.value) != true else { continue }
      self[key] = nil
      let reason = input.map { "it is \($0.allowed)" } ?? "the schedule has no such input"
      dropped.append("input \(key): \(setting.value) is forgotten: \(reason)")
    }
    guard subject.refusal(of: values(for: schedule)) != nil else { return dropped }
    // One after the other, so that what does not suit those before it goes, and they stay.
    var fitting = filter { setting in schedule.inputs.contains { $0.key == setting.key && $0.isSwitch } }
    for input in schedule.inputs where !input.isSwitch {
      guard let setting = self[input.key] else { continue }
      fitting[input.key] = setting
      guard let reason = subject.refusal(of: fitting.values(for: schedule)) else { continue }
      (self[input.key], fitting[input.key]) = (nil, nil)
      dropped.append("input \(input.key): \(setting.value) is forgotten: \(reason)")
    }
    return dropped
  }

  /// What of it sets the inputs of `schedule`.
  public func values(for schedule: Schedule) -> InputValues {
    var values = InputValues()
    for input in schedule.inputs {
      guard let value = self[input.key]?.value, input.accepts(value) else { continue }
      values[input.key] = value
    }
    return values
  }
}
