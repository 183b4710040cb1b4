import Drivers
import Runtime
import ScheduleLang

extension LiveRun {
  /// Lets changed files and orders take effect, before a tick.
  func prepare() {
    if signals.takeSuspensionRequest() {
      printer.warn(
        "not suspended, which would leave the charger to its own time-out: Ctrl-C ends the program", .notice)
    }
    lookAtFiles()
    noteTroubles()
    loop.counters = counters(at: clock.now)
    requests.attend(loop, subject: schedule.subject, now: clock.now)
    let inputs = requests.saved.inputs.values(for: schedule.subject.schedule)
    loop.inputs = inputs
    schedule.set(inputs: inputs, at: clock.now)
  }

  private func lookAtFiles() {
    if signals.takeReloadRequest() {
      service.beginReload()
      if let watch {
        watch.demand()
      } else {
        printer.warn("there is no file that could be read again", .notice)
        service.endReload()
      }
    }
    for finding in watch?.takeFindings() ?? [] {
      switch finding {
      case .loaded(let news): follow(news)
      case .refused(let reasons): refuse(reasons)
      case .compared(let lines):
        for line in lines { printer.detail(line, .info) }
        continue
      }
      service.endReload()
    }
  }

  private func follow(_ news: ReloadedSchedule) {
    let subject = news.subject
    do throws(DeviceConfigurationError) {
      try devices.follow(subject.site)
    } catch {
      return refuse(["\(error)"])
    }
    recovery = followingRecovery(for: subject.site.charger)
    printer.follow(subject)
    announcer?.follow(subject.site)
    printer.warn("the schedule has changed and takes over", .notice)
    for note in news.notes { printer.detail(note, .info) }
    if recording?.follow(subject) == false {
      printer.warn("what is recorded and served stays as it was until evse-run is restarted", .notice)
    }
    requests.fitInputs()
    schedule.follow(subject, prices: news.prices, at: clock.now)
    watch?.follow(subject)
    loop.follow(site: subject.site, meter: devices.meter)
    loop.order = printer.stillPossible(loop.order, in: subject)
  }

  /// The recovery of a charger of which only the settings of its restart, or the secrets there, may have changed.
  private func followingRecovery(for charger: DeviceConfiguration) -> ChargerRecovery? {
    let isSame =
      charger.isDeclared(like: schedule.subject.site.charger)
      && recovery.map { $0.secrets == charger.secretsFingerprint } ?? charger.secretFiles.isEmpty
    guard !observes, !isSame else { return recovery }
    return ChargerRecovery(
      charger, lastRestart: requests.lastRestart, warn: { [printer] in printer.warn($0) })
  }

  private func refuse(_ reasons: [String]) {
    printer.warn("the schedule has changed and is refused; the last good one stays in force", .error)
    for reason in reasons { printer.detail(reason, .error) }
    schedule.refusal = reasons.first { $0.hasPrefix("error") } ?? reasons.first
  }
}
