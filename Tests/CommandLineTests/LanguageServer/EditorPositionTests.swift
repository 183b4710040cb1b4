import ScheduleLang
import Testing

@testable import evse_run

@Suite("Places as editors count them")
struct EditorPositionTests {
  private let source = SourceFile(path: "a.evs", bytes: Array("a☀😀b\r\né\u{301}\n\nx".utf8))

  @Test("characters are UTF-16 code units")
  func utf16() {
    // a is 1 byte and 1 unit, the sun 3 and 1, the face 4 and 2.
    let places: [(offset: Int, line: Int, character: Int)] = [
      (0, 0, 0), (1, 0, 1), (4, 0, 2), (8, 0, 4), (9, 0, 5), (11, 1, 0), (13, 1, 1), (15, 1, 2), (16, 2, 0),
      (17, 3, 0), (18, 3, 1),
    ]
    for place in places {
      let position = EditorPosition(line: place.line, character: place.character)
      #expect(source.editorPosition(at: place.offset) == position)
      #expect(source.offset(at: position) == place.offset)
    }
  }

  @Test("places that do not exist are the nearest before them")
  func outside() {
    #expect(source.offset(at: EditorPosition(line: 0, character: 3)) == 4)
    #expect(source.offset(at: EditorPosition(line: 0, character: 99)) == 9)
    #expect(source.offset(at: EditorPosition(line: 99, character: 0)) == 18)
    #expect(source.offset(at: EditorPosition(line: .max, character: .max)) == 18)
    #expect(source.editorPosition(at: .max) == EditorPosition(line: 3, character: 1))
  }

  @Test("every byte's place leads back to its character")
  func roundTrip() {
    for offset in 0...source.bytes.count {
      let position = source.editorPosition(at: offset)
      #expect(source.editorPosition(at: source.offset(at: position)) == position)
    }
  }

  @Test("file URIs and paths")
  func uris() {
    #expect(DocumentURI.path("file:///home/a%20b/%C3%A9.evs") == "/home/a b/é.evs")
    #expect(DocumentURI.path("file://localhost/x.evs#y") == "/x.evs")
    for uri in ["untitled:1", "file://elsewhere/x", "file:///%", "file:///%4", "file:///%zz", "file://", ""] {
      #expect(DocumentURI.path(uri) == nil, "\(uri)")
    }
    let path = "/home/a b/é%#?.evs"
    #expect(DocumentURI.uri(path: path) == "file:///home/a%20b/%C3%A9%25%23%3F.evs")
    #expect(DocumentURI.path(DocumentURI.uri(path: path)) == path)
  }
}
