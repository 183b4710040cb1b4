import Runtime
import ScheduleLang
import Testing

@Suite("Telling policy")
struct TellingPolicyTests {
  private let start = Instant(seconds: 1_800_000_000)

  private func trouble(_ kind: Trouble.Kind, since: Int = 0) -> Trouble {
    Trouble(kind, "it is \(kind.rawValue)", since: start.adding(seconds: since))
  }

  /// What is told in the course of so many minutes, each `kinds` says what is wrong then: minute and kind, negative where it is over.
  private func told(
    by policy: inout TellingPolicy, minutes: Int, _ kinds: (Int) -> [Trouble.Kind]
  ) -> [String] {
    (0..<minutes).flatMap { minute in
      policy.news(
        of: kinds(minute).map { trouble($0) }, at: .seconds(500 + 60 * minute),
        now: start.adding(seconds: 60 * minute)
      ).map {
        switch $0 {
        case .began(let trouble): "\(minute) \(trouble.kind.rawValue)"
        case .ended(let trouble): "\(minute) over \(trouble.kind.rawValue)"
        }
      }
    }
  }

  @Test("each is told once, and once more when it is over")
  func once() {
    var policy = TellingPolicy()
    let told = told(by: &policy, minutes: 300) {
      (5..<90).contains($0) ? [.meterSilent] : (100..<110).contains($0) ? [.chargerFault, .noPower] : []
    }
    #expect(
      told == [
        "5 meter-silent", "90 over meter-silent", "100 charger-fault", "100 no-power",
        "110 over charger-fault",
        "110 over no-power",
      ])
  }

  @Test("what comes and goes is never told twice in an hour, and is told once that is over and it lasts")
  func neverTwiceInAnHour() {
    var policy = TellingPolicy()
    // On for five minutes, off for five, for three hours; then on for good.
    let told = told(by: &policy, minutes: 300) { $0 >= 180 || $0 % 10 < 5 ? [.meterSilent] : [] }
    #expect(
      told == [
        "0 meter-silent", "5 over meter-silent", "60 meter-silent", "65 over meter-silent",
        "120 meter-silent",
        "125 over meter-silent", "180 meter-silent",
      ])
  }

  @Test("a restart of the program tells nothing again, and nothing as over that has not been seen yet")
  func restart() {
    var policy = TellingPolicy()
    #expect(told(by: &policy, minutes: 10) { _ in [.meterSilent] } == ["0 meter-silent"])
    var next = TellingPolicy(told: policy.told)
    // For half a minute nobody knows yet that the meter is silent still.
    #expect(told(by: &next, minutes: 30) { $0 < 1 ? [] : [.meterSilent] } == [])
    var last = TellingPolicy(told: policy.told)
    #expect(told(by: &last, minutes: 30) { _ in [] } == ["2 over meter-silent"])
  }

  @Test("what has happened once has no end, and is told once an hour in a row of crashes")
  func moments() {
    var policy = TellingPolicy()
    var told: [Int] = []
    for minute in 0..<150 {
      var run = TellingPolicy(told: policy.told)
      let news = run.news(
        of: [trouble(.programRestarted, since: 60 * minute)], at: .seconds(60 * minute),
        now: start.adding(seconds: 60 * minute))
      if !news.isEmpty { told.append(minute) }
      policy = run
    }
    #expect(told == [0, 60, 120])
    #expect(self.told(by: &policy, minutes: 200) { _ in [] } == [])
  }

  @Test("a clock that is set back by years holds nothing up")
  func clock() {
    var policy = TellingPolicy(told: [.meterSilent: .init(at: start.adding(seconds: 100_000_000), open: nil)])
    #expect(told(by: &policy, minutes: 2) { _ in [.meterSilent] } == ["0 meter-silent"])
  }

  @Test("some are told again each day while they last")
  func repetition() {
    var policy = TellingPolicy()
    #expect(
      told(by: &policy, minutes: 2000) { _ in [.timeoutUnproven, .meterSilent] } == [
        "0 time-out-unproven", "0 meter-silent", "1440 time-out-unproven",
      ])
  }
}
