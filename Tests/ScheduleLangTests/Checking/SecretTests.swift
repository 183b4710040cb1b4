import ScheduleLang
import Testing

@Suite("Secrets in the file")
struct SecretTests {
  /// The diagnostics of a meter with `settings`, as they are printed, and their own words.
  private func told(_ settings: String) -> (rendered: String, words: String) {
    let compilation = compile(
      """
      site "home" { timezone "UTC"
      charger simulated
      meter shelly-em at "10.0.0.2" { grid channel 0 \(settings) } }
      """)
    let rendered = DiagnosticRenderer(sources: compilation.sources, coloured: false)
      .render(compilation.diagnostics)
    let words = compilation.diagnostics.flatMap { [$0.message] + $0.notes + $0.fixes.map(\.title) }
    return (rendered, words.joined(separator: "\n"))
  }

  @Test("a diagnostic on its line does not show a secret")
  func masksTheLine() {
    let told = told(#"user env "N" password "s3crét""#)
    #expect(told.rendered.contains("warning[W0301]"))
    #expect(
      told.rendered.hasSuffix(
        """
        3 | meter shelly-em at "10.0.0.2" { grid channel 0 user env "N" password "******" } }
          |                                                                      ^^^^^^^^
          = note: Write `env "NAME"` or `file "path"` instead.


        """), "\(told.rendered)")
  }

  @Test("nor one in the query of what a device is asked for")
  func masksQueries() {
    let compilation = compile(
      """
      device d: meter {
          over http { get "/cm?user=admin&password=s3cret" }
          read grid from .a in W   positive importing
          read solar from get "/b?token=s3cret" .b in W   positive producing
      }
      """)
    let rendered = DiagnosticRenderer(sources: compilation.sources, coloured: false)
      .render(compilation.diagnostics)
    #expect(compilation.diagnostics.map(\.code) == [.literalSecret, .literalSecret])
    #expect(!rendered.contains("s3cret") && rendered.contains("get \"****"), "\(rendered)")
    #expect("over http { get \"/x?token=a\" }".holdsLiteralSecret)
    #expect(!"over http { get \"/x?id=a\" }".holdsLiteralSecret)
  }

  @Test(
    "nor does one of a file that cannot be read",
    arguments: [
      #"password "s3cret" gird 1"#, #"password = "s3cret""#, #"password: "s3cret""#, #"pasword "s3cret""#,
      #"pwd "s3cret""#, #"Password "s3cret" "s3cret"#, #"password "a"s3cret""#, #"password "s3cret"#,
      "password s3cret", "password = s3cret", "password 's3cret'", "password s3cret-9!s3cret",
      "password\n\"s3cret\"", "user s3cret", "password “s3cret”",
    ])
  func masksWhatCannotBeRead(settings: String) {
    let told = told(settings)
    #expect(told.rendered.contains("error["))
    #expect(!told.rendered.contains("s3cret"), "\(told.rendered)")
    #expect(!told.words.contains("s3cret"))
  }

  @Test("what is no secret is shown")
  func showsTheRest() {
    let told = told(#"user env "NAME" password file "path" gird 1"#)
    #expect(told.rendered.contains(#""10.0.0.2" { grid channel 0 user env "NAME" password file "path" gird"#))
  }
}
