import Runtime
import ScheduleLang
import Testing

@Suite("Files of prices")
struct PriceTableTests {
  private func price(_ text: String, at iso: String) throws -> Double? {
    let curve = try PriceTable.read(Array(text.utf8))
    return curve.price(at: try #require(Instant(iso: iso.utf8)))?.value
  }

  private func mistake(_ text: String) -> PriceTableError? {
    do throws(PriceTableError) {
      _ = try PriceTable.read(Array(text.utf8))
      return nil
    } catch { return error }
  }

  @Test("takes its columns in any order, with offsets, quotation marks and blank lines")
  func columns() throws {
    let text = "price, FROM ,to,note\r\n\r\n-4.2,\"2026-03-29T01:00:00+01:00\",2026-03-29T00:30:00Z,x\n"
    #expect(try price(text, at: "2026-03-29T00:00:00Z") == -4.2)
    #expect(try price(text, at: "2026-03-29T00:29:59.999Z") == -4.2)
    #expect(try price(text, at: "2026-03-29T00:30:00Z") == nil)
    #expect(try price(text, at: "2026-03-28T23:59:59Z") == nil)
  }

  @Test("without an end a price holds for the file's shortest step, and a missing row is a gap")
  func steps() throws {
    let text = "from,price\n2026-01-01T00:00Z,1\n2026-01-01T00:30Z,2\n2026-01-01T02:00Z,0\n"
    #expect(try price(text, at: "2026-01-01T00:29:00Z") == 1)
    #expect(try price(text, at: "2026-01-01T00:59:00Z") == 2)
    #expect(try price(text, at: "2026-01-01T01:00:00Z") == nil)
    #expect(try price(text, at: "2026-01-01T02:29:00Z") == 0)
    #expect(try price(text, at: "2026-01-01T02:30:00Z") == nil)
  }

  @Test("hours and quarters in one file hold as long as they are, and a missing row of either is a gap")
  func mixed() throws {
    var text = "from,price\n"
    for hour in 0..<12 where hour != 6 { text += "2025-09-30T\(hour < 10 ? "0" : "")\(hour):00Z,\(hour)\n" }
    for quarter in 0..<24 where quarter != 10 {
      text +=
        "2025-09-30T\(12 + quarter / 4):\(quarter % 4 == 0 ? "00" : "\(quarter % 4 * 15)")Z,\(100 + quarter)\n"
    }
    #expect(try price(text, at: "2025-09-30T05:59:00Z") == 5)
    #expect(try price(text, at: "2025-09-30T06:00:00Z") == nil)
    #expect(try price(text, at: "2025-09-30T11:59:00Z") == 11)
    #expect(try price(text, at: "2025-09-30T12:14:00Z") == 100)
    #expect(try price(text, at: "2025-09-30T14:29:00Z") == 109)
    #expect(try price(text, at: "2025-09-30T14:30:00Z") == nil)
    #expect(try price(text, at: "2025-09-30T17:59:00Z") == 123)
    #expect(try price(text, at: "2025-09-30T18:00:00Z") == nil)
  }

  @Test("an empty end is until further notice")
  func endless() throws {
    #expect(try price("from,to,price\n2026-01-01T00:00Z,,7\n", at: "2099-01-01T00:00:00Z") == 7)
  }

  @Test(
    "says in which line what is wrong",
    arguments: [
      ("", 1, "the first line must name the columns `from` and `price`"),
      ("start,price\n", 1, "the first line must name the columns `from` and `price`"),
      ("from,price\n\n2026-01-01T00:00Z\n", 3, "it has 1 fields and the first line 2"),
      ("from,price\n2026-01-01 00:00,1\n", 2, "`from` is not an instant such as 2026-12-25T18:00:00Z"),
      ("from,price\n2026-02-30T00:00Z,1\n", 2, "`from` is not an instant such as 2026-12-25T18:00:00Z"),
      ("from,price\n2026-01-01T00:00Z,\n", 2, "`price` is not a number"),
      ("from,price\n2026-01-01T00:00Z,nan\n", 2, "`price` is not a number"),
      ("from,price\n2026-01-01T00:00Z,1e300\n", 2, "`price` is not a number"),
      ("from,to,price\n2026-01-01T00:00Z,2026-01-01T00:00Z,1\n", 2, "`to` is not after `from`"),
    ])
  func mistakes(text: String, line: Int, reason: String) {
    #expect(mistake(text) == .init(line: line, reason: reason))
  }

  @Test(
    "a line that makes no sense is left out, told, and takes no other with it",
    arguments: [
      "2026-01-01T00:30Z,", "2026-01-01T00:30Z,null", "2026-01-01T00:30Z,nan", "2026-01-01T00:30Z,1e300", "x",
      "2026-01-01T00:30Z,2,3", "2026-13-01T00:30Z,2", ",2", "\u{0}\u{1}",
    ])
  func leftOut(line: String) throws {
    let text = "from,price\n2026-01-01T00:00Z,1\n\(line)\n2026-01-01T01:00Z,3\n2026-01-01T01:30Z,4\n"
    let contents = try PriceTable.contents(of: Array(text.utf8))
    #expect(contents.leftOut.map(\.line) == [3])
    #expect(try price(text, at: "2026-01-01T00:29:00Z") == 1)
    #expect(try price(text, at: "2026-01-01T00:30:00Z") == nil)
    #expect(try price(text, at: "2026-01-01T01:00:00Z") == 3)
  }

  @Test("where a line has a time and no price, no other line's price is taken for it")
  func hole() throws {
    let text = "from,to,price\n2026-01-01T00:00Z,,7\n2026-01-01T10:00Z,2026-01-01T11:00Z,?\n"
    #expect(try price(text, at: "2026-01-01T09:59:00Z") == 7)
    #expect(try price(text, at: "2026-01-01T10:00:00Z") == nil)
    #expect(try price(text, at: "2026-01-01T10:59:00Z") == nil)
    #expect(try price(text, at: "2026-01-01T11:00:00Z") == 7)
  }

  @Test("what is written is read back")
  func roundTrip() throws {
    let start = Instant(seconds: 1_800_000_000)
    let curve = PriceCurve([
      .init(start..<start.adding(seconds: 1800), Price(12.3456)),
      .init(start.adding(seconds: 3600)..<start.adding(seconds: 5400), Price(-0.105)),
      .init(start.adding(seconds: 7200)..<Instant.endless, Price(24)),
    ])
    #expect(try PriceTable.read(PriceTable.bytes(of: curve)) == curve)
  }
}
