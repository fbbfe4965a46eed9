#!/usr/bin/env bash
# Counts the instructions that a program of toego takes for a blog of `fixtures/` and for a long post made of the
# posts of all of them, with valgrind's callgrind, and fails where they are more than a tenth above the figure in
# `budget.txt`. Unlike time, the count is nearly the same in every run, whatever else the machine does; it is another
# for every compiler and profile.
#
#     benches/budget.sh target/hooks/release/toego             # as tests/tools/pre_commit.py builds it
#     benches/budget.sh --accept target/hooks/release/toego    # takes what it counts for the figure
set -euo pipefail
cd "$(dirname "$0")/.."
accept=
if [ "$1" = --accept ]; then accept=1; shift; fi
program=$1
figure=benches/budget.txt
if ! command -v valgrind >/dev/null; then
  echo "skipped: valgrind is not there"
  exit
fi

scratch=$(mktemp -d)
trap 'rm -r "$scratch"' EXIT
for _ in 1 2 3 4; do
  # Without their front matter.
  for post in fixtures/*/_posts/*.md; do sed '1,/^---$/d' "$post"; done
done >"$scratch/long.md"

# A single thread, and nothing of the environment that programs look at.
count() {
  env -i PATH="$PATH" LC_ALL=C RAYON_NUM_THREADS=1 NO_COLOR=1 \
    valgrind --tool=callgrind --callgrind-out-file=/dev/null \
    "$program" --threads 1 --fail-on never --format short --output /dev/null fixtures/minimal-mistakes \
    "$scratch/long.md" 2>&1
}
said=$(count) || { echo "$said" >&2; exit 1; }
counted=$(sed -n 's/.*Collected : \([0-9]*\).*/\1/p' <<<"$said")
compiler=$(rustc --version)

if [ -n "$accept" ]; then
  sed -i "s/^compiler .*/compiler $compiler/; s/^instructions .*/instructions $counted/" $figure
  echo "accepted: $counted instructions"
  exit
fi
noted=$(sed -n 's/^compiler //p' $figure)
budget=$(sed -n 's/^instructions //p' $figure)
change=$(awk "BEGIN { printf \"%+.1f %%\", ($counted / $budget - 1) * 100 }")
echo "$counted instructions, $change against $figure"
if [ "$compiler" != "$noted" ]; then
  echo "not held against it: it is of $noted, this is $compiler"
elif [ $((counted * 10)) -gt $((budget * 11)) ]; then
  echo "that is too much: find out where they go (valgrind --tool=callgrind, callgrind_annotate)." >&2
  echo "What they are well spent on is accepted with: benches/budget.sh --accept $program" >&2
  exit 1
fi
