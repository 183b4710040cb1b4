import Platform
import Drivers
import Glibc
import Runtime
import ScheduleLang

/// Finds the prices that a schedule's tariffs do not fix: in files, on disk, in the network.
struct PriceSources {
  let complaints: Complaints
  var read: (String) throws(ReadError) -> [UInt8] = BoundedFile.read

  /// The most lines of a file that are complained of one by one.
  private static let mostMistakes = 3

  /// The subject with the prices that are known now; what is due and missing is asked for once.
  func informed(_ subject: HomeSchedule) throws(InputError) -> HomeSchedule {
    guard !subject.priceSources.isEmpty else { return subject }
    let feed = try feed(of: subject, tries: 1, timeLimit: .seconds(10))
    _ = feed.downloads?.refresh(at: .now)
    if let problem = feed.downloadProblem(at: .now, in: subject.clocks.site) {
      complaints.print("evse-run: \(problem)\n", .warning)
    }
    return subject.with(published: feed.curves)
  }

  /// Prices that keep themselves up to date; files are read once.
  ///
  /// - Parameter isStarting: whether a run begins, which goes on without a file that is wrong: whoever writes it may be at it,
  ///   and it is read again when it changes. Otherwise such a file is an error.
  func feed(
    of subject: HomeSchedule, isStarting: Bool = false, tries: Int = 4, timeLimit: Duration = .seconds(30)
  ) throws(InputError) -> Feed {
    var files: [PriceSource: PriceCurve] = [:]
    for case .csv(let path) in subject.priceSources {
      do throws(InputError) { files[.csv(path: path)] = try curve(inFile: path) } catch {
        guard isStarting else { throw error }
        complaints.print("evse-run: its prices are unknown until it can be read\n", .warning)
        files[.csv(path: path)] = PriceCurve()
      }
    }
    var downloads: PriceFeed?
    if subject.priceSources.contains(where: \.isDownloaded),
      let zone = try? ZoneRules(identifier: "Europe/London")
    {
      let list = OctopusPriceList(
        base: Environment.text("EVSE_OCTOPUS_URL") ?? OctopusPriceList.address, timeLimit: timeLimit,
        tries: tries, sleep: { _ = Glibc.sleep(UInt32($0)) })
      downloads = PriceFeed(
        sources: subject.priceSources, list: list, cache: .ofUser, times: PublicationTimes(zone: zone))
    }
    return Feed(files: files, downloads: downloads)
  }

  /// Prices from files, which stay, and from the network, which come.
  struct Feed: Sendable {
    let files: [PriceSource: PriceCurve]
    fileprivate(set) var downloads: PriceFeed?
    private var isStarted = false

    fileprivate init(files: [PriceSource: PriceCurve], downloads: PriceFeed?) {
      self.files = files
      self.downloads = downloads
    }

    /// All that is known now.
    var curves: [PriceSource: PriceCurve] {
      files.merging(downloads?.state.curves ?? [:]) { $1 }
    }

    /// Lets prices be fetched from now on, beside everything else.
    mutating func start() {
      isStarted = true
      downloads?.start(clock: { .now })
    }

    /// The feed that follows this one: downloads of the same prices go on, others end and begin.
    func replaced(by next: Feed) -> Feed {
      var feed = next
      if downloads?.sources == next.downloads?.sources {
        feed.downloads = downloads
        feed.isStarted = isStarted
      } else {
        downloads?.stop()
        if isStarted { feed.start() }
      }
      return feed
    }

    /// All that is known, if that is more than at `generation`.
    func news(since generation: inout Int) -> [PriceSource: PriceCurve]? {
      let current = downloads?.state.generation ?? 0
      guard current != generation else { return nil }
      generation = current
      return curves
    }
  }

  private func curve(inFile path: String) throws(InputError) -> PriceCurve {
    let name = DiagnosticText.escaped(path)
    let bytes: [UInt8]
    do throws(ReadError) {
      if path == "-" { throw ReadError("standard input is no file of prices") }
      bytes = try read(path)
    } catch {
      throw complaints.refusal("\(name): \(error.reason)", .misuse)
    }
    let contents: PriceTable.Contents
    do throws(PriceTableError) { contents = try PriceTable.contents(of: bytes) } catch {
      throw complaints.refusal("\(name):\(error.line): \(error.reason)", .faulty)
    }
    for mistake in contents.leftOut.prefix(Self.mostMistakes) {
      complaints.print("evse-run: \(name):\(mistake.line): \(mistake.reason): left out\n", .warning)
    }
    let more = contents.leftOut.count - Self.mostMistakes
    if more > 0 { complaints.print("evse-run: \(name): \(more) more lines are left out\n", .warning) }
    return contents.curve
  }
}

extension PriceSource {
  fileprivate var isDownloaded: Bool { if case .octopus = self { true } else { false } }
}
