//! Front-matter values of another type than their field has, as the generator reads them.
//!
//! Only what changes the page is said: a title of digits prints as it is written, a title `2024.10`
//! does not; a quoted `"false"` is text, and text switches a setting on.

use std::ops::Bound;

use super::Context;
use crate::diagnostic::{Edit, Finding, Fix, Safety};
use crate::document::front::scalar::{Scalar, resolve};
use crate::document::front::tree::{Kind, Node};
use crate::generator::Generator;
use crate::rule::{Field, FieldType};
use crate::site::Role;

/// The rule's cases after the plain one, in the order of `Check::variants`.
#[derive(Clone, Copy)]
enum Case {
    /// Another type than the field has.
    Type = 0,
    /// Not one of the few values the field takes.
    Value = 1,
    /// Text where a boolean is meant: it counts as true, by luck as meant.
    Misspelt = 2,
    /// Text or a number where false is meant: it counts as true.
    Inverted = 3,
    /// Read as a number and printed otherwise than written.
    Rewritten = 4,
    /// Read as a list or a map where text is meant.
    Structured = 5,
    /// An item of a list that is a number, a boolean or a map where names are meant.
    Item = 6,
    /// An item of a list that is nothing.
    EmptyItem = 7,
    /// Read as true or false where text is meant: what comes of it depends on the field.
    Switch = 8,
    /// A number where true is meant: it counts as true.
    Number = 9,
    /// A number where false is meant: it counts as true.
    NumberInverted = 10,
    /// No text and no list under `categories`: Jekyll drops the whole front matter.
    Dropped = 11,
    /// No text under `permalink`: Jekyll stops.
    Stopped = 12,
    /// `title: no`: Jekyll makes a title of the file name.
    Untitled = 13,
    /// Nothing where true is what holds without the key: it counts as false.
    Nothing = 14,
}

/// Checks every field of the generator and the theme.
pub fn check(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let Some(root) = context.document.front.root() else { return };
    // Hugo reads keys in any letter case; elsewhere a table is searched from the key on.
    let any_case = context.site.generator() == Some(Generator::Hugo);
    let mut seen: Vec<&str> = Vec::new();
    for entry in root.entries() {
        let Some(key) = entry.key.as_str() else { continue };
        if is_held_by_nothing(context, key, &entry.value) {
            let args = vec![key.to_owned(), String::new(), String::new()];
            emit(Finding { span: entry.key.span, variant: Case::Nothing as u8, args, fix: None });
        }
        let starts = |path: &str| {
            let start = path.get(..key.len());
            start.is_some_and(|start| start == key || (any_case && start.eq_ignore_ascii_case(key)))
        };
        let is_below =
            |path: &str| starts(path) && matches!(path.as_bytes().get(key.len()), None | Some(b'.' | b'['));
        let from = if any_case { Bound::Unbounded } else { Bound::Included(key) };
        let fields = context.fields().flat_map(|table| {
            let near = table.fields.range::<str, _>((from, Bound::Unbounded));
            near.take_while(|(path, _)| any_case || starts(path))
        });
        for (path, field) in fields.filter(|(path, _)| is_below(path)) {
            // Two tables may list a field, and a key may stand twice.
            if seen.contains(&path.as_str()) {
                continue;
            }
            seen.push(path);
            let path = format!("{key}{}", &path[key.len()..]);
            for node in root.at_path(&path) {
                let of_items = node.items().iter().filter(|_| !field.items.is_empty());
                let of_items = of_items.filter_map(|node| Some((node, item(context, field, node)?)));
                let own = problem(context, field, node).map(|problem| (node, problem));
                for (node, (case, value, fix)) in own.into_iter().chain(of_items) {
                    let expected = expected(field);
                    let case = match case {
                        Case::Type | Case::Rewritten | Case::Switch => {
                            of_jekyll(context, &path, node).unwrap_or(case)
                        }
                        _ => case,
                    };
                    // Nobody wants the address `true`.
                    let fix = fix.filter(|_| !matches!(case, Case::Stopped));
                    let args = vec![path.clone(), value, expected];
                    emit(Finding { span: node.span, variant: case as u8, args, fix });
                }
            }
        }
    }
}

