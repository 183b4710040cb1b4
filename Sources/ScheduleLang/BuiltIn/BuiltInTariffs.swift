/// The tariffs that every program knows without declaring them.
public enum BuiltInTariffs {
  /// Their declarations, as a file that is nowhere on disk.
  public static let source = SourceFile(path: "built-in/tariffs.evs", bytes: PackageResources.tariffs_evs)
}
