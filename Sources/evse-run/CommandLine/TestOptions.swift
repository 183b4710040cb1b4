/// How `--test` reports.
struct TestOptions: Equatable {
  /// Whether the report is JSON.
  var json = false
  /// The least share of rules that the tests of each file must reach, in percent; nil asks for none.
  var coverage: Int?
  /// Where a JUnit report is to be written.
  var junit: String?
}
