#!/usr/bin/env python3
"""Holds what toego says of images against what the generators build.

    python3 tests/oracle/images/check.py [NUMBER]

Builds fixtures/broken-images with the installed Jekyll and tests/oracle/images/hugo with the installed
Hugo, takes every `src`, `srcset`, `poster`, `data`, `url(…)` and every `href` to an image from the pages of
posts, looks whether a server would find the file, and compares that with toego's findings, reference by
reference. With a NUMBER, does the same with so many blogs of each generator made up at random. File names in NFD, which Git may lose, are made here. TOEGO names another program than
`cargo run`. Not part of CI: it needs both generators.
"""
import html.parser
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
import urllib.parse
from collections import Counter

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(HERE)))
IMAGE = re.compile(r"\.(png|jpe?g|gif|webp|svg|avif|bmp|ico|mp4|webm|mov|mp3|wav|ogg|m4a)([?#]|$)", re.I)
NFD = unicodedata.normalize("NFD", "강아지.png")


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            value = value or ""
            if name in ("src", "poster", "data-src", "data"):
                self.found.append(value)
            elif name == "srcset":
                self.found += [part.split()[0] for part in value.split(",") if part.strip()]
            elif name == "href" and tag == "a" and IMAGE.search(value):
                self.found.append(value)
            elif name == "style":
                self.found += re.findall(r"url\(\s*['\"]?([^'\")]+)", value)


def is_there(site, page, host, base, address):
    """Whether a server finds the file; None for another host."""
    address = address.strip().replace("\\", "/")
    parts = urllib.parse.urlsplit(urllib.parse.urljoin(f"{host}/{base}{page}", address))
    if f"{parts.scheme}://{parts.netloc}" != host:
        return False if parts.scheme in ("file", "c") else None
    path = urllib.parse.unquote(parts.path).lstrip("/")
    if base and not path.startswith(base):
        # With the host written out, it may be meant for another site there.
        return None if "://" in address else False
    here = site
    # By the names in each directory: the file system of this machine may be lenient.
    for name in filter(None, path[len(base):].split("/")):
        if name not in (os.listdir(here) if os.path.isdir(here) else []):
            return False
        here = os.path.join(here, name)
    return os.path.isfile(here)


def key(text):
    """A reference without what the generator adds or takes away."""
    text = text.replace("https://walk.example.kr", "").replace("/walk/", "/", 1)
    text = re.sub(r"\{\{\s*site\.\w+\s*\}\}", "", text)
    text = re.sub(r"\{\{-?\s*(['\"])(.*?)\1[^}]*\}\}", r"\2", text)
    text = text.replace("\\", "/").replace("&amp;", "&")
    # Filters compose the characters of addresses.
    return unicodedata.normalize("NFC", urllib.parse.unquote(re.sub(r"^(\.{0,2}/)+", "", text.strip())))


def built(site, host, base, address_of):
    """For each page: the broken references, and those that work."""
    verdicts = {}
    for folder, _, names in os.walk(site):
        for name in names:
            if not name.endswith(".html"):
                continue
            path = os.path.join(folder, name)
            address = os.path.relpath(path, site).replace("index.html", "")
            source = address_of(address)
            if source is None:
                continue
            page = Page()
            page.feed(open(path, encoding="utf-8").read())
            for reference in page.found:
                there = is_there(site, address, host, base, reference)
                verdicts.setdefault(source, {True: Counter(), False: Counter(), None: Counter()})[there][key(reference)] += 1
    return verdicts


def said(blog):
    command = [os.environ["TOEGO"]] if "TOEGO" in os.environ else ["cargo", "run", "--quiet", "--"]
    arguments = ["check", "--format", "json", "--quiet", "--only", "image", blog]
    output = subprocess.run(command + arguments, cwd=ROOT, capture_output=True, text=True).stdout
    found = {}
    for line in json.loads(output)["diagnostics"]:
        path = os.path.relpath(os.path.join(ROOT, line["path"]), blog)
        with open(os.path.join(blog, path), "rb") as file:
            written = file.read()[line["start"]:line["end"]].decode()
        found.setdefault(path, []).append((line["rule"], written, line.get("fix")))
    return found


