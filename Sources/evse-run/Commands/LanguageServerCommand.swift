import Glibc
import ScheduleLang

/// `--language-server`: answers an editor over standard input and output until it says `exit` or goes away.
struct LanguageServerCommand {
  let streams: ReportStreams

  /// Runs until the conversation ends; `faulty` where that is not in the way of the protocol.
  func run() throws(ReportError) -> ExitCode {
    var server = LanguageServer(readFile: LanguageServerCommand.read, now: { .now })
    var decoder = MessageDecoder()
    while let bytes = waitForInput() {
      decoder.receive(bytes)
      while true {
        let next: [UInt8]?
        do { next = try decoder.next() } catch {
          streams.complain("evse-run: the editor sent \(error.reason)\n")
          return .faulty
        }
        guard let body = next else { break }
        for message in server.receive(body) {
          try streams.report(MessageEncoder.bytes(of: message.bytes))
        }
        if case .ended(let orderly) = server.phase { return orderly ? .fine : .faulty }
      }
    }
    return .faulty
  }

  /// What has come on standard input; nil once that has ended.
  private func waitForInput() -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = Glibc.read(STDIN_FILENO, &buffer, buffer.count)
      if count > 0 { return Array(buffer[..<count]) }
      if count < 0, errno == EAGAIN {
        var waiting = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        poll(&waiting, 1, -1)
      } else if count == 0 || errno != EINTR {
        return nil
      }
    }
  }

  /// The bytes of a used file, which must be a plain one: standard input belongs to the editor.
  private static func read(_ path: String) throws(ReadError) -> [UInt8] {
    if path == "-" { throw ReadError("it is no file") }
    return try BoundedFile.read(path)
  }
}
