#!/bin/sh
# Fuzzes lexer, parser, checker and formatter for so many seconds (default 60): Tests/Fuzz/fuzz.sh [SECONDS]
# Inputs that fail are left in .build-fuzz/findings; put them into Tests/Fuzz/Findings, where a test keeps them.
set -eu
cd "$(dirname "$0")/../.."
seconds=${1:-60}
build=.build-fuzz
mkdir -p "$build/corpus" "$build/findings" "$build/seeds"

# The resources that the package manager would embed.
{
  printf 'enum PackageResources {\n'
  for resource in Sources/ScheduleLang/BuiltIn/tariffs.evs Sources/ScheduleLang/BuiltIn/devices/*; do
    printf 'static let %s: [UInt8] = Array(#"""\n' "$(basename "$resource" | tr .- __)"
    cat "$resource"
    printf '"""#.utf8)\n'
  done
  printf '}\n'
} > "$build/PackageResources.swift"

swiftc -package-name evse-run -O -sanitize=fuzzer,address -parse-as-library -swift-version 6 -module-name Fuzz \
  -o "$build/fuzz" $(find Sources/ScheduleLang -name '*.swift' | sort) \
  Tests/Fuzz/FuzzTarget.swift "$build/PackageResources.swift" -lm

# Seeds: every shipped schedule, description, fixture and finding, and the examples of the pages.
cp schedules/*.evs Tests/Fixtures/*.evs Sources/ScheduleLang/BuiltIn/devices/*.evs "$build/seeds/"
for finding in Tests/Fuzz/Findings/*; do
  if [ -f "$finding" ]; then cp "$finding" "$build/seeds/"; fi
done
for page in docs/diagnostics/*.md; do
  sed -n 's/^    //p' "$page" > "$build/seeds/$(basename "$page" .md).evs"
done

# The runtime's own backtraces do not work under the sanitizer.
SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=0 "$build/fuzz" "$build/corpus" "$build/seeds" \
  -max_total_time="$seconds" -max_len=4096 -timeout=10 -dict=Tests/Fuzz/words.dict \
  -artifact_prefix="$build/findings/" -print_final_stats=1
