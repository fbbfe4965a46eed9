//! Repairs: what they change, what they leave alone, and that writing them never tears a file.
//!
//! `TOEGO_POSTS=FOLDER… cargo test --release --test fix -- --nocapture` does the same with the posts of real
//! blogs, as they are and with 5,000 of them mutated.

mod blog;
mod dice;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::Duration;

use toego::bundled;
use toego::diagnostic::{Safety, Severity};
use toego::document::Document;
use toego::engine::{Around, Engine};
use toego::files::Whole;
use toego::fix::{self, Changed};
use toego::rule_set::RuleSet;
use toego::site::Site;

use blog::{Blog, Run};
use dice::Dice;

fn engine() -> Engine<'static> {
    Engine::recommended()
}

/// Repairs one post alone, with the rules of text only: those of files and links have tests of their own.
fn repaired(engine: &Engine<'_>, site: &Site, text: &str, most: Safety) -> Option<Changed> {
    let path = "_posts/2024-01-02-글.md".to_owned();
    let files = Whole(|_: &str| Ok(text.as_bytes().to_vec()));
    let mut repaired = fix::repair(
        engine,
        site,
        std::slice::from_ref(&path),
        &Around::default(),
        &files,
        most,
        &|_, _, found| found,
    );
    assert_eq!(repaired.cycles, [], "{text}");
    repaired.files.remove(&path)
}

/// What safe repairs must not touch: code, addresses, front matter.
fn untouched(text: &str, site: &Site) -> Vec<String> {
    let document = Document::parse(text.to_owned(), site.syntax("_posts/2024-01-02-글.md"));
    let body = &document.body;
    let code = body.code.iter().map(|code| code.content);
    let targets = body.images.iter().map(|image| image.target_span);
    let targets = targets.chain(body.links.iter().map(|link| link.target_span));
    code.chain(targets).map(|span| span.slice(&document.text).to_owned()).collect()
}

/// Headings, blocks and tags: the document without its words.
fn structure(text: &str, site: &Site) -> String {
    let document = Document::parse(text.to_owned(), site.syntax("_posts/2024-01-02-글.md"));
    let blocks: Vec<_> = document.prose.blocks.iter().map(|block| (block.kind, block.quoted)).collect();
    let tags: Vec<_> = document.body.tags.iter().map(|tag| &tag.name).collect();
    let levels: Vec<_> = document.body.headings.iter().map(|heading| heading.level).collect();
    format!("{blocks:?} {tags:?} {levels:?}")
}

/// The rules of prose alone: what they do to a text can be said of any text.
fn prose_engine() -> Engine<'static> {
    let book = bundled::book();
    Engine::new(RuleSet::bundled(), |id| {
        let rule = book.rule(id);
        if rule.check.mends_prose() { rule.severity } else { Severity::Off }
    })
}

/// Holds one text against everything that is promised. How many repairs were made.
fn hold(engine: &Engine<'_>, site: &Site, text: &str) -> usize {
    let mut repairs = 0;
    for most in [Safety::Safe, Safety::Suggestion] {
        let Some(Changed { before, after, repairs: made, .. }) = repaired(engine, site, text, most) else {
            continue;
        };
        assert_eq!(before, text);
        assert_eq!(repaired(engine, site, &after, most), None, "not settled: {after}");
        assert_eq!(structure(&after, site), structure(text, site), "{text}\n---\n{after}");
        if most == Safety::Safe {
            assert_eq!(untouched(&after, site), untouched(text, site), "{text}\n---\n{after}");
            let front = |text: &str| Document::parse(text.to_owned(), site.syntax("a.md")).front.body_start;
            assert_eq!(after[..front(&after)], text[..front(text)]);
        }
        repairs += made;
    }
    repairs
}

/// Every example of every rule, as paragraphs, list items and quotations among code and links.
fn samples() -> Vec<String> {
    let pages = bundled::book().rules.iter().enumerate();
    let pages = pages.filter_map(|(at, _)| bundled::page(toego::diagnostic::RuleId(at as u16)));
    let texts = pages.flat_map(|page| page.bad.iter().chain(&page.good).map(|example| example.text.clone()));
    texts.filter(|text| !text.contains(['\n', '⟦'])).collect()
}

