// `node build.mjs`: the extension, in one file. `node build.mjs tests`: its tests.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';

const common = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  logLevel: 'warning',
};

if (process.argv[2] === 'tests') {
  rmSync('out', { recursive: true, force: true });
  const tests = readdirSync('test').filter((name) => name.endsWith('.test.ts'));
  await build({
    ...common,
    entryPoints: tests.map((name) => `test/${name}`),
    outdir: 'out',
    sourcemap: 'inline',
    // Outside VS Code there is neither.
    alias: { vscode: './test/fake/vscode.ts', 'vscode-languageclient/node': './test/fake/client.ts' },
  });
  // This one runs inside VS Code.
  await build({
    ...common,
    entryPoints: ['test/vscode/suite.ts'],
    outdir: 'out/vscode',
    external: ['vscode'],
  });
} else {
  rmSync('dist', { recursive: true, force: true });
  const { metafile } = await build({
    ...common,
    entryPoints: ['src/extension.ts'],
    outdir: 'dist',
    external: ['vscode'],
    minify: true,
    keepNames: true,
    metafile: true,
  });
  writeFileSync('dist/LICENSES.txt', licences(Object.keys(metafile.inputs)));
}

/** The licences of the packages that files belong to. */
function licences(files) {
  const packages = files.map((file) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0]);
  const texts = [...new Set(packages)].filter(Boolean).sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
    const file = readdirSync(folder).find((file) => /^licen[cs]e/i.test(file));
    if (!file) throw new Error(`${name} has no licence`);
    return `${name} ${version} (${license})\n\n${readFileSync(`${folder}/${file}`, 'utf8').trim()}\n`;
  });
  return texts.join(`\n${'-'.repeat(80)}\n\n`);
}
