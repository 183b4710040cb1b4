/// Turns a run file and the files that it uses into a program, or says what is wrong with them.
public struct ScheduleCompiler {
  private let read: (_ path: String) throws(ReadError) -> [UInt8]
  private let knowsTimezone: (_ identifier: String) -> Bool
  private let decodeJSON: ((_ bytes: [UInt8]) -> JSONTree?)?

  /// Creates a compiler that sees the world through functions.
  ///
  /// - Parameters:
  ///   - read: the bytes of a file, its path relative to the working folder; by default there are none.
  ///   - knowsTimezone: whether the system has an IANA time zone.
  ///   - decodeJSON: the value that bytes spell, nil where they spell none; without it, recorded answers are not looked at.
  public init(
    read: @escaping (_ path: String) throws(ReadError) -> [UInt8] = { (_) throws(ReadError) in
      throw ReadError("there is no such file")
    },
    knowsTimezone: @escaping (_ identifier: String) -> Bool = { _ in true },
    decodeJSON: ((_ bytes: [UInt8]) -> JSONTree?)? = nil
  ) {
    self.decodeJSON = decodeJSON
    self.read = read
    self.knowsTimezone = knowsTimezone
  }

  /// Compiles the file at `path`; the caller has read it already where it must distinguish an unreadable run file.
  public func compile(_ path: String) throws(ReadError) -> Compilation {
    compile(SourceFile(path: path, bytes: try read(path)))
  }

  /// Compiles a run file that is in memory.
  public func compile(_ source: SourceFile) -> Compilation {
    var loader = FileLoader(read: read)
    loader.load(source)
    let isSound = !loader.diagnostics.contains { $0.severity == .error }
    var checker = Checker(
      files: loader.files, precedence: loader.precedence, sources: loader.sources, isSound: isSound,
      knowsTimezone: knowsTimezone, readSample: sample)
    var program = checker.check()
    if isSound, !checker.diagnostics.contains(where: { $0.severity == .error }),
      checker.declaredInputs.contains(where: { !$0.isSwitch })
    {
      let making = ProgramMaking(checker)
      program?.schedule?.maker = ScheduleMaker(making.schedule)
      for input in checker.declaredInputs { checker.diagnostics += making.uselessEnds(of: input) }
    }
    var diagnostics = loader.diagnostics + checker.diagnostics
    diagnostics.sort {
      ($0.range.file, $0.range.start, $0.code.rawValue, $0.message)
        < ($1.range.file, $1.range.start, $1.code.rawValue, $1.message)
    }
    let valid = !diagnostics.contains { $0.severity == .error }
    return Compilation(program: valid ? program : nil, diagnostics: diagnostics, sources: checker.sources)
  }

  /// The recorded answer of a device in a file.
  private func sample(_ path: String) -> SampleAnswer {
    guard let decodeJSON else { return .ignored }
    let bytes: [UInt8]
    if let builtIn = BuiltInDevices.sample(path) {
      bytes = builtIn
    } else {
      do throws(ReadError) { bytes = try read(path) } catch {
        return .unreadable(reason: error.reason)
      }
    }
    return decodeJSON(bytes).map { .answer($0) } ?? .unreadable(reason: "it is no JSON, or too much of it")
  }
}
