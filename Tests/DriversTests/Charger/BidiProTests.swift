import Platform
import Runtime
import ScheduleLang
import Testing

@testable import Drivers

/// The real loop on a charger that is told powers, by the description that ships.
@Suite("A charger that is told watts")
struct BidiProTests {
  /// The line that says how it fails safe.
  private static let failsafe = "failsafe: write holding 42 as int32 in s   from 10s to 600s"

  private final class Home {
    let peer: ModelBidiPro
    let charger: any Charger
    private(set) var loop: ControlLoop!
    private(set) var events: [RunEvent] = []
    var decision = Decision(.charge, 6, 6)

    init(
      _ peer: ModelBidiPro = ModelBidiPro(), settings: String = "", reversed: Bool = false,
      failsafe: String? = nil
    ) throws {
      let source = try #require(BuiltInDevices.source("evtec-bidipro"))
      var text = String(decoding: source.bytes, as: UTF8.self)
        // The clock of the model stands still while the program waits for a gap.
        .replacing("gap 50ms", with: "").replacing("device evtec-bidipro", with: "device under-test")
      if reversed {
        text = text.replacing(
          "as int32 in W   positive charging   range", with: "as int32 in W   positive discharging   range")
      }
      if let failsafe { text = text.replacing(BidiProTests.failsafe, with: failsafe) }
      text += """

        site "home" {
            timezone "UTC"
            charger under-test at "10.0.0.9" { current 3A..16A\(settings) }
        }
        """
      let compilation = ScheduleCompiler().compile(SourceFile(path: "home.evs", bytes: Array(text.utf8)))
      let site = try #require(compilation.program?.site, "\(compilation.diagnostics.map(\.message))")
      self.peer = peer
      charger = try DeviceFactory(connector: peer).charger(site.charger, voltage: site.voltage)
      loop = ControlLoop(
        site: site, charger: charger, meter: nil, clock: peer,
        evaluate: { [unowned self] _, _, order in
          Outcome(decision: order?.kind.wantsNoPower == true ? .idle : decision, ruleIndex: nil)
        }, report: { [unowned self] in events.append($0) })
    }

    func run(_ seconds: Int) {
      for _ in 0..<seconds {
        let second = Instant(seconds: peer.now.seconds)
        loop.tick(at: peer.now)
        _ = peer.sleep(until: second.adding(seconds: 1))
      }
    }

    var failures: [DeviceError] {
      events.compactMap { if case .failed(_, let error) = $0 { error } else { nil } }
    }

    var last: LoopSnapshot? {
      events.lazy.compactMap { if case .ticked(let snapshot) = $0 { snapshot } else { nil } }.last
    }
  }

  @Test("it arms the time-out, charges with 6 A, and the car fills")
  func charging() throws {
    let home = try Home()
    let before = home.peer.soc
    home.run(600)
    #expect(home.peer.writes.first?.address == 42 && home.peer.writes.first?.value == 60)
    #expect(home.peer.setPoint == 1380 && home.peer.power == 1380)
    #expect(home.peer.soc > before)
    #expect(home.last?.readings.soc == Int((Double(home.peer.soc) / 10).rounded()))
    #expect(home.charger.failsafeTimeout == .seconds(60) && home.charger.failsafeProblem == nil)
    #expect(home.peer.refusals == 0 && home.peer.longestRead == 2)
  }

  @Test("it discharges with 6 A, and the car empties")
  func discharging() throws {
    let home = try Home()
    home.decision = Decision(.discharge, -6, -6)
    let before = home.peer.soc
    home.run(600)
    #expect(home.peer.setPoint == -1380 && home.peer.soc < before)
    #expect(home.peer.refusals == 0)
  }

  @Test("a sign that is said wrongly moves the car the other way, which the loop ends")
  func wrongSign() throws {
    let home = try Home(reversed: true)
    home.run(60)
    // It is told -1380 W for 6 A of charging: the loop sees it discharge, and has it stop.
    #expect(home.peer.writes.contains { $0.value == -1380 })
    #expect(home.last?.chargerFailure != nil || home.peer.setPoint == 0)
  }

  @Test("a change of the wish is followed, and a stop ends it")
  func following() throws {
    let home = try Home()
    home.run(60)
    home.decision = Decision(.charge, 10, 10)
    home.run(60)
    #expect(home.peer.setPoint == 2300)
    home.decision = .idle
    home.run(60)
    #expect(home.peer.setPoint == 0 && home.peer.power == 0)
    #expect(home.last?.charger?.state == .paused)
  }

