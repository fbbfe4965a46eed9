// Lays out the packages for npm: `node npm/assemble.mjs OUT PLATFORM=BINARY…`, PLATFORM as in platforms.json.
// Writes OUT/toego and OUT/toego-PLATFORM. Version and licences are those of the crate.
import { chmodSync, copyFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const json = (path) => JSON.parse(readFileSync(path, "utf8"));
const platforms = json(join(here, "platforms.json"));
const main = json(join(here, "toego/package.json"));
const version = /^version = "(.+)"$/m.exec(readFileSync(join(root, "Cargo.toml"), "utf8"))[1];
const LICENCES = {
  "LICENSE-APACHE": "LICENSE-APACHE",
  "LICENSE-MIT": "LICENSE-MIT",
  "rules/lexicon/NOTICE": "NOTICE",
  "rules/lexicon/LICENSE-mecab-ko-dic": "LICENSE-mecab-ko-dic",
};

function write(folder, manifest) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest, null, 2) + "\n");
  for (const [from, to] of Object.entries(LICENCES)) copyFileSync(join(root, from), join(folder, to));
}

const [out, ...given] = process.argv.slice(2);
if (!out || given.length === 0) throw new Error("usage: node npm/assemble.mjs OUT PLATFORM=BINARY…");
const optionalDependencies = {};
for (const pair of given) {
  const [platform, binary] = pair.split(/=(.*)/s);
  if (!platforms[platform]) throw new Error(`no such platform: ${platform}`);
  const name = `@toego/${platform}`;
  const file = platform.startsWith("win32") ? "toego.exe" : "toego";
  const folder = join(out, `toego-${platform}`);
  write(folder, {
    name,
    version,
    description: `toego for ${platform}`,
    license: main.license,
    preferUnplugged: true,
    ...platforms[platform],
  });
  mkdirSync(join(folder, "bin"), { recursive: true });
  copyFileSync(binary, join(folder, "bin", file));
  // Artifacts of CI have lost this.
  chmodSync(join(folder, "bin", file), 0o755);
  optionalDependencies[name] = version;
}
const folder = join(out, main.name);
cpSync(join(here, main.name), folder, { recursive: true });
copyFileSync(join(root, "README.md"), join(folder, "README.md"));
write(folder, { ...main, version, optionalDependencies });
