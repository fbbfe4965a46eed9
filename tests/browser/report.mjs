// The HTML report in a real browser: filters, search, links, keys, hostile texts, no request, speed.
// `npm ci && node report.mjs`; TOEGO and CHROMIUM name other binaries, SHOTS a folder for screenshots.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";

const ROOT = new URL("../..", import.meta.url).pathname;
const TOEGO = process.env.TOEGO ?? join(ROOT, "target/debug/toego");
const CHROMIUM = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
  .filter(Boolean)
  .find(existsSync);
const playwright = await import("playwright-core").catch(() => null);
const axe = (await import("axe-core").catch(() => null))?.default;

const missing = [
  !CHROMIUM && "no Chromium (CHROMIUM=…)",
  !(playwright && axe) && "no playwright-core or axe-core (npm ci)",
  !existsSync(TOEGO) && `no toego (${TOEGO}; cargo build)`,
].filter(Boolean);
if (missing.length) console.log(`SKIPPED: ${missing.join(", ")}`);

const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];
/** How long 20,000 findings may take until they can be used, in milliseconds. Measured: about 600. */
const PATIENCE = Number(process.env.PATIENCE ?? 4000);

const POST = `---
title: 봄
comments: ture
---

나도 할수 있다고 믿는다. 그렇게 됬다.

금새 끝났다. 며칠이 지나서 문안하게 됬다.
`;

// What could leave its place: ends of scripts, comments, tags, line ends of JavaScript, turned writing.
const HOSTILE = `---
title: 가을
---

</script><script>window.pwned = 1</script> 그렇게 됬다 <!-- <script> 할수 있다.

할수 있다 \u2028 됬다 \u202e 됬다 \u0001 됬다 <img src=x onerror="window.pwned = 1"> 됬다 --> ]]> 됬다.

[할수 있다](javascript:window.pwned=1) 됬다 \u200b할수 있다. {{ found }} ⟦됬다|됬다⟧ \`\${window.pwned = 1}\`
`;
const HOSTILE_NAME = "2024-02-03-<img src=x onerror=pwned=1>&'\u202e.md";

