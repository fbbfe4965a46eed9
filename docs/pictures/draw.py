#!/usr/bin/env python3
"""Draws the pictures of the READMEs: a run of toego on fixtures/first-look, as SVG, light and dark.

    $ cargo build --release && python3 docs/pictures/draw.py target/release/toego

Needs nothing but Python. tests/readme.rs holds the text of the pictures against a run.
"""

import os
import re
import subprocess
import sys
import unicodedata
from pathlib import Path
from xml.sax.saxutils import escape

HERE = Path(__file__).resolve().parent
BLOG = HERE.parent.parent / "fixtures" / "first-look"
# Of one column and one line, in pixels.
WIDTH, HEIGHT, MARGIN = 8.0, 18, 16
FONT = "ui-monospace, 'D2Coding', 'NanumGothicCoding', 'Noto Sans Mono CJK KR', Menlo, Consolas, monospace"
# Blanks, Hangul, lines, anything else.
RUN = re.compile(r"\s+|[가-힣]+|─+|[^\s가-힣─]+")
THEMES = {
    "light": {"back": "#ffffff", "edge": "#d0d7de", "plain": "#1f2328", "dim": "#59636e",
              "31": "#cf222e", "32": "#116329", "33": "#7d4e00", "34": "#0550ae", "35": "#8250df", "36": "#0a6c74"},
    "dark": {"back": "#0d1117", "edge": "#3d444d", "plain": "#e6edf3", "dim": "#9198a1",
             "31": "#ff7b72", "32": "#7ee787", "33": "#e3b341", "34": "#79c0ff", "35": "#d2a8ff", "36": "#56d4dd"},
}


def columns(text):
    """How many columns a terminal gives to a text: Hangul takes two."""
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return len(text) + wide


def styled(line):
    """The texts of a line, each with the code that colours it."""
    parts = re.split(r"\x1b\[([0-9;]*)m", line)
    code = ""
    for at, part in enumerate(parts):
        if at % 2:
            code = "" if part in ("", "0") else part
        elif part:
            yield code, part


def drawn(line, row):
    """A line as SVG. Runs of wide and of narrow letters have their own places, so that no font shifts them."""
    out, column = [], 0
    y = MARGIN + HEIGHT * row + 13
    for code, text in styled(line):
        for run in RUN.findall(text):
            if run.strip():
                names = [{"1": "b", "2": "dim", "4": "u"}.get(one, f"c{one}") for one in code.split(";") if one]
                if run.startswith("─"):
                    names.append("line")
                kind = f' class="{" ".join(names)}"' if names else ""
                # A sign that stands alone keeps its shape.
                size = columns(run) * WIDTH
                fitted = f' textLength="{size:g}" lengthAdjust="spacingAndGlyphs"' if run not in "⚠×☞" else ""
                out.append(f'<tspan{kind} x="{MARGIN + column * WIDTH:g}"{fitted}>{escape(run)}</tspan>')
            else:
                out.append(run)
            column += columns(run)
    return f'<text y="{y}">{"".join(out)}</text>' if column else ""


def picture(lines, theme, title):
    colours = THEMES[theme]
    width = 2 * MARGIN + WIDTH * 100
    height = 2 * MARGIN + HEIGHT * len(lines)
    rules = [f"text{{font:13px {FONT};fill:{colours['plain']};white-space:pre}}", ".b{font-weight:bold}",
             f".dim{{fill:{colours['dim']}}}"]
    rules += [f".c{code}{{fill:{colours[code]}}}.line.c{code}{{stroke:{colours[code]}}}"
              for code in colours if code.isdigit()]
    rows = "\n".join(row for row in (drawn(line, at) for at, line in enumerate(lines)) if row)
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height}" width="{width:g}" '
            f'height="{height}" role="img" aria-label="{escape(title)}" xml:space="preserve">\n'
            f"<style>{''.join(rules)}</style>\n"
            f'<rect x="0.5" y="0.5" width="{width - 1:g}" height="{height - 1}" rx="8" fill="{colours["back"]}" '
            f'stroke="{colours["edge"]}"/>\n{rows}\n</svg>\n')


def main():
    program = Path(sys.argv[1] if len(sys.argv) > 1 else "target/release/toego").resolve()
    for lang, title in (("ko", "toego가 찾은 것"), ("en", "What toego finds")):
        command = "toego" if lang == "ko" else "toego --lang en"
        arguments = [program, "--color", "always", *command.split()[1:]]
        environment = {**os.environ, "COLUMNS": "100"}
        run = subprocess.run(arguments, cwd=BLOG, capture_output=True, text=True, env=environment, check=False)
        if run.returncode != 1:
            sys.exit(f"{command} ends with {run.returncode}: {run.stderr}")
        lines = [f"\x1b[2m$\x1b[0m \x1b[1m{command}\x1b[0m", *run.stdout.rstrip("\n").split("\n"), "",
                 *run.stderr.strip("\n").split("\n")]
        for theme in THEMES:
            (HERE / f"report.{lang}.{theme}.svg").write_text(picture(lines, theme, title), encoding="utf-8")


if __name__ == "__main__":
    main()
