import Platform
import Drivers
import Runtime
import ScheduleLang

/// The records and metrics that a site asks for, fed with every tick of its run.
///
/// A record that does not work never keeps the run from going on.
final class Recording {
  /// The site whose records these are.
  private let site: Site
  private var subject: HomeSchedule
  private let warn: (String) -> Void
  private var recorders: [BatchRecorder] = []
  private let metrics: RunMetrics?
  /// The rule that decided last and its place, which takes a while to find.
  private var rule: (index: Int, place: SourcePlace?)?

  /// How long the end of the program may wait for the last samples.
  private static let patience: Duration = .seconds(6)

  /// Starts the records of the subject's site, which keep what waits below `stateFolder`; `warn` prints, in one
  /// line each, how they fare.
  init(subject: HomeSchedule, stateFolder: String?, warn: @escaping (String) -> Void) {
    site = subject.site
    self.subject = subject
    self.warn = warn
    let factory = RecorderFactory(zone: subject.clocks.site, stateFolder: stateFolder)
    for device in subject.site.records {
      do throws(DeviceConfigurationError) {
        recorders.append(try factory.recorder(device))
      } catch {
        warn("record: \(error)")
      }
    }
    metrics = Self.serveMetrics(of: subject.site, records: recorders.map(\.status), warn: warn)
  }

  /// The metrics, where the site wants them and they can be served.
  private static func serveMetrics(
    of site: Site, records: [RecordStatus], warn: (String) -> Void
  ) -> RunMetrics? {
    guard let address = site.metricsAddress else { return nil }
    let metrics = RunMetrics(records: records)
    do throws(DeviceError) {
      let server = try MetricsService.start(at: address, text: { metrics.text })
      if let failure = server.firstFailure {
        warn("metrics at \"\(address)\": \(failure.explanation); it is tried again every ten seconds")
      }
      return metrics
    } catch {
      warn("metrics at \"\(address)\": \(error.explanation)")
      return nil
    }
  }

  /// Goes on with the rules of another schedule; true where its site asks for the same records and metrics, which
  /// stay as they are.
  func follow(_ next: HomeSchedule) -> Bool {
    subject = next
    rule = nil
    return next.site.isRecorded(like: site)
  }

  /// Takes in one event of the run.
  func report(_ event: RunEvent) {
    metrics?.note(event)
    guard case .ticked(let snapshot) = event, !recorders.isEmpty || metrics != nil else { return }
    let sample = Sample(snapshot, rule: place(ofRule: snapshot.outcome.ruleIndex))
    metrics?.take(sample)
    for recorder in recorders {
      recorder.record(sample)
      recorder.status.takeNews().forEach(warn)
    }
  }

  /// Writes what is not written yet.
  func close() {
    let deadline = MonotonicClock.deadline(after: Self.patience)
    for recorder in recorders {
      if recorder.close(by: deadline) == .late {
        warn("\(recorder.status.name): the last samples could not be written in time")
      }
      recorder.status.takeNews().forEach(warn)
    }
  }

  private func place(ofRule index: Int?) -> SourcePlace? {
    guard let index else { return nil }
    if let rule, rule.index == index { return rule.place }
    let place = subject.place(ofRule: index)
    rule = (index, place)
    return place
  }
}
