//! Tags that name a file: `include`, `link`, `post_url`. One that is not there aborts the build.

use std::ops::Range;

use super::code::Guards;
use super::{Page, replace};
use crate::diagnostic::Finding;
use crate::document::liquid::{Token, TokenKind};
use crate::site::liquid::Unfound;
use crate::site::post_names::is_post_reference;
use crate::site::tree::Cause;
use crate::span::Span;

impl Page<'_> {
    pub(super) fn includes(&self, emit: &mut dyn FnMut(Finding)) {
        let site = self.context.site;
        self.named(emit, |tag, file| {
            let name = file.split_ascii_whitespace().next().unwrap_or_default();
            if !["include", "include_cached", "include_relative"].contains(&tag) || name.is_empty() {
                return None;
            }
            if !is_include_name(name) {
                return Some((0..name.len(), 3, None));
            }
            let parameters = file[name.len()..].trim_start();
            if !are_parameters(parameters) {
                return Some((file.len() - parameters.len()..file.len(), 4, None));
            }
            let missing = match tag {
                "include_relative" => site.missing_relative(self.context.path, name),
                _ => site.missing_include(name),
            }?;
            let variant = match missing.cause {
                Cause::Case { .. } => 1,
                _ if missing.repair.is_some() => 2,
                _ => 0,
            };
            Some((0..name.len(), variant, missing.repair))
        });
    }

    pub(super) fn links(&self, emit: &mut dyn FnMut(Finding)) {
        let site = self.context.site;
        self.named(emit, |tag, name| match tag {
            "post_url" if name.is_empty() || name.contains('\n') => None,
            "post_url" if !is_post_reference(name) => Some((0..name.len(), 3, None)),
            "post_url" => {
                let missing = site.missing_post(name)?;
                Some((0..name.len(), case_of(&missing), missing.repair))
            }
            "link" => {
                let missing = site.missing_link(name)?;
                Some((0..name.len(), 4 + case_of(&missing), missing.repair))
            }
            _ => None,
        });
    }

    /// Reports what `wrong`, given a tag and what follows it, finds in the latter: where, with which
    /// message, and what to write instead.
    fn named(
        &self,
        emit: &mut dyn FnMut(Finding),
        wrong: impl Fn(&str, &str) -> Option<(Range<usize>, u8, Option<String>)>,
    ) {
        let mut guards = Guards::new(self.context.document);
        if self.nesting.is_uncertain {
            return;
        }
        for (token, place) in self.context.document.liquid.iter().zip(&self.nesting.places) {
            let Some(markup) = self.plain_markup(token).filter(|_| place.runs()) else { continue };
            let file = self.text(markup);
            let Some((range, variant, repair)) = wrong(self.text(token.name), file) else { continue };
            let start = markup.start as usize;
            let span = Span::new(start + range.start, start + range.end);
            let guard = guards.around(token);
            let args = vec![self.text(span).to_owned(), repair.clone().unwrap_or_default()];
            let fix = if guard.is_code { guard.fix } else { repair.map(|name| replace(span, name)) };
            if !guard.is_repeated {
                emit(Finding { span, variant, args, fix });
            }
        }
    }

    /// What follows the name of a tag, without spaces around it, unless Liquid fills something in.
    fn plain_markup(&self, token: &Token) -> Option<Span> {
        let markup = self.text(token.markup);
        let start = token.markup.start as usize + (markup.len() - markup.trim_start().len());
        let is_plain = token.kind == TokenKind::Tag && !markup.contains("{{") && !markup.contains("{%");
        is_plain.then(|| Span::new(start, start + markup.trim().len()))
    }
}

fn case_of(missing: &Unfound) -> u8 {
    match missing.cause {
        Cause::Case { .. } => 1,
        _ if missing.repair.is_some() => 2,
        _ => 0,
    }
}

/// Whether Jekyll takes `name` for the name of a file to include.
fn is_include_name(name: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"_/.-()+~#@".contains(&byte);
    let steps = |pair: &[u8]| pair.iter().all(|byte| matches!(byte, b'.' | b'/'));
    name.bytes().all(is_allowed) && !name.as_bytes().windows(2).any(steps)
}

/// Whether Jekyll can read `text` as parameters: `name="value"`, `name='value'`, `name=variable`.
fn are_parameters(text: &str) -> bool {
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let after = parameter(rest);
        match after {
            Some(after) if after.is_empty() || after.starts_with(|c: char| c.is_ascii_whitespace()) => {
                rest = after.trim_start();
            }
            _ => return false,
        }
    }
    true
}

/// What follows the parameter that `text` begins with.
fn parameter(text: &str) -> Option<&str> {
    let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let after = text.trim_start_matches(word);
    let value = after.trim_start().strip_prefix('=').filter(|_| after.len() < text.len())?.trim_start();
    let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
        let after = value.trim_start_matches(|c: char| word(c) || c == '.');
        return (after.len() < value.len()).then_some(after);
    };
    let mut is_escaped = false;
    let end = value[1..].find(|c: char| {
        let ends = c == quote && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        ends
    })?;
    Some(&value[end + 2..])
}
