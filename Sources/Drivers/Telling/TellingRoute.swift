import Platform
import Runtime
import ScheduleLang

/// A way to an owner: a command that is run, or an address that is sent a text.
public struct TellingRoute: Sendable {
  private enum Way: Sendable {
    case command(String)
    case web(DeviceConfiguration)
  }

  private let way: Way
  /// For how long a command, or an exchange, may go on; it is killed then.
  var timeLimit: Duration = .seconds(20)

  /// What a command may say at most, in bytes; nobody reads it.
  private static let outputLimit = 65_536

  /// The way that a site names; nil where it names none.
  public init?(_ teller: DeviceConfiguration) {
    switch (teller.driver, teller.settings["address"]) {
    case ("command", .text(let command)): way = .command(command)
    case ("web", .secret): way = .web(teller)
    default: return nil
    }
  }

  /// How it failed, and whether the owner has surely not been told.
  struct Failure: Error, Hashable {
    var reason: String
    var isWithoutEffect: Bool
  }

  /// The way as messages show it, without what could be a secret.
  var name: String {
    switch way {
    case .command: "tell by command"
    case .web(let teller):
      "tell at "
        + ((try? teller.text("address")).flatMap { $0 }.flatMap(WebAddress.init)?.origin ?? "an address")
    }
  }

  /// Tells `message`, and waits for that.
  func send(_ message: TellingMessage) throws(Failure) {
    switch way {
    case .command(let command): try run(command, message)
    case .web(let teller): try post(message, teller)
    }
  }

  private func run(_ command: String, _ message: TellingMessage) throws(Failure) {
    let exitCode: Int32
    do throws(ChildError) {
      let child = try Child(
        command: "/bin/sh", arguments: ["-c", command],
        environment: [
          "EVSE_TROUBLE": message.kind, "EVSE_STATE": message.isOver ? "over" : "began",
          "EVSE_TEXT": message.text,
        ], input: Array((message.text + "\n").utf8), limit: Self.outputLimit, leadsGroup: true)
      exitCode = try child.output(by: MonotonicClock.deadline(after: timeLimit)).exitCode
    } catch {
      switch error {
      case .missing: throw Failure(reason: "the system has no shell", isWithoutEffect: true)
      case .timeout:
        throw Failure(
          reason: "it did not end within \(timeLimit.components.seconds) s", isWithoutEffect: false)
      case .tooLarge: throw Failure(reason: "it says more than anybody reads", isWithoutEffect: false)
      case .transport(let reason): throw Failure(reason: reason, isWithoutEffect: true)
      }
    }
    // What it had done by then is not known.
    if exitCode != 0 { throw Failure(reason: "it ended with \(exitCode)", isWithoutEffect: false) }
  }

  private func post(_ message: TellingMessage, _ teller: DeviceConfiguration) throws(Failure) {
    let (text, token): (String?, String?)
    do throws(DeviceConfigurationError) {
      (text, token) = (try teller.text("address"), try teller.text("token"))
    } catch {
      throw Failure(reason: "\(error)", isWithoutEffect: true)
    }
    guard let address = text.flatMap(WebAddress.init) else {
      throw Failure(reason: "the address does not begin with https:// or http://", isWithoutEffect: true)
    }
    guard token == nil || address.keepsSecrets else {
      throw Failure(reason: "a token is sent over https:// only", isWithoutEffect: true)
    }
    var request = HTTPRequest(post: Array(message.text.utf8), to: address.target)
    request.headers = [("Content-Type", "text/plain; charset=utf-8"), ("Title", message.title)]
    if let token { request.headers.append(("Authorization", "Bearer \(token)")) }
    let status: Int
    do throws(CurlError) {
      status = try CurlProcess(timeLimit: timeLimit, hidesTarget: true).send(request, to: address.origin)
        .status
    } catch {
      let isWithoutEffect = if case .transport = error { true } else { error == .missing }
      throw Failure(reason: "\(error)", isWithoutEffect: isWithoutEffect)
    }
    guard !(200..<300).contains(status) else { return }
    throw Failure(reason: "it answered \(status)", isWithoutEffect: true)
  }
}
