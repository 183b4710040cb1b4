import Glibc

/// Something that one thread rings and another waits for.
public final class Doorbell: Sendable {
  /// A pair of sockets, of which one holds a byte once it has rung.
  private let reading: FileDescriptor
  private let writing: FileDescriptor

  /// Creates a bell that was not rung yet.
  ///
  /// Where the system has no descriptor left it stays silent, and waits end by their deadlines.
  public init() {
    var numbers: [Int32] = [-1, -1]
    let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
    socketpair(AF_UNIX, type, 0, &numbers)
    reading = FileDescriptor(number: numbers[0])
    writing = FileDescriptor(number: numbers[1])
  }

  /// Rings, for whoever waits now or next.
  public func ring() {
    var byte: UInt8 = 1
    write(writing.number, &byte, 1)
  }

  /// The descriptor that can be read once it has rung, for a thread that waits for several things.
  package var descriptor: Int32 { reading.number }

  /// Makes it silent again, until it is rung anew.
  package func silence() {
    var bytes = [UInt8](repeating: 0, count: 64)
    while read(reading.number, &bytes, bytes.count) == bytes.count {}
  }

  /// Waits until it rings; false where `deadline` comes first.
  public func wait(until deadline: ExchangeDeadline) -> Bool {
    do { try reading.wait(for: POLLIN, by: deadline) } catch { return false }
    var bytes = [UInt8](repeating: 0, count: 16)
    return read(reading.number, &bytes, bytes.count) > 0
  }
}
