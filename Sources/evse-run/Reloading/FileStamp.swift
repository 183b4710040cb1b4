import Glibc

/// What distinguishes one state of a file from another without reading it.
struct FileStamp: Hashable {
  private let device: UInt64
  private let node: UInt64
  private let size: Int
  private let seconds: Int
  private let nanoseconds: Int

  /// The stamp of the file at `path`; nil where there is none.
  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    device = UInt64(status.st_dev)
    node = UInt64(status.st_ino)
    size = Int(status.st_size)
    seconds = Int(status.st_mtim.tv_sec)
    nanoseconds = Int(status.st_mtim.tv_nsec)
  }

  /// The stamp of a file of `size` bytes that was written at `seconds`.
  init(size: Int, seconds: Int) {
    (device, node, nanoseconds) = (0, 0, 0)
    self.size = size
    self.seconds = seconds
  }
}
