import Glibc

/// Why there is no output.
package enum ChildError: Error, Hashable {
  /// The system has no such program.
  case missing
  /// It did not end in time.
  case timeout
  /// The output is larger than it may be.
  case tooLarge
  /// What else went wrong, as a clause.
  case transport(String)
}

/// A child process that is given an input and whose output is read; its messages go nowhere.
///
/// It is killed, if it still runs, when this object goes away.
package final class Child {
  private let process: pid_t
  /// Its standard input and output: the other end of a pair of sockets.
  private let socket: FileDescriptor
  private let limit: Int
  private let leadsGroup: Bool
  private var unsent: ArraySlice<UInt8>
  private var output: [UInt8] = []
  private var hasEnded = false

  /// Starts `command`, looked for on the path, without a shell in between; it may say `limit` bytes.
  ///
  /// - Parameters:
  ///   - environment: variables that it has beside those of this program.
  ///   - leadsGroup: whether what it starts itself is killed with it.
  package init(
    command: String, arguments: [String], environment: [String: String] = [:], input: [UInt8] = [],
    limit: Int,
    leadsGroup: Bool = false
  ) throws(ChildError) {
    var ends: [Int32] = [-1, -1]
    // Closed in every other child that is started meanwhile, which would keep this one's output open.
    guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
      throw .transport(systemMessage(errno))
    }
    let theirs = FileDescriptor(number: ends[1])
    socket = FileDescriptor(number: ends[0])
    process = try Child.start(
      command, arguments, environment, over: theirs.number, leadsGroup: leadsGroup)
    self.limit = limit
    self.leadsGroup = leadsGroup
    unsent = input[...]
    if unsent.isEmpty { shutdown(socket.number, Int32(SHUT_WR)) }
  }

  deinit {
    guard !hasEnded else { return }
    kill(leadsGroup ? -process : process, SIGKILL)
    exitCode(waits: true)
  }

  /// Waits for its end; gives what it has said and its exit code, 128 and the signal for a child that one killed.
  ///
  /// After a `timeout` it runs on and can be waited for again.
  package func output(by deadline: ExchangeDeadline) throws(ChildError) -> (bytes: [UInt8], exitCode: Int32) {
    while try !receive(by: deadline) {}
    // A child may close its output and live on.
    while true {
      if let code = exitCode(waits: false) {
        hasEnded = true
        return (output, code)
      }
      guard MonotonicClock.now < deadline.uptime else { throw .timeout }
      MonotonicClock.rest(for: .milliseconds(2))
    }
  }

  /// Exchanges what is there to be exchanged; true once the output has ended.
  private func receive(by deadline: ExchangeDeadline) throws(ChildError) -> Bool {
    let events = unsent.isEmpty ? POLLIN : POLLIN | POLLOUT
    do throws(DeviceError) {
      try socket.wait(for: events, by: deadline)
    } catch {
      if case .transport(let reason) = error { throw .transport(reason) }
      throw .timeout
    }
    if !unsent.isEmpty { send() }
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = recv(socket.number, &buffer, buffer.count, Int32(MSG_DONTWAIT))
    if count == 0 { return true }
    if count < 0 {
      guard errno == EINTR || errno == EAGAIN else { throw .transport(systemMessage(errno)) }
      return false
    }
    output += buffer[..<count]
    guard output.count <= limit else { throw .tooLarge }
    return false
  }

  /// Sends what the child takes now; a child that takes no more ends its input, not the exchange.
  private func send() {
    let count = unsent.withUnsafeBytes {
      Glibc.send(socket.number, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
    }
    if count < 0, errno == EAGAIN || errno == EINTR { return }
    unsent = count < 0 ? [] : unsent.dropFirst(count)
    if unsent.isEmpty { shutdown(socket.number, Int32(SHUT_WR)) }
  }

  /// Its exit code; nil where it is not waited for and has not ended.
  @discardableResult
  private func exitCode(waits: Bool) -> Int32? {
    var status: Int32 = 0
    var ended = waitpid(process, &status, waits ? 0 : WNOHANG)
    while ended < 0, errno == EINTR { ended = waitpid(process, &status, waits ? 0 : WNOHANG) }
    guard ended != 0 else { return nil }
    let signal = status & 0x7F
    return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
  }
}

extension Child {
  /// Starts a process whose standard input and output are `socket`.
  private static func start(
    _ command: String, _ arguments: [String], _ environment: [String: String], over socket: Int32,
    leadsGroup: Bool
  ) throws(ChildError) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, socket, STDIN_FILENO)
    posix_spawn_file_actions_adddup2(&actions, socket, STDOUT_FILENO)
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
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
      &attributes,
      Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | (leadsGroup ? POSIX_SPAWN_SETPGROUP : 0)))

    let words = ([command] + arguments).map { strdup($0) }
    defer { for word in words { free(word) } }
    let added = environment.sorted { $0.key < $1.key }.map { strdup("\($0.key)=\($0.value)") }
    defer { for variable in added { free(variable) } }
    var variables = added
    var inherited = environ
    while let variable = inherited.pointee {
      variables.append(variable)
      inherited += 1
    }
    var process = pid_t()
    let error = posix_spawnp(&process, command, &actions, &attributes, words + [nil], variables + [nil])
    guard error == 0 else { throw error == ENOENT ? .missing : .transport(systemMessage(error)) }
    return process
  }
}