def compare(blog, verdicts):
    wrong, right = [], 0
    found = said(blog)
    for page in sorted(set(verdicts) | set(found)):
        verdict = verdicts.get(page, {True: Counter(), False: Counter(), None: Counter()})
        rules = ("image/missing", "image/not-published", "image/editor-only")
        reported = Counter(key(written) for rule, written, _ in found.get(page, []) if rule in rules)
        # Where the renderer makes no whole image, what it makes is broken, too.
        lost = [key(written) for rule, written, _ in found.get(page, []) if rule == "image/text"]
        broken = Counter({k: n for k, n in verdict[False].items() if not any(whole.startswith(k) for whole in lost)})
        for reference in broken - reported:
            with open(os.path.join(blog, page), encoding="utf-8") as file:
                lines = [line.strip() for line in file if reference[-4:] in line and reference.split("/")[-1][:2] in urllib.parse.unquote(line)]
            wrong.append(f"{page}: broken, not reported: {reference} in {lines}")
        for reference in reported - broken:
            wrong.append(f"{page}: reported, not broken: {reference} {[w for w in found[page] if key(w[1]) == reference]}")
        right += sum((reported & broken).values()) + sum(verdict[True].values())
    return wrong, right


def check(name, blog, build, host, base, address_of):
    site = os.path.join(blog, "_built")
    subprocess.run(build + [site], cwd=blog, check=True, capture_output=True)
    verdicts = built(site, host, base, address_of)
    shutil.rmtree(site)
    wrong, right = compare(blog, verdicts)
    print(f"{name}: {right} references agree, {len(wrong)} do not")
    for line in wrong:
        print("  " + line)
    return bool(wrong)


FOLDERS = ["images/", "images/여름/", "assets/img/", "assets/img/C#/", "_posts/", "_drafts/", "원고/", "_travel/", "글/", ".hidden/", "img (1)/"]
NAMES = ["봄.png", "여름 바다.png", "Autumn.PNG", "겨울(1).jpg", "a+b.webp", "100%.png", "눈&비.png", "it's.png", NFD]
PERMALINKS = ["date", "pretty", "none", "/:categories/:title/", "/:title.html", "/blog/:year/:title"]


def writer(blog):
    """What writes a file of the blog, by its path there."""
    def write(path, text):
        path = os.path.join(blog, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)

    return write


