// Holds the cases of `../../markdown-cases.yml` against the renderers:
//
//   node cases.mjs FOLDER          says which cases are not as the file has them
//   node cases.mjs FOLDER --fill   prints every case with the `broken` that the renderers give it
//
// For each case, every engine renders `text`; those that write something else than `meant` must be the ones in
// `broken`. What toego makes of the text (`fixed`) must then come out as `meant`, in the engines it is for.
// Where there is no `meant`, an engine in `shown` must write the HTML there. Needs what `render.mjs` needs.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { plain, renderAll } from './render.mjs';

export const ENGINES = ['kramdown', 'goldmark', 'marked', 'marked-4', 'markdown-it', 'markdown-it-friendly', 'remark', 'remark-13', 'remark-friendly', 'cmark'];
const [folder, option] = process.argv.slice(2);
if (!folder) {
  console.error('usage: node cases.mjs FOLDER [--fill]');
  process.exit(2);
}
const file = path.join(import.meta.dirname, '../../markdown-cases.yml');
const ruby = spawnSync('ruby', ['-EUTF-8', '-ryaml', '-rjson', '-e', 'puts JSON.generate(YAML.load(STDIN.read))'], { input: readFileSync(file), encoding: 'utf8' });
if (ruby.status !== 0) throw new Error(ruby.stderr);
const cases = JSON.parse(ruby.stdout);

// Comments of HTML are not seen, and a paragraph of its own goes without saying.
const seen = (html) => plain(html.replace(/<!--[\s\S]*?-->/g, '')).replace(/^<p>(.*)<\/p>$/s, (whole, inner) => (inner.includes('<p>') ? whole : inner));
const outputs = await renderAll(folder, cases.map(({ text }) => text), [...ENGINES, 'goldmark-2023']);
const wrong = [];
const fixes = [];
cases.forEach((one, at) => {
  const say = (text) => wrong.push(`${JSON.stringify(one.text)}: ${text}`);
  const html = (engine) => seen(outputs[at][engine]);
  for (const [engine, shown] of Object.entries(one.shown ?? {})) {
    if (html(engine) !== seen(shown)) say(`${engine} shows ${html(engine)}`);
  }
  if (one.meant === undefined) return;
  const broken = ENGINES.filter((engine) => html(engine) !== seen(one.meant));
  if (option === '--fill') console.log(JSON.stringify({ text: one.text, broken }));
  const recorded = (one.broken ?? []).toSorted().join(' ');
  if (broken.toSorted().join(' ') !== recorded) {
    say(`broken is [${broken.join(', ')}]`);
    const example = broken.find((engine) => !(one.broken ?? []).includes(engine));
    if (example) wrong.push(`    ${example}: ${html(example)}`);
  }
  if (html('goldmark') !== html('goldmark-2023')) say(`Hugo of 2023 shows ${html('goldmark-2023')}`);
  const fixed = typeof one.fixed === 'string' ? Object.fromEntries(broken.map((engine) => [engine, one.fixed])) : one.fixed ?? {};
  for (const [engine, text] of Object.entries(fixed)) {
    if (!(one.unsettled ?? []).includes(engine)) fixes.push({ one, engine, text });
  }
});
const texts = [...new Set(fixes.map(({ text }) => text))];
const mended = await renderAll(folder, texts, ENGINES);
for (const { one, engine, text } of fixes) {
  const html = seen(mended[texts.indexOf(text)][engine]);
  if (html !== seen(one.meant)) wrong.push(`${JSON.stringify(text)}: ${engine} shows ${html}`);
}
wrong.forEach((line) => console.log(line));
console.log(`${cases.length} cases, ${fixes.length} fixes, ${wrong.length} wrong`);
process.exit(wrong.length === 0 ? 0 : 1);
