//! What comments keep back: found by a search in order, it is what a look at each of them finds.

mod dice;

use toego::document::Document;
use toego::document::syntax::Syntax;
use toego::span::Span;
use toego::suppress::{Suppressions, names};

use dice::Dice;

const NAMES: [&str; 6] = ["", "spacing", "spacing/a", "spacing/b", "spelling", "spelling/a"];
const RULES: [&str; 4] = ["spacing/a", "spacing/b", "spelling/a", "spelling/b"];

/// One name of a comment as the table in `suppress.rs` has it: what it covers, of what, and whether it has covered
/// something.
struct Plain {
    kind: Kind,
    from: usize,
    to: usize,
    name: &'static str,
    written: usize,
    used: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Line,
    File,
    Region,
    /// A command that is none.
    Slip,
}

/// A comment with up to three names, and where each of them stands in it; without a name, the comment itself.
fn comment(command: &str, dice: &mut Dice) -> (String, Vec<(&'static str, usize)>) {
    let mut comment = format!("<!-- {command}");
    let mut names = Vec::new();
    for number in 0..dice.roll(4) {
        let name = NAMES[1 + dice.roll(NAMES.len() - 1)];
        comment += if number > 0 && dice.roll(2) == 0 { ", " } else { " " };
        names.push((name, comment.len()));
        comment += name;
    }
    if names.is_empty() {
        names.push(("", 0));
    }
    (comment + " -->", names)
}

/// A text with comments, and what they cover.
fn text(dice: &mut Dice) -> (String, Vec<Plain>) {
    let (mut text, mut plain) = (String::from("봄이 왔다.\n\n"), Vec::<Plain>::new());
    for _ in 0..dice.roll(14) {
        let command = match dice.roll(12) {
            0 | 1 => "toego-disable-next-line",
            2 => "toego-disable-line",
            3 => "toego-disable-file",
            4 => "toego-disabled",
            5..8 => "toego-enable",
            _ => "toego-disable",
        };
        let start = text.len();
        let (comment, names) = comment(command, dice);
        text += &comment;
        let end = text.len();
        text += "\n";
        for (name, at) in names {
            let (kind, from) = match command {
                "toego-disable-next-line" => (Kind::Line, end + 1),
                "toego-disable-line" => (Kind::Line, start),
                "toego-disable-file" => (Kind::File, 0),
                "toego-disable" => (Kind::Region, end),
                "toego-enable" => {
                    let ended =
                        plain.iter_mut().filter(|own| own.kind == Kind::Region && own.to == usize::MAX);
                    ended.filter(|own| name.is_empty() || own.name == name).for_each(|own| own.to = start);
                    continue;
                }
                _ => {
                    let (from, to, written) = (usize::MAX, 0, start + "<!-- ".len());
                    plain.push(Plain { kind: Kind::Slip, from, to, name: "", written, used: false });
                    break;
                }
            };
            let is_silent = plain.iter().any(|own| {
                let is_same = if kind == Kind::Region { own.to == usize::MAX } else { own.from == from };
                own.kind == kind && own.name == name && is_same
            });
            // It adds nothing to the one before.
            let (from, to) = if is_silent { (usize::MAX, 0) } else { (from, usize::MAX) };
            plain.push(Plain { kind, from, to, name, written: start + at, used: false });
        }
        // Or the next comment follows at once.
        if dice.roll(4) > 0 {
            text += &"나도 할수 있다.\n".repeat(1 + dice.roll(3));
            text += "\n";
        }
    }
    text += "나도 할수 있다.\n";
    for line in plain.iter_mut().filter(|own| own.kind == Kind::Line && own.from != usize::MAX) {
        line.to = line.from + text[line.from..].find('\n').expect("all lines end");
    }
    (text, plain)
}

#[test]
fn what_is_covered_is_what_the_comments_say() {
    let mut dice = Dice(7);
    let mut covered_at_all = 0;
    for round in 0..400 {
        let (text, mut plain) = text(&mut dice);
        let document = Document::parse(text.clone(), Syntax::default());
        let mut suppressions = Suppressions::read(&document);
        for _ in 0..dice.roll(20) {
            let at = dice.roll(text.len());
            let rule = dice.pick(&RULES);
            let mut wanted = false;
            for own in plain.iter_mut().filter(|own| own.name.is_empty() || names(own.name, rule)) {
                let covers = own.from <= at && at <= own.to;
                own.used |= covers;
                wanted |= covers;
            }
            assert_eq!(
                suppressions.cover(rule, Span::at(at)),
                wanted,
                "round {round}: {rule} at {at} of\n{text}"
            );
            covered_at_all += usize::from(wanted);
        }
        let mut unused: Vec<usize> =
            suppressions.unused().map(|unused| unused.written.range().start).collect();
        unused.sort_unstable();
        let wanted: Vec<usize> = plain.iter().filter(|own| !own.used).map(|own| own.written).collect();
        assert_eq!(unused, wanted, "round {round}\n{text}");
    }
    assert!(covered_at_all > 400, "{covered_at_all}");
}

#[test]
fn what_covers_nothing_more_is_told() {
    for marked in [
        "<!-- toego-disable-file spacing -->\n\n<!-- toego-disable-file ⟦spacing -->",
        "<!-- toego-disable-file spacing ⟦spacing, spacing/a -->",
        "<!-- toego-disable-next-line spacing ⟦spacing -->",
        "<!-- toego-disable spacing ⟦spacing -->",
        "<!-- toego-disable-file -->\n⟦<!-- toego-disable-file -->",
    ] {
        let text = format!("{}\n나도 할수 있다.\n", marked.replace('⟦', ""));
        let mut suppressions = Suppressions::read(&Document::parse(text.clone(), Syntax::default()));
        assert!(suppressions.cover("spacing/a", Span::at(text.len() - 5)));
        let unused: Vec<_> = suppressions.unused().map(|own| own.written.range().start).collect();
        assert_eq!(unused, [marked.find('⟦').expect("one is marked")], "{marked}");
    }
}
