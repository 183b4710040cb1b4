import Drivers
import Glibc
import Platform
import Runtime
import ScheduleLang

/// Serves the page on which a first schedule is made, until its file is there; then this process goes on as its run.
///
/// No device is claimed, connected or told anything: the page may have one read, which it names itself.
struct SetupRun {
  /// The file that does not exist yet.
  let path: String
  /// Where the page is served.
  let address: String
  let streams: ReportStreams

  /// How often the file is looked for.
  private static let interval: Duration = .seconds(1)

  /// Returns where a signal asks to stop, and where this process cannot go on; throws where the page cannot be served.
  func run() throws -> ExitCode {
    let signals = StopSignals()
    let folders = InstanceFolders.ofProcess
    let live = LiveView(name: InstanceName("setup"), process: getpid(), observes: true)
    _ = try Dashboard(
      at: address, hosts: AccessPolicy.ownNames, live: live, folder: folders.state,
      editor: ScheduleEditor(path: path, stateFolder: folders.state), isSetup: true,
      ask: { _ in ControlResponse(error: "there is no schedule yet, and no charger") },
      warn: { streams.complain("evse-run: \($0)\n", $1) })
    streams.complain(
      "evse-run: \(DiagnosticText.escaped(path)) does not exist yet: the page leads to a first schedule\n",
      .notice)
    let service = ServiceNotifier.ofProcess
    service?.send(.ready)
    service?.send(.status("waiting for a first schedule"))
    defer { service?.send(.stopping) }
    while !signals.wait(for: Self.interval) {
      service?.send(.watchdog)
      guard isValid else { continue }
      // The answer to whoever has saved it is to leave first.
      if signals.wait(for: Self.interval) { break }
      return becomeRun()
    }
    return .fine
  }

  /// Whether there is a schedule now that can run.
  private var isValid: Bool {
    guard !ScheduleFile.isMissing(path) else { return false }
    return (try? ProgramFile(complaints: Complaints(coloured: false) { _, _ in }).subject(path)) != nil
  }

  /// Starts the program anew in this process, with the same arguments; returns only where that fails.
  private func becomeRun() -> ExitCode {
    var none = sigset_t()
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, nil)
    execv("/proc/self/exe", CommandLine.unsafeArgv)
    streams.complain("evse-run: the run cannot begin: \(systemMessage(errno))\n")
    return .failed
  }
}
