import Platform
import Drivers
import FoundationEssentials
import Runtime
import ScheduleLang
import Synchronization

/// The page on the wall: serves what the program's reports say, and hands on what an owner orders.
///
/// It decides nothing, and the control loop never waits for it: the loop leaves each tick in a mailbox, and finds orders
/// in the one that the control socket uses as well.
final class Dashboard: Sendable {
  /// What the page is served from.
  private let live: LiveView
  private let policy: AccessPolicy
  private let files: PageFiles
  private let routes: APIRoutes
  private let server = Mutex<HTTPServer?>(nil)
  /// Encodes what is published; the latest tick is enough for it.
  private let publisher: JobQueue
  private let publication: Publication

  /// The port that is served unless the site says otherwise.
  static let defaultPort: UInt16 = 8080

  /// Serves at `address` from now on; throws where that is no address.
  ///
  /// - Parameters:
  ///   - hosts: names by which the page may be asked for, beside addresses.
  ///   - live: takes in what the loop reports.
  ///   - folder: where the token is kept; without one only loopback is served.
  ///   - editor: edits the schedule from the page; nil where it is no file.
  ///   - isSetup: whether there is no schedule yet, and the page is to lead to one.
  ///   - ask: has an order carried out and answers as the control socket does; may take its time.
  ///   - warn: prints, in one line each, what does not work.
  init(
    at address: String, hosts: [String], live: LiveView, folder: String?, editor: ScheduleEditor?,
    isSetup: Bool = false,
    ask: @escaping @Sendable (ControlRequest) -> ControlResponse, warn: (String, LogPriority) -> Void
  ) throws(DeviceError) {
    guard let endpoint = Endpoint(address, defaultPort: Self.defaultPort) else {
      throw .transport("\"\(address)\" is no address: write a host, or host:port")
    }
    var token: AccessToken?
    if !endpoint.isLoopback {
      guard let folder else {
        throw .transport("the environment names no folder for the token that it needs")
      }
      token = AccessToken(folder: folder)
    }
    let secret: (@Sendable () -> String)? = token.map { token in { @Sendable in token.text } }
    policy = AccessPolicy(hosts: hosts, token: secret)
    let publication = Publication(live)
    files = PageFiles(isSetup: isSetup)
    self.live = live
    self.publication = publication
    do throws(ThreadError) {
      publisher = try JobQueue(room: 1)
      routes = try APIRoutes(
        live: live, publication: publication, editor: editor,
        setupAddress: isSetup ? address : nil, ask: ask)
    } catch {
      throw DeviceError.transport("\(error)")
    }
    let server = try HTTPServer(address: address, defaultPort: Self.defaultPort) { [self] in reply(to: $0) }
    if let failure = server.firstFailure {
      warn(
        "dashboard at \"\(address)\": \(failure.explanation); it is tried again every ten seconds", .warning)
    }
    if let token, token.text.isEmpty {
      warn("nobody is let in: the token can neither be read nor made at \(token.path)", .error)
    }
    let hint = token.map { "; it asks for the token in \($0.path)" } ?? ""
    warn("the page is at http://\(endpoint)/\(hint)", .notice)
    self.server.withLock { $0 = server }
  }

  /// Takes in a tick, and has it sent to the pages that are open.
  func take(_ snapshot: LoopSnapshot, of running: RunningSchedule.View, saved: SavedState) {
    live.take(snapshot, of: running, saved: saved)
    guard let server = server.withLock({ $0 }), server.hasSubscribers else { return }
    publisher.submit { [publication] in
      if let event = publication.event { server.publish(event) }
    }
  }

  private func reply(to request: HTTPServerRequest) -> HTTPServer.Reply {
    do throws(AccessError) {
      // The files hold no secret, and ask for the token themselves.
      if request.method == "GET" || request.method == "HEAD", let file = files.response(to: request) {
        try policy.check(request, needsToken: false)
        return .response(file)
      }
      try policy.check(request)
      let reply = routes.reply(to: request)
      guard case .events(let response, _) = reply else { return reply }
      // With a token that is replaced a page that is open already may hear no more either.
      return .events(response) { [policy] in (try? policy.check(request)) != nil }
    } catch {
      // That nothing takes such a request says more than what it would have to be sent as.
      let isMoot = error == .mediaType && !APIRoutes.takes(request)
      return .response(isMoot ? APIRoutes.objection(to: request) : error.response)
    }
  }
}

extension Endpoint {
  /// Whether only this machine can reach it.
  var isLoopback: Bool {
    let name = host.lowercased()
    return name == "localhost" || name == "::1" || name.hasPrefix("127.")
  }
}
