/// Which records the program made, and which of them have arrived; each bears a number, from 1, in the field `grid`.
struct RecordLedger {
  /// The times of those that have not arrived, in milliseconds.
  private var missing: [Int: Int64] = [:]
  /// The numbers of those that the program may have taken with it when it died.
  private var excused: Set<Int> = []
  /// The numbers of those that the database refused, which may come again out of turn.
  private var refused: Set<Int> = []
  /// How many were made.
  private(set) var count = 0
  private var highestArrived = 0
  /// How a promise was broken first.
  private(set) var violation: String?

  /// Notes a record that the program makes at a time; gives its number.
  mutating func make(at milliseconds: Int64) -> Int {
    count += 1
    missing[count] = milliseconds
    return count
  }

  /// Notes that the program died: its last records may be lost.
  mutating func excuse(last number: Int) {
    for record in max(1, count - number + 1)...max(1, count) where missing[record] != nil {
      excused.insert(record)
    }
  }

  /// Notes that the database refused a line, which is to be set aside.
  mutating func refuse(_ line: ArraySlice<UInt8>) {
    if let (number, _) = Self.read(line), missing[number] != nil { refused.insert(number) }
  }

  /// Takes a line that arrived: it must be one that was made, unchanged, and in its turn unless it is a repeat.
  mutating func take(_ line: ArraySlice<UInt8>) {
    guard let (number, time) = Self.read(line), number <= count else {
      return report("a record arrived that was never made: \(String(decoding: line, as: UTF8.self))")
    }
    guard let made = missing.removeValue(forKey: number) else { return }
    if time != made { report("record \(number) arrived with another time") }
    if number < highestArrived, !excused.contains(number), !refused.contains(number) {
      report("record \(number) arrived after record \(highestArrived)")
    }
    highestArrived = max(highestArrived, number)
  }

  /// Notes that all has been delivered that will be, but for those that were `setAside`.
  mutating func close(setAside: [ArraySlice<UInt8>]) {
    for line in setAside { if let (number, _) = Self.read(line) { missing[number] = nil } }
    let lost = missing.keys.filter { !excused.contains($0) }.sorted()
    if let first = lost.first { report("\(lost.count) records are lost, the first is \(first) of \(count)") }
  }

  /// Notes that a promise is broken; only the first is kept.
  mutating func report(_ text: String) { if violation == nil { violation = text } }

  /// The number and the time of a line; nil for anything else.
  private static func read(_ line: ArraySlice<UInt8>) -> (number: Int, time: Int64)? {
    let start = "measurement grid=".utf8
    guard line.starts(with: start), let space = line.lastIndex(of: UInt8(ascii: " ")),
      let number = decimal(line.dropFirst(start.count)), let time = decimal(line[(space + 1)...])
    else { return nil }
    return (number, Int64(time))
  }

  /// The value of the digits at the beginning.
  private static func decimal(_ text: ArraySlice<UInt8>) -> Int? {
    let digits = text.prefix { (0x30...0x39).contains($0) }
    guard (1...18).contains(digits.count) else { return nil }
    return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }
}
