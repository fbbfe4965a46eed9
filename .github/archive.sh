#!/usr/bin/env bash
# What is published for each system: `archive.sh OUT TARGET=BINARY…`. The first binary has to run here: it prints
# the completions and the manual page. Writes OUT/toego-VERSION-TARGET.tar.gz, .zip for Windows.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
out=$1
shift
runs=$(realpath "${1#*=}")
chmod +x "$runs"
version=$("$runs" --version | cut -d ' ' -f 2)
mkdir -p "$out"
out=$(realpath "$out")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

mkdir -p "$scratch/common/completions" "$scratch/common/man"
cp "$root"/{README.md,README.ko.md,LICENSE-APACHE,LICENSE-MIT} "$root"/rules/lexicon/{NOTICE,LICENSE-mecab-ko-dic} "$scratch/common"
"$runs" man > "$scratch/common/man/toego.1"
while read -r shell file; do
  "$runs" completions "$shell" > "$scratch/common/completions/$file"
done <<'SHELLS'
bash toego.bash
elvish toego.elv
fish toego.fish
powershell _toego.ps1
zsh _toego
SHELLS

for pair in "$@"; do
  target=${pair%%=*}
  name=toego-$version-$target
  cp -r "$scratch/common" "$scratch/$name"
  case $target in
    *windows*)
      install -m 755 "${pair#*=}" "$scratch/$name/toego.exe"
      (cd "$scratch" && zip -qrX "$out/$name.zip" "$name")
      ;;
    *)
      install -m 755 "${pair#*=}" "$scratch/$name/toego"
      tar -C "$scratch" --sort=name --owner=0 --group=0 --numeric-owner -czf "$out/$name.tar.gz" "$name"
      ;;
  esac
done
