// Puts the probes of this folder to the libraries that really read front matter, and says where the
// committed answers (`scalars.tsv`, `pages.json`) differ. `tests/dialects.rs` holds toego against the
// same answers. Not part of CI; run it by hand when a probe is added or a library has a new version:
//
//   1. In a folder outside the repository:
//        npm install gray-matter@4 js-yaml@4 hexo-front-matter@4 @astrojs/markdown-remark@7
//      and ruby with jekyll, and hugo, on the PATH. What is missing is not asked.
//   2. node ask.mjs FOLDER            prints the differences
//      node ask.mjs FOLDER --write    writes the answers anew; read the difference before you commit
//
// The committed answers are of Jekyll 4.3.1 with Psych 4.0.4, Hugo 0.111.3, hexo-front-matter 4.2.1 with
// js-yaml 4.3.2, gray-matter 4.0.3 with js-yaml 3.15.2, @astrojs/markdown-remark 7.0.0 with js-yaml 4.3.2.

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
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
const modules = path.resolve(folder, 'node_modules');
const require = createRequire(path.join(modules, 'anything.js'));
const installed = (name) => { try { return require(name); } catch { return null; } };
const matter = installed('gray-matter');
const hexo = installed('hexo-front-matter');
const yaml4 = installed('js-yaml');
let astro = null;
try {
  astro = await import(pathToFileURL(path.join(modules, '@astrojs/markdown-remark/dist/frontmatter.js')));
} catch {}
const has = (program) => spawnSync(program, ['--help']).status === 0;

/** A value as the tables have it. */
function named(value) {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'boolean') return `bool ${value}`;
  if (typeof value === 'number') {
    return `num ${Number.isFinite(value) || Number.isNaN(value) ? (Object.is(value, -0) ? 0 : value) : value > 0 ? 'inf' : '-inf'}`;
  }
  if (value instanceof Date) return 'time';
  return typeof value === 'string' ? 'str' : 'compound';
}

const attempt = (ask) => { try { return ask(); } catch { return 'error'; } };

const RUBY = `
require 'jekyll'; require 'json'; require 'yaml'; require 'date'
def named(value)
  case value
  when nil then 'null'
  when true, false then "bool #{value}"
  when Integer then "num #{value}"
  when Float then value.nan? ? 'num NaN' : value.infinite? ? (value > 0 ? 'num inf' : 'num -inf') : "num #{value}"
  when Time, DateTime then 'time'
  when Date then 'date'
  when String then 'str'
  else 'compound'
  end
end
asked = JSON.parse(STDIN.read)
scalars = asked['scalars'].map do |text|
  begin
    root = YAML.unsafe_load("x: #{text}\\n")
    root.is_a?(Hash) ? named(root['x']) : 'error'
  rescue StandardError
    'error'
  end
end
pages = asked['pages'].map do |text|
  begin
    next nil unless text.lines.first.to_s.match?(/\\A---\\s*\\r?\\n/)
    match = Jekyll::Document::YAML_FRONT_MATTER_REGEXP.match(text)
    next nil unless match
    root = YAML.unsafe_load(match[1])
    { 'title' => root.is_a?(Hash) && root['title'].is_a?(String) ? root['title'] : nil, 'body' => match.post_match }
  rescue StandardError
    'error'
  end
end
puts JSON.dump('scalars' => scalars, 'pages' => pages)
`;

function ruby(scalars, pages) {
  const run = spawnSync('ruby', ['-e', RUBY], { input: JSON.stringify({ scalars, pages }), encoding: 'utf8', maxBuffer: 1 << 28 });
  if (run.status !== 0) throw new Error(run.stderr);
  return JSON.parse(run.stdout);
}

/** One site a page: one that does not load stops the others. */
function hugo(pages) {
  return pages.map((text) => {
    const site = mkdtempSync(path.join(tmpdir(), 'dialects-'));
    try {
      mkdirSync(path.join(site, 'content'));
      mkdirSync(path.join(site, 'layouts/_default'), { recursive: true });
      writeFileSync(path.join(site, 'config.toml'), "disableKinds = ['home', 'taxonomy', 'term', 'RSS', 'sitemap', '404', 'section']\n");
      writeFileSync(path.join(site, 'layouts/_default/single.html'),
        '{{ $x := .Params.x }}{{ dict "kind" (printf "%T" $x) "value" (printf "%v" $x) "title" .Title "body" .RawContent | jsonify }}');
      writeFileSync(path.join(site, 'content/p.md'), text);
      const run = spawnSync('hugo', ['--quiet', '-s', site, '-d', path.join(site, 'out')], { encoding: 'utf8' });
      if (run.status !== 0) return 'error';
      const out = readdirSync(path.join(site, 'out'), { recursive: true }).find((name) => name.endsWith('p/index.html'));
      if (!out) return 'error';
      const html = readFileSync(path.join(site, 'out', out), 'utf8');
      return JSON.parse(html);
    } finally {
      rmSync(site, { recursive: true });
    }
  });
}