def made_up(blog, seed):
    """Writes a blog, and gives the title in the file name and the path of each of its posts."""
    pick = random.Random(seed)
    write = writer(blog)
    base = pick.choice(["", "", "/walk"])
    write("_config.yml", f"url: https://walk.example.kr\nbaseurl: '{base}'\npermalink: {pick.choice(PERMALINKS)}\n"
          "exclude: [원고]\ninclude: [.hidden]\ncollections: { travel: { output: true } }\n"
          "defaults: [{ scope: { path: '' }, values: { layout: single } }]\n")
    write("_layouts/single.html", "<html><body>{{ content }}</body></html>\n")
    write("_includes/figure", '<img src="{{ include.image_path | relative_url }}">\n')
    files = sorted({pick.choice(FOLDERS) + pick.choice(NAMES) for _ in range(25)})
    for path in files:
        write(path, "")
    posts = {}
    for number in range(6):
        lines = []
        for _ in range(12):
            path = pick.choice(files)
            if pick.random() < 0.2:
                path = pick.choice([path.swapcase(), unicodedata.normalize("NFC", path), path + "x.png", path.replace("/", "//", 1)])
            if path.startswith("_travel/"):
                path = path[1:]
            quoted = pick.choice([urllib.parse.quote, urllib.parse.quote, lambda text: text])(path)
            lead = pick.choice(["/", "/", "", "../", "./", "../../../", "/walk/", "{{ site.baseurl }}/", "{{ site.url }}{{ site.baseurl }}/"])
            reference = lead + quoted
            html = reference.replace("&", "&amp;")
            # Whether the includes of a theme compose characters cannot be known.
            composed = unicodedata.normalize("NFC", urllib.parse.unquote(quoted))
            if '"' in reference or "(" in quoted and ")" not in quoted:
                continue
            lines.append(pick.choice([
                f"![그림]({reference})", f"![그림](<{reference}>)", f'![그림]({reference} "제목")', f'<img src="{html}" alt="그림">',
                f'<p><a href="{html}">큰 그림</a></p>', f'{{% include figure image_path="/{composed}" %}}',
                f'<img src="{{{{ "/{quoted}" | relative_url }}}}" alt="그림">', f"![그림][{len(lines)}]\n\n[{len(lines)}]: <{reference}>",
            ]))
        title = f"글-{number}"
        front = pick.choice(["", "categories: [여행, 바다]\n", "permalink: /따로/%d/\n" % number])
        write(f"_posts/2024-05-0{number + 1}-{title}.md", f"---\ntitle: 글\n{front}---\n\n" + "\n\n".join(lines) + "\n")
        posts[title] = posts[str(number)] = f"_posts/2024-05-0{number + 1}-{title}.md"
    return posts, base.strip("/") + "/" if base else ""


HUGO_FOLDERS = ["static/", "static/images/", "static/images/C#/", "assets/images/", "content/", "content/posts/", "content/posts/한강/",
                "content/posts/한강/그림 모음/", "content/about/", "static/posts/글-1/"]
HUGO_PAGES = ["posts/글-1.md", "posts/글-2.md", "posts/한강/index.md", "about/_index.md", "posts/여행/글-3.md", "소개.md"]


def made_up_for_hugo(blog, seed):
    """Writes a blog, and gives the path of each of its pages by its address."""
    pick = random.Random(seed)
    write = writer(blog)
    base = pick.choice(["", "", "walk/"])
    write("hugo.toml", f'baseURL = "https://walk.example.kr/{base}"\ndisableKinds = ["taxonomy", "term", "RSS", "sitemap", "home", "404"]\n'
          "[markup.goldmark.renderer]\nunsafe = true\n")
    for layout in ["single", "list"]:
        write(f"layouts/_default/{layout}.html", "<html><body>{{ .Content }}</body></html>\n")
    files = sorted({pick.choice(HUGO_FOLDERS) + pick.choice(NAMES) for _ in range(30)})
    for path in files:
        write(path, "")
    pages = {}
    # The address of a page need not be its path.
    fronts = {page: pick.choice(["", f"slug: picnic-{number}\n", f"url: /따로/{number}/\n"]) for number, page in enumerate(HUGO_PAGES)}
    addresses = {}
    for page, front in fronts.items():
        own = page.removesuffix(".md").removesuffix("_index").removesuffix("index").rstrip("/")
        if front.startswith("slug") and not page.endswith("_index.md"):
            own = "/".join([*own.split("/")[:-1], front[5:].strip()])
        addresses[page] = front[5:].strip().strip("/") if front.startswith("url") else own
    for page in HUGO_PAGES:
        lines = []
        for _ in range(12):
            path = pick.choice(files)
            for root in ["static/", "assets/", "content/posts/한강/", "content/posts/", "content/"]:
                if path.startswith(root) and pick.random() < 0.8:
                    path = path.removeprefix(root)
                    if root == "content/posts/한강/" and pick.random() < 0.3:
                        path = f"{addresses['posts/한강/index.md']}/{path}"
            if pick.random() < 0.2:
                path = pick.choice([path.swapcase(), unicodedata.normalize("NFC", path), path + "x.png"])
            quoted = pick.choice([urllib.parse.quote, urllib.parse.quote, lambda text: text])(path)
            reference = pick.choice(["/", "/", "", "", "../", "./", "../../", "/walk/"]) + quoted
            html = reference.replace("&", "&amp;")
            lines.append(pick.choice([
                f"![그림](<{reference}>)", f'<img src="{html}" alt="그림">', f'<p><a href="{html}">큰 그림</a></p>',
                f"![그림][{len(lines)}]\n\n[{len(lines)}]: <{reference}>",
            ]))
        write("content/" + page, f"---\ntitle: 글\n{fronts[page]}---\n\n" + "\n\n".join(lines) + "\n")
        pages[addresses[page]] = "content/" + page
    return pages, base


