import Platform
import Glibc
import Runtime
import ScheduleLang

/// Downloaded prices on disk, one file for each product and region.
public struct PriceCache: Sendable {
  /// The folder; made when something is kept.
  public let folder: String

  /// Creates a cache in `folder`.
  public init(folder: String) { self.folder = folder }

  /// The cache of this user: `evse-run` in `XDG_CACHE_HOME` or else in `.cache` at home; nil where there is
  /// neither.
  public static var ofUser: PriceCache? {
    func variable(_ name: String) -> String? {
      Environment.value(name).flatMap { $0.hasPrefix("/") ? $0 : nil }
    }
    guard let base = variable("XDG_CACHE_HOME") ?? variable("HOME").map({ $0 + "/.cache" }) else {
      return nil
    }
    return PriceCache(folder: base + "/evse-run")
  }

  /// What was kept of a product in a region; a file that is damaged is set aside.
  public func prices(product: String, region: String) -> PriceCurve {
    let path = path(product, region)
    guard let bytes = try? WholeFile.read(path) else { return PriceCurve() }
    if let curve = try? PriceTable.read(bytes) { return curve }
    rename(path, path + ".damaged")
    return PriceCurve()
  }

  /// Keeps prices.
  public func keep(_ curve: PriceCurve, product: String, region: String) throws(FileError) {
    Folder.make(folder)
    try WholeFile.replace(path(product, region), by: PriceTable.bytes(of: curve))
  }

  private func path(_ product: String, _ region: String) -> String {
    func safe(_ name: String) -> String {
      String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") ? $0 : "_" })
    }
    return "\(folder)/octopus_\(safe(product))_\(safe(region)).csv"
  }
}
