import Platform
import Drivers
import FoundationEssentials
import Runtime
import ScheduleLang

/// `--status`, `--stop` and the other options that talk to a running instance.
struct InstanceCommand {
  let streams: ReportStreams
  var folders = InstanceFolders.ofProcess

  /// How long the instance may take.
  private static let patience: Duration = .seconds(6)

  /// Sends `request` to the only running instance, or to the one that `charger` names: an address, or the path
  /// of a control socket.
  func run(_ request: ControlRequest, charger: String?, json: Bool) throws -> ExitCode {
    let path: String
    do { path = try find(charger) } catch let error as InstanceError {
      return fail(error.message, json: json)
    }
    let response: ControlResponse
    do {
      let line = Array(try JSONEncoder().encode(request))
      let answer = try LineClient.ask(path, line, by: MonotonicClock.deadline(after: Self.patience))
      response = try JSONDecoder().decode(ControlResponse.self, from: Data(answer))
    } catch let error as DeviceError {
      return fail("\(path): the instance \(error.explanation)", json: json)
    } catch {
      return fail("\(path): \(error)", json: json)
    }
    if let error = response.error { return fail(error, json: json) }
    guard let status = response.status else { return fail("\(path): the answer is empty", json: json) }
    let problems = request.command == .status ? [] : status.orderProblems
    for problem in problems { streams.complain("evse-run: the order is taken, but \(problem)\n") }
    try streams.report(json ? JSONText.text(status) : status.text)
    return problems.isEmpty ? .fine : .failed
  }

  /// There is no instance that can be asked.
  private struct InstanceError: Error { var message: String }

  /// The socket of the instance that is meant; throws a ``UsageError`` where several could be.
  private func find(_ charger: String?) throws -> String {
    if let charger, charger.contains("/") { return charger }
    var found: [(name: InstanceName, path: String)] = []
    var denied: LocalSocketError?
    for socket in folders.searched.flatMap({ LineClient.sockets(in: $0) })
    where charger.map(socket.name.matches) ?? true {
      do throws(LocalSocketError) {
        if try LineClient.isServed(socket.path) { found.append(socket) }
      } catch {
        denied = error
      }
    }
    // One that only watches is meant where nothing else can be.
    let drivers = found.filter { !$0.name.isObserver }
    if !drivers.isEmpty { found = drivers }
    // The name of one may be the start of another's.
    if let exact = found.first(where: { $0.name.description == charger }) { return exact.path }
    if let only = found.first, found.count == 1 { return only.path }
    if found.count > 1 {
      let names = found.map(\.name.description).joined(separator: ", ")
      throw UsageError(
        "several instances are running: say which with --charger: \(names)", showsUsage: false)
    }
    if let denied { throw InstanceError(message: "\(denied)") }
    throw InstanceError(
      message: charger.map { "no evse-run is running for the charger \(DiagnosticText.escaped($0))" }
        ?? "no evse-run is running")
  }

  private func fail(_ message: String, json: Bool) -> ExitCode {
    if json, let text = try? JSONText.text(ControlResponse(error: message)) { try? streams.report(text) }
    streams.complain("evse-run: \(message)\n")
    return .failed
  }
}