def check_made_up_for_hugo(work, seed):
    blog = os.path.join(work, f"made-up-hugo-{seed}")
    pages, base = made_up_for_hugo(blog, seed)
    by_address = lambda address: pages.get(address.rstrip("/").removesuffix(".html"))
    return check(f"made up for Hugo {seed}", blog, ["hugo", "--quiet", "-d"], "https://walk.example.kr", base, by_address)


def check_made_up(work, seed):
    blog = os.path.join(work, f"made-up-{seed}")
    posts, base = made_up(blog, seed)
    by_address = lambda address: posts.get(address.rstrip("/").split("/")[-1].removesuffix(".html"))
    return check(f"made up {seed}", blog, ["jekyll", "build", "-q", "--disable-disk-cache", "-d"], "https://walk.example.kr", base, by_address)


def main():
    work = tempfile.mkdtemp()
    try:
        if len(sys.argv) > 1:
            seeds = range(int(sys.argv[1]))
            return any([check_made_up(work, seed) | check_made_up_for_hugo(work, seed) for seed in seeds])
        jekyll, hugo = os.path.join(work, "jekyll"), os.path.join(work, "hugo")
        shutil.copytree(os.path.join(ROOT, "fixtures/broken-images"), jekyll)
        shutil.copytree(os.path.join(HERE, "hugo"), hugo)
        shutil.copy(os.path.join(jekyll, "images/봄.png"), os.path.join(jekyll, "images", NFD))
        with open(os.path.join(jekyll, "_posts/2024-03-08-자모.md"), "w", encoding="utf-8") as file:
            file.write(f"---\ntitle: 자모\n---\n\n![모은 글자](/images/강아지.png)\n\n![푼 글자](/images/{NFD})\n")
        posts = {name[11:-3]: f"_posts/{name}" for name in os.listdir(os.path.join(jekyll, "_posts")) if name.endswith(".md")}
        pages = {}
        for folder, _, names in os.walk(os.path.join(hugo, "content")):
            for name in names:
                path = os.path.relpath(os.path.join(folder, name), os.path.join(hugo, "content"))
                if name.endswith(".md"):
                    pages[path[:-3].removesuffix("index").removesuffix("_").rstrip("/")] = f"content/{path}"
        failed = check("Jekyll", jekyll, ["jekyll", "build", "-q", "--disable-disk-cache", "-d"], "https://walk.example.kr", "",
                       lambda address: posts.get(address.rstrip("/").split("/")[-1]))
        with open(os.path.join(jekyll, "_config.yml"), "a", encoding="utf-8") as file:
            file.write("baseurl: /walk\n")
        failed |= check("Jekyll below a path", jekyll, ["jekyll", "build", "-q", "--disable-disk-cache", "-d"], "https://walk.example.kr", "walk/",
                        lambda address: posts.get(address.rstrip("/").split("/")[-1]))
        failed |= check("Hugo", hugo, ["hugo", "--quiet", "-d"], "https://walk.example.kr", "산책/",
                        lambda address: pages.get(address.rstrip("/")))
        return failed
    finally:
        shutil.rmtree(work)


sys.exit(main())
