import Platform
import Runtime
import Synchronization

/// Hands samples in batches to a sink on a thread of its own, so that a slow disk or database holds up nobody.
///
/// Samples wait in memory for `interval` at most, or longer while the sink fails; the oldest are dropped, and
/// counted, once `capacity` are waiting.
public final class BatchRecorder: Recorder, Sendable {
  /// How the record is doing.
  public let status: RecordStatus

  private let worker = Worker(Mailbox())
  private let sink: Mutex<any RecordSink>

  /// As many seconds as samples, at one a second: more than an hour.
  private static let capacity = 4096
  /// With so many waiting the sink is called at once: time runs fast in a simulation.
  private static let batch = 512

  private struct Mailbox {
    var samples: [Sample] = []

    /// Drops the oldest samples beyond the capacity and answers how many.
    mutating func trim() -> Int {
      let surplus = max(0, samples.count - BatchRecorder.capacity)
      samples.removeFirst(surplus)
      return surplus
    }
  }

  /// Creates a recorder and starts its thread, which ends after `close`.
  convenience init(status: RecordStatus, interval: Duration, sink: sending any RecordSink) {
    self.init(status: status, sink: sink)
    do throws(ThreadError) {
      try worker.start(every: interval) { [self] in worker.isClosed ? writeRest() : flush() }
    } catch {
      status.note("\(error)")
    }
  }

  /// Creates a recorder without a thread, which writes only when it is told to `flush`.
  package init(status: RecordStatus, sink: sending any RecordSink) {
    self.status = status
    self.sink = Mutex(sink)
  }

  public func record(_ sample: Sample) {
    let (count, dropped) = worker.withMailbox { mailbox in
      mailbox.samples.append(sample)
      return (mailbox.samples.count, mailbox.trim())
    }
    if dropped > 0 { status.count { $0.dropped += dropped } }
    if count % Self.batch == 0 { worker.wake() }
  }

  /// Writes what is waiting and ends the thread, for which it waits until `deadline`.
  public func close(by deadline: ExchangeDeadline) -> WorkerEnd { worker.close(by: deadline) }

  /// Writes what is waiting, and what waits on disk where it is time to try that again.
  package func flush() {
    sink.withLock { sink in
      write(to: &sink)
      sink.tidy()
    }
  }

  private func writeRest() { sink.withLock { write(to: &$0) } }

  private func write(to sink: inout any RecordSink) {
    var samples = worker.withMailbox { mailbox in
      // With its room, which a disk that was slow once would otherwise have made large for good.
      defer { mailbox.samples = [] }
      return mailbox.samples
    }[...]
    do throws(RecordError) {
      while !samples.isEmpty { samples = samples.dropFirst(max(1, try sink.write(samples))) }
      status.noteSuccess()
    } catch {
      status.note(error.reason)
      let dropped = worker.withMailbox { mailbox in
        mailbox.samples.insert(contentsOf: samples, at: 0)
        return mailbox.trim()
      }
      if dropped > 0 { status.count { $0.dropped += dropped } }
    }
  }
}
