/// Rows of text under a head, in aligned columns.
struct TextTable {
  /// Where the text of a column stands.
  enum Alignment { case left, right }

  /// The head and the alignment of each column.
  var columns: [(head: String, alignment: Alignment)]
  /// The rows; each has as many entries as there are columns.
  var rows: [[String]] = []

  /// The table, a line a row, two blanks between columns.
  var text: String {
    let all = [columns.map(\.head)] + rows
    let widths = columns.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
    return all.map { row in
      columns.indices.map { column in
        columns[column].alignment == .left
          ? row[column].padded(to: widths[column]) : row[column].aligned(to: widths[column])
      }.joined(separator: "  ").trimmedEnd + "\n"
    }.joined()
  }
}
