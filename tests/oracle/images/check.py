#!/usr/bin/env python3
"""Holds what toego says of images against what the generators build.

    python3 tests/oracle/images/check.py

Builds fixtures/broken-images with the installed Jekyll and tests/oracle/images/hugo with the installed
Hugo, takes every `src`, `srcset`, `poster`, `data`, `url(…)` and every `href` to an image from the pages of
posts, looks whether a server would find the file, and compares that with toego's findings, reference by
reference. File names in NFD, which Git may lose, are made here. TOEGO names another program than
`cargo run`. Not part of CI: it needs both generators.
"""
import html.parser
import json
import os
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
        return None if "//" in address else False
    here = site
    # By the names in each directory: the file system of this machine may be lenient.
    for name in path[len(base):].split("/"):
        if name not in (os.listdir(here) if os.path.isdir(here) else []):
            return False
        here = os.path.join(here, name)
    return os.path.isfile(here)


def key(text):
    """A reference without what the generator adds or takes away."""
    text = text.replace("https://walk.example.kr", "").replace("/walk/", "/", 1)
    text = re.sub(r"\{\{\s*site\.\w+\s*\}\}", "", text)
    text = re.sub(r"\{\{-?\s*['\"]([^'\"]*)['\"][^}]*\}\}", r"\1", text)
    text = text.replace("\\", "/").replace("&amp;", "&")
    return urllib.parse.unquote(re.sub(r"^(\.{0,2}/)+", "", text.strip()))


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
            wrong.append(f"{page}: broken, not reported: {reference}")
        for reference in reported - broken:
            wrong.append(f"{page}: reported, not broken: {reference}")
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


def main():
    work = tempfile.mkdtemp()
    try:
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
