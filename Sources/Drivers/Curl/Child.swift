import Glibc
import Runtime

/// A child process whose standard output is read; its input is empty and its messages go nowhere.
struct Child {
  private let process: pid_t
  private let output: Int32

  /// Starts `command`, looked for on the path, without a shell in between.
  init(command: String, arguments: [String]) throws(CurlProcess.Failure) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw .transport(systemMessage(errno)) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)

    // The program blocks and ignores signals of its own; its child starts without any of that.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    var all = sigset_t()
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

    let words = ([command] + arguments).map { strdup($0) }
    defer { for word in words { free(word) } }
    var process = pid_t()
    let error = posix_spawnp(&process, command, &actions, &attributes, words + [nil], environ)
    close(ends[1])
    guard error == 0 else {
      close(ends[0])
      throw error == ENOENT ? .missing : .transport(systemMessage(error))
    }
    self.process = process
    output = ends[0]
  }

  /// Reads to the end and waits for the exit code, 128 and the signal for a child that one killed; kills a child
  /// that takes longer or says more than it may.
  func output(limit: Int, seconds: Int) throws(CurlProcess.Failure) -> (bytes: [UInt8], exitCode: Int32) {
    let result = read(limit: limit, seconds: seconds)
    close(output)
    if case .failure = result { kill(process, SIGKILL) }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7F
    return (try result.get(), signal == 0 ? (status >> 8) & 0xFF : 128 + signal)
  }

  private func read(limit: Int, seconds: Int) -> Result<[UInt8], CurlProcess.Failure> {
    let end = MonotonicClock.now + UInt64(max(0, seconds)) * 1_000_000_000
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let now = MonotonicClock.now
      guard now < end else { return .failure(.timeout) }
      var waiting = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
      let ready = poll(&waiting, 1, Int32(min((end - now) / 1_000_000 + 1, 60_000)))
      if ready == 0 || (ready < 0 && errno == EINTR) { continue }
      let count = ready < 0 ? -1 : Glibc.read(output, &buffer, buffer.count)
      if count == 0 { return .success(bytes) }
      if count < 0 {
        if errno == EINTR { continue }
        return .failure(.transport(systemMessage(errno)))
      }
      bytes += buffer[..<count]
      if bytes.count > limit { return .failure(.tooLarge) }
    }
  }
}
