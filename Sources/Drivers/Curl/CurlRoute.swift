import Platform
import Glibc

/// By which way curl reaches an address: through a proxy only what is encrypted and leaves this machine, and only through
/// one that the environment names for it, in `https_proxy` or for everything.
///
/// Plain HTTP is for this machine and peers in the house. A proxy would see what it carries, passwords too.
enum CurlRoute {
  /// The arguments that keep a request to `url` on its way.
  static func arguments(for url: String) -> [String] {
    let isSecure = url.lowercased().hasPrefix("https://")
    let scheme = isSecure ? ["--proto", "=https"] : ["--proto", "=http"]
    return isSecure && !isOfThisMachine(url) ? scheme : scheme + ["--noproxy", "*"]
  }

  /// Whether the host of `url` is this machine by its own spelling.
  private static func isOfThisMachine(_ url: String) -> Bool {
    guard let start = url.firstRange(of: "://")?.upperBound else { return false }
    let authority = url[start...].prefix { !"/?#".contains($0) }
    guard let host = Endpoint(String(authority), defaultPort: 443)?.host.lowercased() else { return false }
    let name = host.hasSuffix(".") ? String(host.dropLast()) : host
    return name == "localhost" || name.hasSuffix(".localhost")
      || SocketAddress(spelt: name, port: 443)?.isOfThisMachine ?? false
  }
}