describe("the HTML report", { skip: missing.length > 0 }, () => {
  const folder = mkdtempSync(join(tmpdir(), "toego-browser-"));
  let browser;

  before(async () => {
    browser = await playwright.chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  });
  after(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The report of a blog with these posts, and what `--format json` finds in it. */
  function report(name, posts, ...options) {
    const blog = join(folder, name);
    mkdirSync(join(blog, "_posts"), { recursive: true });
    writeFileSync(join(blog, "_config.yml"), "title: 블로그\n");
    for (const [post, text] of Object.entries(posts)) writeFileSync(join(blog, "_posts", post), text);
    const run = (...more) =>
      execFileSync(TOEGO, ["--quiet", "--fail-on", "never", ...more, ...options], { cwd: blog, maxBuffer: 1 << 28 });
    const page = join(blog, "report.html");
    run("--format", "html", "--output", page);
    return { page, url: pathToFileURL(page).href, found: JSON.parse(run("--format", "json")).diagnostics };
  }

  /** Opens an address; whatever is said on the console or asked of the network fails the test. */
  async function open(url, options = {}, check = async () => {}) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    const page = await context.newPage();
    const wrong = [];
    page.on("console", (message) => wrong.push(`console: ${message.text()}`));
    page.on("pageerror", (error) => wrong.push(`error: ${error}`));
    page.on("dialog", (dialog) => wrong.push(`dialog: ${dialog.message()}`));
    context.on("request", (request) => {
      if (!request.url().startsWith("file:") || !request.isNavigationRequest()) wrong.push(`request: ${request.url()}`);
    });
    try {
      await page.goto(url);
      await check(page);
      assert.deepEqual(wrong, []);
    } finally {
      await context.close();
    }
  }

  let made;
  const small = () =>
    (made ??= report("small", { "2024-01-01-봄.md": POST, "2024-01-02-여름.md": POST, [HOSTILE_NAME]: HOSTILE }));
  const count = async (page) => Number((await page.textContent("#count")).match(/([\d,]+)군데/)[1].replace(",", ""));
  /** The address changes first, the page follows. */
  async function shows(page, expected) {
    for (let wait = 0; wait < 40 && (await count(page)) !== expected; wait += 1) await page.waitForTimeout(50);
    assert.equal(await count(page), expected);
  }
  const articles = (page) => page.locator(".finding").count();

  test("shows every finding with its sentence, message and repair", async () => {
    const { url, found } = small();
    await open(url, {}, async (page) => {
      await shows(page, found.length);
      assert.equal(await articles(page), found.length);
      const first = page.locator(".finding", { hasText: "나도" }).filter({ hasText: "spacing/bound-noun-su" }).first();
      assert.match(await first.locator(".sentence").textContent(), /나도 할∨수 있다고 믿는다\.$/);
      assert.match(await first.locator(".repair").textContent(), /할수.*→.*할 수/);
      await first.getByText("까닭").click();
      assert.match(await first.locator(".why").textContent(), /의존 명사/);
      for (const message of new Set(found.map(({ message }) => message.replaceAll("`", "")))) {
        const shown = await page.locator(".message").allTextContents();
        assert.ok(shown.includes(message), message);
      }
    });
  });

  test("filters, and the address holds the filter", async () => {
    const { url, found } = small();
    await open(url, {}, async (page) => {
      const errors = found.filter(({ severity }) => severity === "error").length;
      const spelling = found.filter(({ rule }) => rule.startsWith("spelling/"));
      await page.click('#groups [data-value="spelling"]');
      await shows(page, spelling.length);
      assert.equal(new URL(page.url()).hash, "#group=spelling");
      const { rule } = spelling[0];
      await page.click(`#rule-bars [data-value="${rule}"]`);
      await shows(page, spelling.filter((one) => one.rule === rule).length);
      const { path } = spelling[0];
      await page.click(`#post-bars [data-value="${path}"]`);
      const three = spelling.filter((one) => one.rule === rule && one.path === path).length;
      await shows(page, three);
      const link = page.url();
      await open(link, {}, async (other) => await shows(other, three));
      await page.goBack();
      await shows(page, spelling.filter((one) => one.rule === rule).length);
      assert.equal(await page.locator("#chosen button").count(), 2);
      await page.keyboard.press("Escape");
      await shows(page, found.length);
      await page.click('[data-severity="error"]');
      await shows(page, errors);
      await page.click('[data-severity="error"]');
      await page.click('[data-fix="safe"]');
      await shows(page, found.filter(({ fix }) => fix?.safety === "safe").length);
    });
  });

  test("searches posts, sentences, messages and rules; decomposed names, too", async () => {
    const { url, found } = small();
    await open(url, {}, async (page) => {
      const type = async (text, expected) => {
        await page.fill("#search", text);
        await shows(page, expected);
      };
      await type("여름", found.filter(({ path }) => path.includes("여름")).length);
      await type("여름".normalize("NFD"), found.filter(({ path }) => path.includes("여름")).length);
      await type("bound-noun-su 여름", found.filter(({ path, rule }) => path.includes("여름") && rule.endsWith("/bound-noun-su")).length);
      await type("문안하게 <", 0);
      assert.match(await page.textContent("#list"), /맞는 것이 없습니다/);
      assert.equal(new URLSearchParams(new URL(page.url()).hash.slice(1)).get("q"), "문안하게 <");
    });
  });

  test("is used from the keyboard alone", async () => {
    const { url, found } = small();
    await open(url, {}, async (page) => {
      const focused = (what) => page.evaluate((what) => document.activeElement.matches(what), what);
      await page.keyboard.press("/");
      assert.ok(await focused("#search"));
      await page.keyboard.type("j됬다k/");
      assert.equal(await page.inputValue("#search"), "j됬다k/");
      await page.keyboard.press("Escape");
      await page.keyboard.press("Escape");
      assert.equal(await page.inputValue("#search"), "");
      await shows(page, found.length);
      assert.ok(await focused("body"));
      const at = () => page.evaluate(() => [...document.querySelectorAll(".finding")].indexOf(document.activeElement));
      for (const [key, place] of [["j", 0], ["j", 1], ["ArrowDown", 2], ["ArrowUp", 1], ["k", 0], ["k", 0]]) {
        await page.keyboard.press(key);
        assert.equal(await at(), place, key);
      }
      await page.keyboard.press("Enter");
      assert.equal(await page.locator(".finding").first().locator(".why").count(), 1);
    });
    // Everything else is in the order of the page, has a name and shows where it is.
    await open(url, {}, async (page) => {
      const focused = (what) => page.evaluate((what) => document.activeElement.matches(what), what);
      await page.keyboard.press("Tab");
      assert.ok(await focused(".skip"));
      await page.keyboard.press("Tab");
      assert.ok(await focused("#theme"));
      await page.keyboard.press("Tab");
      assert.ok(await focused('[data-severity="error"]'));
      assert.equal(await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle), "solid");
      // A bar that was pressed keeps the focus.
      await page.locator("#groups .bar").first().focus();
      await page.keyboard.press("Enter");
      await page.waitForSelector('#groups [aria-pressed="true"]');
      assert.ok(await focused('#groups [aria-pressed="true"]'));
      const unnamed = await page.evaluate(() =>
        [...document.querySelectorAll("button, a, input, select")]
          .filter((node) => !node.hidden && !(node.textContent.trim() || node.labels?.length || node.ariaLabel))
          .map((node) => node.outerHTML),
      );
      assert.deepEqual(unnamed, []);
    });
  });

  test("links to one finding", async () => {
    const { url } = small();
    await open(url, {}, async (page) => {
      const link = page.locator(".margin a").last();
      const [href, at] = [await link.getAttribute("href"), await link.textContent()];
      await open(url + href, {}, async (other) => {
        assert.equal(await other.evaluate(() => document.activeElement.dataset.at), at);
      });
    });
  });

  test("is well formed for assistive technology", async () => {
    const { url } = small();
    for (const options of [{ colorScheme: "dark" }, { viewport: { width: 390, height: 800 } }]) {
      await open(url + "#group=spelling&severity=warning", options, async (page) => {
        await page.locator(".foot [aria-expanded]").first().click();
        await page.evaluate(axe.source);
        const wrong = await page.evaluate(async () => {
          const { violations } = await window.axe.run({ resultTypes: ["violations"] });
          return violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`);
        });
        assert.deepEqual(wrong, []);
      });
    }
  });

  test("shows hostile texts as texts", async () => {
    const { url, found } = small();
    await open(url, {}, async (page) => {
      assert.equal(await page.evaluate(() => window.pwned), undefined);
      const hostile = found.filter(({ path }) => path.includes("onerror"));
      assert.ok(hostile.length >= 5, `${hostile.length}`);
      assert.equal(await page.locator(".post", { hasText: "onerror" }).locator(".finding").count(), hostile.length);
      assert.equal(await page.locator("img, iframe, object, base, form:not(#filters)").count(), 0);
      const text = await page.textContent("#list");
      for (const part of ["</script><script>window.pwned = 1</script>", "<!-- <script>", "U+202E", "U+2028", "U+200B"]) {
        assert.ok(text.includes(part), part);
      }
      assert.ok(!/[\u0001\u202e\u2028\u200b]/.test(text));
      // A filter in the address is text, too.
      await page.evaluate(() => (location.hash = "#q=%3Cimg src=x onerror=pwned=1%3E&group=%22%3E<b>&rule=__proto__&severity=constructor&post=\u202e"));
      await page.waitForTimeout(100);
      await shows(page, 0);
      assert.equal(await page.evaluate(() => window.pwned), undefined);
    });
  });

  test("without JavaScript there are the totals and the posts", async () => {
    const { url, found } = small();
    await open(url, { javaScriptEnabled: false }, async (page) => {
      assert.ok(await page.getByText(`고칠 곳 ${found.length}군데`).isVisible());
      assert.equal(await page.locator("#posts li").count(), 3);
      assert.ok(await page.getByText(/봄\.md: \d+/).isVisible());
      assert.ok(!(await page.locator("#search").isVisible()));
    });
  });

  test("speaks English, is light or dark, and says when nothing was found", async () => {
    const { url } = report("english", { "2024-01-01-봄.md": POST }, "--lang", "en");
    await open(url, { colorScheme: "dark" }, async (page) => {
      const color = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      assert.equal(await color(), "rgb(25, 24, 23)");
      assert.equal(await page.getAttribute("html", "lang"), "en");
      assert.doesNotMatch(await page.textContent("#filters, #status"), /[가-힣]/);
      await page.click("#theme");
      assert.equal(await color(), "rgb(252, 251, 248)");
      await page.reload();
      assert.equal(await page.textContent("#theme"), "Theme: light");
    });
    const clean = report("clean", { "2024-01-01-봄.md": "---\ntitle: 봄\n---\n\n꽃이 피었다.\n" });
    assert.equal(clean.found.length, 0);
    await open(clean.url, {}, async (page) => assert.match(await page.textContent("#list"), /찾지 못했습니다/));
  });

  test("prints what is filtered, all of it, and fits a phone", async () => {
    const body = Array.from({ length: 150 }, (_, at) => `나도 ${at}번 할수 있다.`).join("\n\n");
    const { url, found } = report("long", { "2024-01-01-봄.md": `---\ntitle: 봄\n---\n\n${body}\n` });
    await open(url, {}, async (page) => {
      assert.ok((await articles(page)) < found.length);
      await page.pdf();
      assert.equal(await articles(page), found.length);
    });
    await open(url, { viewport: { width: 390, height: 800 } }, async (page) => {
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(overflow <= 0, `${overflow}px`);
      await page.locator("#more").scrollIntoViewIfNeeded();
      await page.waitForFunction(() => document.querySelectorAll(".finding").length > 60);
    });
  });

  test("20,000 findings are there at once", async () => {
    const text = (name) => `---\ntitle: ${name}\n---\n\n${"나도 할수 있다. 그렇게 됬다. 금새 끝났다.\n\n".repeat(25)}`;
    const posts = Object.fromEntries(Array.from({ length: 270 }, (_, at) => [`2024-01-01-글${at}.md`, text(at)]));
    const { url, page: file, found } = report("large", posts);
    assert.ok(found.length >= 20_000, `${found.length}`);
    await open(url, {}, async (page) => {
      await shows(page, found.length);
      // From the start of loading to when the script has drawn, as the browser counts.
      const ready = await page.evaluate(() => performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd);
      const took = (act) =>
        page.evaluate(async (act) => {
          const start = performance.now();
          location.hash = act;
          await new Promise((done) => addEventListener("hashchange", () => requestAnimationFrame(() => setTimeout(done)), { once: true }));
          return performance.now() - start;
        }, act);
      const filter = await took("#severity=warning");
      const search = await took("#q=" + encodeURIComponent("금새 글39"));
      const again = await took("#q=" + encodeURIComponent("됬다"));
      const { size } = await import("node:fs").then((fs) => fs.statSync(file));
      const ms = (time) => `${Math.round(time)} ms`;
      console.log(`${found.length} findings, ${(size / 1e6).toFixed(1)} MB: ready in ${ms(ready)}, filter ${ms(filter)}, first search ${ms(search)}, search ${ms(again)}`);
      assert.ok(ready < PATIENCE && filter < PATIENCE / 2 && search < PATIENCE && again < PATIENCE / 2);
    });
  });
});
