import Platform
import Glibc
import ScheduleLang

/// Why a secret cannot be read.
struct SecretError: Error, Hashable {
  /// In words, without the secret.
  var reason: String
}

/// Finds the text of secrets at the moment that a device needs them.
struct SecretReader {
  /// The most bytes of a file that is a secret.
  static let sizeLimit = 4096

  /// The secret's text, a file's without the line break at its end.
  ///
  /// Throws where a variable or a file is missing, empty, or longer than `sizeLimit`.
  func text(of secret: DeviceConfiguration.Secret) throws(SecretError) -> String {
    switch secret {
    case .literal(let text): return text
    case .environment(let name):
      guard let value = Environment.text(name) else {
        throw SecretError(reason: "the environment has no \(name)")
      }
      return value
    case .file(let path):
      let text = try contents(of: path)
      guard !text.isEmpty else { throw SecretError(reason: "\(path) is empty") }
      return text
    }
  }

  private func contents(of path: String) throws(SecretError) -> String {
    var bytes: [UInt8]
    do { bytes = try WholeFile.read(path, limit: SecretReader.sizeLimit) } catch {
      if case .tooLarge = error {
        throw SecretError(reason: "\(path) is longer than \(SecretReader.sizeLimit) bytes")
      }
      throw SecretError(reason: "\(path): \(error.reason)")
    }
    while let last = bytes.last, last == 0x0A || last == 0x0D { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }
}
