import Foundation
import PeerSupport
import Testing

/// The built program and what it leaves in databases and on disk.
@Suite("Records of the running program", .waits, .timeLimit(.minutes(10)))
struct RecordsTests {
  private static let hasVictoriaMetrics =
    PeerPython.isRequired
    || (try? PeerPython.run(
      """
      import os, shutil, sys
      path = os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"]
      sys.exit(shutil.which("victoria-metrics", path=path) is None)
      """, [])) != nil

  @Test(
    "a real database has all samples, unchanged, after an outage",
    .enabled(if: hasVictoriaMetrics, "victoria-metrics is not installed: see Tests/Peers/install"))
  func outage() throws { try PeerScript.run("records_outage.py") }

  @Test(
    "a kill loses no more than the declared window",
    .enabled(if: PeerPython.isWanted(with: "json"), "\(PeerPython.command) does not run: set EVSE_PYTHON"))
  func kills() throws { try PeerScript.run("records_kill.py", ["6", "6"]) }
}
