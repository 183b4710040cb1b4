import FoundationEssentials
import Runtime
import ScheduleLang

/// One page of Octopus Energy's public price list.
///
/// Half hours in pence per kWh with VAT, newest first; a price without an end holds until further notice.
struct OctopusPage: Hashable {
  /// The prices that it lists.
  var intervals: [PriceCurve.Interval]
  /// Where the next page is.
  var next: String?

  /// Reads the JSON of a page; nil where it is none, or where a price makes no sense.
  init?(_ bytes: [UInt8]) {
    guard let page = try? JSONDecoder().decode(Page.self, from: Data(bytes)) else { return nil }
    next = page.next
    intervals = []
    // Some products list a second price for who does not pay by direct debit.
    for row in page.results where row.payment_method != "NON_DIRECT_DEBIT" {
      guard let start = Instant(iso: row.valid_from.utf8), PriceTable.plausible.contains(row.value_inc_vat)
      else { return nil }
      var end = Instant.endless
      if let text = row.valid_to {
        guard let instant = Instant(iso: text.utf8), instant > start else { return nil }
        end = instant
      }
      intervals.append(PriceCurve.Interval(start..<end, Price(row.value_inc_vat)))
    }
  }

  private struct Page: Decodable {
    var results: [Row]
    var next: String?
  }

  private struct Row: Decodable {
    var value_inc_vat: Double
    var valid_from: String
    var valid_to: String?
    var payment_method: String?
  }
}
