//! Dates: those nobody reads, and those that say another day than the file name.

use super::Context;
use crate::date::{self, Reading};
use crate::diagnostic::{Edit, Finding, Fix, Safety};
use crate::document::front::tree::Node;
use crate::generator::Generator;
use crate::rule::FieldType;
use crate::rule::check::DateCase;

/// Checks the date fields of the front matter.
pub fn check(case: DateCase, context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let Some(root) = context.document.front.root() else { return };
    match case {
        DateCase::Invalid => {
            for entry in root.entries() {
                let is_date = entry.key.as_str().is_some_and(|key| {
                    context.fields().any(|table| {
                        table
                            .fields
                            .get(key)
                            .is_some_and(|field| field.types.first() == Some(&FieldType::Date))
                    })
                });
                if is_date {
                    unreadable(&entry.value, context, emit);
                }
            }
        }
        DateCase::Differs => differs(root, context, emit),
    }
}

fn unreadable(value: &Node, context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let Some(text) = value.as_str() else { return };
    let (variant, fix) = match date::read(text) {
        Reading::Day(_) | Reading::Unknown => return,
        Reading::TemplateZone(_) => (2, template_zone(value, context)),
        Reading::Impossible => (1, None),
        Reading::Nothing => (0, None),
    };
    emit(Finding { span: value.span, variant, args: vec![text.to_owned(), String::new()], fix });
}

/// `+/-0900` → `+0900`, `+/-TTTT` → the zone of Korea.
fn template_zone(value: &Node, context: Context<'_>) -> Option<Fix> {
    let written = value.span.slice(&context.document.text);
    let at = written.find("+/-")?;
    let zone: String = written[at + 3..].chars().take_while(char::is_ascii_digit).collect();
    let replacement = if zone.len() == 4 { format!("+{zone}") } else { "+0900".to_owned() };
    let end =
        written[at + 3..].find(|c: char| !c.is_ascii_alphanumeric()).map_or(written.len(), |e| at + 3 + e);
    let start = value.span.start as usize;
    let span = crate::span::Span::new(start + at, start + end);
    Some(Fix { edits: vec![Edit { span, replacement }], safety: Safety::Suggestion })
}

/// The day in the name of a Jekyll post and another in `date`: the latter wins.
fn differs(root: &Node, context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    if context.site.generator() != Some(Generator::Jekyll) {
        return;
    }
    let name = context.path.rsplit('/').next().unwrap_or(context.path);
    let in_name = date::post_name(name).and_then(|name| name.day);
    let Some(value) = root.get("date") else { return };
    if let (Some(in_name), Some(Reading::Day(day) | Reading::TemplateZone(day))) =
        (in_name, value.as_str().map(date::read))
        && in_name != day
    {
        let args = vec![day.to_string(), in_name.to_string()];
        emit(Finding { span: value.span, args, ..Finding::default() });
    }
}
