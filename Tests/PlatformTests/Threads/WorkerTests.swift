import Platform
import Synchronization
import PeerSupport
import Testing

@Suite("Workers", .waits)
struct WorkerTests {
  /// What a worker has taken from its mailbox, at each time that it looked.
  private final class Taken: Sendable {
    let letters = Mutex<[[Int]]>([])
    let bell = Doorbell()

    func take(from worker: Worker<[Int]>) {
      let all = worker.withMailbox { mailbox in
        defer { mailbox = [] }
        return mailbox
      }
      letters.withLock { $0.append(all) }
      bell.ring()
    }

    var all: [Int] { letters.withLock { $0.flatMap { $0 } } }
  }

  private func deadline(_ seconds: Int) -> ExchangeDeadline {
    MonotonicClock.deadline(after: .seconds(seconds))
  }

  @Test("what is left in the mailbox is taken when the worker is woken, in its order")
  func wake() throws {
    let (worker, taken) = (Worker<[Int]>([]), Taken())
    try worker.start { [worker] in taken.take(from: worker) }
    for number in 1...3 {
      worker.withMailbox { $0.append(number) }
      worker.wake()
      #expect(taken.bell.wait(until: deadline(10)))
    }
    #expect(worker.close(by: deadline(10)) == .done)
    #expect(taken.all == [1, 2, 3])
  }

  @Test("the mailbox is looked into now and then without being woken")
  func interval() throws {
    let (worker, taken) = (Worker<[Int]>([]), Taken())
    try worker.start(every: .milliseconds(20)) { [worker] in taken.take(from: worker) }
    worker.withMailbox { $0.append(1) }
    while taken.all.isEmpty { try #require(taken.bell.wait(until: deadline(10))) }
    #expect(worker.close(by: deadline(10)) == .done)
  }

  @Test("closing has the rest done before the thread ends, and nothing after it")
  func close() throws {
    let (worker, taken) = (Worker<[Int]>([]), Taken())
    try worker.start { [worker] in taken.take(from: worker) }
    worker.withMailbox { $0.append(7) }
    #expect(worker.close(by: deadline(10)) == .done)
    #expect(taken.all == [7])
    worker.withMailbox { $0.append(8) }
    worker.wake()
    #expect(!taken.bell.wait(until: deadline(0)) || taken.all == [7])
    #expect(worker.isClosed)
  }

  @Test("work that does not come to its end is not waited for beyond the deadline")
  func patience() throws {
    let (worker, gate) = (Worker<[Int]>([]), Doorbell())
    try worker.start { _ = gate.wait(until: MonotonicClock.deadline(after: .seconds(86_400))) }
    #expect(worker.close(by: MonotonicClock.deadline(after: .milliseconds(50))) == .late)
    gate.ring()
  }
}
