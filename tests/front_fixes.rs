//! The fixes of the front-matter rules leave exactly the value that was meant, and every other byte as it
//! was. Where `ruby` is at hand, its YAML library reads what is left, and must read the same.

use std::collections::BTreeMap;
use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::{Map, Value, json};
use toego::diagnostic::{Diagnostic, Edit};
use toego::document::front;
use toego::document::front::scalar::{Scalar, resolve};
use toego::document::front::tree::{Kind, Node};
use toego::document::syntax::{Syntax, YamlDialect};
use toego::engine::Engine;
use toego::site::Site;

/// A broken line, and the keys it must have in the end.
const LINES: &[(&str, &str)] = &[
    ("title: 회고: 2024년", r#"{"title": "회고: 2024년"}"#),
    ("title: 회고: \"올해\" # 초안", r#"{"title": "회고: \"올해\""}"#),
    ("title: 봄:", r#"{"title": "봄:"}"#),
    ("title: 😀: 봄", r#"{"title": "😀: 봄"}"#),
    ("title:\t봄: 여름", r#"{"title": "봄: 여름"}"#),
    ("title:   봄 : 여름  ", r#"{"title": "봄 : 여름"}"#),
    ("title: C:\\봄: 여름", r#"{"title": "C:\\봄: 여름"}"#),
    ("title: 그의 'It''s': 봄", r#"{"title": "그의 'It''s': 봄"}"#),
    ("title: [파이썬] 반복문", r#"{"title": "[파이썬] 반복문"}"#),
    ("title: [1] 가 [2] # 말", r#"{"title": "[1] 가 [2]"}"#),
    ("title: [봄](/여름)", r#"{"title": "[봄](/여름)"}"#),
    ("title: {봄} \"여름\"", r#"{"title": "{봄} \"여름\""}"#),
    ("title: {% raw %}", r#"{"title": "{% raw %}"}"#),
    ("title: @이름", r#"{"title": "@이름"}"#),
    ("title: @회고: #1", r##"{"title": "@회고: #1"}"##),
    ("title: 회고: 2024 #1", r##"{"title": "회고: 2024 #1"}"##),
    ("title: @회고: 2024 # 초안", r#"{"title": "@회고: 2024"}"#),
    ("tags: [a #b, c]", r##"{"tags": ["a #b", "c"]}"##),
    ("tags: [#a, b #1, c] # 말", r##"{"tags": ["#a", "b #1", "c"]}"##),
    ("tags: a, \"b\"", r#"{"tags": ["a", "b"]}"#),
    ("tags: \"C, C++\", java", r#"{"tags": ["C, C++", "java"]}"#),
    ("tags: \"a\", 'b, c' # 말", r#"{"tags": ["a", "b, c"]}"#),
    ("tags:\n- a\n-b", r#"{"tags": ["a", "b"]}"#),
    ("tags:\n-a\n-b", r#"{"tags": ["a", "b"]}"#),
    ("tags:\n\t- a\n\t- b", r#"{"tags": ["a", "b"]}"#),
    ("title: `코드` 읽기", r#"{"title": "`코드` 읽기"}"#),
    ("title: %로 나누기", r#"{"title": "%로 나누기"}"#),
    ("title: **봄** 여름", r#"{"title": "**봄** 여름"}"#),
    ("title: *name", r#"{"title": "*name"}"#),
    ("title: &봄 여름", r#"{"title": "&봄 여름"}"#),
    ("title: !중요 공지", r#"{"title": "!중요 공지"}"#),
    ("title: !notice 공지", r#"{"title": "!notice 공지"}"#),
    ("title: > 화살표", r#"{"title": "> 화살표"}"#),
    ("title: |세로줄", r#"{"title": "|세로줄"}"#),
    ("title: ? 물음", r#"{"title": "? 물음"}"#),
    ("title: : 쌍점", r#"{"title": ": 쌍점"}"#),
    ("title: , 쉼표", r#"{"title": ", 쉼표"}"#),
    ("title: - 붙임표", r#"{"title": "- 붙임표"}"#),
    ("title：여행", r#"{"title": "여행"}"#),
    ("title ：여행: 제주", r#"{"title": "여행: 제주"}"#),
    ("title:여행", r#"{"title": "여행"}"#),
    ("title:여행: 제주", r#"{"title": "여행: 제주"}"#),
    ("title:\u{3000}여행", r#"{"title": "여행"}"#),
    ("title:: 여행: 제주", r#"{"title": "여행: 제주"}"#),
    ("title::여행", r#"{"title": "여행"}"#),
    ("title 여행", r#"{"title": "여행"}"#),
    ("title = \"여행\"", r#"{"title": "여행"}"#),
    ("title = 여행: 제주", r#"{"title": "여행: 제주"}"#),
    ("title: “여행: 제주”", r#"{"title": "여행: 제주"}"#),
    ("title: ‘여행: 제주’", r#"{"title": "여행: 제주"}"#),
    ("title: \"여행", r#"{"title": "여행"}"#),
    ("title: 'It's 여행", r#"{"title": "It's 여행"}"#),
    ("title: \"여행”", r#"{"title": "여행"}"#),
    ("title: \"여행',", r#"{"title": "여행',"}"#),
    ("title: \"여행\",", r#"{"title": "여행"}"#),
    ("title: '여행';", r#"{"title": "여행"}"#),
    ("title: \"그가 \"안녕\" 했다\"", r#"{"title": "그가 \"안녕\" 했다"}"#),
    ("title: 'It's'", r#"{"title": "It's"}"#),
    ("title: \"'여행' \"제주\"\"", r#"{"title": "'여행' \"제주\""}"#),
    ("title: \"여행\" - 제주", r#"{"title": "\"여행\" - 제주"}"#),
    ("title: '여행': 제주", r#"{"title": "'여행': 제주"}"#),
    ("title: \"가\" 와 \"나\"", r#"{"title": "\"가\" 와 \"나\""}"#),
    ("title: \"C:\\여행\"", r#"{"title": "C:\\여행"}"#),
    ("title: \"\\d+ 'a' 정규식\"", r#"{"title": "\\d+ 'a' 정규식"}"#),
    ("title: \"그는 \\\"C:\\여행\\\"이라 했다\"", r#"{"title": "그는 \"C:\\여행\"이라 했다"}"#),
    ("title: \"그\\'는\"", r#"{"title": "그'는"}"#),
    ("title: \"C:\\temp\\new\"", r#"{"title": "C:\\temp\\new"}"#),
    ("title: \"It's \\theta\"", r#"{"title": "It's \\theta"}"#),
    ("title: 백준 #1000번", r#"{"title": "백준 #1000번"}"#),
    ("title: #1 여행: 제주", r##"{"title": "#1 여행: 제주"}"##),
    ("title: 2024.10", r#"{"title": "2024.10"}"#),
    ("title: 0777", r#"{"title": "0777"}"#),
    ("title: yes", r#"{"title": "yes"}"#),
    ("title: [회고]", r#"{"title": "[회고]"}"#),
    ("- title: 봄", r#"{"title": "봄"}"#),
    ("  title: 봄", r#"{"title": "봄"}"#),
    ("\ttitle: 봄", r#"{"title": "봄"}"#),
    ("tags: [봄, 여름", r#"{"tags": ["봄", "여름"]}"#),
    ("tags: ['봄', '여름", r#"{"tags": ["봄", "여름"]}"#),
    ("tags: [봄, 여름]]", r#"{"tags": ["봄", "여름"]}"#),
    ("tags: [봄, 여름],", r#"{"tags": ["봄", "여름"]}"#),
    ("tags: [봄, , 여름]", r#"{"tags": ["봄", "여름"]}"#),
    ("tags: [, 봄]", r#"{"tags": ["봄"]}"#),
    ("tags: [@봄, 여름]", r#"{"tags": ["@봄", "여름"]}"#),
    ("tags: [*봄*, %여름]", r#"{"tags": ["*봄*", "%여름"]}"#),
    ("tags: ['a'b', c]", r#"{"tags": ["a'b", "c"]}"#),
    ("tags: [#회고, #개발]", r##"{"tags": ["#회고", "#개발"]}"##),
    ("tags: [C#, #개발] # 말", r##"{"tags": ["C#", "#개발"]}"##),
    ("tags: - 봄 - 여름: 가을", r#"{"tags": ["봄", "여름: 가을"]}"#),
    ("tags\n  - 봄", r#"{"tags": ["봄"]}"#),
    ("tags:[봄, 여름]", r#"{"tags": ["봄", "여름"]}"#),
    ("tags:\n  - #회고\n  - 개발", r##"{"tags": ["#회고", "개발"]}"##),
    ("tags:\n  - @질문: 답\n  - 개발", r#"{"tags": ["@질문: 답", "개발"]}"#),
    ("tags:\n  - 가\n - 나", r#"{"tags": ["가", "나"]}"#),
    ("tags:\n\t- 가\n\t- 나", r#"{"tags": ["가", "나"]}"#),
    ("tages: [가]", r#"{"tags": ["가"]}"#),
    ("comments: ture", r#"{"comments": true}"#),
    ("published: \"false\"", r#"{"published": false}"#),
    ("header:\n  teaser: [봄] 여름.png", r#"{"header": {"teaser": "[봄] 여름.png"}}"#),
    ("// 주석이다", "{}"),
    ("<!-- 주석이다 -->", "{}"),
    ("title: 회고: 1\ntags: [#가]", r##"{"title": "회고: 1", "tags": ["#가"]}"##),
];

/// What stands around the line, and how the file ends its lines.
const FRAMES: &[(&str, &str, &str, &str)] = &[
    (
        "---\nlayout: single\n",
        "\nnote: '그대로' # 말\n---\n\n글을 썼다.\n",
        "\n",
        r#"{"layout": "single", "note": "그대로"}"#,
    ),
    (
        "---\n# 머리말\n\n",
        "\n\n# 꼬리말: \"\"\nlayout: \"single\"   \nlist: [가, 나]\n---",
        "\n",
        r#"{"layout": "single", "list": ["가", "나"]}"#,
    ),
    (
        "---\r\nlayout: single\r\nnote: >\r\n  여러\r\n  줄\r\n",
        "\r\n---\r\n글\r\n",
        "\r\n",
        r#"{"layout": "single", "note": "여러 줄\n"}"#,
    ),
];

/// Whole pages, with the body that must be left.
const PAGES: &[(&str, &str, &str)] = &[
    ("\n---\ntitle: 봄\n---\n글\n", r#"{"title": "봄"}"#, "글\n"),
    ("\r\n\r\n---\r\ntitle: 봄\r\n---\r\n글", r#"{"title": "봄"}"#, "글"),
    ("  ---\ntitle: 봄\n---\n글\n", r#"{"title": "봄"}"#, "글\n"),
    ("\u{200b}---\ntitle: 봄\n---\n글\n", r#"{"title": "봄"}"#, "글\n"),
    ("----\ntitle: 봄\n----\n글\n", r#"{"title": "봄"}"#, "글\n"),
    ("—\ntitle: 봄\n—\n글\n", r#"{"title": "봄"}"#, "글\n"),
    ("---\ntitle: 봄\n ---\n글\n", r#"{"title": "봄"}"#, "글\n"),
    ("---\r\ntitle: 봄\r\n--\r\n글\r\n", r#"{"title": "봄"}"#, "글\r\n"),
    ("---\ntitle: 봄\n\n글\n", r#"{"title": "봄"}"#, "\n글\n"),
    ("---\ntitle: 봄\n\n글\n\n---\n\n둘째\n", r#"{"title": "봄"}"#, "\n글\n\n---\n\n둘째\n"),
    (
        "---\ntitle: 봄\n\n## 글: 하나\n\n글\n\n---\n\n둘째\n",
        r#"{"title": "봄"}"#,
        "\n## 글: 하나\n\n글\n\n---\n\n둘째\n",
    ),
    ("---\n  title: 봄\nlayout: single\n---\n글\n", r#"{"title": "봄", "layout": "single"}"#, "글\n"),
    ("---\n\ttitle: 봄\n\nlayout: single\n---\n글\n", r#"{"title": "봄", "layout": "single"}"#, "글\n"),
    ("\n---\ntitle: 봄: 여름\n---\n글\n", r#"{"title": "봄: 여름"}"#, "글\n"),
];

const POST: &str = "_posts/2024-01-02-봄.md";

fn findings(engine: &Engine<'_>, text: &str) -> Vec<Diagnostic> {
    let config = "theme: minimal-mistakes-jekyll\ntitle: 블로그\n".to_owned();
    let files: BTreeMap<String, String> =
        [(POST.to_owned(), text.to_owned()), ("_config.yml".to_owned(), config)].into();
    let site = Site::in_memory(&files);
    let found = engine.check(&site, &[POST.to_owned()], |_| Ok(text.as_bytes().to_vec()), || ());
    let all = found.into_iter().flat_map(|findings| findings.unpack());
    let is_ours = |id: &str| id.starts_with("front-matter/") || id == "file/byte-order-mark";
    all.filter(|d| is_ours(&engine.book().rule(d.rule).id)).collect()
}

/// The text with all fixes made, and what was edited.
fn fixed(engine: &Engine<'_>, text: &str) -> String {
    let found = findings(engine, text);
    let mut edits: Vec<Edit> =
        found.iter().filter_map(|d| d.finding.fix.as_ref()).flat_map(|fix| fix.edits.clone()).collect();
    edits.sort_by_key(|edit| edit.span);
    let mut out = text.to_owned();
    for edit in edits.iter().rev() {
        out.replace_range(edit.span.range(), &edit.replacement);
    }
    out
}

fn as_json(node: &Node) -> Value {
    match &node.kind {
        Kind::Sequence(items) => items.iter().map(as_json).collect(),
        Kind::Mapping(entries) => {
            let pairs = entries
                .iter()
                .filter_map(|entry| Some((entry.key.as_str()?.to_owned(), as_json(&entry.value))));
            Value::Object(pairs.collect())
        }
        _ => match resolve(node, YamlDialect::Psych) {
            Scalar::Bool(value) => json!(value),
            Scalar::Int(value) => json!(value),
            Scalar::Float(value) => json!(value),
            Scalar::Str(text) | Scalar::Date(text) | Scalar::Timestamp(text) => json!(text),
            _ => Value::Null,
        },
    }
}

fn object(json: &str) -> Map<String, Value> {
    serde_json::from_str(json).expect("the wanted value is JSON")
}

/// A broken page, the page as fixed, and what its front matter must be.
struct Case {
    broken: String,
    fixed: String,
    wanted: Value,
}

fn cases(engine: &Engine<'_>) -> Vec<Case> {
    let mut cases = Vec::new();
    for (line, wanted) in LINES {
        // Indented, a line may belong to the one before it.
        let frames = if line.starts_with([' ', '\t']) { &FRAMES[..1] } else { FRAMES };
        for (before, after, newline, others) in frames {
            let line = line.replace('\n', newline);
            let mut wanted = object(wanted);
            wanted.extend(object(others));
            let broken = format!("{before}{line}{after}");
            let fixed = fixed(engine, &broken);
            assert!(fixed.starts_with(before) && fixed.ends_with(after), "{broken:?}\n{fixed:?}");
            cases.push(Case { broken, fixed, wanted: Value::Object(wanted) });
        }
    }
    for (broken, wanted, body) in PAGES {
        let broken = (*broken).to_owned();
        let fixed = fixed(engine, &broken);
        let front = front::read(&fixed, &Syntax::default());
        assert_eq!(&fixed[front.body_start..], *body, "{broken:?}\n{fixed:?}");
        cases.push(Case { broken, fixed, wanted: Value::Object(object(wanted)) });
    }
    cases
}

/// What Psych reads, by way of Jekyll's pattern; None where there is no ruby.
fn psych(pages: &[&str]) -> Option<Vec<Value>> {
    const ASK: &str = r#"
        pages = JSON.parse($stdin.read.force_encoding('UTF-8'))
        puts JSON.dump(pages.map { |page|
          begin
            match = /\A(---\s*\n.*?\n?)^((---|\.\.\.)\s*$\n?)/m.match(page)
            match ? YAML.load(match[1]) : 'no front matter'
          rescue StandardError => error
            error.message
          end
        })
    "#;
    let mut child = Command::new("ruby")
        .args(["-Eutf-8", "-ryaml", "-rjson", "-e", ASK])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    let input = serde_json::to_vec(pages).expect("strings become JSON");
    child.stdin.take().expect("it is piped").write_all(&input).expect("ruby reads");
    let output = child.wait_with_output().expect("ruby ends");
    serde_json::from_slice(&output.stdout).ok()
}

#[test]
fn fixes_leave_the_value_that_was_meant_and_nothing_else() {
    let engine = Engine::recommended();
    let cases = cases(&engine);
    assert!(cases.len() >= 250, "{} cases", cases.len());
    let mut wrong = Vec::new();
    for case in &cases {
        let front = front::read(&case.fixed, &Syntax::default());
        let ours = front.root().map_or_else(|| json!({}), as_json);
        if case.broken == case.fixed || ours != case.wanted || !front.problems.is_empty() {
            wrong.push(format!(
                "{:?}\n  {:?}\n  toego reads {ours}, wanted {}",
                case.broken, case.fixed, case.wanted
            ));
        }
    }
    let pages: Vec<&str> = cases.iter().map(|case| case.fixed.as_str()).collect();
    match psych(&pages) {
        None => eprintln!("ruby is not there: what it reads was not compared"),
        Some(read) => {
            assert_eq!(read.len(), cases.len());
            for (case, read) in cases.iter().zip(read) {
                if read != case.wanted {
                    wrong.push(format!("{:?}\n  {:?}\n  Psych reads {read}", case.broken, case.fixed));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}
