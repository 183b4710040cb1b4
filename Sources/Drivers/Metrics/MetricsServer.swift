import Glibc
import Runtime

/// Serves metrics to Prometheus: `GET /metrics` and nothing else, one connection after the other.
///
/// Each connection has a second in all, however slowly its peer sends or reads, and brings at most eight
/// kilobytes; the control loop has no part in it.
public final class MetricsServer: Sendable {
  /// Where Prometheus expects it unless the site says otherwise.
  public static let defaultPort: UInt16 = 9469

  private static let patience: Duration = .seconds(1)

  /// After how many seconds an address that could not be had is tried again.
  private static let pause: UInt32 = 10

  private let endpoint: Endpoint
  private let text: @Sendable () -> String
  /// Why the address could not be had at once; it is tried again, for a network that comes up after the program.
  public let firstFailure: DeviceError?

  /// Listens at `address`, a host with or without a port, and serves what `text` gives, from a thread of its own
  /// until the program ends; throws where the address is none.
  public init(address: String, text: @escaping @Sendable () -> String) throws(DeviceError) {
    guard let endpoint = Endpoint(address, defaultPort: Self.defaultPort) else {
      throw .transport("\"\(address)\" is no address: write a host, or host:port")
    }
    self.endpoint = endpoint
    self.text = text
    var listeners: [TCPListener] = []
    do throws(DeviceError) {
      listeners = try TCPListener.listen(at: endpoint)
      firstFailure = nil
    } catch {
      firstFailure = error
    }
    let first = listeners
    guard WorkerThread.start({ [self] in run(first) }) else {
      throw .transport("the system has no thread for it")
    }
  }

  private func run(_ first: [TCPListener]) {
    var listeners = first
    while listeners.isEmpty {
      sleep(Self.pause)
      listeners = (try? TCPListener.listen(at: endpoint)) ?? []
    }
    while true {
      var waiting = listeners.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
      guard poll(&waiting, nfds_t(waiting.count), -1) > 0 else { continue }
      for (listener, entry) in zip(listeners, waiting) where entry.revents != 0 {
        if let connection = listener.accept() {
          serve(connection, by: MonotonicClock.deadline(after: Self.patience))
        } else {
          // Too many open files, perhaps: the connection still waits, and this must not spin.
          usleep(100_000)
        }
      }
    }
  }

  private func serve(_ connection: TCPStream, by deadline: ExchangeDeadline) {
    defer { connection.close() }
    var bytes: [UInt8] = []
    do throws(DeviceError) {
      while true {
        if let status = ScrapeRequest.status(of: bytes) {
          return try connection.send(response(status), by: deadline)
        }
        let more = try connection.receive(by: deadline)
        if more.isEmpty { return }
        bytes += more
      }
    } catch {
      // A scraper that is too slow, or gone, tries again by itself.
    }
  }

  private func response(_ status: Int) -> [UInt8] {
    let body = status == 200 ? text() : "see /metrics\n"
    let type = status == 200 ? PrometheusText.contentType : "text/plain; charset=utf-8"
    let head = [
      "HTTP/1.1 \(status) \(Self.reasons[status] ?? "")", "Content-Type: \(type)",
      "Content-Length: \(body.utf8.count)", "Connection: close", "", "",
    ]
    return Array((head.joined(separator: "\r\n") + body).utf8)
  }

  private static let reasons = [
    200: "OK", 400: "Bad Request", 404: "Not Found", 405: "Method Not Allowed",
    431: "Request Header Fields Too Large",
  ]
}
