import Glibc
import Runtime
import Synchronization

/// Answers lines that come over a Unix socket, one connection and one line at a time, on a thread of its own.
///
/// Only the socket's owner (and root) may connect. A peer that says nothing is dropped after a second.
public final class LineServer: Sendable {
  private let path: String
  private let listener: FileDescriptor
  private let answer: @Sendable ([UInt8]) -> [UInt8]
  private let isClosed = Atomic<Bool>(false)

  private static let patience: Duration = .seconds(1)

  /// Opens the socket at `path` in place of whatever is there, and starts to answer.
  ///
  /// The socket takes its place once it can be connected to, so that it is never found dead.
  public init(path: String, answer: @escaping @Sendable ([UInt8]) -> [UInt8]) throws(LocalSocketError) {
    Folder.make(Folder.of(path))
    let draft = "\(path).\(getpid())"
    let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
    let number = socket(AF_UNIX, type, 0)
    guard number >= 0 else { throw LocalSocketError(path: path, code: errno) }
    listener = FileDescriptor(number: number)
    self.path = path
    self.answer = answer
    guard let address = LocalAddress(path: draft) else {
      throw LocalSocketError(path: path, code: ENAMETOOLONG)
    }
    unlink(draft)
    guard address.withPointer({ bind(number, $0, $1) }) == 0, chmod(draft, 0o600) == 0,
      listen(number, 8) == 0,
      rename(draft, path) == 0
    else {
      let code = errno
      unlink(draft)
      throw LocalSocketError(path: path, code: code)
    }
    guard WorkerThread.start({ [self] in run() }) else { throw LocalSocketError(path: path, code: EAGAIN) }
  }

  /// Removes the socket and ends the thread.
  public func close() {
    isClosed.store(true, ordering: .relaxed)
    unlink(path)
    shutdown(listener.number, Int32(SHUT_RDWR))
  }

  private func run() {
    while !isClosed.load(ordering: .relaxed) {
      let number = accept(listener.number, nil, nil)
      if number >= 0 {
        _ = fcntl(number, F_SETFD, FD_CLOEXEC)
        _ = fcntl(number, F_SETFL, O_NONBLOCK)
        serve(LineConnection(FileDescriptor(number: number)))
      } else if errno == EAGAIN || errno == EINTR || errno == ECONNABORTED {
        try? listener.wait(for: POLLIN, by: MonotonicClock.deadline(after: .seconds(3600)))
      } else {
        // The system is out of something: it may have it again.
        sleep(1)
      }
    }
  }

  private func serve(_ connection: consuming LineConnection) {
    do throws(DeviceError) {
      let line = try connection.receive(by: MonotonicClock.deadline(after: Self.patience))
      try connection.send(answer(line), by: MonotonicClock.deadline(after: Self.patience))
    } catch {}
  }
}
