import Testing

@testable import evse_run

@Suite("File watch")
struct FileWatchTests {
  private let old = FileStamp(size: 1, seconds: 1)
  private let half = FileStamp(size: 2, seconds: 2)
  private let new = FileStamp(size: 3, seconds: 2)

  /// When changes are noticed, a second after the other.
  private func noticed(_ stamps: [FileStamp?]) -> [Int] {
    var watch = FileWatch(["a": old])
    return stamps.indices.filter { watch.notices(["a": stamps[$0]], at: .seconds(100 + $0)) }
  }

  @Test("notices a change once it is at rest")
  func noticesAChangeOnceItIsAtRest() {
    #expect(noticed([old, new, new, new, new, new]) == [3])
  }

  @Test("waits for an editor to finish")
  func waitsForAnEditorToFinish() {
    #expect(noticed([old, half, half, new, new, new, new]) == [5])
    #expect(noticed([old, nil, new, new, new, new]) == [4])
    #expect(noticed([half, new, half, new, half, new]) == [])
  }

  @Test("does not mind a change that is taken back")
  func doesNotMindAChangeThatIsTakenBack() {
    #expect(noticed([old, half, half, old, old, old, old]) == [])
  }

  @Test("notices each change")
  func noticesEachChange() {
    #expect(noticed([new, new, new, old, old, old, old]) == [2, 5])
    #expect(noticed([nil, nil, nil, nil, old, old, old]) == [2, 6])
  }
}
