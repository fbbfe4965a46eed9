//! Names of categories and tags: whether the blog has such a name, and what else became part of it.

use unicode_normalization::UnicodeNormalization;

use super::Context;
use crate::diagnostic::{Edit, Finding, Fix, Safety};
use crate::document::front::scalar::{Scalar, resolve};
use crate::document::front::tree::{Kind, Node, Style};
use crate::generator::Generator;
use crate::rule::check::TermCase;
use crate::site::Role;
use crate::span::Span;

const CATEGORIES: [&str; 2] = ["category", "categories"];
const TAGS: [&str; 2] = ["tag", "tags"];

/// The name of a category or tag.
struct Term<'a> {
    name: &'a str,
    /// Where it stands, without quotes.
    span: Span,
    /// Whether it is one of several words of a text.
    is_word: bool,
}

/// Checks the categories and tags of a page.
pub fn check(case: TermCase, context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let Some(root) = context.document.front.root() else { return };
    let wanted = &context.site.config().front_matter;
    for (keys, allowed) in [(CATEGORIES, &wanted.categories), (TAGS, &wanted.tags)] {
        for key in keys {
            let Some(value) = root.get(key) else { continue };
            match case {
                TermCase::Allowed if allowed.is_empty() => {}
                TermCase::Allowed => {
                    for term in terms(context, key, value) {
                        not_allowed(context, key, &term, allowed, emit);
                    }
                }
                TermCase::Shape => {
                    hidden(context, root, key, emit);
                    commas(context, key, value, emit);
                    for term in terms(context, key, value) {
                        odd_space(context, key, &term, emit);
                    }
                }
            }
        }
    }
}

/// The names in `value`, as the generator takes them.
fn terms<'a>(context: Context<'a>, key: &str, value: &'a Node) -> Vec<Term<'a>> {
    let dialect = context.document.syntax.yaml;
    let mut found = Vec::new();
    let mut open = vec![value];
    while let Some(node) = open.pop() {
        match &node.kind {
            Kind::Sequence(items) => open.extend(items.iter().rev()),
            Kind::Mapping(_) | Kind::Alias => {}
            Kind::Scalar { .. } if resolve(node, dialect) == Scalar::Null => {}
            Kind::Scalar { text, .. } => {
                let whole = Term { name: text, span: node.content_span(), is_word: false };
                match std::ptr::eq(node, value) && splits(context, key) {
                    true => found.extend(words(context, &whole)),
                    false => found.push(whole),
                }
            }
        }
    }
    found
}

/// Whether the generator splits a text under `key` at spaces. Jekyll does so under the plural keys.
fn splits(context: Context<'_>, key: &str) -> bool {
    context.site.may_be_jekyll() && (key == CATEGORIES[1] || key == TAGS[1])
}

/// The words of a text. Ruby knows the spaces of ASCII only.
fn words<'a>(context: Context<'_>, whole: &Term<'a>) -> Vec<Term<'a>> {
    let is_exact = whole.span.slice(&context.document.text) == whole.name;
    let place = |word: &str| {
        let at = whole.span.start + (word.as_ptr() as usize - whole.name.as_ptr() as usize) as u32;
        if is_exact { Span { start: at, end: at + word.len() as u32 } } else { whole.span }
    };
    whole
        .name
        .split_ascii_whitespace()
        .map(|word| Term { name: word, span: place(word), is_word: true })
        .collect()
}

fn not_allowed(
    context: Context<'_>,
    key: &str,
    term: &Term<'_>,
    allowed: &[String],
    emit: &mut dyn FnMut(Finding),
) {
    if allowed.iter().any(|name| name == term.name) {
        return;
    }
    let nearest = nearest(term.name, allowed);
    let exact = term.span.slice(&context.document.text) == term.name;
    let fix = nearest
        .filter(|name| exact && is_plain(name) && !(term.is_word && name.contains(' ')))
        .map(|name| replaced(term.span, name.to_owned()));
    let args = vec![key.to_owned(), term.name.to_owned(), nearest.unwrap_or_default().to_owned()];
    emit(Finding { span: term.span, variant: u8::from(nearest.is_some()), args, fix });
}

/// The allowed name that differs in case or spacing only, or in one letter in four.
fn nearest<'a>(name: &str, allowed: &'a [String]) -> Option<&'a str> {
    let folded = |name: &str| -> String {
        name.nfd().filter(|c| !matches!(c, ' ' | '-' | '_')).flat_map(char::to_lowercase).collect()
    };
    let own = folded(name);
    let distances = allowed.iter().map(|known| (strsim::damerau_levenshtein(&own, &folded(known)), known));
    let (distance, known) = distances.min()?;
    (distance * 4 <= own.chars().count()).then_some(known)
}

