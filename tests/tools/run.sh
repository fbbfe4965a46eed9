#!/usr/bin/env bash
# Holds toego against the programs at the other end, which `install.sh` has installed: pre-commit, pip, npm, the
# validator of SARIF, the schemas of GitHub's workflows, a browser, the client of an editor. Without them it says so and passes, unless
# TOEGO_REQUIRE_TOOLS is set.
set -euo pipefail
cd "$(dirname "$0")/../.."
tools=$PWD/target/tools
validator=$tools/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool
if ! [ -x "$tools/bin/pre-commit" ] || ! [ -x "$validator" ]; then
  echo "skipped: bash tests/tools/install.sh has not been run"
  [ -z "${TOEGO_REQUIRE_TOOLS:-}" ]
  exit
fi

workflows=("$PWD"/.github/workflows/*.yml "$PWD/examples/workflow.yml")
"$tools/bin/check-jsonschema" --builtin-schema vendor.github-workflows "${workflows[@]}"
"$tools/bin/check-jsonschema" --builtin-schema vendor.github-actions action.yml
(cd "$tools" && node "$OLDPWD/tests/tools/workflows.mjs" "${workflows[@]}")

"$tools/bin/pre-commit" validate-manifest .pre-commit-hooks.yaml
"$tools/bin/python" tests/tools/pre_commit.py
# Built by pre-commit with Cargo and pip; now for the others.
program=target/hooks/release/toego
bash benches/budget.sh $program
"$tools/bin/python" tests/tools/reports.py $program "$validator"
bash tests/tools/npm.sh $program
bash .github/archive.sh target/archives "x86_64-unknown-linux-gnu=$program"
tar -tzf target/archives/toego-*.tar.gz | grep '/completions/_toego$'

"$tools/bin/python" tests/tools/editor.py $program
(cd tests/browser && TOEGO=$OLDPWD/$program node report.mjs)
(cd editors/vscode && TOEGO=$OLDPWD/$program npm test --silent)
