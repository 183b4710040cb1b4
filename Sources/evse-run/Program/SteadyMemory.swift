import CMalloc
import Glibc
import Platform

/// Keeps the memory of a run the same over years, and small.
enum SteadyMemory {
  /// Has every thread share one heap, and larger blocks come from the system and go back to it.
  ///
  /// Otherwise the allocator takes ever larger blocks from its heaps, and what lies free between others is not given
  /// back: a tenth more after a million ticks.
  static func arrange() {
    mallopt(M_ARENA_MAX, 1)
    mallopt(M_MMAP_THRESHOLD, 32 << 10)
    mallopt(M_TRIM_THRESHOLD, 64 << 10)
  }

  /// Gives back what lies free, and what is held of the program's own file.
  ///
  /// Most of that is what only a start needs, or what was read along with something else. What is needed again comes back
  /// in a moment.
  static func giveBack() {
    malloc_trim(0)
    if let code { madvise(UnsafeMutableRawPointer(bitPattern: code.lowerBound), code.count, MADV_DONTNEED) }
  }

  /// Where the program's code lies in memory as it is in its file, never to be written: the first of its kind.
  private static let code: Range<UInt>? = {
    guard let maps = try? WholeFile.read("/proc/self/maps") else { return nil }
    return String(decoding: maps, as: UTF8.self).split(separator: "\n").lazy.compactMap { line in
      // As `00400000-015c4000 r-xp 00000000 fe:00 1234   /usr/bin/evse-run`.
      let fields = line.split(separator: " ", maxSplits: 5)
      guard fields.count == 6, fields[1] == "r-xp", fields[5].contains("/") else { return nil }
      let ends = fields[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
      return ends.count == 2 && ends[0] < ends[1] ? ends[0]..<ends[1] : nil
    }.first
  }()
}
