/// What `--format` does with the text that it makes.
enum FormatMode: Equatable {
  /// Prints it.
  case print
  /// Puts it into the file's place where it differs.
  case replace
  /// Says which files it would change.
  case verify
}
