import Foundation
import PeerSupport
import Testing

@testable import Drivers

@Suite("Service notifier")
struct ServiceNotifierTests {
  @Test("tells the service manager")
  func tellsTheServiceManager() throws {
    let folder = TemporaryFolder()
    let listener = try #require(DatagramSocket(folder.path + "/notify"))
    let notifier = try #require(ServiceNotifier { ["NOTIFY_SOCKET": listener.address][$0] })
    notifier.send(.ready)
    notifier.send(.watchdog)
    notifier.send(.status("charging\nREADY=0"))
    notifier.send(.stopping)
    notifier.send(.reloading)
    let told = listener.all
    #expect(told.dropLast() == ["READY=1", "WATCHDOG=1", "STATUS=chargingREADY=0", "STOPPING=1"])
    #expect(told.last?.hasPrefix("RELOADING=1\nMONOTONIC_USEC=") == true)
  }

  @Test("reaches sockets that have no file")
  func reachesSocketsThatHaveNoFile() throws {
    let listener = try #require(DatagramSocket("@evse-run-test-\(UUID().uuidString)"))
    let notifier = try #require(ServiceNotifier { ["NOTIFY_SOCKET": listener.address][$0] })
    notifier.send(.ready)
    #expect(listener.all == ["READY=1"])
  }

  @Test("does not mind that nobody listens")
  func doesNotMindThatNobodyListens() throws {
    #expect((ServiceNotifier { _ in nil }) == nil)
    #expect((ServiceNotifier { ["NOTIFY_SOCKET": "relative"][$0] }) == nil)
    try #require(ServiceNotifier { ["NOTIFY_SOCKET": "/nowhere/notify"][$0] }).send(.ready)
  }
}
