import SeededRandomness
import Testing

@testable import Insights

@Suite("Decimal numbers")
struct DecimalNumberTests {
  @Test("are read to the last bit as the standard library reads them")
  func oracle() {
    var random = SeededGenerator(seed: 3)
    for _ in 0..<20_000 {
      let digits =
        Int.random(in: 0...999_999_999_999_999, using: &random) / (Bool.random(using: &random) ? 1 : 1000)
      var text = "\(digits)"
      if Bool.random(using: &random) {
        let place = Int.random(in: 1...text.count, using: &random)
        if place < text.count { text.insert(".", at: text.index(text.startIndex, offsetBy: place)) }
      }
      if Bool.random(using: &random) { text = "-" + text }
      #expect(Double(decimal: Array(text.utf8)[...]) == Double(text), "\(text)")
    }
  }

  @Test(
    "odd ones too",
    arguments: [
      "", "-", ".", "1.", ".5", "-.5", "1e3", "+7", "0x10", "inf", "nan", "1..2", "--1",
      "12345678901234567890",
      "0.1234567890123456789", "1 ", "٣", "-0", "00012.50",
    ])
  func odd(text: String) {
    let number = Double(decimal: Array(text.utf8)[...])
    #expect(number == Double(text) || number?.isNaN == true && Double(text)?.isNaN == true)
  }
}
