//! What a post says can be replaced, again and again: what is told then is what is told where everything is merged
//! anew.

mod dice;

use std::collections::{BTreeMap, BTreeSet};

use toego::diagnostic::Severity;
use toego::engine::Engine;
use toego::facts::Facts;
use toego::files::Whole;
use toego::merged::Merged;
use toego::rule_set::RuleSet;
use toego::site::Site;

use dice::Dice;

const TITLES: [&str; 4] = ["도커 시작", "도커 시작 ", "Go 입문", "회고"];
const NAMES: [&str; 9] =
    ["docker", "Docker", "Go", "go", "spring boot", "spring-boot", "회고", "회 고", "개발"];
const ADDRESSES: [&str; 11] = [
    "dev/docker-start/",
    "dev/docker-start",
    "Dev/Docker-Start/",
    "dev/docker-compose/",
    "Dev/Docker-Compose/",
    "dev/docker-volume.html",
    "old/docker-start/",
    "old/docker-compose/",
    "old/docker-volume/",
    "old/없는-글/",
    "posts/picnic/",
];
const IMAGES: [&str; 4] = ["/images/a.png", "a.png", "/posts/picnic/a.png", "/dev/docker-start/a.png"];
const WORDS: [&str; 5] = ["스크린숏을", "스크린샷을", "알고리듬을", "알고리즘을", "됬다."];

/// A post put together at random, or a page that lists one category.
fn post(path: &str, dice: &mut Dice) -> String {
    let pick = |dice: &mut Dice, all: &[&'static str]| all[dice.roll(all.len())];
    if path.starts_with("categories/") {
        return format!("---\nlayout: category\ntaxonomy: {}\n---\n", pick(dice, &NAMES));
    }
    let mut text = String::from("---\n");
    if dice.roll(8) > 0 {
        text += &format!("title: {}\n", pick(dice, &TITLES));
    }
    for key in ["tags", "categories"] {
        let names: Vec<&str> = (0..dice.roll(4)).map(|_| pick(dice, &NAMES)).collect();
        text += &format!("{key}: [{}]\n", names.join(", "));
    }
    match dice.roll(8) {
        0..4 => text += &format!("permalink: /{}\n", pick(dice, &ADDRESSES)),
        4 => text += &format!("redirect_from: /{}\n", pick(dice, &ADDRESSES)),
        5 => text += &format!("slug: {}\n", ["picnic", "봄"][dice.roll(2)]),
        _ => {}
    }
    if dice.roll(6) == 0 {
        // A day to come.
        text += "date: 2099-01-01\n";
    }
    text += "---\n\n";
    for _ in 0..dice.roll(6) {
        text += &match dice.roll(5) {
            0 => format!("## 제목 {}\n", dice.roll(3)),
            1 => format!("[글](/{}#제목-{})\n", pick(dice, &ADDRESSES), dice.roll(3)),
            2 if dice.roll(3) == 0 => format!("[글](/{})\n", pick(dice, &ADDRESSES).replace("er-", "re-")),
            2 => format!("[글](/{})\n", pick(dice, &ADDRESSES)),
            3 => format!("![그림]({})\n", pick(dice, &IMAGES)),
            _ => format!("{}\n", pick(dice, &WORDS)),
        };
        text += if dice.roll(12) == 0 { "\n<!-- toego-disable-file link -->\n\n" } else { "\n" };
    }
    text
}

/// Replaces what posts of a blog say, and compares; which rules had something to say.
fn replaced(settings: (&str, &str), posts: &[&str], others: &[&str], dice: &mut Dice) -> BTreeSet<String> {
    let mut files: BTreeMap<String, String> = [(settings.0.to_owned(), settings.1.to_owned())].into();
    files.extend(posts.iter().chain(others).map(|path| ((*path).to_owned(), "---\n---\n".to_owned())));
    let site = Site::in_memory(&files);
    let engine = Engine::new(RuleSet::bundled(), |_| Severity::Warning);
    let mut paths: Vec<String> = posts.iter().map(|path| (*path).to_owned()).collect();
    paths.sort();
    let files = Whole(|_: &str| Ok(Vec::new()));
    let wanted: Vec<usize> = (0..paths.len()).collect();
    let facts =
        |path: &String, dice: &mut Dice| engine.document(&site, path, post(path, dice).into_bytes()).facts;
    let mut said: Vec<Facts> = paths.iter().map(|path| facts(path, dice)).collect();
    let mut all = Merged::new(&site, paths.clone(), said.clone());
    let mut rules = BTreeSet::new();
    for step in 0..200 {
        let at = dice.roll(paths.len());
        said[at] = match dice.roll(10) {
            0 => Facts::default(),
            _ => facts(&paths[at], dice),
        };
        all.replace(&site, at, said[at].clone());
        let told = engine.told(&site, &all, &wanted, &files);
        let anew = Merged::new(&site, paths.clone(), said.clone());
        for ((path, told), anew) in paths.iter().zip(&told).zip(engine.told(&site, &anew, &wanted, &files)) {
            let told = told.unpack();
            assert_eq!(told, anew.unpack(), "{path} after {step} changes");
            rules.extend(told.iter().map(|found| engine.book().rule(found.rule).id.clone()));
        }
    }
    rules
}

#[test]
fn what_is_replaced_is_as_if_merged_anew() {
    // `TOEGO_SEED=1 cargo test --test merged` takes others.
    let seed = std::env::var("TOEGO_SEED").ok().and_then(|seed| seed.parse().ok());
    let mut dice = Dice(seed.unwrap_or(2026));
    let jekyll = ("_config.yml", "url: https://me.github.io\npermalink: /:categories/:title/\n");
    let posts = [
        "_posts/2024-01-01-docker-start.md",
        "_posts/2024-01-02-docker-compose.md",
        "_posts/2024-01-03-docker-volume.md",
        "_posts/2024-01-04-봄.md",
        "_posts/2024-01-05-여름.md",
        "_drafts/가을.md",
        "categories/docker.md",
        "categories/go.md",
        "categories/spring.md",
        "categories/회고.md",
        "index.md",
    ];
    let mut rules = replaced(jekyll, &posts, &["README.md", "images/a.png", "about.html"], &mut dice);
    // One that has not been read.
    rules.extend(replaced(jekyll, &posts[..10], &posts[10..], &mut dice));
    let hugo = (
        "hugo.toml",
        "baseURL = 'https://me.kr/'\ndefaultContentLanguage = 'ko'\n[languages.ko]\n[languages.en]\n",
    );
    let posts = [
        "content/posts/봄 소풍/index.md",
        "content/posts/봄 소풍/index.en.md",
        "content/posts/docker-start.md",
        "content/posts/docker-start.en.md",
        "content/dev/docker-compose.md",
        "content/dev/docker-volume/index.md",
        "content/_index.md",
    ];
    let images = ["content/posts/봄 소풍/a.png", "content/dev/docker-volume/a.png", "static/images/a.png"];
    rules.extend(replaced(hugo, &posts, &images, &mut dice));
    for rule in [
        "link/missing",
        "link/anchor",
        "site/duplicate-address",
        "site/similar-address",
        "site/duplicate-title",
        "site/category-spelling",
        "site/tag-spelling",
        "site/category-page",
        "site/category-page-name",
        "style/one-spelling",
        "image/missing",
    ] {
        assert!(rules.contains(rule), "{rule} had nothing to say: {rules:?}");
    }
}
