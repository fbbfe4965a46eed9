//! Dates: those nobody reads, and those that are read as another day or another time than written.

use jiff::tz::TimeZone;

use super::Context;
use crate::date::{self, Moment, Slip, Unread, Zone};
use crate::diagnostic::{Edit, Finding, Fix, Safety};
use crate::document::front::scalar::{Scalar, resolve};
use crate::document::front::tree::{Kind, Node, Style};
use crate::generator::Generator;
use crate::rule::FieldType;
use crate::rule::check::DateCase;
use crate::site::Role;
use crate::span::Span;

/// Checks the date fields of the front matter.
pub fn check(case: DateCase, context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let is_post = context.role == Role::Post;
    let is_jekyll = context.site.is_jekyll();
    let date = context.document.front.root().and_then(|root| root.get("date"));
    match case {
        DateCase::Invalid | DateCase::Template => {
            for (key, value) in dates(context) {
                // Of all dates, Jekyll reads only that of a post by itself.
                let is_needed = key == "date" && is_post;
                let finding = match case {
                    DateCase::Template => template(value, context),
                    _ => unreadable(value, is_needed, context),
                };
                finding.into_iter().for_each(&mut *emit);
            }
        }
        DateCase::Future if is_post => future(date, context, emit),
        _ if !is_jekyll || !is_post => {}
        DateCase::Future => {}
        DateCase::Differs => date.into_iter().for_each(|value| differs(value, context, emit)),
        DateCase::Moves => date.into_iter().for_each(|value| moves(value, context, emit)),
        DateCase::Zone => date.into_iter().for_each(|value| zone(value, context, emit)),
    }
}

/// The date fields of the page.
fn dates<'a>(context: Context<'a>) -> impl Iterator<Item = (&'a str, &'a Node)> {
    let entries = context.document.front.root().map_or(&[][..], Node::entries);
    entries.iter().filter_map(move |entry| {
        let key = entry.key.as_str()?;
        let mut fields = context.fields().filter_map(|table| table.fields.get(key));
        fields.any(|field| field.types.first() == Some(&FieldType::Date)).then_some((key, &entry.value))
    })
}

fn read(value: &Node, context: Context<'_>) -> Result<Moment, Unread> {
    let dialect = context.document.syntax.yaml;
    date::read(resolve(value, dialect), dialect)
}

/// In the order of `Check::variants`: any other text, no such time, nothing, a clock that is not read.
fn unreadable(value: &Node, is_needed: bool, context: Context<'_>) -> Option<Finding> {
    let written = value.span.slice(&context.document.text);
    let (variant, detail) = match read(value, context) {
        Err(Unread::Nothing) => (0, written),
        // A template that was never filled in.
        Err(Unread::Unsure) if written.starts_with("{{") => (0, written),
        Err(Unread::Impossible) => (1, written),
        Err(Unread::Empty) if is_needed && context.site.is_jekyll() => (2, written),
        Ok(Moment { slip: Some(Slip::Meridiem | Slip::Clock), .. }) => (3, written),
        _ => return None,
    };
    Some(Finding { span: value.span, variant, args: vec![detail.to_owned(), String::new()], fix: None })
}

/// `+/-0900` → `+0900`, `+/-TTTT` → the zone of Korea.
fn template(value: &Node, context: Context<'_>) -> Option<Finding> {
    let slip = read(value, context).ok()?.slip;
    let written = value.span.slice(&context.document.text);
    let marks = date::TEMPLATE_ZONES.iter().filter_map(|mark| Some((written.find(mark)?, *mark)));
    let (at, mark) = marks.min().filter(|_| slip == Some(Slip::TemplateZone))?;
    let rest = &written[at + mark.len()..];
    let zone = &rest[..rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len())];
    let is_zone = zone.len() == 4 && zone.bytes().all(|byte| byte.is_ascii_digit());
    let replacement = if is_zone { format!("+{zone}") } else { "+0900".to_owned() };
    let end = at + mark.len() + zone.len();
    let start = value.span.start as usize;
    let edit = Edit { span: Span::new(start + at, start + end), replacement };
    let fix = Some(Fix { edits: vec![edit], safety: Safety::Suggestion });
    Some(Finding { span: value.span, variant: 0, args: vec![written.to_owned(), String::new()], fix })
}

/// The day in the name of a Jekyll post and another in `date`: the latter wins.
fn differs(value: &Node, context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let name = context.path.rsplit('/').next().unwrap_or(context.path);
    let in_name = date::post_name(name).and_then(|name| name.day.date());
    if let (Some(in_name), Ok(moment)) = (in_name, read(value, context))
        && let Some(day) = moment.written.date()
        && in_name != day
    {
        let args = vec![day.to_string(), in_name.to_string()];
        emit(Finding { span: value.span, args, ..Finding::default() });
    }
}

