import Foundation
import PeerSupport
import Platform
import Runtime
import ScheduleLang
import Synchronization
import Testing

@testable import Drivers

/// Each meter that ships against the device that its description pretends.
@Suite("Pretended meters", .waits, .timeLimit(.minutes(5)))
struct PretendedMeterTests {
  /// Serves a device from a thread of its own until it is told to end.
  private final class Serving: Sendable {
    private let isOver = Mutex(false)

    init(_ make: @escaping @Sendable () throws -> PretendedService) {
      let isOver: @Sendable () -> Bool = { [self] in self.isOver.withLock(\.self) }
      Thread.detachNewThread {
        do {
          let service = try make()
          while !isOver() {
            service.serve()
            usleep(1000)
          }
        } catch {}
      }
    }

    func end() { isOver.withLock { $0 = true } }
  }

  @Test("is read as it is pretended", arguments: BuiltInDevices.names(role: "meter"))
  func agrees(name: String) throws {
    let description = try #require(DeviceDescription.shipped(name))
    var device = DeviceConfiguration(driver: name, range: .nowhere)
    for (index, setting) in description.settings.enumerated() {
      switch setting.kind {
      case .number(let range, _):
        device.settings[setting.name] = .number(min(range.lowerBound + index, range.upperBound))
      case .text: device.settings[setting.name] = .text("made-up")
      }
    }
    device.description = description
    let endpoint = try Endpoint.unused()
    device.address = endpoint.description
    let serving = Serving { [device] in
      try DeviceFactory().pretended(device, voltage: Volts(230), at: endpoint)
    }
    defer { serving.end() }
    let meter = try DeviceFactory().meter(device)
    var reading: MeterReading?
    for _ in 0..<500 where reading?.partFailure != nil || reading == nil {
      reading = try? meter.reading(by: MonotonicClock.deadline(after: .seconds(5)))
      usleep(20_000)
    }
    let found = try #require(reading)
    #expect(found.partFailure == nil)
    #expect(found.grid == (description.measures(.grid) ? Watts(500) : nil))
    #expect(found.solar == (description.measures(.solar) ? Watts(1500) : nil))
    #expect(found.voltage == (description.measures(.voltage) ? Volts(230) : nil))
    #expect(found.powerFactor == (description.measures(.powerFactor) ? 1 : nil))
  }
}
