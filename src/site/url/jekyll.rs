//! Addresses as Jekyll makes them. Source: Jekyll 4.4, `document.rb`, `page.rb`, `url.rb`, `url_drop.rb`.

use std::borrow::Cow;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::{file_of, filled, slug};
use crate::date::{self, Moment, PostName};
use crate::document::front::scalar::{Scalar, resolve};
use crate::document::front::tree::Node;
use crate::document::syntax::YamlDialect::Psych;
use crate::site::reference::percent_decoded;
use crate::site::{Role, Site, terms};

/// Everything that can stand after a colon in a permalink.
pub const PLACEHOLDERS: [&str; 25] = [
    "categories",
    "collection",
    "day",
    "hour",
    "i_day",
    "i_month",
    "long_day",
    "long_month",
    "minute",
    "month",
    "name",
    "output_ext",
    "path",
    "second",
    "short_day",
    "short_month",
    "short_year",
    "slug",
    "slugified_categories",
    "title",
    "w_day",
    "w_year",
    "week",
    "y_day",
    "year",
];

/// The styles that `permalink` in `_config.yml` knows by name.
pub const STYLES: [&str; 5] = ["date", "pretty", "ordinal", "weekdate", "none"];

/// The file that a page is written to.
pub(super) fn published(site: &Site, path: &str, front: Option<&Node>) -> Option<String> {
    let value = |key: &str| front.and_then(|front| front.get(key)).or_else(|| site.default_of(path, key));
    // Of a post, nothing counts as false.
    let is_false = |node: &Node| match resolve(node, Psych) {
        Scalar::Bool(value) => !value,
        Scalar::Null => site.role(path) == Role::Post,
        _ => false,
    };
    if value("published").is_some_and(is_false) && !site.settings.unpublished {
        return None;
    }
    let ending = output_ending(path)?;
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem).trim_end_matches('.');
    let permalink = value("permalink").and_then(|node| match resolve(node, Psych) {
        Scalar::Str(text) => Some(text),
        _ => None,
    });
    // A permalink with an extension of its own, `/a.htm`, takes no other.
    let own_ending = permalink.filter(|text| !text.ends_with('/')).and_then(extension);
    let ending = own_ending.unwrap_or(ending);
    let style = site.settings.permalink.as_deref().unwrap_or("date");
    let (template, moment, slug) = match site.role(path) {
        Role::Post => {
            let parts = date::post_name(name)?;
            let moment = moment(&parts, value("date"))?;
            let template = site.settings.section_permalinks.get("posts").map_or(style, String::as_str);
            let slug = parts.slug.trim_end_matches('.');
            (permalink.unwrap_or(of_style(template)).to_owned(), Some(moment), slug)
        }
        Role::Page | Role::Other if !site.is_collected(path) => {
            let template = match permalink {
                Some(permalink) => permalink.to_owned(),
                None if stem == "index" => format!("/{folder}/"),
                None if ending == ".html" => with_ending(&format!("/{folder}/{stem}"), style),
                None => format!("/{folder}/{stem}:output_ext"),
            };
            // Of a page, only these are filled in, and others stay as they are.
            let filled = template.replace(":path", folder).replace(":basename", stem);
            return Some(file_of(&clean(&filled.replace(":output_ext", ending)), ending));
        }
        Role::Page => {
            let own = site.settings.section_permalinks.get(site.kind(path)).cloned();
            let template = own.unwrap_or_else(|| with_ending("/:collection/:path", style));
            let moment = value("date").and_then(|node| date::read(resolve(node, Psych), Psych).ok());
            (permalink.map_or(template, str::to_owned), moment, stem)
        }
        Role::Draft | Role::Other | Role::Skipped => return None,
    };
    let shown = moment.and_then(|moment| {
        moment.in_zone(site.settings.time_zone.as_ref()).or_else(|| moment.in_zone(Some(&TimeZone::UTC)))
    });
    let own = value("slug").and_then(Node::as_str);
    let address = filled(&template, |name| {
        Some(match name {
            "title" => slug::pretty(own.unwrap_or(slug)).into(),
            "slug" => slug::plain(own.unwrap_or(slug)).into(),
            "name" => slug::plain(stem).into(),
            "output_ext" => ending.into(),
            "collection" => site.kind(path).to_owned().into(),
            "path" => below_collection(path, site.role(path)).into(),
            "categories" | "slugified_categories" => {
                let in_address = |name: &str| match name {
                    name if template.contains(":slugified_categories") => slug::plain(name),
                    name => name.to_lowercase(),
                };
                let mut names: Vec<String> = Vec::new();
                for category in terms::categories(site, path, front) {
                    let name = in_address(&category.name);
                    if !names.contains(&name) {
                        names.push(name);
                    }
                }
                names.join("/").into()
            }
            _ => dated(name, shown?)?,
        })
    })?;
    Some(file_of(&clean(&address), ending))
}

