// Renders Markdown with the programs that blogs are made with, and prints what each of them writes, side by
// side. Not part of CI. What it needs:
//
//   1. In a folder outside the repository:
//        npm install marked@15 marked4@npm:marked@4 marked07@npm:marked@0.7 markdown-it markdown-it-sub \
//          markdown-it-footnote markdown-it-cjk-friendly unified remark-parse remark-gfm remark-rehype \
//          rehype-stringify rehype-raw remark-cjk-friendly remark-cjk-friendly-gfm-strikethrough \
//          unified9@npm:unified@9 remark-parse9@npm:remark-parse@9 remark-gfm1@npm:remark-gfm@1 \
//          remark-footnotes3@npm:remark-footnotes@3 remark-parse6@npm:remark-parse@6 unified7@npm:unified@7 \
//          remark-rehype4@npm:remark-rehype@4 rehype-stringify6@npm:rehype-stringify@6 \
//          remark-rehype8@npm:remark-rehype@8 rehype-stringify8@npm:rehype-stringify@8
//   2. ruby with kramdown, kramdown-parser-gfm and commonmarker 0.x; hugo of 2023 (0.111) on the PATH, and
//      one of today as the environment variable HUGO.
//   3. node render.mjs FOLDER < FILE          the file as each program renders it
//      node render.mjs FOLDER --each < FILE   every line of it on its own
//      node render.mjs FOLDER --json < FILE   a JSON list of texts to a list of { engine: html }
//
// What the names mean: `engines` below.

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** Every engine by name: a function of a list of texts to a list of HTML. */
export async function engines(folder) {
  const require = createRequire(path.join(path.resolve(folder, 'node_modules'), 'anything.js'));
  const load = async (name) => {
    const module = await import(pathToFileURL(require.resolve(name)).href);
    return module.default ?? module;
  };
  const each = (render) => (texts) => texts.map((text) => render(text));
  const { unified } = await import(pathToFileURL(require.resolve('unified')).href);
  const { Marked } = require('marked');
  const [marked4, marked07] = [require('marked4'), require('marked07')];
  const MarkdownIt = await load('markdown-it');
  const hexoIt = { html: true, breaks: true, linkify: true };
  const [parse, gfm, rehype, stringify] =
    await Promise.all(['remark-parse', 'remark-gfm', 'remark-rehype', 'rehype-stringify'].map(load));
  const friendly = await Promise.all(['remark-cjk-friendly', 'remark-cjk-friendly-gfm-strikethrough'].map(load));
  const remark = (plugins) => {
    let processor = unified().use(parse);
    for (const plugin of plugins) processor = processor.use(plugin);
    processor = processor.use(rehype, { allowDangerousHtml: true }).use(stringify, { allowDangerousHtml: true });
    return each((text) => String(processor.processSync(text)));
  };
  const old = (unified, parse, plugins, rehype, stringify) => {
    let processor = require(unified)().use(require(parse), { footnotes: true });
    for (const plugin of plugins) processor = processor.use(require(plugin));
    processor = processor
      .use(require(rehype), { allowDangerousHtml: true })
      .use(require(stringify), { allowDangerousHtml: true });
    return each((text) => String(processor.processSync(text)));
  };
  return {
    // Jekyll.
    'kramdown': ruby("Kramdown::Document.new(text, input: 'GFM', hard_wrap: false, syntax_highlighter: nil).to_html"),
    'kramdown-plain': ruby('Kramdown::Document.new(text, syntax_highlighter: nil).to_html'),
    'cmark': ruby('CommonMarker.render_html(text, [:UNSAFE, :FOOTNOTES], %i[strikethrough autolink table])'),
    // Hugo of today and of 2023, with HTML let through.
    'goldmark': hugo(process.env.HUGO ?? 'hugo'),
    'goldmark-2023': hugo('hugo'),
    // Hexo with its usual options: hexo-renderer-marked 7, 5 and 6, 2; hexo-renderer-markdown-it.
    'marked': each((text) => new Marked({ gfm: true, breaks: true }).parse(text)),
    'marked-4': each((text) => marked4.parse(text, { gfm: true, breaks: true, mangle: false, headerIds: false })),
    'marked-0': each((text) => marked07(text, { gfm: true, breaks: true, mangle: false, headerIds: false })),
    'markdown-it': each((text) => new MarkdownIt(hexoIt).render(text)),
    'markdown-it-sub': await plugged(MarkdownIt, hexoIt, load('markdown-it-sub')),
    'markdown-it-friendly': await plugged(MarkdownIt, hexoIt, load('markdown-it-cjk-friendly')),
    // Astro, and Astro with plugins.
    'remark': remark([gfm]),
    'remark-friendly': remark([gfm, ...friendly]),
    // Gatsby with gatsby-transformer-remark 4 to 6, and 2 to 3.
    'remark-13': old('unified9', 'remark-parse9', ['remark-gfm1', 'remark-footnotes3'], 'remark-rehype8', 'rehype-stringify8'),
    'remark-10': old('unified7', 'remark-parse6', [], 'remark-rehype4', 'rehype-stringify6'),
  };
}

