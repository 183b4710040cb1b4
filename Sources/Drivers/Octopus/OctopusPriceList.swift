import Runtime
import ScheduleLang

/// Why prices could not be fetched.
public enum PriceListError: Error, Hashable, Sendable {
  /// The system has no `curl`.
  case curlIsMissing
  /// Product or region is nothing that could stand in an address.
  case invalidName(String)
  /// The server refuses; asking again will not help.
  case refused(status: Int)
  /// Nothing came in several tries, for the last reason.
  case unreachable(String)
  /// What came is no price list.
  case unreadable
}

/// Octopus Energy's public price list, which needs no key.
public struct OctopusPriceList: Sendable {
  /// Where the price list is.
  public static let address = "https://api.octopus.energy"
  /// How many pages are read at most; a page has a hundred half hours.
  static let pageLimit = 40
  /// The longest wait between two tries, in seconds; who asks for more is asked again another time.
  static let patience = 60

  let base: String
  let timeLimit: Duration
  let tries: Int
  let sleep: @Sendable (Int) -> Void

  /// Creates the list at `base`.
  ///
  /// - Parameters:
  ///   - timeLimit: how long a fetch of one page may take.
  ///   - tries: how often one page is tried.
  ///   - sleep: waits so many seconds between two tries.
  public init(
    base: String = OctopusPriceList.address, timeLimit: Duration = .seconds(30), tries: Int = 4,
    sleep: @escaping @Sendable (Int) -> Void
  ) {
    self.base = base
    self.timeLimit = timeLimit
    self.tries = max(1, tries)
    self.sleep = sleep
  }

  /// The prices of a product in a region over `range`, as far as they are published.
  public func prices(product: String, region: String, over range: Range<Instant>) throws(PriceListError)
    -> PriceCurve
  {
    let fetched = fetch(product: product, region: region, over: range)
    if let failure = fetched.failure, fetched.curve.intervals.isEmpty { throw failure }
    return fetched.curve
  }

  /// What has come of a fetch.
  struct Fetched {
    var curve = PriceCurve()
    /// Why that is not all that is published; nil where it is.
    var failure: PriceListError?
  }

  /// The prices of a product in a region over `range`, as far as they are published and could be fetched.
  func fetch(product: String, region: String, over range: Range<Instant>) -> Fetched {
    guard Self.isName(product) else { return Fetched(failure: .invalidName(product)) }
    guard Self.isName(region) else { return Fetched(failure: .invalidName(region)) }
    let path = "/v1/products/\(product)/electricity-tariffs/E-1R-\(product)-\(region)/standard-unit-rates/"
    var url: String? =
      "\(base)\(path)?page_size=100&period_from=\(range.lowerBound)&period_to=\(range.upperBound)"
    var intervals: [PriceCurve.Interval] = []
    var holes: [Range<Instant>] = []
    var failure: PriceListError?
    var pages = 0
    while let address = url, pages < Self.pageLimit {
      do throws(PriceListError) {
        let page = try page(at: address)
        intervals += page.intervals
        holes += page.holes
        pages += 1
        // A link that leads elsewhere is not followed.
        url = page.next.flatMap { $0.hasPrefix(base + "/") && $0 != address ? $0 : nil }
      } catch {
        // What the pages before it told is not forgotten.
        failure = error
        url = nil
      }
    }
    return Fetched(curve: holes.reduce(PriceCurve(intervals)) { $0.without($1) }, failure: failure)
  }

  private func page(at url: String) throws(PriceListError) -> OctopusPage {
    var reason = ""
    for attempt in 1...tries {
      var wait = 1 << attempt
      do {
        let answer = try CurlProcess(timeLimit: timeLimit).get(url)
        if answer.status == 200 {
          guard let page = OctopusPage(answer.body) else { throw PriceListError.unreadable }
          return page
        }
        guard answer.status == 429 || answer.status >= 500 else {
          throw PriceListError.refused(status: answer.status)
        }
        reason = "the server answers \(answer.status)"
        wait = max(wait, answer.retryAfter ?? 0)
      } catch let failure as PriceListError {
        throw failure
      } catch CurlError.missing {
        throw .curlIsMissing
      } catch {
        reason = "\(error)"
      }
      guard attempt < tries, wait <= Self.patience else { break }
      sleep(wait)
    }
    throw .unreachable(reason)
  }

  /// Whether `text` is of letters, digits and hyphens, and so needs no escaping.
  private static func isName(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 64
      && text.utf8.allSatisfy {
        switch $0 {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
          true
        default: false
        }
      }
  }
}

extension PriceListError: CustomStringConvertible {
  /// The failure as a sentence without a full stop.
  public var description: String {
    switch self {
    case .curlIsMissing: "prices cannot be fetched: the system has no curl"
    case .invalidName(let name): "“\(name)” cannot be a product or region of Octopus Energy"
    case .refused(let status): "Octopus Energy refuses with \(status): product or region may be wrong"
    case .unreachable(let reason): "prices could not be fetched: \(reason)"
    case .unreadable: "what Octopus Energy answered is no price list"
    }
  }
}