/// When a post is of: by its `date`, or else by its name.
fn moment(name: &PostName<'_>, date: Option<&Node>) -> Option<Moment> {
    match date {
        Some(node) => date::read(resolve(node, Psych), Psych).ok(),
        None => Some(Moment::at_midnight(name.day.rolled()?)),
    }
}

/// Whether a post is of a moment after the one in which the site is looked at.
pub(super) fn is_to_come(site: &Site, path: &str, front: Option<&Node>) -> bool {
    let date = front.and_then(|front| front.get("date")).or_else(|| site.default_of(path, "date"));
    let name = date::post_name(path.rsplit('/').next().unwrap_or(path));
    let Some(moment) = name.filter(|_| site.role(path) == Role::Post).and_then(|name| moment(&name, date))
    else {
        return false;
    };
    let zone = site.settings.time_zone.clone().unwrap_or(TimeZone::UTC);
    moment.seconds(&zone).zip(site.now).is_some_and(|(seconds, now)| seconds > now)
}

/// The part of a date that a placeholder stands for.
fn dated(name: &str, at: DateTime) -> Option<Cow<'static, str>> {
    let format = match name {
        "year" => "%Y",
        "month" => "%m",
        "day" => "%d",
        "hour" => "%H",
        "minute" => "%M",
        "second" => "%S",
        "i_day" => "%-d",
        "i_month" => "%-m",
        "short_month" => "%b",
        "long_month" => "%B",
        "short_year" => "%y",
        "w_year" => "%G",
        "week" => "%V",
        "w_day" => "%u",
        "short_day" => "%a",
        "long_day" => "%A",
        "y_day" => "%j",
        _ => return None,
    };
    Some(at.strftime(format).to_string().into())
}

/// The template of a named style, or the template itself.
fn of_style(style: &str) -> &str {
    match style {
        "date" => "/:categories/:year/:month/:day/:title:output_ext",
        "pretty" => "/:categories/:year/:month/:day/:title/",
        "ordinal" => "/:categories/:year/:y_day/:title:output_ext",
        "weekdate" => "/:categories/:year/W:week/:short_day/:title:output_ext",
        "none" => "/:categories/:title:output_ext",
        template => template,
    }
}

/// The ending that pages take from the style of posts.
fn with_ending(template: &str, style: &str) -> String {
    let style = of_style(style);
    let ending = if style.ends_with('/') {
        "/"
    } else if style.ends_with(":output_ext") {
        ":output_ext"
    } else {
        ""
    };
    format!("{template}{ending}")
}

/// As Jekyll cleans an address: no `..`, no `./`, no doubled slashes. Percent-encoding is undone, as it is
/// for the file.
fn clean(address: &str) -> String {
    let decoded = percent_decoded(address).unwrap_or_else(|| address.to_owned());
    let mut out = String::with_capacity(decoded.len() + 1);
    for c in "/".chars().chain(decoded.replace("..", "/").replace("./", "").chars()) {
        if c != '/' || !out.ends_with('/') {
            out.push(c);
        }
    }
    out
}

/// The path of a page of a collection, or of a post, without the folder of the collection and the extension.
fn below_collection(path: &str, role: Role) -> String {
    let inner = match role {
        Role::Post => path.replacen("_posts", "", 1),
        _ => path.split_once('/').map_or(path, |(_, inner)| inner).to_owned(),
    };
    inner.rsplit_once('.').map_or(inner.as_str(), |(stem, _)| stem).trim_end_matches('.').to_owned()
}

/// The extension of the last part of a path with its dot, as Ruby has it: none for `.a` and `a.`.
fn extension(path: &str) -> Option<&str> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let at = name.rfind('.').filter(|at| !name[..*at].trim_start_matches('.').is_empty())?;
    Some(&name[at..]).filter(|ending| ending.len() > 1)
}

fn output_ending(path: &str) -> Option<&'static str> {
    let ending = path.rsplit_once('.')?.1.to_ascii_lowercase();
    match ending.as_str() {
        "md" | "markdown" | "mkd" | "mkdn" | "mkdown" | "html" => Some(".html"),
        _ => None,
    }
}
