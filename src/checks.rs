//! The kinds of check, one a file: each looks at what it is given and emits findings. A check does no
//! I/O, prints nothing, knows no lines, and does not know the other checks.

pub mod alt;
pub mod asset;
pub mod attribute;
pub mod attribute_list;
pub mod backslash;
pub mod characters;
pub mod data_key;
pub mod date;
pub mod draft;
pub mod emphasis;
pub mod endings;
pub mod escape;
pub mod fence;
pub mod field;
pub mod file;
pub mod file_name;
pub mod footnote;
pub mod front_matter;
pub mod hash;
pub mod heading;
pub mod html;
pub mod image;
pub mod josa;
pub mod key;
pub mod layout;
pub mod link;
pub mod liquid;
pub mod list;
pub mod listed;
pub mod marks;
pub mod math;
pub mod order;
pub mod page;
pub mod permalink;
pub mod phrase;
pub mod renamed;
mod repeated;
pub mod required;
pub mod spelling;
pub mod table;
pub mod term;
pub mod text;
pub mod toc;
pub mod twin;
pub mod variants;

use std::cell::OnceCell;

use crate::assets::Assets;
use crate::diagnostic::Finding;
use crate::document::Document;
use crate::document::front::Front;
use crate::facts::Facts;
use crate::merged::Merged;
use crate::rule::check::LinkCase;
use crate::rule::{Book, Check, Field, FieldTable};
use crate::site::pages::Pages;
use crate::site::{Missing, Role, Site};
use crate::suppress::Suppressions;

pub use text::TextRules;

/// What a document check may look at.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The document.
    pub document: &'a Document,
    /// Its path in the site, `/`-separated.
    pub path: &'a str,
    /// What the generator makes of it: many ask, and it is worked out once.
    pub role: Role,
    /// The site: settings and the list of files, nothing of the other documents.
    pub site: &'a Site,
    /// The rules, for the tables of tags.
    pub book: &'a Book,
    /// [`Site::field_tables`]: many ask, and they are looked up once.
    tables: &'a [&'a FieldTable],
}

impl<'a> Context<'a> {
    /// The context of a document at `path`; `tables` are those of the site.
    pub fn new(
        document: &'a Document,
        path: &'a str,
        site: &'a Site,
        book: &'a Book,
        tables: &'a [&'a FieldTable],
    ) -> Context<'a> {
        Context { document, path, role: site.role(path), site, book, tables }
    }

    /// The tables of the fields this page's blog, theme and generator read, in the order in which they
    /// go before each other.
    pub fn fields(self) -> impl Iterator<Item = &'a FieldTable> {
        self.tables.iter().copied()
    }

    /// The field of a key, as the first table that lists it has it.
    pub fn field(self, path: &str) -> Option<&'a Field> {
        self.fields().find_map(|table| table.fields.get(path))
    }
}

/// What a site check may look at, for one document.
#[derive(Clone, Copy)]
pub struct SiteContext<'a> {
    /// The site.
    pub site: &'a Site,
    /// What all documents said.
    pub all: &'a Merged,
    /// Which of them is meant.
    pub at: usize,
    /// The files it shows.
    pub assets: &'a Assets,
    /// What is wrong with each of its images, looked for once for all checks that ask.
    pub missing: &'a OnceCell<Vec<Option<Missing>>>,
}

impl<'a> SiteContext<'a> {
    /// The path of the document.
    pub fn path(self) -> &'a str {
        &self.all.paths()[self.at]
    }

    /// What the document said.
    pub fn facts(self) -> &'a Facts {
        &self.all.facts()[self.at]
    }

    /// The pages of the published site.
    pub fn pages(self) -> Pages<'a> {
        self.all.pages(self.site)
    }
}

/// Whether a check looks at one document (and not at its prose as a whole, see [`TextRules`]).
pub fn is_on_document(check: &Check) -> bool {
    // Some links are seen to lead nowhere in the page itself, others in all of them.
    (!is_on_site(check) || matches!(check, Check::Link(LinkCase::Anchor | LinkCase::Missing)))
        && !matches!(check, Check::Pattern(_) | Check::Words(_) | Check::Josa(_) | Check::Characters(_))
}

/// Whether a check looks at the facts of the site.
pub fn is_on_site(check: &Check) -> bool {
    matches!(
        check,
        Check::Image(_)
            | Check::Variants(_)
            | Check::Asset(_)
            | Check::Unused {}
            | Check::Suppression {}
            | Check::Twin(_)
            | Check::Spelling(_)
            | Check::Listed(_)
            | Check::Link(LinkCase::Missing | LinkCase::Anchor | LinkCase::Localhost)
    )
}

