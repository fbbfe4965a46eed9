// `node build.mjs`: the extension, in one file. `node build.mjs tests`: its tests.
import { readdirSync, rmSync } from 'node:fs';
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
    outdir: 'dist/test',
    external: ['vscode'],
  });
} else {
  rmSync('dist', { recursive: true, force: true });
  await build({
    ...common,
    entryPoints: ['src/extension.ts'],
    outdir: 'dist',
    external: ['vscode'],
    minify: true,
    keepNames: true,
    // The comments with the licences of what is bundled.
    legalComments: 'eof',
  });
}
