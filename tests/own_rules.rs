//! A blog's own rules, `.toego/rules/`: found, repaired and silenced like those that toego brings.

mod blog;

use std::fs;

use blog::{Blog, Run};

impl Blog {
    /// A blog with a post that the rule [`OWN`] has something to say about.
    fn own(name: &str) -> Blog {
        Blog::new(name).with(POST, TEXT).with(RULE, OWN)
    }

    /// The lines that are reported, one a finding.
    fn found(&self, arguments: &[&str]) -> Vec<String> {
        let Run { out, err, .. } = self.run(&[arguments, &["--format", "short", "--quiet"]].concat());
        assert_eq!(err, "");
        out.lines().map(str::to_owned).collect()
    }
}

const POST: &str = "_posts/2024-01-02-글.md";
const RULE: &str = ".toego/rules/product.yml";
const TEXT: &str = "---\ntitle: 글\n---\n\n오늘은 토에고를 썼다.\n";

const OWN: &str = include_str!("blog/product.yml");

#[test]
fn an_own_rule_is_reported_in_every_format_in_its_own_words_beside_the_others() {
    let blog = Blog::own("found").with(POST, TEXT.replace("썼다.", "쓸수 있다."));
    let lines = blog.found(&[]);
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines[0].ends_with("warning[own/product] 우리 제품은 ‘퇴고’라고 적습니다."), "{lines:?}");
    assert!(lines[1].contains("[spacing/bound-noun-su]"), "{lines:?}");
    assert_eq!(blog.run(&[]).status, Some(1));
    assert!(blog.run(&["--lang", "en"]).out.contains("Our product is called 퇴고."));
    assert!(blog.run(&["--format", "json"]).out.contains("\"own/product\""));
    assert!(blog.run(&["--statistics"]).out.contains("1  own/product"));
    assert!(blog.run(&["rules"]).out.contains("own/product"));
    assert!(blog.run(&["config"]).out.contains("own/product: warning # default"));
    let Run { status, out: said, .. } = blog.run(&["explain", "own/product"]);
    assert_eq!(status, Some(0));
    assert!(said.contains("이름이 하나여야") && said.contains("편집 지침"), "{said}");
}

#[test]
fn an_own_rule_repairs_and_its_comments_silence() {
    let blog = Blog::own("fixed");
    assert!(blog.run(&["--diff"]).out.contains("+오늘은 퇴고를 썼다."));
    let silenced = TEXT.replace("오늘은", "<!-- toego-disable-next-line own/product -->\n오늘은");
    let blog = blog.with(POST, &silenced);
    assert_eq!(blog.found(&[]), Vec::<String>::new());
    let blog = blog.with(POST, TEXT);
    assert_eq!(blog.run(&["--fix"]).status, Some(0));
    assert_eq!(blog.read(POST), TEXT.replace("토에고", "퇴고"));
}

#[test]
fn where_repairs_undo_each_other_nothing_is_written() {
    let back = OWN.replace("'^토에고 → 퇴고 ! 토에고라'", "'^퇴고 → 토에고'");
    let other = "_posts/2024-01-03-글.md";
    let blog =
        Blog::own("cycle").with(".toego/rules/back.yml", back).with(other, TEXT.replace("오늘", "할수"));
    let Run { status, err: said, .. } = blog.run(&["--fix", "."]);
    assert_eq!(status, Some(2), "{said}");
    assert!(said.contains(POST) && said.contains("own/product") && said.contains("own/back"), "{said}");
    // The blog's own rules are no mistake of toego's.
    assert!(!said.contains("toego의 잘못"), "{said}");
    assert_eq!(blog.read(POST), TEXT);
    assert_eq!(blog.read(other), TEXT.replace("오늘", "할수"));
}

#[test]
fn the_baseline_knows_own_rules() {
    let blog = Blog::own("baseline");
    assert_eq!(blog.run(&["baseline"]).status, Some(0));
    assert!(blog.read(".toego-baseline.json").contains("own/product"));
    assert_eq!(blog.found(&[]), Vec::<String>::new());
    assert_eq!(blog.found(&["--no-baseline"]).len(), 1);
    assert_eq!(blog.run(&["--fix"]).status, Some(0));
    assert_eq!(blog.read(POST), TEXT);
}