function goNamed(answer) {
  if (answer === 'error') return 'error';
  const { kind, value } = answer;
  if (kind === '<nil>' || kind === '%!T(<nil>)') return 'null';
  if (kind === 'bool') return `bool ${value}`;
  if (/^u?int/.test(kind)) return `num ${value}`;
  if (kind.startsWith('float')) return `num ${{ '+Inf': 'inf', '-Inf': '-inf' }[value] ?? value}`;
  if (kind.startsWith('time')) return 'time';
  return kind === 'string' ? 'str' : 'compound';
}

// Scalars: one probe a line, then what each library makes of it.
const table = path.join(here, 'scalars.tsv');
const rows = readFileSync(table, 'utf8').split('\n').filter((line) => line && !line.startsWith('#')).map((line) => line.split('\t'));
const scalars = rows.map((row) => row[0]);
// Pages: what each generator takes for title and body; null where it sees no front matter.
const pagesFile = path.join(here, 'pages.json');
const pages = JSON.parse(readFileSync(pagesFile, 'utf8'));
const texts = pages.map((page) => page.text);
// Hexo reads a file without its byte order mark and with \n.
const asHexo = (text) => text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
const titled = (data, body) => ({ title: typeof data?.title === 'string' ? data.title : null, body });

const answers = {};
const read = {};
if (has('ruby')) {
  const told = ruby(scalars, texts);
  answers.psych = told.scalars;
  read.jekyll = told.pages;
}
if (has('hugo')) {
  answers.hugo = hugo(scalars.map((text) => `---\nx: ${text}\n---\n`)).map(goNamed);
  read.hugo = hugo(texts).map((told) => (told === 'error' ? 'error' : { title: told.title || null, body: told.body }));
  // Without front matter, the body is the file.
  read.hugo = read.hugo.map((told, at) => (told !== 'error' && told.title === null && told.body.trim() === texts[at].replace(/^\uFEFF/, '').trim() ? null : told));
}
if (hexo) {
  answers.js4 = scalars.map((text) => attempt(() => named(yaml4.load(`x: ${text}\n`).x)));
  read.hexo = texts.map((text) => attempt(() => {
    const told = hexo.parse(asHexo(text));
    return told._content === asHexo(text) ? null : titled(told, told._content);
  }));
}
if (matter) {
  const plain = (text) => matter(text, {});
  answers.js3 = scalars.map((text) => attempt(() => named(plain(`---\nx: ${text}\n---\n`).data.x)));
  read.gatsby = texts.map((text) => attempt(() => {
    const told = plain(text);
    return told.matter === '' && told.content === text.replace(/^\uFEFF/, '') ? null : titled(told.data, told.content);
  }));
}
if (astro) {
  read.astro = texts.map((text) => attempt(() => {
    const told = astro.parseFrontmatter(text);
    return told.rawFrontmatter === '' ? null : titled(told.frontmatter, told.content);
  }));
}

const columns = ['psych', 'hugo', 'js4', 'js3'];
const different = [];
rows.forEach((row, at) => columns.forEach((column, place) => {
  const told = answers[column]?.[at];
  if (told !== undefined && told !== row[place + 1]) different.push(`${row[0]}\t${column}: ${row[place + 1]} -> ${told}`);
  if (told !== undefined) row[place + 1] = told;
}));
pages.forEach((page, at) => Object.keys(read).forEach((generator) => {
  const told = read[generator][at];
  if (JSON.stringify(told) !== JSON.stringify(page[generator])) {
    different.push(`${JSON.stringify(page.text)}\t${generator}: ${JSON.stringify(page[generator])} -> ${JSON.stringify(told)}`);
  }
  page[generator] = told;
}));
console.log(different.join('\n'));
console.log(`${different.length} different of ${rows.length} scalars and ${pages.length} pages; asked: ${[...Object.keys(answers), ...Object.keys(read)].join(', ')}`);
if (option === '--write') {
  writeFileSync(table, [`# probe\t${columns.join('\t')}`, ...rows.map((row) => row.join('\t'))].join('\n') + '\n');
  writeFileSync(pagesFile, '[\n' + pages.map((page) => '  ' + JSON.stringify(page)).join(',\n') + '\n]\n');
}
process.exitCode = different.length && option !== '--write' ? 1 : 0;
