"""SARIF as Microsoft's validator reads it, schema and rules of good use: `sarif.py TOEGO VALIDATOR`."""

import json
import os
import subprocess
import sys
import tempfile
import unicodedata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOEGO, VALIDATOR = map(os.path.abspath, sys.argv[1:])
# Where toego is published is not known yet.
KNOWN = {"SARIF2005"}
WRONG = '---\ntitle: "봄: \\"꽃\\", 100% <b>"\ncomments: ture\n---\n\n🌸 그렇게 됬다.\n\n'
WRONG += '나는 할수 있다. ![새](</images/a: \'b\', 100%25 <c.png>)\n'
NAMES = [
    "_posts/2024-01-01-줄\n끝 100%25: \"봄\", 'a' <b> & 🌸.md",
    unicodedata.normalize("NFD", "_posts/2024-01-02-가을 하늘.md"),
]


def found(log):
    """What the validator says about a log, as pairs of its rule and its words."""
    answer = log.with_suffix(".answer.sarif")
    wanted = ["--rule-kind", "Sarif;Ghas", "--level", "Error;Warning"]
    done = subprocess.run(
        [VALIDATOR, "validate", str(log), "--output", str(answer), "--log", "ForceOverwrite", *wanted],
        env=os.environ | {"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"},
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    assert done.returncode == 0 and answer.exists(), done.stdout
    run = json.loads(answer.read_text(encoding="utf-8-sig"))["runs"][0]
    return [(result["ruleId"], str(result["message"])) for result in run.get("results", [])]


def report(blog, log, *arguments):
    wanted = ["--quiet", "--fail-on", "never", "--format", "sarif", "--output", str(log)]
    subprocess.run([TOEGO, *wanted, *arguments], cwd=blog, check=True)
    return json.loads(log.read_text(encoding="utf-8"))["runs"][0]["results"]


with tempfile.TemporaryDirectory() as folder:
    folder = Path(folder)
    blog = folder / "blog"
    (blog / "_posts").mkdir(parents=True)
    (blog / "_config.yml").write_text("title: 블로그\n", encoding="utf-8")
    for name in NAMES:
        (blog / name).write_text(WRONG, encoding="utf-8")
    log = folder / "log.sarif"
    fixture = ROOT / "fixtures" / "minimal-mistakes"
    english = ["--lang", "en"]
    runs = [(blog, []), (blog, english), (fixture, []), (fixture, english), (ROOT / "fixtures/clean", [])]
    for root, arguments in runs:
        results = report(root, log, *arguments)
        assert results or root.name == "clean", root
        said = [pair for pair in found(log) if pair[0] not in KNOWN]
        assert not said, (root, said[:9])
    # That it would say so.
    report(blog, log)
    log.write_text(log.read_text(encoding="utf-8").replace('"startLine":', '"startLine":-'), encoding="utf-8")
    assert any(rule == "JSON1008" for rule, _ in found(log))
print(f"{len(runs)} passed, 0 failed")