/// What Jekyll does about a value that is read as no text, where it is more than printing it.
fn of_jekyll(context: Context<'_>, path: &str, node: &Node) -> Option<Case> {
    if !context.site.may_be_jekyll() {
        return None;
    }
    match (path, resolve(node, context.document.syntax.yaml)) {
        (_, Scalar::Str(_) | Scalar::Null | Scalar::Compound) => None,
        ("categories", _) => Some(Case::Dropped),
        ("permalink", Scalar::Bool(true)) => Some(Case::Stopped),
        ("title", Scalar::Bool(false)) => Some(Case::Untitled),
        _ => None,
    }
}

/// `published:` without a value in a post of Jekyll, which does not write the post.
fn is_held_by_nothing(context: Context<'_>, key: &str, value: &Node) -> bool {
    key == "published"
        && context.site.is_jekyll()
        && context.role == Role::Post
        && !context.site.settings().unpublished
        && resolve(value, context.document.syntax.yaml) == Scalar::Null
}

type Problem = (Case, String, Option<Fix>);

fn problem(context: Context<'_>, field: &Field, node: &Node) -> Option<Problem> {
    let written = node.span.slice(&context.document.text);
    let takes = |kind: FieldType| field.types.contains(&kind);
    match &node.kind {
        Kind::Sequence(_) | Kind::Mapping(_) => {
            let kind = if matches!(node.kind, Kind::Sequence(_)) { FieldType::List } else { FieldType::Map };
            if field.types.is_empty() || takes(kind) {
                return None;
            }
            // Jekyll makes text of a date and reads that, brackets and all.
            let is_one_date = matches!(node.items(), [item] if matches!(
                resolve(item, context.document.syntax.yaml),
                Scalar::Date(_) | Scalar::Timestamp(_)
            ));
            if takes(FieldType::Date) && is_one_date && context.site.may_be_jekyll() {
                return None;
            }
            let is_text = takes(FieldType::Str) && !takes(FieldType::List);
            let case = if is_text { Case::Structured } else { Case::Type };
            let one_line = !written.contains('\n');
            let fix = (is_text && one_line).then(|| quoted(node, written));
            Some((case, shortened(written), fix))
        }
        Kind::Alias => None,
        Kind::Scalar { .. } => scalar(context, field, node, written),
    }
}

