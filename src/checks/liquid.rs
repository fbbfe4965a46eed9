//! Liquid in the pages of Jekyll: what aborts the build of the whole site, and what it takes away from
//! code.
//!
//! What is claimed holds for Liquid 4.0 (GitHub Pages, Jekyll 3 and 4) and 5.4 alike.

mod code;
mod files;
mod nesting;

use super::Context;
use crate::diagnostic::{Edit, Finding, Fix, Safety};
use crate::document::front::scalar::{Scalar, resolve};
use crate::document::liquid::Token;
use crate::generator::Generator;
use crate::rule::TagTable;
use crate::rule::check::LiquidCase;
use crate::span::Span;

use code::Guards;
use nesting::{Nesting, Problem, Trouble};

/// Checks one page.
pub fn check(case: LiquidCase, context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    if context.document.liquid.is_empty() || !goes_through_liquid(context) {
        return;
    }
    let mut tables = context.book.tables_of(|owner| owner.name == Generator::Jekyll.name());
    let Some(table) = tables.next() else { return };
    let page = Page::read(context, &table.tags);
    match case {
        LiquidCase::UnknownTag => page.unknown_tags(emit),
        LiquidCase::Unclosed => page.unclosed(emit),
        LiquidCase::InCode => page.in_code(emit),
        LiquidCase::Include => page.includes(emit),
        LiquidCase::PostUrl => page.links(emit),
    }
}

/// Whether Jekyll publishes the page and runs it through Liquid.
fn goes_through_liquid(context: Context<'_>) -> bool {
    let front = &context.document.front;
    let is_off = |key: &str| {
        let value = front.root().and_then(|root| root.get(key));
        value.is_some_and(|node| resolve(node, context.document.syntax.yaml) == Scalar::Bool(false))
    };
    context.site.runs_liquid(context.path, front.block.is_some())
        && !is_off("render_with_liquid")
        && !is_off("published")
}

/// A page with what its tags mean.
struct Page<'a> {
    context: Context<'a>,
    nesting: Nesting<'a>,
    /// Whether the page has a `raw` somewhere.
    knows_raw: bool,
}

impl<'a> Page<'a> {
    fn read(context: Context<'a>, table: &'a TagTable) -> Self {
        let document = context.document;
        let knows_all = context.site.has_known_tags(table);
        let nesting = Nesting::read(&document.text, &document.liquid, table, knows_all);
        let knows_raw = document.liquid.iter().any(|token| token.name.slice(&document.text) == "raw");
        Page { context, nesting, knows_raw }
    }

    fn text(&self, span: Span) -> &'a str {
        span.slice(&self.context.document.text)
    }

    /// The problems in the order of the file; after a tag of an unknown plugin only slips are sure.
    fn problems(&self) -> impl Iterator<Item = &Problem<'a>> {
        let certain = |problem: &&Problem<'a>| {
            !self.nesting.is_uncertain || matches!(problem.trouble, Trouble::Unknown { near: Some(_) })
        };
        self.nesting.problems.iter().filter(certain)
    }

    fn unknown_tags(&self, emit: &mut dyn FnMut(Finding)) {
        let mut guards = Guards::new(self.context.document);
        for problem in self.problems() {
            let token = self.token(problem);
            let (Trouble::Nameless | Trouble::Unknown { .. }) = problem.trouble else { continue };
            let guard = guards.around(token);
            let (variant, span, near) = match problem.trouble {
                Trouble::Unknown { near: Some(near) } if !guard.is_code => (1, token.name, near),
                Trouble::Unknown { .. } => (0, token.name, ""),
                _ => (2, first_line(token.span, self.text(token.span)), ""),
            };
            let fix = if variant == 1 { Some(replace(span, near.to_owned())) } else { guard.fix };
            if !guard.is_repeated {
                let args = vec![self.text(token.name).to_owned(), near.to_owned()];
                emit(Finding { span, variant, args, fix });
            }
        }
    }

    fn unclosed(&self, emit: &mut dyn FnMut(Finding)) {
        let mut guards = Guards::new(self.context.document);
        for problem in self.problems() {
            let token = self.token(problem);
            let name = self.text(token.name);
            let (variant, args) = match problem.trouble {
                Trouble::Open(open, close) => {
                    (u8::from(token.span.len() > 2), [open.to_owned(), close.to_owned()])
                }
                Trouble::NeverClosed => (2, [name.to_owned(), format!("end{name}")]),
                Trouble::Stray => (3, [name.to_owned(), name.trim_start_matches("end").to_owned()]),
                Trouble::ClosedWithDash => (4, [name.to_owned(), format!("end{name}")]),
                Trouble::Branch => (5, [name.to_owned(), String::new()]),
                Trouble::Nameless | Trouble::Unknown { .. } => continue,
            };
            let span = first_line(token.span, self.text(token.span));
            let guard = guards.around(token);
            if !guard.is_repeated {
                emit(Finding { span, variant, args: args.into(), fix: guard.fix });
            }
        }
    }

    fn token(&self, problem: &Problem<'_>) -> &'a Token {
        &self.context.document.liquid[problem.token]
    }
}

/// The part of `span`, which holds `text`, on its first line.
fn first_line(span: Span, text: &str) -> Span {
    let line = text.lines().next().unwrap_or_default();
    Span::new(span.start as usize, span.start as usize + line.len())
}

/// The repair that writes `replacement` in place of `span`.
fn replace(span: Span, replacement: String) -> Fix {
    Fix { edits: vec![Edit { span, replacement }], safety: Safety::Suggestion }
}
