/// When to try a peer again that failed and can wait: soon at first, then ever more rarely.
///
/// The wait doubles from one second to thirty and is shortened at random by up to half, so that devices that
/// failed together are not tried together. The charger and the meter cannot wait: they are asked every second.
public struct Backoff: Hashable, Sendable {
  private static let longest = 30.0

  private var wait = 1.0
  private var retry: Duration?

  /// Creates the backoff of a device that has not failed.
  public init() {}

  /// Whether the device may be tried at `uptime`.
  public func allowsTrying(at uptime: Duration) -> Bool {
    retry.map { uptime >= $0 } ?? true
  }

  /// Notes that the device failed at `uptime`.
  public mutating func failed(at uptime: Duration, random: inout some RandomNumberGenerator) {
    retry = uptime + .seconds(wait * Double.random(in: 0.5...1, using: &random))
    wait = min(wait * 2, Self.longest)
  }

  /// Notes that the device answered.
  public mutating func succeeded() { self = Backoff() }
}
