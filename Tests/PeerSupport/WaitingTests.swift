import Foundation
import Testing

#if compiler(>=6.1)
  /// Runs tests that wait for processes and sockets on threads of their own, a few at a time.
  ///
  /// Otherwise a waiting test would hold one of the few threads on which all others run.
  public struct WaitingTests: SuiteTrait, TestTrait, TestScoping {
    public var isRecursive: Bool { true }

    public func provideScope(
      for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
      try await withTaskExecutorPreference(Threads.shared, operation: function)
    }

    private final class Threads: TaskExecutor, @unchecked Sendable {
      static let shared = Threads()
      private let queue = OperationQueue()

      private init() { queue.maxConcurrentOperationCount = 6 }

      func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.addOperation { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
      }
    }
  }
#else
  /// Tests that wait hold up others where the toolchain cannot give them threads of their own.
  public struct WaitingTests: SuiteTrait, TestTrait {
    public var isRecursive: Bool { true }
  }
#endif

extension Trait where Self == WaitingTests {
  /// The tests wait for processes and sockets.
  public static var waits: Self { Self() }
}