  @Test(
    "a car that does not offer to discharge is not told to", arguments: [(Int32(2), Float(-5000)), (5, 0)])
  func unwilling(session: Int32, floor: Float) throws {
    let peer = ModelBidiPro()
    (peer.session, peer.floor) = (session, floor)
    let home = try Home(peer)
    home.decision = Decision(.discharge, -6, -6)
    home.run(60)
    #expect(home.peer.setPoint == 0 && !home.peer.writes.contains { $0.value < 0 })
    #expect(home.peer.refusals == 0)
    #expect(home.failures.contains { $0.explanation.contains("not ready to discharge") })
  }

  @Test("a discharge that the car offers no more is stopped, and begins again with its offer")
  func withdrawn() throws {
    let home = try Home()
    home.decision = Decision(.discharge, -6, -6)
    home.run(60)
    #expect(home.peer.setPoint == -1380)
    home.peer.floor = 0
    home.run(10)
    #expect(home.peer.setPoint == 0)
    home.run(60)
    #expect(home.peer.setPoint == 0)
    home.peer.floor = -10_000
    home.run(600)
    #expect(home.peer.setPoint == -1380)
  }

  @Test(
    "a time-out that no register is behind permits no power, unless the text says that some firmware has none"
  )
  func missingTimeout() throws {
    for (text, power) in [("", Int32(0)), (" optional", 1380)] {
      let line = "failsafe: write holding 9000 as int32 in s   from 10s to 600s"
      let home = try Home(failsafe: line + text)
      home.run(60)
      #expect(home.peer.setPoint == power)
      #expect(home.charger.failsafeProblem != nil)
    }
  }

  @Test("addresses that a setting leads across each other are refused")
  func crossing() throws {
    #expect(throws: DeviceConfigurationError.self) {
      _ = try Home(failsafe: "failsafe: write holding 187 as int32 in s   from 10s to 600s")
    }
  }

  @Test("no more is told than it takes at the moment, and more once it takes more")
  func limits() throws {
    let home = try Home()
    home.peer.ceiling = 2000
    home.decision = Decision(.charge, 16, 16)
    home.run(60)
    // 8 A at 230 V.
    #expect(home.peer.setPoint == 1840 && home.last?.setPoint == Amperes(16))
    let written = home.peer.writes.count
    home.run(60)
    #expect(home.peer.writes.count == written)
    home.peer.ceiling = 3000
    home.run(30)
    #expect(home.peer.setPoint == 2990)
    home.peer.ceiling = 1500
    home.run(30)
    #expect(home.peer.setPoint == 1380 && home.peer.refusals == 0)
    home.decision = Decision(.discharge, -16, -16)
    home.peer.floor = -2500
    home.run(300)
    #expect(home.peer.setPoint == -2300 && home.peer.refusals == 0)
  }

  @Test("a ceiling that is not told yet limits nothing, and one below the least lets nothing flow")
  func unknownLimits() throws {
    let home = try Home()
    home.peer.ceiling = 0
    home.run(60)
    #expect(home.peer.setPoint == 1380)
    let other = try Home()
    other.peer.minimum = 2000
    other.run(60)
    #expect(other.peer.setPoint == 0 && other.peer.refusals == 0)
    #expect(other.failures.contains { $0.explanation.contains("no less than 2000 W") })
  }

  @Test("its own time-out stops it once the program is gone")
  func abandoned() throws {
    let home = try Home()
    home.decision = Decision(.discharge, -16, -16)
    home.run(120)
    #expect(home.peer.setPoint == -3680)
    home.peer.isAbandoned = true
    home.peer.wait(seconds: 59)
    #expect(home.peer.setPoint == -3680)
    home.peer.wait(seconds: 5)
    #expect(home.peer.setPoint == 0)
  }

  @Test("the second connector has registers of its own")
  func connector() throws {
    let home = try Home(ModelBidiPro(connector: 2), settings: "   connector 2")
    home.run(60)
    #expect(home.peer.writes.contains { $0.address == 286 && $0.value == 1380 })
    #expect(home.last?.chargerFailure == nil)
  }

  @Test("that it has no time-out of its own is said, from the start on, and it charges all the same")
  func withoutTimeout() throws {
    let home = try Home(failsafe: "failsafe: none \"it goes on until the car is full\"")
    #expect(home.charger.failsafeProblem?.contains("it goes on until the car is full") == true)
    home.run(60)
    #expect(home.peer.setPoint == 1380 && !home.peer.writes.contains { $0.address == 42 })
    #expect(home.charger.failsafeTimeout == nil)
  }
}