/// Runs a document check.
pub fn on_document(check: &Check, context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    match check {
        Check::File(case) => file::check(*case, context, emit),
        Check::FrontMatter(case) => front_matter::check(*case, context, emit),
        Check::Key {} => key::check(context, emit),
        Check::Field {} => field::check(context, emit),
        Check::Escape {} => escape::check(context, emit),
        Check::Required {} => required::check(context, emit),
        Check::Order {} => order::check(context, emit),
        Check::Renamed {} => renamed::check(context, emit),
        Check::Term(case) => term::check(*case, context, emit),
        Check::Date(case) => date::check(*case, context, emit),
        Check::FileName(case) => file_name::check(*case, context, emit),
        Check::Toc {} => toc::check(context, emit),
        Check::Alt(case) => alt::check(*case, context, emit),
        Check::Attribute {} => attribute::check(context, emit),
        Check::Link(case) => link::check(*case, context, emit),
        Check::Liquid(case) => liquid::check(*case, context, emit),
        Check::Backslash {} => backslash::check(context, emit),
        Check::Emphasis(case) => emphasis::check(*case, context, emit),
        Check::Heading(_)
        | Check::Fence(_)
        | Check::Table(_)
        | Check::List(_)
        | Check::Footnote(_)
        | Check::Html(_)
        | Check::AttributeList(_) => on_markdown(check, context, emit),
        Check::Layout {} => layout::check(context, emit),
        Check::Hash(hash) => hash::check(hash, context, emit),
        Check::Permalink {} => permalink::check(context, emit),
        Check::Draft {} => draft::check(context, emit),
        Check::DataKey(key) => data_key::check(key, context, emit),
        Check::Math {} => math::check(context, emit),
        Check::Endings {} => endings::check(context, emit),
        Check::Repeated {} => repeated::check(context, emit),
        Check::Marks {} => marks::check(context, emit),
        Check::Pattern(_) | Check::Words(_) | Check::Josa(_) | Check::Characters(_) => {}
        Check::Image(_) | Check::Variants(_) | Check::Asset(_) | Check::Unused {} | Check::Suppression {} => {
        }
        Check::Twin(_) | Check::Spelling(_) | Check::Listed(_) => {}
    }
}

/// Runs a check on Markdown, as far as it is known what of the page is code.
fn on_markdown(check: &Check, context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let until = context.document.body.unseen_code;
    let emit = &mut |finding: Finding| {
        if until.is_none_or(|until| finding.span.range().start < until) {
            emit(finding);
        }
    };
    match check {
        Check::Heading(case) => heading::check(*case, context, emit),
        Check::Fence(case) => fence::check(*case, context, emit),
        Check::Table(case) => table::check(*case, context, emit),
        Check::List(case) => list::check(*case, context, emit),
        Check::Footnote(case) => footnote::check(*case, context, emit),
        Check::Html(case) => html::check(*case, context, emit),
        Check::AttributeList(case) => attribute_list::check(*case, context, emit),
        _ => {}
    }
}

/// Runs a site check for one document.
pub fn on_site(check: &Check, context: SiteContext<'_>, emit: &mut dyn FnMut(Finding)) {
    match check {
        Check::Image(case) => image::check(*case, context, emit),
        Check::Variants(words) => variants::check(words, context, emit),
        Check::Asset(case) => asset::check(*case, context, emit),
        Check::Link(case) => link::on_site(*case, context, emit),
        Check::Twin(case) => twin::check(*case, context, emit),
        Check::Spelling(terms) => spelling::check(*terms, context, emit),
        Check::Listed(case) => listed::check(*case, context, emit),
        _ => {}
    }
}

/// What the site checks need to know of a document.
pub fn facts(context: Context<'_>, suppressions: Suppressions) -> Facts {
    let images = image::facts(context);
    let links = link::facts(context);
    let facts = Facts {
        suppressions,
        images: images.images,
        media_subpath: images.media_subpath,
        links: links.links,
        aliases: links.aliases,
        anchors: links.anchors,
        ..page::facts(context.site, context.path, &context.document.front, &context.document.text)
    };
    facts.compact()
}

/// What the front matter of a document alone tells the site checks of others.
pub fn facts_of_front(site: &Site, path: &str, front: &Front, text: &str) -> Facts {
    Facts { aliases: link::aliases(front), ..page::facts(site, path, front, text) }.compact()
}
