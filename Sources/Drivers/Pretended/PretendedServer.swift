import Glibc
import Platform
import ScheduleLang

/// Serves a pretended device over TCP, from the thread that calls it.
final class PretendedServer {
  private let begin: () -> any ServedConversation
  private let listeners: [TCPListener]
  private var clients: [Client] = []

  /// More than any test or owner needs.
  private static let room = 16

  private final class Client {
    let socket: FileDescriptor
    var conversation: any ServedConversation

    init(_ socket: consuming FileDescriptor, _ conversation: any ServedConversation) {
      self.socket = consume socket
      self.conversation = conversation
    }

    /// Answers what has come; false where the connection is over.
    func serve() -> Bool {
      var count = 0
      let bytes = [UInt8](unsafeUninitializedCapacity: 4096) { buffer, initialized in
        count = recv(socket.number, buffer.baseAddress, buffer.count, 0)
        initialized = max(0, count)
      }
      guard count > 0 else { return count < 0 && (errno == EAGAIN || errno == EINTR) }
      guard let answer = conversation.answer(bytes, at: MonotonicClock.now) else { return false }
      return send(answer)
    }

    /// Tells what is told unasked; false where the connection is over.
    func tell() -> Bool { send(conversation.news(at: MonotonicClock.now)) }

    /// Sends some bytes; a client that does not read its answers has had its time.
    private func send(_ bytes: [UInt8]) -> Bool {
      bytes.withUnsafeBytes {
        Glibc.send(socket.number, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) == $0.count
      }
    }
  }

  /// Listens at an endpoint, and begins a conversation with each client; throws where that cannot be had.
  init(at endpoint: Endpoint, _ begin: @escaping () -> any ServedConversation) throws(DeviceError) {
    self.begin = begin
    listeners = try TCPListener.listen(at: endpoint)
  }

  /// What can be waited for.
  var descriptors: [Int32] { listeners.map(\.descriptor) + clients.map { $0.socket.number } }

  /// Answers all that has come.
  func serve() {
    for listener in listeners {
      while let socket = listener.accept() {
        if clients.count >= Self.room { clients.removeFirst() }
        clients.append(Client(socket, begin()))
      }
    }
    var waiting = clients.map { pollfd(fd: $0.socket.number, events: Int16(POLLIN), revents: 0) }
    guard !waiting.isEmpty, poll(&waiting, nfds_t(waiting.count), 0) >= 0 else { return }
    clients = zip(clients, waiting).filter { client, entry in entry.revents == 0 || client.serve() }.map(\.0)
    clients = clients.filter { $0.tell() }
  }
}
