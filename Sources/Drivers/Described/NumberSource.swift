import Platform
import ScheduleLang

/// What a device said.
struct DeviceAnswers: Sendable {
  /// By where it was read.
  var values: [DeviceDescription.Source: DeviceDescription.Answer] = [:]
  /// Why some are missing that should be there.
  var failure: DeviceError?
  /// What has not come since it was last told, but is told again.
  var repeated: Set<DescribedQuantity> = []
  /// Whether nothing was said at all.
  var isSilent = false
}

/// Asks a described device.
protocol NumberSource: AnyObject {
  /// By what its answers are to be read.
  var description: DeviceDescription { get }
  /// Asks the device for all that its description reads.
  func answers(by deadline: ExchangeDeadline) throws(DeviceError) -> DeviceAnswers
  /// Waits until it has heard all, but no longer; one that asks has nothing to wait for.
  func settle(by deadline: ExchangeDeadline)
}

extension NumberSource {
  func settle(by deadline: ExchangeDeadline) {}

  /// What is known once all was heard, or the deadline has come.
  func settledAnswers(by deadline: ExchangeDeadline) throws(DeviceError) -> DeviceAnswers {
    settle(by: deadline)
    do throws(DeviceError) {
      return try answers(by: deadline)
    } catch {
      if error == .unfinished { throw .transport("nothing has come of it yet") }
      throw error
    }
  }
}