/// A date that the site shows as another day. In the order of `Check::variants`: read in UTC, written
/// in another zone than the site's, no such day, 24:00.
fn moves(value: &Node, context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let Ok(moment) = read(value, context) else { return };
    let shown = moment.in_zone(context.site.settings().time_zone.as_ref()).map(|shown| shown.date());
    let variant = match (moment.slip, shown) {
        (Some(Slip::NoSuchDay), _) => 2,
        (_, shown) if shown.is_none() || shown == moment.written.date() => return,
        (Some(Slip::Midnight), _) => 3,
        _ => u8::from(matches!(moment.zone, Zone::Fixed(_))),
    };
    let shown = shown.unwrap_or(moment.civil.date());
    let fix = (variant == 0).then(|| with_zone(value, &moment, context)).flatten();
    let args = vec![value.span.slice(&context.document.text).to_owned(), shown.to_string()];
    emit(Finding { span: value.span, variant, args, fix });
}

/// A time that is read in UTC on a site with another zone, the day being the same; and one shortly
/// after midnight on a site that names no zone, and so is built in UTC.
fn zone(value: &Node, context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let Ok(moment) = read(value, context) else { return };
    let written = || value.span.slice(&context.document.text).to_owned();
    let site = context.site.settings().time_zone.as_ref();
    let Some(shown) = moment.in_zone(site.or(Some(&TimeZone::UTC))) else { return };
    match (moment.zone, site) {
        _ if moment.slip.is_some() => {}
        (Zone::AssumedUtc, Some(_)) if shown != moment.civil && shown.date() == moment.civil.date() => {
            let args = vec![written(), shown.strftime("%H:%M").to_string()];
            emit(Finding { span: value.span, variant: 0, args, fix: with_zone(value, &moment, context) });
        }
        (Zone::Fixed(_), None) if shown.date() != moment.civil.date() => {
            let args = vec![written(), shown.date().to_string()];
            emit(Finding { span: value.span, variant: 1, args, fix: None });
        }
        _ => {}
    }
}

/// Names the zone of the site behind a time without one.
fn with_zone(value: &Node, moment: &Moment, context: Context<'_>) -> Option<Fix> {
    let plain = matches!(value.kind, Kind::Scalar { style: Style::Plain, .. });
    let site = context.site.settings().time_zone.as_ref().filter(|_| plain)?;
    let zoned = site.to_zoned_datetime(moment.civil).ok()?;
    let edit =
        Edit { span: Span::at(value.span.end as usize), replacement: zoned.strftime(" %z").to_string() };
    Some(Fix { edits: vec![edit], safety: Safety::Suggestion })
}

/// Whether the post is not to be published at all, whatever its date.
fn is_held_back(context: Context<'_>) -> bool {
    let (key, held) = if context.site.is_jekyll() { ("published", false) } else { ("draft", true) };
    let value = context.document.front.root().and_then(|root| root.get(key));
    value.is_some_and(|value| match resolve(value, context.document.syntax.yaml) {
        Scalar::Bool(value) => value == held,
        // Of a post of Jekyll, nothing counts as false.
        Scalar::Null => context.site.is_jekyll(),
        _ => false,
    })
}

/// A post of a day that is still to come: Jekyll and Hugo leave it out until then.
fn future(value: Option<&Node>, context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let site = context.site;
    let (is_jekyll, is_hugo) = (site.is_jekyll(), site.generator() == Some(Generator::Hugo));
    if !(is_jekyll || is_hugo) || site.settings().future || is_held_back(context) {
        return;
    }
    let zone = site.settings().time_zone.clone().unwrap_or(TimeZone::UTC);
    let name = context.path.rsplit('/').next().unwrap_or(context.path);
    let in_name = || date::post_name(name).and_then(|name| name.day.date()).filter(|_| is_jekyll);
    let written = match value {
        Some(value) => read(value, context).ok().map(|moment| (value.span, moment)),
        None => in_name().map(|day| (Span::default(), Moment::at_midnight(day))),
    };
    if let Some((span, moment)) = written
        && let (Some(seconds), Some(now)) = (moment.seconds(&zone), site.now())
        && seconds > now
    {
        let args = vec![moment.civil.date().to_string(), String::new()];
        emit(Finding { span, args, ..Finding::default() });
    }
}
