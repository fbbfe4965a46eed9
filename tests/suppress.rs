//! What comments keep back: found by a search in order, it is what a look at each of them finds.

mod dice;

use toego::document::Document;
use toego::document::syntax::Syntax;
use toego::span::Span;
use toego::suppress::{Suppressions, names};

use dice::Dice;

const NAMES: [&str; 6] = ["", "spacing", "spacing/a", "spacing/b", "spelling", "spelling/a"];
const RULES: [&str; 4] = ["spacing/a", "spacing/b", "spelling/a", "spelling/b"];

/// A comment as the table in `suppress.rs` has it: what it covers, of what, and whether it has covered something.
struct Plain {
    from: usize,
    to: usize,
    name: &'static str,
    written: usize,
    used: bool,
}

/// A text with comments, and what they cover.
fn text(dice: &mut Dice) -> (String, Vec<Plain>) {
    let (mut text, mut plain) = (String::from("봄이 왔다.\n\n"), Vec::<Plain>::new());
    for _ in 0..dice.roll(14) {
        let name = NAMES[dice.roll(NAMES.len())];
        let start = text.len();
        let end = |command: &str| start + format!("<!-- {command} {name} -->").len();
        let written = |command: &str| if name.is_empty() { start } else { start + 6 + command.len() };
        let (command, from, to) = match dice.roll(8) {
            0 => ("toego-disable-next-line", end("toego-disable-next-line") + 1, usize::MAX),
            1 => ("toego-disable-file", 0, usize::MAX),
            2..5 => ("toego-enable", 0, 0),
            _ => ("toego-disable", end("toego-disable"), usize::MAX),
        };
        text += &format!("<!-- {command} {name} -->\n");
        let line = "나도 할수 있다.\n";
        let to = if command.ends_with("line") { from + line.len() - 1 } else { to };
        let is_region = |own: &Plain| own.from > 0 && own.to == usize::MAX;
        let is_open = plain.iter().any(|own| is_region(own) && own.name == name);
        match command {
            "toego-enable" => {
                let ended = plain.iter_mut().filter(|own| is_region(own));
                ended.filter(|own| name.is_empty() || own.name == name).for_each(|own| own.to = start);
            }
            // It adds nothing to the one that is open.
            "toego-disable" if is_open => {
                plain.push(Plain { from: usize::MAX, to: 0, name, written: written(command), used: false })
            }
            _ => plain.push(Plain { from, to, name, written: written(command), used: false }),
        }
        for _ in 0..1 + dice.roll(3) {
            text += line;
        }
        text += "\n";
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
        // Of several for the whole file that name the same, any one covers.
        let of_file = plain.iter().filter(|own| own.from == 0).count();
        if of_file < 2 {
            assert_eq!(unused, wanted, "round {round}\n{text}");
        }
    }
    assert!(covered_at_all > 400, "{covered_at_all}");
}
