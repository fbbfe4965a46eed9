//! The categories and tags of a page, as its generator reads them.

use super::Site;
use super::names::fold;
use crate::document::front::scalar::{Scalar, resolve};
use crate::document::front::tree::Node;
use crate::document::syntax::YamlDialect;
use crate::facts::Term;
use crate::generator::Generator;
use crate::span::Span;

/// What the spellings of a name have in common: letters without case, and digits. A separator between
/// digits counts: `1-1` is not `11`.
pub fn key(name: &str) -> String {
    let folded = fold(name);
    let is_separator = |c: char| matches!(c, ' ' | '-' | '_');
    if !folded.contains(is_separator) {
        return folded.into_owned();
    }
    let mut key = String::with_capacity(folded.len());
    for (at, c) in folded.char_indices() {
        let after = folded[at + c.len_utf8()..].chars().next();
        let between_digits =
            key.ends_with(|c: char| c.is_ascii_digit()) && after.is_some_and(|c| c.is_ascii_digit());
        if !is_separator(c) || between_digits {
            key.push(c);
        }
    }
    key
}

/// The categories of the page at `path`.
pub fn categories(site: &Site, path: &str, front: Option<&Node>) -> Vec<Term> {
    let mut terms = Vec::new();
    if site.is_jekyll() {
        let inner = path.strip_prefix(&site.settings.collections_directory).unwrap_or(path);
        terms.extend(folders(inner).map(|name| Term { name: name.to_owned(), span: Span::default() }));
        let by_default = site.default_of(path, "categories").or_else(|| site.default_of(path, "category"));
        let by_default = by_default.map(|node| read(node, site, true)).unwrap_or_default();
        terms.extend(by_default.into_iter().map(|term| Term { span: Span::default(), ..term }));
    }
    terms.extend(named(site, front, "categories", "category"));
    terms.dedup_by(|a, b| a.name == b.name);
    terms
}

/// The tags of a page.
pub fn tags(site: &Site, front: Option<&Node>) -> Vec<Term> {
    named(site, front, "tags", "tag")
}

/// Folders above `_posts` are categories to Jekyll.
fn folders(path: &str) -> impl Iterator<Item = &str> {
    let above = path.split_once("_posts/").map_or("", |(above, _)| above);
    above.split('/').filter(|name| !name.is_empty())
}

fn named(site: &Site, front: Option<&Node>, many: &str, one: &str) -> Vec<Term> {
    let value = |key: &str| front.and_then(|front| front.get(key));
    let mut terms = value(many).map(|node| read(node, site, true)).unwrap_or_default();
    terms.extend(value(one).map(|node| read(node, site, false)).unwrap_or_default());
    terms
}

/// The names in a value: Jekyll takes a text apart at its spaces, under the plural key, and lists in
/// lists together.
fn read(node: &Node, site: &Site, splits: bool) -> Vec<Term> {
    let jekyll = site.is_jekyll();
    let dialect = site.generator.map_or(YamlDialect::Psych, |generator| generator.syntax().yaml);
    let mut terms = Vec::new();
    let mut open = vec![(node, true)];
    while let Some((node, outermost)) = open.pop() {
        open.extend(node.items().iter().rev().map(|item| (item, false)));
        match resolve(node, dialect) {
            Scalar::Null | Scalar::Compound => {}
            Scalar::Str(text) if jekyll && splits && outermost => {
                let content = node.content_span();
                let mut from = 0;
                for word in text.split_whitespace() {
                    let at = text[from..].find(word).map_or(from, |at| from + at);
                    from = at + word.len();
                    let exact = content.len() == text.len();
                    let start = content.start as usize + at;
                    let span = if exact { Span::new(start, start + word.len()) } else { node.span };
                    terms.push(Term { name: word.to_owned(), span });
                }
            }
            _ => {
                let name = node.as_str().unwrap_or_default().trim();
                if !name.is_empty() {
                    let content = node.content_span();
                    let span = if content.len() == name.len() { content } else { node.span };
                    terms.push(Term { name: name.to_owned(), span });
                }
            }
        }
    }
    if site.generator == Some(Generator::Hexo) || jekyll {
        let mut seen: Vec<String> = Vec::new();
        terms.retain(|term| {
            let new = !seen.contains(&term.name);
            seen.push(term.name.clone());
            new
        });
    }
    terms
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::front;

    fn names(yaml: &str, path: &str) -> (Vec<String>, Vec<String>) {
        let config = "defaults: [{ scope: { path: _posts/여행 }, values: { categories: [여행] } }]\n";
        let site = Site::in_memory(&[("_config.yml".to_owned(), config.to_owned())].into());
        let front = front::yaml(yaml, YamlDialect::Psych).expect("it loads");
        let of = |terms: Vec<Term>| terms.into_iter().map(|term| term.name).collect();
        (of(categories(&site, path, front.as_ref())), of(tags(&site, front.as_ref())))
    }

    #[test]
    fn spellings_of_one_name_share_a_key() {
        for (a, b) in [("Docker", "docker"), ("Spring Boot", "spring-boot"), ("회고 록", "회고록")] {
            assert_eq!(key(a), key(b));
        }
        for (a, b) in [("C", "C++"), ("1-1", "11"), ("자바", "자바스크립트")] {
            assert_ne!(key(a), key(b));
        }
    }

    #[test]
    fn terms_are_read_as_jekyll_reads_them() {
        let yaml = "categories: 회고 개발\ntags: [a, [b, null], 2024]\n";
        let (categories, tags) = names(yaml, "_posts/2024-01-02-글.md");
        assert_eq!(
            (categories, tags),
            (vec!["회고".into(), "개발".into()], vec!["a".into(), "b".into(), "2024".into()])
        );
        let (categories, tags) = names("category: 일상 기록\ntag: x y\n", "일/_posts/2024-01-02-글.md");
        assert_eq!((categories, tags), (vec!["일".into(), "일상 기록".into()], vec!["x y".into()]));
        assert_eq!(names("title: 봄\n", "_posts/여행/2024-01-02-글.md").0, ["여행"]);
    }

    #[test]
    fn words_of_one_text_have_their_own_places() {
        let site = Site::in_memory(&[("_config.yml".to_owned(), String::new())].into());
        let yaml = "tags: '가  나'\n";
        let front = front::yaml(yaml, YamlDialect::Psych).expect("it loads");
        let tags = tags(&site, front.as_ref());
        assert_eq!(tags.iter().map(|tag| tag.span.slice(yaml)).collect::<Vec<_>>(), ["가", "나"]);
    }
}