#[test]
fn own_rules_are_switched_by_name() {
    let blog = Blog::own("switched");
    assert_eq!(blog.found(&["--rule", "own/product=off"]).len(), 0);
    assert_eq!(blog.found(&["--only", "spelling"]).len(), 0);
    assert_eq!(blog.found(&["--only", "own"]).len(), 1);
    let Run { status, err: said, .. } = blog.run(&["--rule", "own/produkt"]);
    assert_eq!(status, Some(2));
    assert!(said.contains("‘own/produkt’ 규칙이나 묶음은 없습니다. 비슷한 이름: `own/product`"), "{said}");
    for settings in
        ["rules: { own/product: off }\n", "overrides:\n  - { paths: [_posts], rules: { own: off } }\n"]
    {
        let blog = Blog::own("switched-file").with(".toego.yml", settings);
        assert_eq!(blog.found(&[]), Vec::<String>::new(), "{settings}");
        assert_eq!(blog.found(&["--rule", "own/product=error"]).len(), 1, "{settings}");
    }
    let blog = blog.with(".toego.yml", "rules:\n  own/produkt: off\n");
    let Run { status, err: said, .. } = blog.run(&[]);
    assert_eq!(status, Some(2));
    assert!(said.contains(".toego.yml:2:3: ") && said.contains("`own/product`"), "{said}");
    fs::remove_file(blog.0.join(".toego.yml")).expect("the settings");
    assert!(blog.run(&["schema", "config"]).out.contains("\"own/product\""));
}

#[test]
fn of_two_blogs_each_has_its_own() {
    let (blog, other) = (Blog::own("two"), Blog::own("two-other"));
    fs::remove_dir_all(other.0.join(".toego")).expect("the rules");
    let other = other.0.to_str().expect("a path");
    assert_eq!(blog.found(&[".", other]).len(), 1);
    assert_eq!(blog.found(&[".", other, "--only", "own/product"]).len(), 1);
    assert_eq!(blog.found(&[".", other, "--rule", "own/product=off"]).len(), 0);
    assert_eq!(blog.run(&[other, "--rule", "own/product=off"]).status, Some(2));
}

#[test]
fn a_group_of_ones_own_and_kinds_of_every_sort() {
    let pattern = OWN
        .replace(
            "words: { pairs: ['^토에고 → 퇴고 ! 토에고라'] }",
            "pattern: { find: [{ text: '[토에고]$' }] }",
        )
        .replace("{fixed|이라고/라고}", "{found}")
        .replace("{fixed}", "{found}");
    let variants = OWN
        .replace(
            "words: { pairs: ['^토에고 → 퇴고 ! 토에고라'] }",
            "variants: { groups: [[타에고, 퇴에고]] }",
        )
        .replace("{fixed|이라고/라고}", "{word}")
        .replace("{fixed}", "{word}");
    let word = "{ ko: '{word}', en: '{word}' }";
    let variants = format!("{variants}variants: {{ blog: {word}, tie: {word} }}\n");
    let blog = Blog::own("kinds")
        .with(".toego/rules/._left.yml", "no rule")
        .with(RULE, "")
        .with(".toego/rules/house/name.yml", &pattern)
        .with(".toego/rules/house/spelling.yaml", &variants)
        .with(
            POST,
            TEXT.replace("토에고를", "토에고, 타에고, 타에고, 퇴에고, 디렉토리, 디렉터리, 디렉터리를"),
        );
    fs::remove_file(blog.0.join(RULE)).expect("the rule");
    let lines = blog.found(&["--only", "house"]);
    let of = |name: &str| lines.iter().filter(|line| line.contains(name)).count();
    assert_eq!((of("[house/name]"), of("[house/spelling]"), lines.len()), (1, 1, 2), "{lines:?}");
    // A word with two spellings is that of the rule that lists it.
    assert_eq!(blog.found(&["--only", "house,style/one-spelling"]).len(), 3);
}

