import Platform
import Glibc
import Synchronization

/// Answers lines that come over a Unix socket, a line a connection, each on a thread of its own: none waits for another.
///
/// Only the socket's owner (and root) may connect. Peers that say nothing hold up nobody: each is dropped after a
/// second, or sooner where there are too many of them.
public final class LineServer: Sendable {
  private let path: String
  private let listener: FileDescriptor
  private let answer: @Sendable ([UInt8]) -> [UInt8]
  private let isClosed = Atomic<Bool>(false)

  /// How many lines are answered at this moment.
  private let answering = Atomic<Int>(0)

  private static let patience: Duration = .seconds(1)
  /// How many lines may be answered at once.
  private static let mostAnswers = 96
  /// How many peers may be waited for at once.
  private static let room = 32

  /// A peer whose line is still to come.
  private struct Peer {
    let connection: LineConnection
    /// When it is dropped.
    let end = MonotonicClock.deadline(after: patience)
  }

  /// Opens the socket at `path` in place of whatever is there, and starts to answer.
  ///
  /// The socket takes its place once it can be connected to, so that it is never found dead.
  public init(path: String, answer: @escaping @Sendable ([UInt8]) -> [UInt8]) throws(LocalSocketError) {
    Folder.make(Folder.of(path))
    let draft = "\(path).\(getpid())"
    let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
    let number = socket(AF_UNIX, type, 0)
    guard number >= 0 else { throw LocalSocketError(path: path, reason: .last) }
    listener = FileDescriptor(number: number)
    self.path = path
    self.answer = answer
    guard let address = LocalAddress(path: draft) else {
      throw LocalSocketError(path: path, reason: .nameTooLong)
    }
    unlink(draft)
    guard address.withPointer({ bind(number, $0, $1) }) == 0, chmod(draft, 0o600) == 0,
      listen(number, Int32(Self.room)) == 0,
      rename(draft, path) == 0
    else {
      let reason = LocalSocketError.Reason.last
      unlink(draft)
      throw LocalSocketError(path: path, reason: reason)
    }
    do throws(ThreadError) {
      try WorkerThread.start { [self] in run() }
    } catch {
      throw LocalSocketError(path: path, reason: .noThread)
    }
  }

  /// Removes the socket and ends the thread.
  public func close() {
    isClosed.store(true, ordering: .relaxed)
    unlink(path)
    shutdown(listener.number, Int32(SHUT_RDWR))
  }

  private func run() {
    var peers: [Peer] = []
    while !isClosed.load(ordering: .relaxed) {
      wait(for: peers)
      peers.removeAll { isDone(with: $0) }
      if peers.count == Self.room { peers.removeFirst() }
      while peers.count < Self.room, let connection = accept() { peers.append(Peer(connection: connection)) }
    }
  }

  /// Waits until somebody connects or says something, or the oldest of `peers` has been waited for long enough.
  private func wait(for peers: [Peer]) {
    let time = peers.first?.end.remaining ?? .seconds(3600)
    var requests = ([listener.number] + peers.map(\.connection.number)).map {
      pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
    }
    poll(&requests, nfds_t(requests.count), time.pollTime)
  }

  /// Takes a connection that waits; nil where there is none.
  private func accept() -> LineConnection? {
    let number = Glibc.accept(listener.number, nil, nil)
    guard number >= 0 else {
      // Where the system is out of something it may have it again.
      let isUsual = [EAGAIN, EINTR, ECONNABORTED].contains(errno) || isClosed.load(ordering: .relaxed)
      if !isUsual { MonotonicClock.rest(for: .seconds(1)) }
      return nil
    }
    _ = fcntl(number, F_SETFD, FD_CLOEXEC)
    _ = fcntl(number, F_SETFL, O_NONBLOCK)
    return LineConnection(FileDescriptor(number: number))
  }

  /// Answers a peer whose line has come; false where it is to be waited for still.
  private func isDone(with peer: Peer) -> Bool {
    do throws(DeviceError) {
      guard let line = try peer.connection.next() else { return peer.end.hasPassed }
      begin(peer.connection, line)
    } catch {}
    return true
  }

  /// Answers a line beside whatever else goes on; on this thread where the system has no other.
  private func begin(_ connection: LineConnection, _ line: [UInt8]) {
    let isFree = answering.add(1, ordering: .relaxed).newValue <= Self.mostAnswers
    nonisolated(unsafe) let connection = connection
    let work: @Sendable () -> Void = { [self] in
      try? connection.send(answer(line), by: MonotonicClock.deadline(after: Self.patience))
      answering.subtract(1, ordering: .relaxed)
    }
    guard isFree, (try? WorkerThread.start(work)) != nil else { return work() }
  }
}
