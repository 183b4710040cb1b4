import Foundation
import Testing

@testable import evse_run

@Suite("Reading files")
struct FileReadingTests {
  private func reason(_ path: String, patience: Int32 = 50) -> String? {
    if case .failure(let failure) = BoundedFile.read(
      path, patience: patience, sizeLimit: BoundedFile.sizeLimit)
    {
      failure.reason
    } else {
      nil
    }
  }

  @Test("a file's bytes come as they are, also none and many")
  func bytes() throws {
    let folder = try TemporaryFolder()
    for count in [0, 1, 65_535, 65_536, 65_537, 1_000_000] {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
      let file = folder.url.appendingPathComponent("f")
      try Data(bytes).write(to: file)
      #expect(try BoundedFile.read(file.path).get() == bytes)
    }
  }

  @Test("what cannot be read says why")
  func reasons() throws {
    let folder = try TemporaryFolder()
    #expect(reason(folder.url.appendingPathComponent("none.evs").path) == "there is no such file")
    #expect(reason(folder.url.path) == "it is a folder")
    #expect(reason("") == "there is no such file")
    #expect(reason("home.evs\0.txt") == "its name has a zero byte")
    try folder.write("", as: "file")
    #expect(reason(folder.url.appendingPathComponent("file/below").path)?.isEmpty == false)
  }

  @Test("a file of 16 MiB is read, a larger one is not")
  func sizeLimit() throws {
    let folder = try TemporaryFolder()
    let file = folder.url.appendingPathComponent("large")
    try Data(count: BoundedFile.sizeLimit).write(to: file)
    #expect(try BoundedFile.read(file.path).get().count == BoundedFile.sizeLimit)
    try Data(count: BoundedFile.sizeLimit + 1).write(to: file)
    #expect(reason(file.path) == "it is larger than 16 MiB")
  }

  @Test("a device without an end is bounded, one that is empty is empty")
  func devices() throws {
    #expect(reason("/dev/zero") == "it is larger than 16 MiB")
    #expect(try BoundedFile.read("/dev/null").get() == [])
  }

  @Test("a pipe is read to its end, and given up where nobody writes")
  func pipes() throws {
    let folder = try TemporaryFolder()
    let path = folder.url.appendingPathComponent("pipe").path
    try #require(mkfifo(path, 0o600) == 0)
    #expect(reason(path)?.hasPrefix("nothing came") == true)
    let text = String(repeating: "# a comment\n", count: 20_000)
    DispatchQueue.global().async {
      let handle = FileHandle(forWritingAtPath: path)
      try? handle?.write(contentsOf: Data(text.utf8))
      try? handle?.close()
    }
    #expect(
      try BoundedFile.read(path, patience: 60_000, sizeLimit: BoundedFile.sizeLimit).get() == Array(text.utf8)
    )
  }
}
