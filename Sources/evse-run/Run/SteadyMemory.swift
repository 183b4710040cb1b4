import CMalloc

/// Keeps the memory of a run the same over years.
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
}
