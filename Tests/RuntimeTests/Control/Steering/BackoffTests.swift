import Runtime
import SeededRandomness
import Testing

@Suite("Backoff")
struct BackoffTests {
  @Test("doubles up to thirty seconds less at most half")
  func doublesUpToThirtySecondsLessAtMostHalf() {
    var backoff = Backoff()
    var random = SeededGenerator(seed: 7)
    var uptime: Duration = .seconds(100)
    for longest in [1.0, 2, 4, 8, 16, 30, 30, 30] {
      #expect(backoff.allowsTrying(at: uptime))
      backoff.failed(at: uptime, random: &random)
      #expect(!backoff.allowsTrying(at: uptime + .seconds(longest * 0.499)))
      uptime += .seconds(longest)
    }
    #expect(backoff.allowsTrying(at: uptime))
  }

  @Test("starts afresh once the device answers")
  func startsAfreshOnceTheDeviceAnswers() {
    var backoff = Backoff()
    var random = SeededGenerator(seed: 7)
    for _ in 0..<10 { backoff.failed(at: .zero, random: &random) }
    backoff.succeeded()
    #expect(backoff.allowsTrying(at: .zero))
    backoff.failed(at: .zero, random: &random)
    #expect(backoff.allowsTrying(at: .seconds(1)))
  }

  @Test("spreads retries")
  func spreadsRetries() {
    var random = SeededGenerator(seed: 7)
    let waits = Set(
      (0..<20).map { _ in
        var backoff = Backoff()
        backoff.failed(at: .zero, random: &random)
        return (0...1000).first { backoff.allowsTrying(at: .milliseconds($0)) }
      })
    #expect(waits.count > 10)
  }
}
