import Platform
import Glibc
import Synchronization

/// Serves HTTP/1.1 at one address, to many clients side by side, from a thread of its own.
///
/// No client can hold up another or the program: sockets never block, each client has limits in bytes and time, and where
/// there are too many the one that has asked for nothing for longest makes room. What takes its time is done by queues
/// beside this thread.
public final class HTTPServer: Sendable {
  /// How a request is answered.
  public enum Reply: Sendable {
    /// At once.
    case response(HTTPServerResponse)
    /// By a job that may take its time, on a queue; where that is full the client is told to come again.
    case job(JobQueue, @Sendable () -> HTTPServerResponse)
    /// With the events that are published from now on, behind the body of this response, as long as the client may hear
    /// them.
    case events(HTTPServerResponse, while: @Sendable () -> Bool = { true })
  }

  /// The most clients at once, and the most that may be subscribed to events.
  static let room = 128
  static let subscriberRoom = 24

  /// After how long an address that could not be had is tried again.
  private static let pause: Duration = .seconds(10)

  private let endpoint: Endpoint
  private let reply: @Sendable (HTTPServerRequest) -> Reply
  private let mailbox = Mutex(Mailbox())
  private let bell = Doorbell()
  /// Why the address could not be had at once; it is tried again, for a network that comes up after the program.
  public let firstFailure: DeviceError?

  /// What other threads have for the clients.
  private struct Mailbox: Sendable {
    var answers: [(client: Int, response: HTTPServerResponse)] = []
    var events: [[UInt8]] = []
    var subscribers = 0
  }

  /// Listens at `address`, a host with or without a port, until the program ends; throws where the address is none.
  ///
  /// - Parameter reply: answers a request at once; called on the server's thread, and must not wait for anything.
  public init(
    address: String, defaultPort: UInt16, reply: @escaping @Sendable (HTTPServerRequest) -> Reply
  ) throws(DeviceError) {
    guard let endpoint = Endpoint(address, defaultPort: defaultPort) else {
      throw .transport("\"\(address)\" is no address: write a host, or host:port")
    }
    self.endpoint = endpoint
    self.reply = reply
    var listeners: [TCPListener] = []
    do throws(DeviceError) {
      listeners = try TCPListener.listen(at: endpoint)
      firstFailure = nil
    } catch {
      firstFailure = error
    }
    let first = listeners
    do throws(ThreadError) {
      try WorkerThread.start { [self] in run(first) }
    } catch {
      throw DeviceError.transport("\(error)")
    }
  }

  /// Whether anybody is subscribed to events: where nobody is, none need be made.
  public var hasSubscribers: Bool { mailbox.withLock { $0.subscribers > 0 } }

  /// Sends an event, as it stands on the wire, to all who are subscribed.
  public func publish(_ event: [UInt8]) {
    mailbox.withLock { $0.events.append(event) }
    bell.ring()
  }

  private func run(_ first: [TCPListener]) {
    var listeners = first
    while listeners.isEmpty {
      MonotonicClock.rest(for: Self.pause)
      listeners = (try? TCPListener.listen(at: endpoint)) ?? []
    }
    var clients = HTTPServerClients()
    while true { turn(listeners, &clients) }
  }

  /// Waits until something can be done, and does it.
  private func turn(_ listeners: [TCPListener], _ clients: inout HTTPServerClients) {
    let order = clients.connections.keys.sorted()
    var waiting = listeners.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
    waiting.append(pollfd(fd: bell.descriptor, events: Int16(POLLIN), revents: 0))
    for client in order {
      guard let connection = clients.connections[client] else { continue }
      waiting.append(pollfd(fd: connection.number, events: connection.interest, revents: 0))
    }
    poll(&waiting, nfds_t(waiting.count), clients.patience.pollTime)
    if waiting[listeners.count].revents != 0 { bell.silence() }
    deliver(to: &clients)
    for (client, entry) in zip(order, waiting.dropFirst(listeners.count + 1)) where entry.revents != 0 {
      guard let connection = clients.connections[client] else { continue }
      if entry.revents & Int16(POLLOUT) != 0 { connection.send() }
      if entry.revents & ~Int16(POLLOUT) != 0 { connection.receive() }
    }
    // Those that have left make room first.
    clients.sweep()
    for (listener, entry) in zip(listeners, waiting) where entry.revents != 0 {
      clients.accept(from: listener)
    }
    for (client, connection) in clients.connections { answer(connection, client, &clients) }
    clients.sweep()
    mailbox.withLock { $0.subscribers = clients.subscribers }
  }

  /// Hands the clients what other threads have for them.
  private func deliver(to clients: inout HTTPServerClients) {
    let (answers, events) = mailbox.withLock { mailbox in
      defer { (mailbox.answers, mailbox.events) = ([], []) }
      return (mailbox.answers, mailbox.events)
    }
    for (client, response) in answers { clients.answer(client, response) }
    for event in events { clients.push(event) }
  }

  /// Answers each whole request of a connection that can be answered at once, in order.
  private func answer(_ connection: HTTPServerConnection, _ client: Int, _ clients: inout HTTPServerClients) {
    while true {
      let next: HTTPServerRequest?
      do throws(HTTPRequestError) {
        next = try connection.next()
      } catch {
        return connection.answer(HTTPServerResponse(error.status, text: error.reason + "\n"), to: nil)
      }
      guard let request = next else { return }
      switch reply(request) {
      case .response(let response): connection.answer(response, to: request)
      case .events(let response, let mayHear):
        guard clients.subscribers < Self.subscriberRoom else {
          connection.answer(HTTPServerResponse(503, text: "too many pages are open\n"), to: request)
          continue
        }
        connection.subscribe(with: response, while: mayHear)
      case .job(let queue, let job):
        clients.pending[client] = request
        let admission = queue.submit { [self] in
          let response = job()
          mailbox.withLock { $0.answers.append((client, response)) }
          bell.ring()
        }
        if admission == .full { clients.answer(client, HTTPServerResponse(503, text: "busy: try again\n")) }
      }
    }
  }
}