#[test]
fn repairs_settle_and_touch_nothing_else() {
    let engine = prose_engine();
    let site = Site::in_memory(&BTreeMap::from([("_config.yml".to_owned(), String::new())]));
    let samples = samples();
    assert!(samples.len() > 300, "{}", samples.len());
    let mut dice = Dice(7);
    let mut repairs = 0;
    for _ in 0..400 {
        let mut text = "---\ntitle: 할수 있는 글\ntags: [할수, 있다]\n---\n".to_owned();
        for _ in 0..8 {
            let sample = &samples[dice.roll(samples.len())];
            text += &match dice.roll(6) {
                0 => format!("\n- {sample}\n"),
                1 => format!("\n> {sample}\n"),
                2 => format!("\n```\n{sample}\n```\n"),
                3 => format!("\n[{}](/할수있다/{}) {sample}\n", "할수있다", dice.roll(9)),
                4 => format!("\n**{sample}** `할수있다` {sample}\n"),
                _ => format!("\n{sample}\n"),
            };
        }
        if dice.roll(2) == 0 {
            text = text.replace('\n', "\r\n");
        }
        if dice.roll(3) == 0 {
            text = format!("\u{feff}{}", text.trim_end());
        }
        repairs += hold(&engine, &site, &text);
    }
    assert!(repairs > 1_000, "{repairs}");
}

#[test]
fn real_posts_are_repaired_the_same_way() {
    let Some(folders) = std::env::var_os("TOEGO_POSTS") else {
        eprintln!("TOEGO_POSTS names no folder: real posts are not looked at");
        return;
    };
    let mut posts = Vec::new();
    std::env::split_paths(&folders).for_each(|folder| collect(&folder, &mut posts));
    let engine = prose_engine();
    let site = Site::in_memory(&BTreeMap::from([("_config.yml".to_owned(), String::new())]));
    let repairs: usize = posts.iter().map(|post| hold(&engine, &site, post)).sum();
    eprintln!("{} posts, {repairs} repairs", posts.len());
    let mut dice = Dice(11);
    let mut repairs = 0;
    for _ in 0..5_000 {
        let post = &posts[dice.roll(posts.len())];
        repairs += hold(&engine, &site, &mutated(post, &mut dice));
    }
    eprintln!("5000 mutated posts, {repairs} repairs");
}

fn collect(folder: &Path, posts: &mut Vec<String>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, posts);
        } else if path.extension().is_some_and(|ending| ending == "md") {
            posts.extend(fs::read_to_string(&path).ok().filter(|text| text.len() < 60_000));
        }
    }
}

/// A text with some characters lost, doubled or exchanged for markup.
fn mutated(text: &str, dice: &mut Dice) -> String {
    let mut chars: Vec<char> = text.chars().take(6_000).collect();
    for _ in 0..1 + chars.len() / 200 {
        if chars.is_empty() {
            break;
        }
        let at = dice.roll(chars.len());
        match dice.roll(5) {
            0 => _ = chars.remove(at),
            1 => chars.insert(at, chars[at]),
            2 => chars.insert(at, ['*', '`', '_', '~', '[', ']', '<', '\n', ' ', '{'][dice.roll(10)]),
            3 => chars[at] = ' ',
            _ => {
                let other = dice.roll(chars.len());
                chars.swap(at, other);
            }
        }
    }
    chars.into_iter().collect()
}

impl Blog {
    fn of_posts(name: &str, posts: usize) -> Blog {
        let blog = Blog::new(name);
        (0..posts).for_each(|number| blog.write(blog.post(number), BEFORE));
        blog
    }

    fn post(&self, number: usize) -> PathBuf {
        self.0.join(format!("_posts/2024-01-02-글-{number}.md"))
    }

    fn start(&self, arguments: &[&str]) -> Child {
        self.toego(arguments).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("toego runs")
    }

    fn left_over(&self) -> usize {
        let entries = fs::read_dir(self.0.join("_posts")).expect("the posts").flatten();
        entries.filter(|entry| entry.file_name().to_string_lossy().contains(".tmp")).count()
    }
}