async function plugged(MarkdownIt, options, plugin) {
  const use = await plugin;
  return (texts) => texts.map((text) => new MarkdownIt(options).use(use).render(text));
}

/** An expression of Ruby for `text`. */
function ruby(expression) {
  const script = `require 'json'; require 'kramdown'; require 'kramdown-parser-gfm'; require 'commonmarker'
    puts JSON.generate(JSON.parse(STDIN.read).map { |text| ${expression} })`;
  return (texts) => {
    const run = spawnSync('ruby', ['-EUTF-8', '-e', script], { input: JSON.stringify(texts), encoding: 'utf8', maxBuffer: 1 << 30 });
    if (run.status !== 0) throw new Error(run.stderr);
    return JSON.parse(run.stdout);
  };
}

/** A program of Hugo. */
function hugo(program) {
  return (texts) => {
    const site = mkdtempSync(path.join(tmpdir(), 'render-'));
    const write = (name, text) => {
      mkdirSync(path.dirname(path.join(site, name)), { recursive: true });
      writeFileSync(path.join(site, name), text);
    };
    write('hugo.toml', 'disableKinds = ["home", "section", "taxonomy", "term", "RSS", "sitemap", "robotsTXT", "404"]\n[markup.goldmark.renderer]\nunsafe = true\n');
    write('layouts/_default/single.html', '{{ .Content }}');
    // A shortcode would be one of Hugo's, not Markdown's.
    texts.forEach((text, at) => write(`content/p/${at}.md`, `---\ntitle: "${at}"\n---\n${text}`));
    const run = spawnSync(program, ['--quiet', '-s', site], { encoding: 'utf8' });
    try {
      return texts.map((_, at) => readFileSync(path.join(site, `public/p/${at}/index.html`), 'utf8'));
    } catch (error) {
      throw new Error(`${run.stdout}${run.stderr}${error}`);
    } finally {
      rmSync(site, { recursive: true });
    }
  };
}

/** `{ engine: html }` for each text. */
export async function renderAll(folder, texts, only) {
  const all = Object.entries(await engines(folder)).filter(([name]) => !only || only.includes(name));
  const outputs = all.map(([name, render]) => [name, render(texts)]);
  return texts.map((_, at) => Object.fromEntries(outputs.map(([name, html]) => [name, html[at]])));
}

/** HTML without what programs write in their own ways and readers do not see. */
export function plain(html) {
  return html
    .replace(/<(h[1-6])[^>]*>/g, '<$1>')
    .replace(/<h2 class="sr-only"[\s\S]*?<\/h2>/g, '')
    .replace(/<(\/?)(?:s|del)>/g, '<$1del>')
    .replace(/<(br|hr|img|input)([^>]*?)\s*\/?>/g, '<$1$2>')
    .replace(/&quot;|&#34;|&#x22;|[“”]/g, '"')
    .replace(/&#39;|&#x27;|&lsquo;|&rsquo;|[‘’]/g, "'")
    .replace(/&ldquo;|&rdquo;/g, '"')
    .replace(/&hellip;|…/g, '...')
    .replace(/&ndash;|–/g, '--')
    .replace(/&#x26;/g, '&amp;')
    .replace(/&#x3C;/g, '&lt;')
    .replace(/&gt;/g, '>')
    .replace(/ tabindex="0"/g, '')
    .replace(/&#43;/g, '+')
    .replace(/\s*<br>\s*/g, '<br>')
    .replace(/\s*(<\/?(?:p|li|ul|ol|h[1-6]|blockquote|table|thead|tbody|tr|t[hd]|pre|hr|div|dl|d[td])\b[^>]*>)\s*/g, '$1')
    .replace(/[ \t]*\n[ \t]*/g, ' ')
    .trim();
}

async function main() {
  const [folder, option] = process.argv.slice(2);
  if (!folder) {
    console.error('usage: node render.mjs FOLDER [--each | --json] < FILE');
    process.exit(2);
  }
  const input = readFileSync(0, 'utf8');
  if (option === '--json') {
    process.stdout.write(JSON.stringify(await renderAll(folder, JSON.parse(input))));
    return;
  }
  const texts = option === '--each' ? input.split('\n').filter((line) => line) : [input];
  for (const [at, outputs] of (await renderAll(folder, texts)).entries()) {
    if (option === '--each') console.log(`\n${texts[at]}`);
    const same = new Map();
    for (const [name, html] of Object.entries(outputs)) {
      const key = plain(html);
      same.set(key, [...(same.get(key) ?? []), name]);
    }
    for (const [html, names] of same) console.log(`  ${html}\n      ${names.join(', ')}`);
  }
}

if (process.argv[1] === import.meta.filename) await main();
