extension Order.Kind {
  /// The name that files and reports use.
  public var name: String {
    switch self {
    case .stop: "stop"
    case .pause: "pause"
    case .pauseUntilUnplugged: "pause-until-unplugged"
    case .charge: "charge-to"
    case .discharge: "discharge-to"
    }
  }

  /// The SoC at which it is done, in percent; nil where it has none.
  public var target: Int? {
    switch self {
    case .charge(let target), .discharge(let target): target
    case .stop, .pause, .pauseUntilUnplugged: nil
    }
  }

  /// Finds a kind by its name; nil where there is none, or where `target` is not 0...100 and it needs one.
  public init?(name: String, target: Int?) {
    let percent = target.flatMap { (0...100).contains($0) ? $0 : nil }
    switch (name, percent) {
    case ("stop", _): self = .stop
    case ("pause", _): self = .pause
    case ("pause-until-unplugged", _): self = .pauseUntilUnplugged
    case ("charge-to", let percent?): self = .charge(to: percent)
    case ("discharge-to", let percent?): self = .discharge(to: percent)
    default: return nil
    }
  }
}