fn scalar(context: Context<'_>, field: &Field, node: &Node, written: &str) -> Option<Problem> {
    let takes = |kind: FieldType| field.types.contains(&kind);
    let jekyll = context.site.may_be_jekyll();
    match resolve(node, context.document.syntax.yaml) {
        Scalar::Bool(value) => (!takes(FieldType::Bool) && takes(FieldType::Str) && written != "null")
            .then(|| (Case::Switch, value.to_string(), Some(quoted(node, written)))),
        Scalar::Str(text) if takes(FieldType::Bool) && !takes(FieldType::Str) => {
            Some(boolean(node, text, jekyll))
        }
        Scalar::Str(text) => {
            let listed = field.values.is_empty() || field.values.iter().any(|value| value == text);
            let numeric = !takes(FieldType::Number) || takes(FieldType::Str) || text.parse::<f64>().is_ok();
            let plain = [FieldType::Str, FieldType::List, FieldType::Date, FieldType::Number];
            let items = takes(FieldType::List) && written.contains('\n') && begins_with_dashes(written);
            if !listed {
                Some((Case::Value, text.to_owned(), None))
            } else if items {
                // `-가` without a space is text, and so are the lines after it.
                Some((Case::Type, shortened(written), None))
            } else if !numeric || (!field.types.is_empty() && !plain.iter().any(|kind| takes(*kind))) {
                Some((Case::Type, shortened(text), None))
            } else {
                None
            }
        }
        Scalar::Int(number) => {
            // `layout` takes false, and is no switch.
            let is_switch = field.types.first() != Some(&FieldType::Str);
            if takes(FieldType::Bool) && is_switch && !takes(FieldType::Number) {
                let (case, meant) =
                    if number == 0 { (Case::NumberInverted, "false") } else { (Case::Number, "true") };
                // To Go and to JavaScript 0 is false and 1 is true, as meant; Astro takes neither.
                let as_meant = matches!(number, 0 | 1) && context.site.generator() != Some(Generator::Astro);
                return match jekyll {
                    true => Some((case, written.to_owned(), Some(replaced(node, meant)))),
                    false if as_meant => None,
                    false => Some((Case::Type, written.to_owned(), Some(replaced(node, meant)))),
                };
            }
            let rewritten = number.to_string() != written;
            match (takes(FieldType::Str), takes(FieldType::List)) {
                // Jekyll drops a number where it wants text or a list of texts, or the whole front matter.
                (true, true) if jekyll => Some((Case::Type, written.to_owned(), Some(quoted(node, written)))),
                (true, _) if rewritten => {
                    Some((Case::Rewritten, number.to_string(), Some(quoted(node, written))))
                }
                _ => None,
            }
        }
        Scalar::Float(number) if takes(FieldType::Bool) && !takes(FieldType::Number) && jekyll => {
            let (case, meant) =
                if number == 0.0 { (Case::NumberInverted, "false") } else { (Case::Number, "true") };
            Some((case, written.to_owned(), Some(replaced(node, meant))))
        }
        Scalar::Float(_) | Scalar::Date(_) | Scalar::Timestamp(_)
            if jekyll && takes(FieldType::Str) && takes(FieldType::List) =>
        {
            Some((Case::Type, written.to_owned(), Some(quoted(node, written))))
        }
        Scalar::Float(number) if takes(FieldType::Str) => {
            let printed = if jekyll { in_ruby(number) } else { number.to_string() };
            (printed != written).then(|| (Case::Rewritten, printed, Some(quoted(node, written))))
        }
        _ => None,
    }
}

/// A number as Ruby prints it: `1.0`, `1.0e+20`.
fn in_ruby(number: f64) -> String {
    if !number.is_finite() {
        return if number.is_nan() {
            "NaN".to_owned()
        } else {
            number.to_string().replace("inf", "Infinity")
        };
    }
    let printed = format!("{number:?}");
    let Some((digits, exponent)) = printed.split_once('e') else { return printed };
    let point = if digits.contains('.') { "" } else { ".0" };
    let (sign, exponent) = exponent.strip_prefix('-').map_or(('+', exponent), |exponent| ('-', exponent));
    format!("{digits}{point}e{sign}{exponent:0>2}")
}

/// Whether every line begins with a hyphen.
fn begins_with_dashes(written: &str) -> bool {
    written.lines().all(|line| line.trim_start().starts_with('-'))
}

