//! Tags that name a post by its file: `ref` and `relref` of Hugo, `post_link` of Hexo.

use super::Context;
use crate::diagnostic::Finding;
use crate::document::mask::RegionKind;
use crate::generator::Generator;
use crate::site::names::fold;
use crate::span::Span;

/// Reports the tags that name no file.
pub(super) fn check(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let generator = context.site.generator();
    if !matches!(generator, Some(Generator::Hugo | Generator::Hexo)) {
        return;
    }
    let text = &context.document.text;
    for region in &context.document.body.regions {
        if !matches!(region.kind, RegionKind::Tag | RegionKind::Output) {
            continue;
        }
        let written = region.span.slice(text);
        let (variant, name) = match generator {
            Some(Generator::Hugo) => (7, hugo_name(written)),
            _ => (8, hexo_name(written)),
        };
        let Some(name) = name.filter(|name| !is_there(context, name)) else { continue };
        // Not the first such letters: `{% post_link link %}`.
        let start = region.span.start as usize + (name.as_ptr() as usize - written.as_ptr() as usize);
        let args = vec![name.to_owned(), String::new()];
        emit(Finding { span: Span::new(start, start + name.len()), variant, args, fix: None });
    }
}

/// What `{{< ref "name" >}}` names.
fn hugo_name(written: &str) -> Option<&str> {
    let inner = written.strip_prefix("{{<").or(written.strip_prefix("{{%"))?.trim_start();
    let inner = inner.strip_prefix("ref ").or(inner.strip_prefix("relref "))?.trim_start();
    let quote = inner.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let name = inner[1..].split(quote).next()?;
    (!name.contains("://")).then_some(name)
}

/// What `{% post_link name %}` names.
fn hexo_name(written: &str) -> Option<&str> {
    let inner = written.strip_prefix("{%")?.trim_start().strip_prefix("post_link")?;
    let name = inner.trim_start().split([' ', '%']).next()?;
    (inner.starts_with(' ') && !name.contains(['"', '\'', '{'])).then_some(name)
}

/// Whether a file of the content can be meant: one whose path ends so, its ending, language and letter case
/// aside. Hexo also takes the title of a post, so that anything with spaces is left alone.
fn is_there(context: Context<'_>, name: &str) -> bool {
    let source = &context.site.settings().source;
    let bare = name.split(['#', '?']).next().unwrap_or(name);
    let wanted =
        fold(stem(bare.trim_matches('/').trim_start_matches("./").trim_start_matches("../"))).into_owned();
    let ends = |path: &str| {
        let path = fold(path);
        path.strip_suffix(wanted.as_str()).is_some_and(|before| before.is_empty() || before.ends_with('/'))
    };
    let mut stems = context.site.tree().files_below(source).map(stem);
    wanted.is_empty()
        || stems.any(|path| ends(path) || path.rsplit_once('/').is_some_and(|(folder, _)| ends(folder)))
}

/// A path without its ending and language.
fn stem(path: &str) -> &str {
    let path = ["md", "markdown", "html"]
        .iter()
        .find_map(|ending| path.strip_suffix(ending)?.strip_suffix('.'))
        .unwrap_or(path);
    match path.rsplit_once('.') {
        Some((stem, language))
            if language.len() == 2 && language.bytes().all(|byte| byte.is_ascii_lowercase()) =>
        {
            stem
        }
        _ => path,
    }
}