/// `tags: a, b` gives the tag `a,`.
fn commas(context: Context<'_>, key: &str, value: &Node, emit: &mut dyn FnMut(Finding)) {
    let keeps = context
        .site
        .generator()
        .is_none_or(|generator| matches!(generator, Generator::Jekyll | Generator::Hexo | Generator::Hugo));
    let Scalar::Str(text) = resolve(value, context.document.syntax.yaml) else { return };
    let parted = parted(text);
    let names = parted.clone().unwrap_or_else(|| vec![text]);
    // Under the singular Jekyll takes all of the text for one name; in quotes, that may be meant.
    let is_plain_text = matches!(value.kind, Kind::Scalar { style: Style::Plain, .. });
    let is_jekyll = context.site.may_be_jekyll();
    let is_of_many = key == CATEGORIES[1] || key == TAGS[1] || (is_jekyll && is_plain_text);
    let is_number = names.iter().all(|name| name.bytes().all(|byte| byte.is_ascii_digit()));
    if !keeps || !is_of_many || is_number || !text.contains(',') {
        return;
    }
    let is_block = matches!(value.kind, Kind::Scalar { style: Style::Block, .. });
    let list: Vec<String> = names
        .iter()
        .map(|name| if is_plain(name) || is_quoted(name) { (*name).to_owned() } else { quoted(name) })
        .collect();
    let fix = (!is_block && parted.is_some()).then(|| replaced(value.span, format!("[{}]", list.join(", "))));
    emit(Finding {
        span: value.span,
        args: vec![key.to_owned(), text.to_owned(), String::new()],
        fix,
        ..Finding::default()
    });
}

/// The names between commas, those in quotes with their quotes and commas. None where quotes stand
/// elsewhere than around a name.
fn parted(text: &str) -> Option<Vec<&str>> {
    let mut names = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
        let from = match quote {
            Some(quote) => rest[1..].find(quote)? + 2,
            None => 0,
        };
        let end = rest[from..].find(',').map_or(rest.len(), |at| from + at);
        let name = rest[..end].trim();
        if quote.map_or(name.contains('"'), |_| name.len() != from || name.contains('\\')) {
            return None;
        }
        names.extend(Some(name).filter(|name| !name.is_empty()));
        rest = rest[end..].strip_prefix(',').unwrap_or("").trim_start();
    }
    Some(names)
}

/// Whether [`parted`] left the name its quotes.
fn is_quoted(name: &str) -> bool {
    name.starts_with(['"', '\''])
}

/// Beside a `tag` Jekyll does not read the `tags` of a post. Of categories it takes both.
fn hidden(context: Context<'_>, root: &Node, key: &str, emit: &mut dyn FnMut(Finding)) {
    let is_post = context.site.is_jekyll() && context.role == Role::Post;
    let (Some(tag), Some(tags)) = (root.get(TAGS[0]), root.get(TAGS[1])) else { return };
    if !is_post || key != TAGS[1] || !matches!(tag.kind, Kind::Scalar { .. } | Kind::Sequence(_)) {
        return;
    }
    if let Scalar::Null | Scalar::Bool(_) = resolve(tag, context.document.syntax.yaml) {
        return;
    }
    let read = terms(context, TAGS[0], tag);
    let lost = terms(context, TAGS[1], tags);
    if lost.iter().any(|term| read.iter().all(|other| other.name != term.name)) {
        let args = vec![key.to_owned(), TAGS[0].to_owned(), String::new()];
        emit(Finding { span: tags.span, variant: 2, args, fix: None });
    }
}

/// Spaces that nobody sees at the ends of a name, and spaces within that are not ordinary ones.
fn odd_space(context: Context<'_>, key: &str, term: &Term<'_>, emit: &mut dyn FnMut(Finding)) {
    let is_odd =
        |c: char| (c.is_whitespace() && c != ' ') || matches!(c, '\u{200b}' | '\u{feff}' | '\u{2060}');
    let trimmed = term.name.trim_matches(|c| c == ' ' || is_odd(c));
    let inner = trimmed.contains(is_odd);
    if trimmed.is_empty() || (trimmed == term.name && !inner) {
        return;
    }
    let repaired: String = trimmed.chars().map(|c| if is_odd(c) { ' ' } else { c }).collect();
    let exact = term.span.slice(&context.document.text) == term.name;
    let fix = (exact && !(inner && term.is_word)).then(|| replaced(term.span, repaired));
    let args = vec![key.to_owned(), trimmed.to_owned(), String::new()];
    emit(Finding { span: term.span, variant: 1, args, fix });
}

/// Whether a name can stand in a list without quotes, and stays text.
fn is_plain(name: &str) -> bool {
    let letters = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '/' | '.' | '+');
    name.starts_with(|c: char| c.is_alphabetic()) && name.chars().all(letters) && !is_keyword(name)
}

/// Words that YAML reads as something else than text.
fn is_keyword(name: &str) -> bool {
    ["true", "false", "yes", "no", "on", "off", "null"].iter().any(|word| word.eq_ignore_ascii_case(name))
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))
}

fn replaced(span: Span, replacement: String) -> Fix {
    Fix { edits: vec![Edit { span, replacement }], safety: Safety::Suggestion }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_part_names_outside_quotes() {
        assert_eq!(parted("a, \"b, c\",, 'd' ").as_deref(), Some(&["a", "\"b, c\"", "'d'"][..]));
        for odd in ["a \"b\", c", "\"a, b", "\"a\" b, c"] {
            assert_eq!(parted(odd), None, "{odd}");
        }
    }

    #[test]
    fn the_nearest_allowed_name() {
        let allowed: Vec<String> = ["회고", "개발", "Spring Boot", "JavaScript"].map(str::to_owned).into();
        for (name, wanted) in [
            ("개빌", Some("개발")),
            ("spring-boot", Some("Spring Boot")),
            ("Javascript", Some("JavaScript")),
            ("회의", None),
            ("일상", None),
            ("Java", None),
        ] {
            assert_eq!(nearest(name, &allowed), wanted, "{name}");
        }
    }
}
