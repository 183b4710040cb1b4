import Platform
import FoundationEssentials
import ScheduleLang
import Testing

@testable import Runtime
@testable import evse_run

/// What `--status` shows of what is wrong.
@Suite("Instance trouble")
struct InstanceTroubleTests {
  private func status(_ change: (inout LoopSnapshot) -> Void) throws -> InstanceStatus {
    var snapshot = RunLineTests.snapshot()
    change(&snapshot)
    return InstanceStatus(
      snapshot,
      of: RunningSchedule.View(subject: try RunLineTests.subject(), refusal: nil, priceProblem: nil),
      name: "test", process: 1, observes: false, state: SavedState())
  }

  private func trouble(_ kind: Trouble.Kind) -> Trouble {
    Trouble(kind, "it is \(kind.rawValue)", since: Instant(seconds: 1_782_918_000))
  }

  @Test("each is shown with what to do about it", arguments: Trouble.Kind.allCases)
  func eachIsShownWithWhatToDoAboutIt(kind: Trouble.Kind) throws {
    let status = try status { $0.troubles = [trouble(kind)] }
    #expect(status.text.contains("trouble    it is \(kind.rawValue)\n           \(kind.advice)\n"))
    let json = try JSONText.text(status)
    #expect(
      json.contains("\"kind\" : \"\(kind.rawValue)\"") || json.contains("\"kind\":\"\(kind.rawValue)\""))
    #expect(json.contains("2026-07-01T15:00:00Z"))
    #expect(!kind.advice.isEmpty && kind.advice.first?.isLowercase == true && kind.advice.last != ".")
  }

  @Test("what is wrong with the charger is its problem")
  func whatIsWrongWithTheChargerIsItsProblem() throws {
    let status = try status { $0.troubles = [trouble(.noPower), trouble(.meterSilent)] }
    #expect(status.chargerProblem.value == "it is no-power")
    #expect(status.commandProblem.value == nil)
    #expect(status.orderProblems.isEmpty, "it keeps no order from the charger")
  }

  @Test("what is wrong with the meter is not")
  func whatIsWrongWithTheMeterIsNot() throws {
    let status = try status { $0.troubles = [trouble(.meterFrozen), trouble(.socDoubtful)] }
    #expect(status.chargerProblem.value == nil)
  }

  @Test("what keeps an order from the charger comes first")
  func whatKeepsAnOrderFromTheChargerComesFirst()
    throws
  {
    let status = try status {
      $0.chargerFailure = .timeout
      $0.troubles = [trouble(.noPower)]
    }
    #expect(status.chargerProblem.value == DeviceError.timeout.explanation)
    #expect(status.orderProblems.count == 1)
  }
}
