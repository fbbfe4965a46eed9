//! Tags that name a post by its file: `ref` and `relref` of Hugo, `post_link` of Hexo.

use super::Context;
use crate::diagnostic::Finding;
use crate::document::mask::RegionKind;
use crate::generator::Generator;
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
        let Some(name) = name.filter(|name| !context.site.has_content(name)) else { continue };
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

/// What `{% post_link name %}` names. It takes the title of a post, too: what is in quotation marks is left alone.
fn hexo_name(written: &str) -> Option<&str> {
    let inner = written.strip_prefix("{%")?.trim_start().strip_prefix("post_link")?;
    let name = inner.trim_start().split([' ', '%']).next()?;
    (inner.starts_with(' ') && !name.contains(['"', '\'', '{'])).then_some(name)
}
