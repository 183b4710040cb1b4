import Insights
import Platform
import Runtime
import ScheduleLang

/// A text that is to become the schedule of a run: what is wrong with it, and what the run can make of it.
struct ProposedSchedule {
  /// Why it is not to be saved, in words; empty where it may be.
  private(set) var objections: [String] = []
  /// What of it only a restart takes over, in words.
  private(set) var restarts: [String] = []
  /// The schedule with its home and the prices that are known; nil where the text is not valid.
  private(set) var subject: HomeSchedule?

  /// The most mistakes that are named.
  private static let mostMistakes = 3

  /// Looks at `text`, which is to be in `file`.
  ///
  /// - Parameters:
  ///   - old: what runs now; nil where nothing does.
  ///   - secrets: those that are written along with it.
  init(_ text: String, in file: ScheduleFile, after old: HomeSchedule?, keeping secrets: [SiteSecret] = []) {
    let path = file.name
    let reading = EditorReading(besides: old?.sources ?? [])
    let complaints = Complaints(coloured: false) { _, _ in }
    let files = ProgramFile(complaints: complaints, read: reading.read)
    let compilation = files.compile(SourceFile(path: path, bytes: Array(text.utf8)))
    guard let program = compilation.program else {
      objections = Self.mistakes(in: compilation)
      return
    }
    let errors: [Diagnostic]
    do {
      let subject = try files.subject(of: program, path)
      let feed = try PriceSources(complaints: complaints, read: reading.read).feed(of: subject)
      self.subject = subject.with(published: (old?.published ?? [:]).merging(feed.curves) { $1 })
      errors = try compilation.diagnostics(at: .now).filter { $0.severity == .error }
    } catch {
      objections = [(error as? InputError)?.reason ?? "it cannot be used"]
      return
    }
    if !errors.isEmpty { objections = Self.mistakes(errors, of: compilation) }
    let own = Set(secrets.map { FilePath.normalized(Folder.of(path) + "/" + $0.file) })
    objections += Self.secretsElsewhere(in: program.site, than: old?.site, own)
    objections += Self.tellersElsewhere(in: program.site, than: old?.site)
    objections += Self.foldersElsewhere(in: program.site, than: old?.site, below: Folder.of(file.path))
    if let old { restarts = program.site.changesThatTakeRestart(from: old.site) }
  }

  private static func mistakes(in compilation: Compilation) -> [String] {
    mistakes(compilation.diagnostics.filter { $0.severity == .error }, of: compilation)
  }

  private static func mistakes(_ errors: [Diagnostic], of compilation: Compilation) -> [String] {
    errors.prefix(mostMistakes).map { error in
      let source = compilation.sources.indices.contains(error.range.file) ? error.range.file : 0
      let line = compilation.sources[source].position(at: error.range.start).line
      let file = source == 0 ? "" : " of \(DiagnosticText.escaped(compilation.sources[source].path))"
      return "line \(line)\(file): \(DiagnosticText.escaped(error.message))"
    } + (errors.count > mostMistakes ? ["and \(errors.count - mostMistakes) more"] : [])
  }

  /// Commands that would be run, and addresses that would be told: whoever sees the page is to do neither.
  private static func tellersElsewhere(in site: Site, than old: Site?) -> [String] {
    let known = (old?.tellers ?? []).map { ($0.driver, $0.settings) }
    return site.tellers.contains { teller in !known.contains { $0 == (teller.driver, teller.settings) } }
      ? [
        "who is told of troubles, and by which command, is not changed from the page: write that into the file itself"
      ]
      : []
  }

  /// Folders that would be written to: who sees the page is not to write anywhere but beside the schedule.
  private static func foldersElsewhere(
    in site: Site, than old: Site?, below folder: String
  ) -> [String] {
    func folders(_ site: Site?) -> [String] {
      let records = site?.records.filter { $0.driver == "csv" }.compactMap(\.address) ?? []
      return (records + [site?.logFolder].compactMap(\.self)).map(ScheduleFile.absolute)
    }
    let known = Set(folders(old))
    return folders(site).filter { !known.contains($0) && !$0.hasPrefix(folder + "/") }.map {
      "the folder \(DiagnosticText.escaped($0)) is not below that of the schedule: write that into the file itself"
    }
  }

  /// Secrets that would be read anew, or sent to another place: whoever sees the page could have any file sent anywhere.
  ///
  /// - Parameter own: files of secrets that came with the text, and may go where it says.
  private static func secretsElsewhere(in site: Site, than old: Site?, _ own: Set<String>) -> [String] {
    func devices(_ site: Site?) -> [DeviceConfiguration] {
      site?.devices ?? []
    }
    let known = Set(devices(old).map(SecretUse.init))
    return devices(site).filter { $0.hasSecret(besides: own) && !known.contains(SecretUse($0)) }.map {
      "which secrets \($0.driver) has, and where they go, is not changed from the page: write that into the file itself"
    }
  }
}

/// Which secrets a device has, and where they are sent.
private struct SecretUse: Hashable {
  var driver: String
  var address: String?
  var settings: [String: DeviceConfiguration.Value]

  init(_ device: DeviceConfiguration) {
    (driver, address) = (device.driver, device.address)
    settings = device.settings.filter { key, value in
      switch value {
      case .secret, .text: true
      // How a password is sent is as good as where it is sent.
      case .word: key == "login"
      case .number, .seconds: false
      }
    }
  }
}

extension DeviceConfiguration {
  /// Whether it needs a secret that is not in one of these files.
  fileprivate func hasSecret(besides files: Set<String>) -> Bool {
    settings.values.contains { value in
      guard case .secret(let secret) = value else { return false }
      guard case .file(let path) = secret else { return true }
      return !files.contains(FilePath.normalized(path))
    }
  }
}
