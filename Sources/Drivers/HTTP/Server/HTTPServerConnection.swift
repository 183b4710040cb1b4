import Platform
import Glibc

/// One client of an `HTTPServer`, over a non-blocking socket: nothing here waits.
final class HTTPServerConnection {
  /// What the connection is for now.
  enum Phase: Hashable {
    /// A request is to come, or on its way.
    case receiving
    /// A request is being answered.
    case answering
    /// The answer is an endless series of events.
    case subscribed
    /// All is said; what the client still sends is passed over, so that it can read the answer before the end.
    case parting
  }

  private let socket: FileDescriptor
  private var decoder = HTTPRequestDecoder()
  private var output: ArraySlice<UInt8> = []
  private(set) var phase = Phase.receiving
  /// Whether a subscriber may be told what happens.
  private var mayHear: @Sendable () -> Bool = { true }
  /// Whether the connection ends once all is sent.
  private var isEnding = false
  private(set) var isClosed = false
  /// When it is given up; nil while it may take its time.
  private(set) var end: ExchangeDeadline?
  /// When it was accepted, or last answered.
  private var begun = MonotonicClock.now

  /// How long a client may take for a request, from its first byte to its last.
  static let requestPatience: Duration = .seconds(10)
  /// How long a connection may lie idle between requests.
  static let idlePatience: Duration = .seconds(30)
  /// How long a client may take no byte of what is sent to it.
  static let sendPatience: Duration = .seconds(10)
  /// How long a client may go on sending after the last answer.
  static let partingPatience: Duration = .seconds(2)
  /// The most bytes that may wait for a client that takes events slowly.
  static let eventLimit = 256 * 1024

  init(_ socket: consuming FileDescriptor) {
    self.socket = consume socket
    end = MonotonicClock.deadline(after: Self.requestPatience)
  }

  /// The descriptor to wait on.
  var number: Int32 { socket.number }

  /// What to wait for.
  ///
  /// A client that does not read its answers is not read either, so that nothing piles up here.
  var interest: Int16 {
    guard output.isEmpty else { return Int16(phase == .subscribed ? POLLIN | POLLOUT : POLLOUT) }
    return Int16(phase == .answering ? 0 : POLLIN)
  }

  /// Since when no whole request has come of it, as uptime; nil while one is being answered.
  var waitingSince: Duration? { phase == .receiving && output.isEmpty ? begun : nil }

  /// Takes what has come; closes the connection where the client has ended it.
  func receive() {
    var count = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: 16_384) { buffer, initialized in
      count = recv(socket.number, buffer.baseAddress, buffer.count, 0)
      initialized = max(0, count)
    }
    guard count != 0 else { return close() }
    guard count > 0 else {
      if errno != EAGAIN && errno != EINTR { close() }
      return
    }
    // What a subscriber says is of no interest, and is not kept.
    guard phase == .receiving || phase == .answering, !isEnding else { return }
    if !decoder.isWithinRequest { end = MonotonicClock.deadline(after: Self.requestPatience) }
    decoder.append(bytes)
  }

  /// The next request that is whole, which is to be answered before the one after it.
  func next() throws(HTTPRequestError) -> HTTPServerRequest? {
    guard phase == .receiving, output.isEmpty, !isEnding, !isClosed else { return nil }
    let request = try decoder.next()
    if request != nil {
      phase = .answering
      end = nil
    }
    return request
  }

  /// Sends the answer to the request that is being answered, or to what was no request.
  func answer(_ response: HTTPServerResponse, to request: HTTPServerRequest?) {
    let keeps = request?.keepsConnection ?? false
    if !keeps { isEnding = true }
    phase = .receiving
    begun = MonotonicClock.now
    queue(response.encoded(keepsConnection: keeps, isHeadOnly: request?.method == "HEAD"))
  }

  /// Answers with a series of events that goes on until the client leaves, or may no longer hear them.
  func subscribe(with response: HTTPServerResponse, while mayHear: @escaping @Sendable () -> Bool) {
    phase = .subscribed
    self.mayHear = mayHear
    queue(response.encoded(keepsConnection: false, isEndless: true))
  }

  /// Sends an event to a subscriber; one that takes them too slowly, or may no longer hear them, is dropped, and may
  /// subscribe anew.
  func push(_ event: [UInt8]) {
    guard mayHear(), output.count + event.count <= Self.eventLimit else { return close() }
    queue(event)
  }

  /// Sends as much as the client takes now.
  func send() {
    while !output.isEmpty, !isClosed {
      let count = output.withUnsafeBytes {
        Glibc.send(socket.number, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count > 0 {
        output = output.dropFirst(count)
        end = MonotonicClock.deadline(after: Self.sendPatience)
      } else if errno == EAGAIN {
        return
      } else if errno != EINTR {
        return close()
      }
    }
    output = []
    if isEnding, phase != .parting {
      phase = .parting
      shutdown(socket.number, Int32(SHUT_WR))
      end = MonotonicClock.deadline(after: Self.partingPatience)
    } else if phase == .subscribed {
      end = nil
    } else if phase == .receiving, !decoder.isWithinRequest {
      end = MonotonicClock.deadline(after: Self.idlePatience)
    }
  }

  /// Ends the connection.
  func close() {
    guard !isClosed else { return }
    isClosed = true
    shutdown(socket.number, Int32(SHUT_RDWR))
  }

  private func queue(_ bytes: [UInt8]) {
    if output.isEmpty { end = MonotonicClock.deadline(after: Self.sendPatience) }
    output += bytes
    send()
  }
}
