// What was read stands in the page as JSON: each rule once, then the findings of each post. All of it is
// text and is only ever shown as text. What is shown is the state in the address after `#`, and nothing else.

const CHUNK = 60; // findings drawn at a time
const TOP = 8; // bars drawn before "all"
const SEVERITIES = ["error", "warning", "info"];
const SEVERITY_WORDS = { error: "⟦오류|Error⟧", warning: "⟦경고|Warning⟧", info: "⟦참고|Info⟧" };
const FIX_WORDS = { safe: "⟦바로 고침|safe fixes⟧", look: "⟦제안|suggestions⟧" };
const GROUP_WORDS = {
  "front-matter": "⟦front matter|⟧", file: "⟦파일|⟧", site: "⟦사이트|⟧", image: "⟦이미지|⟧", link: "⟦링크|⟧",
  liquid: "⟦Liquid|⟧", markdown: "⟦Markdown|⟧", html: "⟦HTML|⟧", spelling: "⟦맞춤법|⟧", loanword: "⟦외래어|⟧",
  spacing: "⟦띄어쓰기|⟧", josa: "⟦조사|⟧", punctuation: "⟦문장 부호|⟧", style: "⟦문체|⟧",
  unicode: "⟦보이지 않는 글자|⟧",
};
const PROSE = new Set(["spelling", "loanword", "spacing", "josa", "punctuation", "style"]);

// --- What was found -------------------------------------------------------------------------------------

const json = (script) => JSON.parse(script.textContent);
const rules = json(document.getElementById("rules"));
for (const rule of rules) rule.group = rule.id.split("/")[0];
const ruleOf = new Map(rules.map((rule) => [rule.id, rule]));

const posts = Array.from(document.querySelectorAll("#posts script"), json);
const findings = posts.flatMap((post) =>
  post.found.map(([severity, rule, line, column, message, sentence, fix]) => ({
    post, line, column, message, sentence, fix,
    severity: SEVERITIES[severity],
    rule: rules[rule],
    fixable: fix && (fix[0] ? "safe" : "look"),
  })),
);

/** What a finding is searched by; made when somebody first searches. */
function words(finding) {
  finding.words ??= plain([
    finding.post.path, finding.rule.id, finding.rule.title, finding.message, ...(finding.fix ?? []).slice(1),
    finding.sentence.filter((piece) => piece[0] < "4").map((piece) => piece.slice(1)).join(""),
  ].join("\n"));
  return finding.words;
}

const plain = (text) => text.normalize("NFC").toLowerCase();

// --- What is asked for: the address ---------------------------------------------------------------------

/** The keys of the address, each with what a finding has to be. */
const FILTERS = {
  severity: (finding, wanted) => wanted.split(",").includes(finding.severity),
  group: (finding, wanted) => finding.rule.group === wanted,
  rule: (finding, wanted) => finding.rule.id === wanted,
  post: (finding, wanted) => finding.post.path === wanted,
  fix: (finding, wanted) => wanted.split(",").includes(finding.fixable),
  q: (finding, wanted) => plain(wanted).split(/\s+/).every((word) => words(finding).includes(word)),
};
const KEYS = [...Object.keys(FILTERS), "order", "at"];

function asked() {
  const given = new URLSearchParams(location.hash.slice(1));
  return Object.fromEntries(KEYS.map((key) => [key, given.get(key) ?? ""]));
}

function address(state) {
  const set = KEYS.filter((key) => state[key]).map((key) => [key, state[key]]);
  return "#" + new URLSearchParams(set);
}

/** Goes to what is asked for now with some of it changed. While somebody types, no step is recorded. */
function go(changes, { typing = false } = {}) {
  const to = address({ ...asked(), at: "", ...changes });
  if (typing) location.replace(to);
  else location.hash = to;
}

/** A value switched on or off: the only one of its key, or one of several. */
function toggled(key, value) {
  return { [key]: asked()[key] === value ? "" : value };
}

function toggledAmong(key, value) {
  const set = new Set(asked()[key].split(",").filter(Boolean));
  if (!set.delete(value)) set.add(value);
  return { [key]: [...set].join(",") };
}

// --- Filtering ------------------------------------------------------------------------------------------

