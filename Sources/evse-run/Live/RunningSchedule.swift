import Runtime
import ScheduleLang

/// A schedule while it runs: with what it remembers, and with the newest prices.
final class RunningSchedule {
  /// The schedule, the home and the clocks.
  private(set) var subject: HomeSchedule
  /// What it remembers from one evaluation to the next.
  private(set) var memory: Memory
  private var prices: PriceSources.Feed

  /// What can be said of it beside the loop's thread.
  struct View: Sendable {
    var subject: HomeSchedule
    /// A number that rises with each other schedule and with each other price.
    var revision = 0
    var refusal: String?
    var priceProblem: String?
  }

  private var generation = -1
  private var revision = 0

  /// Why its files, which have changed, are refused, in a line; nil where they are not.
  var refusal: String?

  /// Why prices are not up to date at `now`, in words; nil where they are.
  func priceProblem(at now: Instant) -> String? {
    let tariffs = [subject.schedule.importTariff, subject.schedule.exportTariff].compactMap { $0 }
    return prices.problem(at: now, in: subject.clocks.site, tariffs: tariffs)
  }

  /// What can be said of it at `now`.
  func view(at now: Instant) -> View {
    View(subject: subject, revision: revision, refusal: refusal, priceProblem: priceProblem(at: now))
  }

  /// Creates a schedule that has not been evaluated in this run.
  init(_ subject: HomeSchedule, prices: PriceSources.Feed, memory: Memory) {
    self.subject = subject
    self.prices = prices
    self.memory = memory
  }

  /// Goes on with another schedule at `now`, which knows what is remembered where it asks the same questions.
  func follow(_ next: HomeSchedule, prices feed: PriceSources.Feed, at now: Instant) {
    memory = memory.handed(from: subject.schedule, to: next.schedule, at: now)
    prices = prices.replaced(by: feed)
    generation = -1
    revision += 1
    subject = next
    refusal = nil
  }

  /// Goes on with inputs set so; what is planned with others is planned anew.
  func set(inputs: InputValues, at now: Instant) {
    guard inputs != subject.inputs else { return }
    let next = subject.with(inputs: inputs)
    memory = memory.handed(from: subject.schedule, to: next.schedule, at: now)
    subject = next
    revision += 1
  }

  /// What is wanted at `instant`, by the rules or by the owner's `order`.
  func evaluate(_ instant: Instant, _ readings: Readings, _ order: Order?) -> Outcome {
    if let news = prices.news(since: &generation) {
      revision += 1
      subject = subject.with(published: news)
    }
    return subject.decide(
      at: subject.clocks.moment(at: instant), readings: readings, memory: &memory, order: order)
  }
}