const BEFORE: &str = "\u{feff}---\r\ntitle: 글\r\n---\r\n\r\n나는 할수 있다. `할수 있다`";
const AFTER: &str = "\u{feff}---\r\ntitle: 글\r\n---\r\n\r\n나는 할 수 있다. `할수 있다`";

#[test]
fn a_run_that_is_killed_leaves_every_file_old_or_new() {
    let blog = Blog::of_posts("killed", 300);
    let mut dice = Dice(3);
    for _ in 0..100 {
        (0..300).for_each(|number| fs::write(blog.post(number), BEFORE).expect("a post"));
        let mut child = blog.start(&["--fix", "--quiet", "--fail-on", "never"]);
        std::thread::sleep(Duration::from_millis(dice.roll(120) as u64));
        let _ = child.kill();
        let _ = child.wait();
        for number in 0..300 {
            let text = fs::read_to_string(blog.post(number)).expect("a post");
            assert!(text == BEFORE || text == AFTER, "torn: {text}");
        }
    }
    assert_eq!(blog.run(&["--fix", "--quiet"]).status, Some(0));
    assert_eq!(blog.left_over(), 0);
    assert_eq!(fs::read_to_string(blog.post(299)).expect("a post"), AFTER);
}

#[test]
fn what_cannot_be_written_is_said_and_nothing_is_lost() {
    let blog = Blog::of_posts("refused", 3);
    let mut permissions = fs::metadata(blog.post(1)).expect("a post").permissions();
    permissions.set_readonly(true);
    fs::set_permissions(blog.post(1), permissions).expect("permissions");
    let Run { status, err: said, .. } = blog.run(&["--fix"]);
    assert_eq!(status, Some(2), "{said}");
    assert!(
        said.contains("글-1.md") && said.contains("고쳐 적지 못했습니다. 읽기 전용 파일입니다."),
        "{said}"
    );
    let said = blog.run(&["--fix", "--lang", "en"]).err;
    assert!(said.contains("글-1.md: not written: it is read-only"), "{said}");
    let texts = [0, 1, 2].map(|number| fs::read_to_string(blog.post(number)).expect("a post"));
    assert_eq!(texts, [AFTER, BEFORE, AFTER]);

    let lock = fs::File::open(&blog.0).expect("the folder");
    lock.lock().expect("the turn");
    let Run { status, err: said, .. } = blog.run(&["--fix"]);
    assert_eq!(status, Some(2), "{said}");
    assert!(said.contains("다른 toego가"), "{said}");
}

#[test]
#[cfg(unix)]
fn a_link_stays_a_link() {
    let blog = Blog::of_posts("links", 0);
    let outside = std::env::temp_dir().join(format!("toego-fix-outside-{}.md", std::process::id()));
    fs::write(&outside, BEFORE).expect("a file");
    fs::create_dir(blog.0.join("글")).expect("a folder");
    fs::write(blog.0.join("글/원본.md"), BEFORE).expect("a file");
    std::os::unix::fs::symlink("../글/원본.md", blog.post(0)).expect("a link");
    std::os::unix::fs::symlink(&outside, blog.post(1)).expect("a link");
    let said = blog.run(&["--fix", "."]).err;
    let is_link = |number| fs::symlink_metadata(blog.post(number)).expect("a link").is_symlink();
    assert!(is_link(0) && is_link(1), "{said}");
    assert_eq!(fs::read_to_string(&outside).expect("a file"), BEFORE, "{said}");
    let _ = fs::remove_file(outside);
}

#[test]
fn a_diff_writes_nothing() {
    let blog = Blog::of_posts("diff", 1);
    assert_eq!(blog.run(&["--diff"]).status, Some(1));
    assert_eq!(fs::read_to_string(blog.post(0)).expect("a post"), BEFORE);
    assert_eq!(blog.run(&["--fix"]).status, Some(0));
    assert_eq!(blog.run(&["--diff"]).status, Some(0));
    assert!(engine().book().rules.len() > 200);
}
