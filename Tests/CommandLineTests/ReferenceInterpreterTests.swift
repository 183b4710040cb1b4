import PeerSupport
import Testing

/// The built program beside an interpreter of the language that was written apart from it, in Python.
@Suite(
  "Reference interpreter",
  .waits,
  .enabled(
    if: PeerPython.isWanted(with: "zoneinfo"), "\(PeerPython.command) does not run: set EVSE_PYTHON"),
  .timeLimit(.minutes(10)))
struct ReferenceInterpreterTests {
  @Test("maps, explanations and tests of random programs are those of the reference interpreter")
  func randomPrograms() throws { try PeerScript.run("compare_interpreters.py", ["1", "60"]) }
}
