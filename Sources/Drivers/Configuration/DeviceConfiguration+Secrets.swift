import ScheduleLang

/// What a device's secrets are at this moment: they stand in files that change without the schedule.
extension DeviceConfiguration {
  /// The paths of the files that its secrets are in.
  public var secretFiles: [String] {
    settings.values.compactMap { if case .secret(.file(let path)) = $0 { path } else { nil } }.sorted()
  }

  /// Tells one state of its secrets from another, within one run of the program.
  public var secretsFingerprint: Int {
    var hasher = Hasher()
    for (key, value) in settings.sorted(by: { $0.key < $1.key }) {
      guard case .secret(let secret) = value else { continue }
      hasher.combine(key)
      hasher.combine(try? SecretReader().text(of: secret))
    }
    return hasher.finalize()
  }
}
