#!/usr/bin/env bash
# The packages of npm/, packed and installed as npm does it, without a registry: `npm.sh BINARY`.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
binary=$(realpath "$1")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
platform=$(node -p 'process.platform + "-" + process.arch')
fail() { echo "npm: $1" >&2; exit 1; }

node "$root/npm/assemble.mjs" "$scratch/out" "$platform=$binary"
mkdir "$scratch/블로그" "$scratch/bare"
cd "$scratch/out"
npm pack --silent ./toego "./toego-$platform" >/dev/null
version=$("$binary" --version)

cd "$scratch/블로그"
echo '{ "private": true }' > package.json
npm install --silent --offline --ignore-scripts "$scratch"/out/*.tgz
[ "$(npx --no-install toego --version)" = "$version" ] || fail "another version"
mkdir _posts
printf -- '---\ntitle: 봄\n---\n\n그렇게 됬다.\n' > '_posts/2024-01-02-봄 나들이.md'
status=0
said=$(npx --no-install toego check --quiet --format short '_posts/2024-01-02-봄 나들이.md') || status=$?
[ "$status" = 1 ] || fail "status $status for a finding"
[[ $said = *'봄 나들이.md:5:5: warning[spelling/doe-dwae]'* ]] || fail "$said"
said=$(echo '그렇게 됬다.' | npx --no-install toego --stdin --stdin-filename _posts/2024-01-03-꽃.md \
  --only spelling --fix --quiet --fail-on never)
[[ $said = *'그렇게 됐다.'* ]] || fail "$said"

# Without the package of this system, it says so.
cd "$scratch/bare"
echo '{ "private": true }' > package.json
npm install --silent --offline --omit=optional "$scratch"/out/toego-[0-9]*.tgz
status=0
said=$(npx --no-install toego --version 2>&1) || status=$?
[ "$status" = 2 ] || fail "status $status without a program"
[[ $said = *"@toego/$platform is not installed"* ]] || fail "$said"
echo "2 passed, 0 failed"
