import ScheduleLang
import Testing

@testable import Drivers

/// What owners get wrong in descriptions, planted one by one in those that ship.
@Suite("Planted mistakes")
struct PlantedMistakesTests {
  /// A mistake: in which device, what becomes of which text, the code that catches it, and a part of what is said to mend it.
  struct Mistake: Sendable, CustomTestStringConvertible {
    var device: String
    var text: String
    var slip: String
    var code: String
    var mend: String

    init(_ device: String, _ text: String, _ slip: String, _ code: String, _ mend: String) {
      (self.device, self.text, self.slip) = (device, text, slip)
      (self.code, self.mend) = (code, mend)
    }

    var testDescription: String { "\(device): \(slip)" }
  }

  /// The diagnostics of a device's text, each as its code, its message and its notes and fixes.
  private func said(of name: String, _ change: (String) -> String) throws -> [(code: String, text: String)] {
    let source = try #require(BuiltInDevices.source(name))
    let text = change(String(decoding: source.bytes, as: UTF8.self))
    // Beside the recorded answers of the others.
    let file = SourceFile(path: "built-in/devices/\(name).evs", bytes: Array(text.utf8))
    return ScheduleCompiler(decodeJSON: JSONTree.decode).compile(file).diagnostics.map {
      ($0.code.rawValue, ([$0.message] + $0.notes + $0.fixes.map(\.title)).joined(separator: " "))
    }
  }

  @Test("nothing is said of what ships", arguments: BuiltInDevices.names)
  func clean(name: String) throws {
    #expect(try said(of: name) { $0 }.isEmpty)
  }

  @Test("each is caught, and what is said leads to its mend", arguments: mistakes)
  func caught(_ mistake: Mistake) throws {
    let found = try said(of: mistake.device) { text in
      guard text.contains(mistake.text) else { return "" }
      return text.replacing(mistake.text, with: mistake.slip, maxReplacements: 1)
    }
    #expect(found.contains { $0.code == mistake.code && $0.text.contains(mistake.mend) }, "\(found)")
  }

  @Test("there are sixty and more of them, none twice")
  func count() {
    #expect(Set(Self.mistakes.map { $0.device + $0.text + $0.slip }).count == Self.mistakes.count)
    #expect(Self.mistakes.count >= 60)
  }
}