/**
 * The findings that pass, and how many there would be for each value of a key with the other filters kept:
 * a finding counts for a key if no other filter stops it.
 */
function filtered(state) {
  const active = Object.keys(FILTERS).filter((key) => state[key]);
  const passed = [];
  const counts = { severity: new Map(), fix: new Map(), group: new Map(), rule: new Map(), post: new Map() };
  const count = (key, value, severity) => {
    let of = counts[key].get(value);
    if (!of) counts[key].set(value, (of = { all: 0, error: 0, warning: 0, info: 0 }));
    of.all += 1;
    of[severity] += 1;
  };
  for (const finding of findings) {
    let stopped = "";
    let stops = 0;
    for (const key of active) {
      if (FILTERS[key](finding, state[key])) continue;
      stopped = key;
      if (++stops > 1) break;
    }
    if (stops > 1) continue;
    if (stops === 0) passed.push(finding);
    const { severity } = finding;
    const counted = (key) => stops === 0 || stopped === key;
    if (counted("severity")) count("severity", severity, severity);
    if (finding.fixable && counted("fix")) count("fix", finding.fixable, severity);
    if (counted("group")) count("group", finding.rule.group, severity);
    if (counted("rule")) count("rule", finding.rule.id, severity);
    if (counted("post")) count("post", finding.post.path, severity);
  }
  return { passed, counts };
}

/** The posts of findings, each with its own, in the order asked for. */
function byPost(passed, order) {
  const groups = Array.from(Map.groupBy(passed, (finding) => finding.post));
  const byName = ([a], [b]) => (a.path < b.path ? -1 : 1);
  return groups.sort(order === "path" ? byName : (a, b) => b[1].length - a[1].length || byName(a, b));
}

// --- Building the page ----------------------------------------------------------------------------------

const $ = (id) => document.getElementById(id);
const number = (value) => value.toLocaleString("⟦ko|en⟧");

/** An element with attributes (a function listens) and children: nodes, texts, lists of them, or nothing. */
function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(key, value);
    else if (value !== undefined && value !== false) node.setAttribute(key, value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== undefined && child !== null && child !== ""));
  return node;
}

// Control characters, writing direction, characters of no width: nobody would see them, and some would turn
// the page around. The joiners stay: emoji are made of them.
const UNSEEN =
  /[\0-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]/;
const UNSEEN_ONES = new RegExp(`(${UNSEEN.source})`);

