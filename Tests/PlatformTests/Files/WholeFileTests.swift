import PeerSupport
import Foundation
import Testing

@testable import Platform

@Suite("Whole file")
struct WholeFileTests {
  @Test("keeps owner, group and permissions", .enabled(if: geteuid() == 0, "only root may give files away"))
  func keepsOwnerGroupAndPermissions() throws {
    let folder = TemporaryFolder()
    let path = folder.path + "/file"
    try Data("old".utf8).write(to: URL(fileURLWithPath: path))
    try #require(chown(path, 12345, 12346) == 0 && chmod(path, 0o2640) == 0)
    try WholeFile.replace(path, by: Array("new".utf8))
    var status = stat()
    try #require(stat(path, &status) == 0)
    #expect(status.st_uid == 12345 && status.st_gid == 12346)
    #expect(status.st_mode & 0o7777 == 0o2640)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "new")
    #expect(folder.names() == ["file"])
  }
}
