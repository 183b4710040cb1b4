import Platform
import Foundation
import Runtime
import ScheduleLang
import PeerSupport
import Testing

@testable import Drivers

@Suite("Logging in to a Shelly", .waits)
struct ShellyLoginTests {
  /// Whether the password, or what anybody can turn into it, is in any request.
  private func isInClear(_ requests: [PretendShelly.Request]) -> Bool {
    requests.contains { $0.authorization?.hasPrefix("Basic") == true }
  }

  /// A device of the second generation that accepts any login with its present nonce.
  private func digestDevice(_ nonce: @escaping () -> String = { "n" }) -> PretendShelly {
    PretendShelly { request in
      if request.path == "/shelly" { return .generation2 }
      return request.parameter("nonce") == nonce() ? .power : .digest(nonce())
    }
  }

  private func firstGeneration(_ request: PretendShelly.Request) -> PretendShelly.Answer {
    if request.path == "/shelly" { return .generation1 }
    return request.authorization == nil
      ? .basic : .init(body: #"{"emeters":[{"power":100,"is_valid":true}]}"#)
  }

  @Test("no password is sent before it is asked for")
  func unasked() throws {
    let device = PretendShelly(firstGeneration)
    #expect(throws: Never.self) { try device.read(device.meter()).get() }
    #expect(device.requests.map { $0.authorization != nil } == [false, false, true])
  }

  @Test("what once asked for Digest never gets the password in clear text, not even in a later run")
  func downgrade() throws {
    let folder = TemporaryFolder()
    let device = digestDevice()
    let meter = try device.meter(logins: LoginMemory(folder: folder.path))
    #expect(throws: Never.self) { try device.read(meter).get() }
    device.answer = { request in request.path == "/shelly" ? .generation1 : .basic }
    for _ in 0..<20 { #expect(throws: DeviceError.self) { try device.read(meter).get() } }

    // The disk is written beside the run.
    for _ in 0..<2000 where !folder.names().contains("digest-logins") { usleep(10_000) }
    let next = try device.meter(logins: LoginMemory(folder: folder.path))
    let error = #expect(throws: DeviceError.self) { try device.read(next).get() }
    #expect(error?.explanation.contains("in clear text") == true)
    #expect(!isInClear(device.requests))
    let other = try device.meter(login: .basic, logins: LoginMemory(folder: folder.path))
    _ = device.read(other)
    #expect(isInClear(device.requests), "the site may say that it is right")
  }

  @Test(
    "only a device of the first generation gets the password in clear text, and none that the site forbids it"
  )
  func forbidden() throws {
    let device = PretendShelly { $0.path == "/shelly" ? .generation2 : .basic }
    _ = try device.read(device.meter())
    _ = try device.read(device.meter(login: .basic))
    device.answer = firstGeneration
    let error = #expect(throws: DeviceError.self) { try device.read(device.meter(login: .digest)).get() }
    #expect(error?.explanation.contains("`login digest`") == true)
    // Of two challenges the stronger is met.
    device.answer = { request in
      if request.path == "/shelly" { return .generation1 }
      var answer = PretendShelly.Answer.digest("n")
      answer.headers.insert("WWW-Authenticate: Basic realm=\"x\"", at: 0)
      return request.authorization == nil ? answer : .init(body: #"{"emeters":[]}"#)
    }
    _ = try device.read(device.meter())
    #expect(!isInClear(device.requests))
    #expect(device.requests.last?.authorization?.hasPrefix("Digest") == true)
  }

  @Test("a challenge of another algorithm is met by nothing weaker")
  func weakerDigest() throws {
    let device = PretendShelly { request in
      request.path == "/shelly"
        ? .generation1
        : .init(
          status: 401,
          headers: ["WWW-Authenticate: Digest realm=\"x\", nonce=\"y\", qop=\"auth\", algorithm=MD5"])
    }
    #expect(throws: DeviceError.self) { try device.read(device.meter()).get() }
    #expect(device.requests.allSatisfy { $0.authorization == nil })
  }

  /// Firmware 2, as its documentation and its users describe it: a table of 32 nonces, and 429 while that is full.
  private final class NonceTable {
    var issued: String?
    var counts: Set<String> = []
    var number = 0
    var isFull = false
    var freeAt: UInt64?

    func answer(_ request: PretendShelly.Request, at second: UInt64) -> PretendShelly.Answer {
      if request.path == "/shelly" { return .generation2 }
      if let nonce = request.parameter("nonce"), let count = request.parameter("nc") {
        let isNext = Int(count, radix: 16) == counts.count + 1
        if nonce == issued, isNext, counts.insert(count).inserted { return .power }
        // One that has ended and finds the table full never begins what frees it.
        if isFull { return .init(status: 429) }
      }
      if isFull {
        let free = freeAt ?? second + 2
        freeAt = free
        guard second >= free else { return .init(status: 429) }
        (isFull, freeAt) = (false, nil)
      }
      number += 1
      (issued, counts) = ("nonce\(number)", [])
      return .digest("nonce\(number)", request.authorization == nil ? "" : ", stale=true")
    }
  }

  @Test("a nonce that ended while the device's table is full is given up, and the meter is back in seconds")
  func fullTable() throws {
    let table = NonceTable()
    let device = PretendShelly { _ in .none }
    device.answer = { [unowned device] in table.answer($0, at: device.second) }
    let meter = try device.meter(solar: 1)
    for _ in 0..<5 { #expect(throws: Never.self) { try device.read(meter).get() } }
    for _ in 0..<20 {
      (table.issued, table.isFull) = (nil, true)
      var lost = 0
      while case .failure(let error) = device.read(meter) {
        lost += 1
        #expect(error == .refused("the meter answers HTTP 429"))
        guard lost < 30 else { break }
      }
      #expect((1...12).contains(lost), "\(lost) s without a reading")
    }
    _ = device.takeRequests()
    for _ in 0..<10 { _ = device.read(meter) }
    #expect(device.takeRequests().count == 20, "one nonce for all")
  }

  @Test("a device that throttles is asked ever more rarely, as it says it wants it")
  func throttled() throws {
    for (header, most) in [("X: y", 8), ("Retry-After: 40", 4), ("Retry-After: 999999999999", 3)] {
      let device = PretendShelly { request in
        request.path == "/shelly" ? .generation2 : .init(status: 429, headers: [header])
      }
      let meter = try device.meter()
      for _ in 0..<60 { _ = device.read(meter) }
      #expect(device.requests.count { $0.path != "/shelly" } <= most)
      device.answer = digestDevice().answer
      for _ in 0..<60 { _ = device.read(meter) }
      #expect(throws: Never.self) { try device.read(meter).get() }
    }
  }

  @Test("a wrong password is tried ever more rarely, and the owner is told the same all the time")
  func wrongPassword() throws {
    for isBasic in [false, true] {
      let device = PretendShelly { request in
        if request.path == "/shelly" { return isBasic ? .generation1 : .generation2 }
        return isBasic ? .basic : .digest("n\(request.authorization == nil)")
      }
      let meter = try device.meter()
      var told: Set<DeviceError> = []
      for _ in 0..<3600 {
        guard case .failure(let error) = device.read(meter) else { continue }
        told.insert(error)
      }
      #expect(told == [.refused("the meter wants another user or password (HTTP 401)")])
      #expect((10...25).contains(device.requests.count { $0.authorization != nil }))
      #expect(device.requests.count < 80)
      device.answer = isBasic ? firstGeneration : digestDevice().answer
      for _ in 0..<300 { _ = device.read(meter) }
      #expect(throws: Never.self) { try device.read(meter).get() }
    }
  }

  @Test("without a password a device that wants one is asked once a second and sent nothing secret")
  func noPassword() throws {
    let device = digestDevice()
    let meter = try device.meter(password: nil)
    for _ in 0..<10 { #expect(throws: DeviceError.self) { try device.read(meter).get() } }
    #expect(device.requests.count <= 20)
    #expect(device.requests.allSatisfy { $0.authorization == nil })
  }

  @Test("a nonce that ends, or a restart of the device, costs one more request and no reading")
  func restarts() throws {
    var nonce = 0
    let device = digestDevice { "n\(nonce)" }
    let meter = try device.meter()
    for _ in 0..<50 {
      #expect(throws: Never.self) { try device.read(meter).get() }
      nonce += 1
    }
    #expect(device.requests.count == 1 + 100)
    #expect(
      device.requests.allSatisfy {
        $0.authorization == nil || $0.parameter("nc") == "00000001" || $0.parameter("nc") == "00000002"
      })
  }

  @Test("a nonce that has ended before its first use is no wrong password; one that always has is")
  func staleAtOnce() throws {
    var stale = 1
    let device = PretendShelly { request in
      if request.path == "/shelly" { return .generation2 }
      guard request.authorization != nil, stale == 0 else {
        if request.authorization != nil { stale -= 1 }
        return .digest("n\(stale)", request.authorization == nil ? "" : ", stale=TRUE")
      }
      return .power
    }
    let meter = try device.meter()
    #expect(throws: Never.self) { try device.read(meter).get() }
    stale = 1_000_000
    for _ in 0..<60 { _ = device.read(meter) }
    #expect(device.requests.count < 30)
  }

  @Test("takes the nonce that a response gives for the next request")
  func nextNonce() throws {
    var number = 0
    let device = PretendShelly { request in
      if request.path == "/shelly" { return .generation2 }
      guard request.parameter("nonce") == "n\(number)", request.parameter("nc") == "00000001" else {
        return .digest("n\(number)")
      }
      number += 1
      return .init(
        headers: ["Authentication-Info: qop=auth, nextnonce=\"n\(number)\""], body: #"{"act_power":100}"#)
    }
    let meter = try device.meter()
    for _ in 0..<10 { #expect(throws: Never.self) { try device.read(meter).get() } }
    #expect(device.requests.count == 2 + 10)
  }

  @Test("numbers of uses never repeat for one nonce")
  func counts() throws {
    let device = digestDevice()
    let meter = try device.meter(solar: 1)
    for _ in 0..<200 { _ = device.read(meter) }
    let counts = device.requests.compactMap { $0.parameter("nc") }
    #expect(counts.count == 400 && Set(counts).count == 400)
  }
}
