import Platform
import Glibc
import ScheduleLang

/// Finds the text of secrets at the moment that a device needs them.
struct SecretReader {
  /// Why a secret cannot be read.
  struct Failure: Error, Hashable {
    /// In words, without the secret.
    var reason: String
  }

  /// The most bytes of a file that is a secret.
  static let sizeLimit = 4096

  /// The secret's text, a file's without the line break at its end.
  ///
  /// Throws where a variable or a file is missing, empty, or longer than `sizeLimit`.
  func text(of secret: DeviceConfiguration.Secret) throws(Failure) -> String {
    switch secret {
    case .literal(let text): return text
    case .environment(let name):
      guard let value = getenv(name).map({ String(cString: $0) }), !value.isEmpty else {
        throw Failure(reason: "the environment has no \(name)")
      }
      return value
    case .file(let path):
      let text = try contents(of: path)
      guard !text.isEmpty else { throw Failure(reason: "\(path) is empty") }
      return text
    }
  }

  private func contents(of path: String) throws(Failure) -> String {
    // Not blocking: a pipe in its place must not hold the caller.
    let number = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard number >= 0 else { throw Failure(reason: "\(path): \(systemMessage(errno))") }
    let descriptor = FileDescriptor(number: number)
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: SecretReader.sizeLimit + 1)
    while bytes.count <= SecretReader.sizeLimit {
      let count = read(descriptor.number, &buffer, buffer.count)
      guard count >= 0 else { throw Failure(reason: "\(path): \(systemMessage(errno))") }
      if count == 0 { break }
      bytes += buffer.prefix(count)
    }
    guard bytes.count <= SecretReader.sizeLimit else {
      throw Failure(reason: "\(path) is longer than \(SecretReader.sizeLimit) bytes")
    }
    while let last = bytes.last, last == 0x0A || last == 0x0D { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }
}
