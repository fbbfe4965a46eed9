// Makes up texts with `*`, `_` and `~` at random and writes down what each renderer takes for emphasis in them:
//
//   node inline.mjs FOLDER [COUNT [SEED]] > inline.json
//
// `tests/emphasis.rs` holds toego against `inline.json`. Needs what `render.mjs` needs.

import { plain, renderAll } from './render.mjs';

const ENGINES = ['kramdown', 'goldmark', 'cmark', 'marked', 'marked-4', 'markdown-it', 'markdown-it-friendly', 'remark', 'remark-13', 'remark-friendly'];
const [folder, count = '700', seed = '1'] = process.argv.slice(2);

// A small generator, so that the same seed gives the same texts (mulberry32).
let state = Number(seed);
function random() {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}
const pick = (list) => list[Math.floor(random() * list.length)];

const WORDS = ['가', '나다', '말', 'API', '3', '굵게', '(영어)', '"인용"', '‘말’', '10%', '😀', '→', '[글](b)', '`코드`', 'C++'];
const PARTICLES = ['를', '는', '이라고', '', '', ' 다음', '.', ', '];
// Half of the texts are sentences as people write them, half are anything at all.
function sentence() {
  let text = pick(['', '', '그는 ', '값', '('])
  for (let left = 1 + Math.floor(random() * 3); left > 0; left -= 1) {
    const mark = pick(['**', '**', '*', '__', '_', '~~', '***', '~', '**_', '~~**']);
    const back = [...mark].reverse().join('');
    const space = () => (random() < 0.08 ? ' ' : '');
    text += mark + space() + pick(WORDS) + (random() < 0.4 ? pick([' ', '']) + pick(WORDS) : '') + space() + back;
    text += pick(PARTICLES) + pick([' ', ' ', '', ' 또 ']);
  }
  return text.trim();
}
function anything() {
  const pieces = ['**', '**', '*', '__', '_', '~~', '~', '***', '가', '나', 'a', '1', ' ', ' ', '(', ')', '"', '.', ',', '‘', '는', '[마](b)', '`코`'];
  return Array.from({ length: 3 + Math.floor(random() * 7) }, () => pick(pieces)).join('').trim();
}

// What is a list, a rule, a fence or an empty link to some renderer is no text.
const isText = (text) => /[*_~]/.test(text) && !/^([-*+_~ ]+$|[*] |~~~|`)/.test(text) && !/\d[.] /.test(text) && !text.includes('``') && !/~`|`~|~{3}/.test(text);
const texts = new Set();
while (texts.size < Number(count)) {
  const text = texts.size % 2 ? sentence() : anything();
  if (isText(text)) texts.add(text);
}
const list = [...texts];
const outputs = await renderAll(folder, list, ENGINES);
const lines = list.map((text, at) => {
  const shown = new Map();
  for (const name of ENGINES) {
    const html = plain(outputs[at][name]).replace(/^<p>|<\/p>$/g, '');
    shown.set(html, [...(shown.get(html) ?? []), name]);
  }
  return JSON.stringify({ text, shown: Object.fromEntries([...shown].map(([html, names]) => [names.join(' '), html])) });
});
process.stdout.write(`[\n${lines.join(',\n')}\n]\n`);
