/// A shell that can complete the command line.
enum Shell: String, CaseIterable {
  case bash, zsh, fish
}

/// Scripts by which shells complete the command line, made from the table of options.
enum ShellCompletions {
  /// The script for `shell`.
  static func script(for shell: Shell) -> String {
    switch shell {
    case .bash: bash
    case .zsh: zsh
    case .fish: fish
    }
  }

  private static let options = CommandOption.allCases.filter { !$0.isHidden }

  private static var bash: String {
    let valued = options.filter { if case .required = $0.value { true } else { false } }.flatMap(\.names)
    return """
      # Completes evse-run in bash: source this file, or put it into /etc/bash_completion.d.
      _evse_run() {
        local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD - 1]}"
        COMPREPLY=()
        case "$previous" in
          \(valued.joined(separator: "|"))) return ;;
        esac
        if [[ "$current" == -* ]]; then
          mapfile -t COMPREPLY < <(compgen -W "\(options.flatMap(\.names).joined(separator: " "))" -- "$current")
        else
          mapfile -t COMPREPLY < <(compgen -d -- "$current"; compgen -f -X '!*.evs' -- "$current")
        fi
      }
      complete -o filenames -F _evse_run evse-run

      """
  }

  private static var zsh: String {
    var lines: [String] = []
    for option in options {
      let others = option.names.count > 1 ? "(\(option.names.joined(separator: " ")))" : ""
      let value =
        switch option.value {
        case .none: ""
        case .required(let name): ":\(name): "
        case .optional(let name): "::\(name): "
        }
      for name in option.names {
        lines.append("  \(quoted("\(others)\(name)[\(zshText(option))]\(value)")) \\")
      }
    }
    return """
      #compdef evse-run
      # Completes evse-run in zsh: put this file as _evse-run into a folder of $fpath.
      _arguments -S \\
      \(lines.joined(separator: "\n"))
        '*:schedule:_files -g "*.evs(-.)"'

      """
  }

  private static func zshText(_ option: CommandOption) -> String {
    var text = ""
    for character in option.summaryOnOneLine {
      if "[]:\\".contains(character) { text += "\\" }
      text.append(character)
    }
    return text
  }

  private static var fish: String {
    var text = """
      # Completes evse-run in fish: put this file as evse-run.fish into ~/.config/fish/completions.
      complete -c evse-run -f -a '(__fish_complete_suffix .evs)'

      """
    for option in options {
      text += "complete -c evse-run"
      for name in option.names {
        text += name.hasPrefix("--") ? " -l \(name.dropFirst(2))" : " -s \(quoted(String(name.dropFirst())))"
      }
      if case .required = option.value { text += " -x" }
      text += " -d \(quoted(option.summaryOnOneLine))\n"
    }
    return text
  }

  /// `text` as one word of a shell.
  private static func quoted(_ text: String) -> String {
    "'" + text.map { $0 == "'" ? "'\\''" : String($0) }.joined() + "'"
  }
}

extension CommandOption {
  /// The summary without line breaks.
  var summaryOnOneLine: String { summary.split(separator: "\n").joined(separator: " ") }
}
