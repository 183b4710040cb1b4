import Glibc
import Runtime

/// A child process that is given an input and whose output is read; its messages go nowhere.
struct Child {
  private let process: pid_t
  /// Its standard input and output: the other end of a pair of sockets.
  private let socket: Int32

  /// Starts `command`, looked for on the path, without a shell in between.
  init(command: String, arguments: [String]) throws(CurlProcess.Failure) {
    var ends: [Int32] = [-1, -1]
    // Closed in every other child that is started meanwhile, which would keep this one's output open.
    guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
      throw .transport(systemMessage(errno))
    }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDIN_FILENO)
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
    socket = ends[0]
  }

  /// Gives it `input`, reads to the end and waits for the exit code, 128 and the signal for a child that one
  /// killed; kills a child that takes longer or says more than it may.
  func output(
    input: [UInt8] = [], limit: Int, seconds: Int
  ) throws(CurlProcess.Failure) -> (bytes: [UInt8], exitCode: Int32) {
    let result = exchange(input, limit: limit, seconds: seconds)
    close(socket)
    if case .failure = result { kill(process, SIGKILL) }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7F
    return (try result.get(), signal == 0 ? (status >> 8) & 0xFF : 128 + signal)
  }

  private func exchange(_ input: [UInt8], limit: Int, seconds: Int) -> Result<[UInt8], CurlProcess.Failure> {
    let end = MonotonicClock.now + UInt64(max(0, seconds)) * 1_000_000_000
    var unsent = input[...]
    if unsent.isEmpty { shutdown(socket, Int32(SHUT_WR)) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let now = MonotonicClock.now
      guard now < end else { return .failure(.timeout) }
      let events = unsent.isEmpty ? POLLIN : POLLIN | POLLOUT
      var waiting = pollfd(fd: socket, events: Int16(events), revents: 0)
      let ready = poll(&waiting, 1, Int32(min((end - now) / 1_000_000 + 1, 60_000)))
      if ready == 0 || (ready < 0 && errno == EINTR) { continue }
      if waiting.revents & Int16(POLLOUT) != 0 { send(&unsent) }
      if waiting.revents == Int16(POLLOUT) { continue }
      let count = ready < 0 ? -1 : recv(socket, &buffer, buffer.count, 0)
      if count == 0 { return .success(bytes) }
      if count < 0 {
        if errno == EINTR { continue }
        return .failure(.transport(systemMessage(errno)))
      }
      bytes += buffer[..<count]
      if bytes.count > limit { return .failure(.tooLarge) }
    }
  }

  /// Sends what the child takes now; a child that takes no more ends its input, not the exchange.
  private func send(_ bytes: inout ArraySlice<UInt8>) {
    let count = bytes.withUnsafeBytes {
      Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
    }
    if count < 0, errno == EAGAIN || errno == EINTR { return }
    bytes = count < 0 ? [] : bytes.dropFirst(count)
    if bytes.isEmpty { shutdown(socket, Int32(SHUT_WR)) }
  }
}
