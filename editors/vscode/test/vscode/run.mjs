// Packages the extension, puts it into a real VS Code (code-server, with Chromium as its window) and runs suite.ts
// in there:
//
//   CODE_SERVER=…/node_modules/code-server TOEGO=…/toego node test/vscode/run.mjs
//
// code-server comes from npm and needs the version of Node.js that it names; run this with that one.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

const codeServer = process.env.CODE_SERVER;
const toego = process.env.TOEGO && path.resolve(process.env.TOEGO);
if (!codeServer || !toego) {
  throw new Error('CODE_SERVER and TOEGO have to name the folder of code-server and the program toego');
}
const port = await freePort();
const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'toego-vscode-')));
const at = (...parts) => path.join(root, ...parts);
const write = (name, text) => {
  mkdirSync(path.dirname(at(name)), { recursive: true });
  writeFileSync(at(name), typeof text === 'string' ? text : JSON.stringify(text));
};

// A blog whose settings would have another program run, and one beside it.
write('blog/_config.yml', 'theme: minima\n');
write('blog/.vscode/settings.json', { 'toego.path': at('blog', 'evil') });
const post = '---\ntitle: 첫 글\ncomments: ture\n---\n\n일이 잘 됬다. 배울수 있다. 🎉 금새 끝났다.\n';
write('blog/_posts/2025-01-01-첫 글.md', post);
write('blog/_posts/2025-01-02-둘째-글.md', '---\ntitle: 둘째 글\n---\n\n일이 잘 됬다.\n');
write('blog/_posts/2025-01-03-그림.md', '---\ntitle: 그림\n---\n\n![바다](/images/바다.png)\n');
write('blog/쪽.mdx', '# 제목\n\n일이 잘 됬다.\n');
write('other/_config.yml', 'theme: minima\n');
write('other/_posts/2025-01-01-다른-글.md', post);
write('user/Machine/settings.json', { 'toego.path': toego });
write('user/User/settings.json', {
  'security.workspace.trust.enabled': false,
  'workbench.startupEditor': 'none',
  // Others offer code actions, too, and ask hosts that a test does not reach.
  'chat.disableAIFeatures': true,
});
// What is tested is the package; the tests are an extension of their own.
write('tests/package.json', {
  name: 'tests',
  publisher: 'toego',
  version: '0.0.1',
  engines: { vscode: '^1.91.0' },
  main: 'suite.js',
  activationEvents: ['onStartupFinished'],
});
write('tests/.vscodeignore', '*.vsix\n');
write('tests/suite.js', readFileSync('out/vscode/suite.js', 'utf8'));

const report = at('report');
const environment = {
  ...process.env,
  TOEGO_TEST_BLOG: at('blog'),
  TOEGO_TEST_PATH: toego,
  TOEGO_TEST_REPORT: report,
};
const folders = ['--user-data-dir', at('user'), '--extensions-dir', at('extensions'), '--config', at('config.yaml')];
const code = (...given) => [process.execPath, [codeServer, ...folders, ...given]];
const started = [];
const start = (program, given) => {
  const child = spawn(program, given, { env: environment, stdio: process.env.DEBUG ? 'inherit' : 'ignore' });
  started.push(child);
};
try {
  for (const [name, folder] of [['toego', '.'], ['tests', at('tests')]]) {
    const vsix = at(`${name}.vsix`);
    const given = ['package', '--no-dependencies', '--allow-missing-repository', '--skip-license', '-o', vsix];
    execFileSync(path.resolve('node_modules/.bin/vsce'), given, { cwd: folder });
    execFileSync(...code('--install-extension', vsix), { env: environment, stdio: 'inherit' });
  }
  start(...code('--auth', 'none', '--bind-addr', `127.0.0.1:${port}`, '--disable-telemetry', '--disable-update-check'));
  await until(() => fetch(`http://127.0.0.1:${port}/healthz`).then(({ ok }) => ok, () => false), 60);
  const chromium = process.env.CHROMIUM ?? 'chromium';
  const profile = `--user-data-dir=${at('chromium')}`;
  const address = `http://127.0.0.1:${port}/?${new URLSearchParams({ folder: at('blog') })}`;
  start(chromium, ['--headless', '--no-sandbox', '--disable-gpu', '--remote-debugging-port=0', profile, address]);
  await until(() => existsSync(report), 120);
  const text = readFileSync(report, 'utf8');
  console.log(text);
  process.exitCode = text.endsWith(' 0 failed\n') ? 0 : 1;
} finally {
  started.forEach((child) => child.kill());
  await new Promise((resolve) => setTimeout(resolve, 1000));
  if (!process.env.DEBUG) {
    rmSync(root, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function until(is, seconds) {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; ) {
    if (await is()) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`nothing within ${seconds} seconds`);
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
