/// Reads a run file and, transitively, the files that it uses, each once.
struct FileLoader {
  /// A file that was read.
  struct LoadedFile {
    var tree: FileSyntax
    /// Numbers of the files that it uses.
    var uses: [Int] = []
  }

  /// More files than any home needs; a bound for generated nonsense.
  private static let maximumFiles = 200

  private let read: (String) throws(ReadError) -> [UInt8]
  /// The texts, the run file first.
  private(set) var sources: [SourceFile] = []
  /// The trees, by the same numbers.
  private(set) var files: [LoadedFile] = []
  /// What is wrong in the files and with them.
  private(set) var diagnostics: [Diagnostic] = []
  private var numbers: [String: Int] = [:]
  /// The files being read now, with where each uses the next.
  private var chain: [(file: Int, use: SourceRange)] = []

  init(read: @escaping (String) throws(ReadError) -> [UInt8]) { self.read = read }

  /// Loads the run file.
  mutating func load(_ source: SourceFile) {
    numbers[FilePath.normalized(source.path)] = 0
    add(source)
  }

  /// The files in the order in which later ones replace what earlier ones say: used files before their users.
  var precedence: [Int] {
    var order: [Int] = []
    var visited: Set<Int> = []
    func visit(_ file: Int) {
      guard visited.insert(file).inserted else { return }
      for used in files[file].uses { visit(used) }
      order.append(file)
    }
    if !files.isEmpty { visit(0) }
    return order
  }

  private mutating func add(_ source: SourceFile) {
    let number = sources.count
    sources.append(source)
    let (tree, problems) = Parser.parse(source, file: number)
    diagnostics += problems
    files.append(LoadedFile(tree: tree))
    for use in tree.uses { follow(use.path, from: number) }
  }

  private mutating func follow(_ path: Word, from user: Int) {
    let target = FilePath.resolved(path.text, from: sources[user].path)
    let key = FilePath.normalized(target)
    if let known = numbers[key] {
      let isAbove = known == user || chain.contains { $0.file == known }
      if isAbove {
        let closing = chain.first { $0.file == known }?.use
        diagnostics.append(.useCycle(at: path.range, first: known == user ? nil : closing, path: path.text))
      } else if !files[user].uses.contains(known) {
        files[user].uses.append(known)
      }
      return
    }
    guard sources.count < Self.maximumFiles else {
      return diagnostics.append(
        .unusableFile(path.text, reason: "more than \(Self.maximumFiles) files are used", at: path.range))
    }
    let bytes: [UInt8]
    do throws(ReadError) { bytes = try read(target) } catch {
      return diagnostics.append(.unusableFile(target, reason: error.reason, at: path.range))
    }
    numbers[key] = sources.count
    files[user].uses.append(sources.count)
    chain.append((user, path.range))
    add(SourceFile(path: target, bytes: bytes))
    chain.removeLast()
  }
}