/** A text as nodes, with the code point in place of what has no picture. */
function shown(text) {
  if (!UNSEEN.test(text)) return [text];
  return text.split(UNSEEN_ONES).map((part, at) => {
    if (at % 2 === 0) return part;
    const name = `U+${part.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
    return element("span", { class: "code-point" }, name);
  });
}

/** A message: what stands between backticks is code. */
function worded(text) {
  return text.split(/`([^`]+)`/).map((part, at) => (at % 2 ? element("code", {}, shown(part)) : shown(part)));
}

/** The signs of proofreaders for spaces: ∨ sets apart, ⁀ joins. */
function sign(text, isNew) {
  if (/^ +$/.test(text)) return [element("span", { class: "sign" }, isNew ? "∨" : "⁀")];
  if (/^[\r\n]+$/.test(text)) return [element("span", { class: "sign" }, "↵")];
  return shown(text);
}

const PIECES = [
  (text) => shown(text),
  (text) => [element("del", {}, sign(text, false))],
  (text) => [element("ins", {}, sign(text, true))],
];

/**
 * The sentence with the marks in it. Each piece begins with a digit: 0 as it is, 2 to delete, 4 to insert,
 * and one more where the finding points at it.
 */
function sentence(finding) {
  const nodes = [];
  let mark = null;
  for (const piece of finding.sentence) {
    const kind = Number(piece[0]);
    if (kind % 2 === 0) mark = null;
    else if (!mark) nodes.push((mark = element("mark")));
    const made = PIECES[kind >> 1](piece.slice(1));
    if (mark) mark.append(...made);
    else nodes.push(...made);
  }
  return nodes;
}

/** The words before and after. Where only a space at their edge changes, the sentence shows it better. */
function repair([safe, before, after]) {
  const deleted = before && before !== after ? [element("del", {}, shown(before)), " → "] : "";
  const inserted = after ? element("ins", {}, shown(after)) : "⟦지움|delete⟧";
  return element(
    "p",
    { class: "repair" },
    element("b", {}, safe ? "⟦바로 고침|Safe fix⟧" : "⟦제안|Suggestion⟧"),
    before === after ? "⟦표시한 대로|as marked⟧" : [deleted, inserted],
  );
}

/** Why, on what ground. Links lead out; nothing is fetched. */
function why(rule) {
  const sources = (rule.source ?? []).map(({ title, url }) =>
    url && /^https?:/.test(url)
      ? element("a", { href: url, rel: "noreferrer noopener", target: "_blank" }, title)
      : title,
  );
  const list = sources.flatMap((source, at) => (at ? [" · ", source] : [source]));
  return element(
    "div",
    { class: "why" },
    element("p", {}, element("strong", {}, worded(rule.title)), element("br"), worded(rule.why)),
    list.length ? element("p", {}, "⟦근거|Source⟧: ", list) : "",
  );
}

/** Opens and closes the reason below the line of buttons. */
function reason({ currentTarget: button }, rule) {
  const isOpen = button.getAttribute("aria-expanded") === "true";
  if (isOpen) button.parentNode.nextSibling.remove();
  else button.parentNode.after(why(rule));
  button.setAttribute("aria-expanded", String(!isOpen));
}

function article(finding) {
  const { post, severity, rule, line, column } = finding;
  const at = `${line}:${column}`;
  const isProse = PROSE.has(rule.group);
  const node = element(
    "article",
    { class: `finding ${severity}`, tabindex: "-1", "data-at": at },
    element(
      "p",
      { class: "margin" },
      element("b", {}, SEVERITY_WORDS[severity]),
      element("a", { href: address({ post: post.path, at }), title: `⟦줄|line⟧ ${line}, ⟦칸|column⟧ ${column}` }, at),
    ),
    element(
      "div",
      {},
      finding.sentence.length ? element("p", { class: `sentence ${isProse ? "prose" : "raw"}` }, sentence(finding)) : "",
      element("p", { class: "message" }, worded(finding.message)),
      finding.fix ? repair(finding.fix) : "",
      element(
        "div",
        { class: "foot" },
        element("button", { type: "button", "aria-expanded": "false", click: (event) => reason(event, rule) }, "⟦까닭|Why⟧"),
        element("button", { type: "button", title: rule.title, click: () => go(toggled("rule", rule.id)) }, rule.id),
      ),
    ),
  );
  finding.node = node;
  return node;
}

function fileName(path) {
  const at = path.lastIndexOf("/") + 1;
  return [at ? element("span", { class: "folder" }, shown(path.slice(0, at))) : "", shown(path.slice(at))];
}

// --- The list, drawn as far as somebody reads -----------------------------------------------------------

let waiting = []; // findings not drawn yet, with the size of their post's part
let drawn = []; // findings drawn

function start(groups) {
  $("list").replaceChildren();
  drawn = [];
  waiting = groups.flatMap(([, all]) => all.map((finding) => ({ finding, size: all.length })));
  draw();
}

function draw(count = CHUNK) {
  const list = $("list");
  for (const { finding, size } of waiting.slice(0, count)) {
    if (drawn.at(-1)?.post !== finding.post) {
      const { path } = finding.post;
      const name = element("button", { type: "button", click: () => go(toggled("post", path)) }, element("bdi", {}, fileName(path)));
      list.append(element("section", { class: "post" }, element("h2", {}, name, element("small", {}, number(size)))));
    }
    list.lastChild.append(article(finding));
    drawn.push(finding);
  }
  waiting = waiting.slice(count);
  const more = $("more");
  more.hidden = waiting.length === 0;
  more.textContent = `⟦더 보기 (남은 ${number(waiting.length)}군데)|Show more (${number(waiting.length)} left)⟧`;
}

// --- The rest of the page -------------------------------------------------------------------------------

const all = new Set(); // lists of bars that are shown as a whole

function bars(list, key, counts, state, label) {
  const rows = [...counts].sort((a, b) => b[1].all - a[1].all || (a[0] < b[0] ? -1 : 1));
  const most = rows[0]?.[1].all ?? 1;
  const row = ([value, of]) => {
    const scale = element("span", { class: "scale", "aria-hidden": "true" });
    for (const severity of SEVERITIES) {
      const part = element("i", { class: severity });
      part.style.width = `${(100 * of[severity]) / most}%`;
      scale.append(part);
    }
    const changes = () => (key === "group" ? { ...toggled(key, value), rule: "" } : toggled(key, value));
    const pressed = String(state[key] === value);
    return element("li", {}, element(
      "button",
      { type: "button", class: "bar", title: value, "aria-pressed": pressed, "data-value": value, click: () => go(changes()) },
      element("span", {}, label(value)), element("span", {}, number(of.all)), scale,
    ));
  };
  const held = list.contains(document.activeElement) ? document.activeElement.dataset.value : undefined;
  const isWhole = all.has(key) || rows.length <= TOP + 1;
  const lines = (isWhole ? rows : rows.slice(0, TOP)).map(row);
  if (rows.length > TOP + 1) {
    const words = isWhole ? "⟦줄여 보기|Show fewer⟧" : `⟦모두 보기|Show all⟧ (${number(rows.length)})`;
    const flip = () => {
      if (!all.delete(key)) all.add(key);
      bars(list, key, counts, state, label);
      list.querySelector(".quiet")?.focus();
    };
    lines.push(element("li", {}, element("button", { type: "button", class: "quiet", click: flip }, words)));
  }
  list.replaceChildren(...lines);
  if (held !== undefined) lines.map((line) => line.firstChild).find((bar) => bar.dataset.value === held)?.focus();
}

const LABELS = {
  group: (id) => (GROUP_WORDS[id] ? [GROUP_WORDS[id]] : [id]),
  rule: (id) => [...worded(ruleOf.get(id).title).flat(), element("small", {}, id)],
  post: (path) => [element("bdi", {}, shown(path.slice(path.lastIndexOf("/") + 1)))],
};

function chips(state) {
  const chip = (text, changes) =>
    element("button", { type: "button", title: "⟦이 거르기 풀기|Remove this filter⟧", click: () => go(changes) }, text);
  const single = (key, words) => (state[key] ? chip(words(state[key]), { [key]: "" }) : "");
  const several = (key, words) =>
    state[key].split(",").filter(Boolean).map((value) => chip(words[value] ?? value, toggledAmong(key, value)));
  return [
    several("severity", SEVERITY_WORDS),
    several("fix", FIX_WORDS),
    single("group", (id) => LABELS.group(id)[0]),
    single("rule", (id) => id),
    single("post", (path) => path.slice(path.lastIndexOf("/") + 1)),
    single("q", (text) => `“${text}”`),
  ].flat().filter(Boolean);
}

function render() {
  const state = asked();
  const { passed, counts } = filtered(state);
  for (const button of document.querySelectorAll("fieldset button")) {
    const key = "severity" in button.dataset ? "severity" : "fix";
    const value = button.dataset[key];
    button.querySelector("b").textContent = number(counts[key].get(value)?.all ?? 0);
    button.setAttribute("aria-pressed", String(state[key].split(",").includes(value)));
  }
  bars($("groups"), "group", counts.group, state, LABELS.group);
  bars($("rule-bars"), "rule", counts.rule, state, LABELS.rule);
  bars($("post-bars"), "post", counts.post, state, LABELS.post);
  const isReading = $("findings").contains(document.activeElement);
  const groups = byPost(passed, state.order);
  $("count").textContent = `⟦글 ${number(groups.length)}편, ${number(passed.length)}군데|Findings: ${number(passed.length)}, posts: ${number(groups.length)}⟧`;
  $("chosen").replaceChildren(...chips(state));
  $("order").value = state.order;
  if (document.activeElement !== $("search")) $("search").value = state.q;
  start(groups);
  if (passed.length === 0) {
    const words = findings.length ? "⟦여기에 맞는 것이 없습니다.|Nothing matches.⟧" : "⟦고칠 곳을 찾지 못했습니다.|Nothing to correct.⟧";
    $("list").append(element("p", { class: "nothing" }, words));
  }
  // What had the focus may be gone, and what was scrolled past, too.
  if (isReading && document.activeElement === document.body) $("findings").focus({ preventScroll: true });
  if ($("findings").getBoundingClientRect().top < 0) $("findings").scrollIntoView();
  if (state.at) show(passed.find((finding) => state.at === `${finding.line}:${finding.column}`));
}

// --- Moving about ---------------------------------------------------------------------------------------

let typed; // the timer of what is being typed

function show(finding) {
  if (!finding) return;
  while (!drawn.includes(finding) && waiting.length) draw(CHUNK * 10);
  finding.node.focus({ preventScroll: true });
  finding.node.scrollIntoView({ block: "nearest" });
}

function step(by) {
  const here = document.activeElement.closest?.(".finding");
  const at = drawn.findIndex((finding) => finding.node === here);
  const first = () => Math.max(0, drawn.findIndex(({ node }) => node.getBoundingClientRect().top >= 0));
  const next = here ? at + by : first();
  if (next >= drawn.length) draw();
  show(drawn[Math.max(0, next)]);
}

function escape() {
  const search = $("search");
  clearTimeout(typed);
  if (document.activeElement !== search) go(Object.fromEntries(Object.keys(FILTERS).map((key) => [key, ""])));
  else if (search.value) go({ q: "" });
  else search.blur();
  search.value = "";
}

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const { target, key } = event;
  const isTyping = target.matches("input, select, textarea");
  if (key === "Escape") escape();
  else if (isTyping) return;
  else if (key === "/") $("search").select();
  else if (key === "j") step(1);
  else if (key === "k") step(-1);
  else if (target.matches(".finding") && key === "ArrowDown") step(1);
  else if (target.matches(".finding") && key === "ArrowUp") step(-1);
  else if (target.matches(".finding") && key === "Enter") target.querySelector("[aria-expanded]").click();
  else return;
  event.preventDefault();
}

// --- Light and dark -------------------------------------------------------------------------------------

const THEMES = { "": "⟦화면: 기기대로|Theme: system⟧", light: "⟦화면: 밝게|Theme: light⟧", dark: "⟦화면: 어둡게|Theme: dark⟧" };

/** A page from the disk may have no storage: the choice then lasts as long as the page. */
function stored(...value) {
  try {
    if (value.length) localStorage.setItem("toego-theme", value[0]);
    return localStorage.getItem("toego-theme") ?? "";
  } catch {
    return value[0] ?? "";
  }
}

function theme(name) {
  document.documentElement.dataset.theme = name;
  $("theme").textContent = THEMES[name];
}

// --- Start ----------------------------------------------------------------------------------------------

for (const button of document.querySelectorAll("fieldset button")) {
  button.disabled = false;
  const key = "severity" in button.dataset ? "severity" : "fix";
  button.addEventListener("click", () => go(toggledAmong(key, button.dataset[key])));
}
if (matchMedia("(max-width: 52rem)").matches) {
  for (const details of document.querySelectorAll("aside details")) details.open = false;
}
for (const bold of document.querySelectorAll("#run b")) bold.textContent = number(Number(bold.textContent));

$("search").addEventListener("input", (event) => {
  clearTimeout(typed);
  typed = setTimeout(() => go({ q: event.target.value.trim() }, { typing: true }), 120);
});
$("filters").addEventListener("submit", (event) => event.preventDefault());
$("order").addEventListener("change", (event) => go({ order: event.target.value }));
$("more").addEventListener("click", () => draw());
new IntersectionObserver(([entry]) => entry.isIntersecting && draw(), { rootMargin: "1200px" }).observe($("more"));
$("theme").addEventListener("click", () => {
  const names = Object.keys(THEMES);
  const now = document.documentElement.dataset.theme;
  theme(stored(names[(names.indexOf(now) + 1) % names.length]));
});
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault(); // the address holds the filters
  $("findings").focus();
});
addEventListener("keydown", pressed);
addEventListener("hashchange", render);
addEventListener("beforeprint", () => draw(waiting.length));
theme(Object.hasOwn(THEMES, stored()) ? stored() : "");
render();
