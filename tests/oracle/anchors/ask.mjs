// Asks the renderers which ids they give to the headings in `headings.txt`, all of one page, and says
// where the committed answers (`ids.tsv`) differ. `tests/anchors.rs` holds toego against the same answers.
// Not part of CI; run it by hand when a heading is added or a renderer has a new version:
//
//   1. In a folder outside the repository:
//        npm install hexo hexo-renderer-marked unified remark-parse remark-gfm remark-rehype rehype-slug rehype-stringify
//      and ruby with kramdown and kramdown-parser-gfm, and hugo, on the PATH.
//   2. node ask.mjs FOLDER            prints the differences
//      node ask.mjs FOLDER --write    writes the answers anew; read the difference before you commit
//
// The committed answers are of kramdown 2.4.0 with kramdown-parser-gfm 1.1.0, Hugo 0.111.3,
// rehype-slug 6.0.0 with
// github-slugger 2.0.0, hexo-renderer-marked 7.0.1 in Hexo 8.1.2.

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const [folder, option] = process.argv.slice(2);
if (!folder) {
  console.error('usage: node ask.mjs FOLDER [--write]');
  process.exit(2);
}
const here = import.meta.dirname;
const require = createRequire(path.join(path.resolve(folder, 'node_modules'), 'anything.js'));
const load = (name) => import(pathToFileURL(require.resolve(name)).href);
const headings = readFileSync(path.join(here, 'headings.txt'), 'utf8').split('\n').filter((line) => line);
// A paragraph with a number tells the headings apart, also where one is no heading to a renderer.
const page = headings.map((heading, at) => `## ${heading}\n\nid${at}\n`).join('\n');

// The id of the last heading before each numbered paragraph.
function ids(html) {
  const found = [];
  let last = null;
  for (const [, attributes, number] of html.matchAll(/<h2([^>]*)>|<p>id(\d+)<\/p>/g)) {
    if (number === undefined) {
      const id = /\sid="?([^"\s>]*)/.exec(attributes);
      last = id === null ? '(none)' : unescaped(id[1]);
    } else {
      found[Number(number)] = last ?? '(no heading)';
      last = null;
    }
  }
  return found;
}

const unescaped = (text) => text.replaceAll('&amp;', '&').replaceAll('&#43;', '+');

function kramdown() {
  const script = "require 'kramdown'; puts Kramdown::Document.new(STDIN.read, input: 'GFM', hard_wrap: false, syntax_highlighter: nil).to_html";
  return spawnSync('ruby', ['-EUTF-8', '-e', script], { input: page, encoding: 'utf8' }).stdout;
}

function hugo() {
  const site = mkdtempSync(path.join(tmpdir(), 'anchors-'));
  mkdirSync(path.join(site, 'content'));
  mkdirSync(path.join(site, 'layouts/_default'), { recursive: true });
  writeFileSync(path.join(site, 'hugo.toml'), "disableKinds = ['taxonomy', 'RSS', 'sitemap']\n");
  writeFileSync(path.join(site, 'layouts/_default/single.html'), '{{ .Content }}');
  writeFileSync(path.join(site, 'content/a.md'), `---\ntitle: a\n---\n${page}`);
  spawnSync('hugo', ['--quiet', '--config', 'hugo.toml'], { cwd: site });
  const html = readFileSync(path.join(site, 'public/a/index.html'), 'utf8');
  rmSync(site, { recursive: true });
  return html;
}

async function slugger() {
  const names = ['remark-parse', 'remark-gfm', 'remark-rehype', 'rehype-slug', 'rehype-stringify'];
  const { unified } = await load('unified');
  let chain = unified();
  for (const name of names) chain = chain.use((await load(name)).default);
  return String(await chain.process(page));
}

async function hexo() {
  const Hexo = require('hexo');
  const made = new Hexo(path.resolve(folder), { silent: true });
  await made.init();
  await made.loadPlugin(require.resolve('hexo-renderer-marked'));
  return made.render.render({ text: page, engine: 'md' });
}

const columns = [kramdown(), hugo(), await slugger(), await hexo()].map(ids);
const rows = headings.map((heading, at) => [heading, ...columns.map((column) => column[at] ?? '(no heading)')]);
const table = ['# heading\tkramdown\thugo\tgithub-slugger\thexo', ...rows.map((row) => row.map((cell) => cell.replaceAll('\t', '\\t')).join('\t'))].join('\n') + '\n';
const file = path.join(here, 'ids.tsv');
if (option === '--write') {
  writeFileSync(file, table);
} else {
  const committed = readFileSync(file, 'utf8').split('\n');
  table.split('\n').forEach((row, at) => { if (row !== committed[at]) console.log(`- ${committed[at]}\n+ ${row}`); });
}