/// An item of a list. Only a name that is text stays the same in every list of names; an item that is
/// nothing is dropped or becomes a name of nothing.
fn item(context: Context<'_>, field: &Field, node: &Node) -> Option<Problem> {
    let written = node.span.slice(&context.document.text);
    let takes = |kind: FieldType| field.items.contains(&kind);
    if !takes(FieldType::Str) {
        return None;
    }
    // Jekyll keeps numbers and booleans apart from names that look the same; Astro stops.
    let strict = context
        .site
        .generator()
        .is_none_or(|generator| matches!(generator, Generator::Jekyll | Generator::Astro));
    let other = |read: String| {
        (strict || read != written).then(|| (Case::Item, shortened(written), Some(quoted(node, written))))
    };
    match resolve(node, context.document.syntax.yaml) {
        Scalar::Null => Some((Case::EmptyItem, String::new(), None)),
        // An item that is indented further than the one before it is the rest of that one.
        Scalar::Str(_) if written.split('\n').skip(1).any(|line| line.trim_start().starts_with("- ")) => {
            Some((Case::Item, shortened(written), None))
        }
        Scalar::Bool(value) if !takes(FieldType::Bool) => other(value.to_string()),
        Scalar::Int(number) if !takes(FieldType::Number) => other(number.to_string()),
        Scalar::Float(number) if !takes(FieldType::Number) => other(number.to_string()),
        Scalar::Date(text) | Scalar::Timestamp(text) if !takes(FieldType::Date) => other(text.to_owned()),
        Scalar::Compound if matches!(node.kind, Kind::Mapping(_)) && !takes(FieldType::Map) => {
            let fix = (!written.contains('\n')).then(|| quoted(node, written));
            Some((Case::Item, shortened(written), fix))
        }
        _ => None,
    }
}

/// Text in a field that is true or false: what was meant, and what it counts as. To Liquid all text is
/// true; other generators read it as nothing or stop.
fn boolean(node: &Node, text: &str, liquid: bool) -> Problem {
    const FALSE: [&str; 8] = ["false", "no", "off", "n", "아니오", "아니요", "거짓", "0"];
    const TRUE: [&str; 7] = ["true", "yes", "on", "y", "네", "예", "참"];
    let lower = text.trim().to_lowercase();
    let near = |word: &str| lower.len() > 2 && strsim::damerau_levenshtein(&lower, word) <= 2;
    let exactly = |words: &[&str]| words.contains(&lower.as_str());
    let case = |of_liquid| if liquid { of_liquid } else { Case::Type };
    if exactly(&FALSE) || (!exactly(&TRUE) && near("false")) {
        (case(Case::Inverted), text.to_owned(), Some(replaced(node, "false")))
    } else {
        let meant = exactly(&TRUE) || near("true");
        (case(Case::Misspelt), text.to_owned(), meant.then(|| replaced(node, "true")))
    }
}

fn replaced(node: &Node, value: &str) -> Fix {
    let edit = Edit { span: node.span, replacement: value.to_owned() };
    Fix { edits: vec![edit], safety: Safety::Suggestion }
}

fn quoted(node: &Node, written: &str) -> Fix {
    let text = match written.contains(['"', '\\']) {
        true => format!("'{}'", written.replace('\'', "''")),
        false => format!("\"{written}\""),
    };
    replaced(node, &text)
}

/// What the field takes, in the words of a message.
fn expected(field: &Field) -> String {
    let of_list = field.types.iter().find(|kind| **kind == FieldType::List);
    match field.values.as_slice() {
        [] => of_list.or(field.types.first()).map(|kind| named(*kind)).unwrap_or_default().to_owned(),
        values => values.join(", "),
    }
}

fn named(kind: FieldType) -> &'static str {
    match kind {
        FieldType::Bool => "true / false",
        FieldType::Str => "“text”",
        FieldType::Number => "1, 2, 3",
        FieldType::Date => "2024-01-02",
        FieldType::List => "[a, b]",
        FieldType::Map => "key: value",
    }
}

/// The first words of a long value.
fn shortened(text: &str) -> String {
    const MOST: usize = 30;
    match text.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}…", &text[..at].replace('\n', " ")),
        None => text.replace('\n', " "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_print_as_in_ruby() {
        let cases =
            [(1.0, "1.0"), (2024.1, "2024.1"), (1e20, "1.0e+20"), (1.5e-7, "1.5e-07"), (-0.5, "-0.5")];
        for (number, printed) in cases {
            assert_eq!(in_ruby(number), printed);
        }
        assert_eq!(in_ruby(f64::NEG_INFINITY), "-Infinity");
    }
}
