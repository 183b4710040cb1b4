import Drivers
import Runtime
import ScheduleLang
import Testing

@testable import evse_run

@Suite("Run state")
struct RunStateTests {
  /// The state of a run that has no folder for it.
  private func state(driver: String, options: RunOptions) throws -> RunState {
    let subject = try RunLineTests.subject()
    var site = subject.site
    site.charger.driver = driver
    return RunState(
      name: InstanceName("test"),
      subject: subject.replacing(site: site),
      options: options, folder: nil, now: Instant(seconds: 1_800_000_000))
  }

  @Test("says that nothing is kept without a folder", arguments: ["wallbox-quasar", "simulated"])
  func saysThatNothingIsKeptWithoutAFolder(driver: String) throws {
    let state = try state(driver: driver, options: RunOptions())
    #expect(state.keeper == nil)
    #expect(state.unkept?.contains("names no folder") == true)
    #expect(state.trouble?.contains("do not outlive this run") == true)
  }

  @Test(
    "says nothing where nothing is to be kept",
    arguments: [
      ("wallbox-quasar", RunOptions(observes: true)), ("simulated", RunOptions(observes: true)),
      ("simulated", RunOptions(speed: 60)),
    ])
  func saysNothingWhereNothingIsToBeKept(driver: String, options: RunOptions) throws {
    let state = try state(driver: driver, options: options)
    #expect(state.unkept == nil && state.trouble == nil)
  }
}