#[test]
fn a_mistake_stops_the_run_with_its_place() {
    let cases = [
        (
            "good: [퇴고를 썼다., 토에고라 부르던 때가 있다.]",
            "good: [퇴고를 썼다.]",
            ":8: `good` needs two examples",
            ":8: `good`에 보기가 둘은",
        ),
        (
            "{ title: 편집 지침 }",
            "",
            ":6: `source` names no norm and no observation",
            ":6: `source`에 근거가 없습니다.",
        ),
        (
            "ko: 이름이 하나여야 찾을 수 있다.",
            "ko: ''",
            ":5: both `ko` and `en` say something",
            ":5: `ko`와 `en`에 모두",
        ),
        ("^토에고 →", "^토⟨에고 →", ":3: `⟩` is missing", ":3: 닫는 `⟩` 기호가 빠졌습니다."),
        (
            "{fixed|이라고/라고}",
            "{fix}",
            ":4: no placeholder `fix` here; there are: found, fixed",
            ":4: ‘fix’ 자리는",
        ),
        ("severity: warning", "loudness: warning", ":2: unknown key `loudness`", ":2: ‘loudness’ 키는"),
    ];
    for (old, new, en, ko) in cases {
        let blog = Blog::own("broken").with(RULE, OWN.replace(old, new));
        for command in [&["--fix"][..], &["test-rules"], &["explain", "own/product"]] {
            for (lang, wanted) in [("en", en), ("ko", ko)] {
                let Run { status, out, err: said } = blog.run(&[command, &["--lang", lang]].concat());
                assert_eq!((status, out.as_str()), (Some(2), ""), "{said}");
                assert!(said.contains(&format!("{RULE}{wanted}")), "{wanted}: {said}");
            }
        }
        assert_eq!(blog.read(POST), TEXT);
    }
}

#[test]
fn names_are_taken_once_and_can_be_written_in_a_comment() {
    let cases = [
        (".toego/rules/own/product.yml", "‘own/product’ 규칙이 이미 있습니다."),
        (".toego/rules/spacing/bound-noun-su.yml", "‘spacing/bound-noun-su’ 규칙이 이미 있습니다."),
        (".toego/rules/우리 제품.yml", "‘own/우리 제품’ 이름은 규칙에 쓸 수 없습니다."),
        (".toego/rules/a/b/c.yml", "`.toego/rules`나 그 바로 아래 폴더에만"),
        (".toego/rules/product.yaml", "‘own/product’ 규칙이 이미 있습니다."),
    ];
    for (path, wanted) in cases {
        let Run { status, err: said, .. } = Blog::own("names").with(path, OWN).run(&[]);
        assert_eq!(status, Some(2), "{path}");
        assert!(said.contains(wanted), "{said}");
    }
}

#[test]
fn the_examples_of_own_rules_are_tried() {
    let blog = Blog::own("tried");
    let Run { status, out: said, .. } = blog.run(&["test-rules"]);
    assert_eq!((status, said.as_str()), (Some(0), "규칙 1개의 보기가 모두 맞습니다.\n"));
    let cases = [
        ("'⟦토에고⟧를 썼다.'", "'⟦토에⟧고를 썼다.'", "not found at the mark"),
        ("fixed: '퇴고를 썼다.'", "fixed: '퇴고을 썼다.'", "not fixed to `퇴고을 썼다.`"),
        (", fixed: '퇴고를 썼다.'", "", "fixed, but there is no `fixed`"),
        ("good: [퇴고를", "good: [토에고를", "not silent on what is good"),
        ("good: [퇴고를 썼다.", "good: [퇴고를 쓸수 있다.", "spacing/bound-noun-su"),
        ("→ 퇴고 !", "→ 할수있는퇴고 !", "not"),
    ];
    for (old, new, wanted) in cases {
        let blog = Blog::own("tried-in-vain").with(RULE, OWN.replace(old, new));
        let Run { status, out: said, .. } = blog.run(&["test-rules", "--lang", "en"]);
        assert_eq!(status, Some(1), "{new}: {said}");
        assert!(said.starts_with("own/product: ") && said.contains(wanted), "{new}: {said}");
    }
    let Run { status, out: said, .. } = blog.run(&["test-rules", "_posts"]);
    assert_eq!(status, Some(0), "{said}");
    fs::remove_dir_all(blog.0.join(".toego")).expect("the rules");
    assert_eq!(blog.run(&["test-rules"]).status, Some(0));
}
