import Runtime
import ScheduleLang

/// One page of Octopus Energy's public price list.
///
/// Half hours in pence per kWh with VAT, newest first; a price without an end holds until further notice.
struct OctopusPage: Hashable {
  /// The prices that it lists.
  var intervals: [PriceCurve.Interval] = []
  /// The times for which it lists something that is no price: nothing else may stand there.
  var holes: [Range<Instant>] = []
  /// Where the next page is.
  var next: String?

  /// Reads the JSON of a page, leaving out rows that make no sense; nil where it is none, or where no row makes any.
  init?(_ bytes: [UInt8]) {
    guard let page = try? JSONLimits.service.decode(Page.self, from: bytes) else { return nil }
    next = page.next
    var isAnyUsable = page.results.isEmpty
    // Some products list a second price for who does not pay by direct debit.
    for row in page.results where row.payment_method != "NON_DIRECT_DEBIT" {
      guard let time = row.time else { continue }
      isAnyUsable = true
      if let value = row.value_inc_vat, PriceTable.plausible.contains(value) {
        intervals.append(PriceCurve.Interval(time, Price(value)))
      } else {
        holes.append(time)
      }
    }
    guard isAnyUsable else { return nil }
  }

  private struct Page: Decodable {
    var results: [Row]
    var next: String?

    private enum Key: CodingKey { case results, next }

    init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: Key.self)
      results = try fields.decode([Row].self, forKey: .results)
      next = try? fields.decode(String.self, forKey: .next)
    }
  }

  /// A row; what is missing in it or of another type is nil.
  private struct Row: Decodable {
    var value_inc_vat: Double?
    var valid_from: String?
    var valid_to: String?
    var isOpenEnded = false
    var payment_method: String?

    private enum Key: CodingKey { case value_inc_vat, valid_from, valid_to, payment_method }

    init(from decoder: any Decoder) throws {
      guard let fields = try? decoder.container(keyedBy: Key.self) else { return }
      value_inc_vat = try? fields.decode(Double.self, forKey: .value_inc_vat)
      valid_from = try? fields.decode(String.self, forKey: .valid_from)
      valid_to = try? fields.decode(String.self, forKey: .valid_to)
      isOpenEnded = (try? fields.decodeNil(forKey: .valid_to)) ?? true
      payment_method = try? fields.decode(String.self, forKey: .payment_method)
    }

    /// When it holds; nil where that makes no sense.
    var time: Range<Instant>? {
      guard let start = valid_from.flatMap({ Instant(iso: $0.utf8) }) else { return nil }
      if isOpenEnded { return start..<Instant.endless }
      guard let end = valid_to.flatMap({ Instant(iso: $0.utf8) }), end > start else { return nil }
      return start..<end
    }
  }
}
