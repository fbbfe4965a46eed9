"""Reports as programs that others wrote read them: SARIF by Microsoft's validator, its schema and rules of good use;
JUnit by junitparser. `reports.py TOEGO VALIDATOR`."""

import json
import os
import subprocess
import sys
import tempfile
import unicodedata
from pathlib import Path

from junitparser import Failure, JUnitXml

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


def written(blog, log, form, *arguments):
    wanted = ["--quiet", "--fail-on", "never", "--format", form, "--output", str(log)]
    subprocess.run([TOEGO, *wanted, *arguments], cwd=blog, check=True)


def report(blog, log, *arguments):
    written(blog, log, "sarif", *arguments)
    return json.loads(log.read_text(encoding="utf-8"))["runs"][0]["results"]


def failures(blog, log, *arguments):
    """The texts of the failures that junitparser reads, after it has counted them itself."""
    written(blog, log, "junit", *arguments)
    suites = JUnitXml.fromfile(str(log))
    told = suites.failures
    suites.update_statistics()
    read = [result for suite in suites for case in suite for result in case.result if isinstance(result, Failure)]
    assert told == suites.failures == len(read), (told, suites.failures, len(read))
    return [result.message for result in read]


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
        # What is only worth knowing is skipped in JUnit.
        loud = [result for result in results if result["level"] != "note"]
        messages = sorted(result["message"]["text"] for result in loud)
        assert sorted(failures(root, folder / "log.xml", *arguments)) == messages, root
    # That it would say so.
    report(blog, log)
    log.write_text(log.read_text(encoding="utf-8").replace('"startLine":', '"startLine":-'), encoding="utf-8")
    assert any(rule == "JSON1008" for rule, _ in found(log))
print(f"{len(runs)} passed, 0 failed")
