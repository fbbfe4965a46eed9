//! What a rule's messages may say, and which messages it needs, by its kind of check.

use super::*;

impl Check {
    /// The placeholders its messages may use, in the order the check fills them.
    pub fn placeholders(&self) -> &'static [&'static str] {
        match self {
            Check::Pattern(_) | Check::Words(_) => &["found", "fixed"],
            Check::Josa(_) => &["word", "found", "fixed"],
            Check::Characters(_) => &["name", "count"],
            Check::File(_) => &["detail"],
            Check::FrontMatter(_) => &["key", "detail"],
            Check::Key {} => &["key", "nearest"],
            Check::Field {} => &["key", "value", "expected"],
            Check::Required {} => &["keys"],
            Check::Order {} => &["key", "other"],
            Check::Renamed {} => &["key", "new", "version"],
            Check::Term(_) => &["key", "value", "nearest"],
            Check::Date(_) => &["value", "other"],
            Check::Escape {} => &["key", "escape"],
            Check::FileName(_) => &["name", "other"],
            Check::Layout {} | Check::Permalink {} => &["name", "nearest"],
            Check::Hash(_) => &["key", "text"],
            Check::Draft {} | Check::Toc {} => &[],
            Check::DataKey(_) => &["value", "file", "nearest"],
            Check::Math {} => &["key"],
            Check::Endings {} => &["minor", "major", "count", "other"],
            Check::Variants(_) => &["word", "other", "count"],
            Check::Twin(_) => &["value", "other"],
            Check::Spelling(_) => &["name", "preferred", "count"],
            Check::Listed(_) => &["name", "listed", "count"],
            Check::Asset(_) => &["path", "format", "extension", "size", "limit", "dimensions"],
            Check::Unused {} => &["path", "size"],
            Check::Image(_) => &["path", "actual"],
            Check::Alt(_) => &["value"],
            Check::Attribute {} => &["name", "value", "fixed"],
            Check::Emphasis(EmphasisCase::Struck) => &["struck"],
            Check::Emphasis(_) => &["marks", "signs", "fixed", "tag"],
            Check::Liquid(_) => &["found", "other"],
            Check::Link(LinkCase::HttpImage | LinkCase::Hotlink) => &["host"],
            Check::Link(_) => &["path", "actual"],
        }
    }

    /// The names of its other cases, which a rule words under `variants`, in order from 1.
    pub fn variants(&self) -> &'static [&'static str] {
        match self {
            Check::FrontMatter(FrontCase::Syntax) => &[
                "colon",
                "bracket",
                "indicator",
                "tab",
                "full-width-colon",
                "no-space",
                "odd-space",
                "smart-quotes",
                "unclosed-quote",
                "unclosed-bracket",
                "inner-quotes",
                "text-after-quote",
                "backslash",
                "indent",
                "alias",
                "stray-tag",
                "swallowed-key",
                "not-a-mapping",
                "too-deep",
                "hash-in-list",
                "list-on-key-line",
                "no-brackets",
                "no-space-after-dash",
                "dash-before-key",
                "stray-mark",
                "no-colon",
                "comment",
                "yaml-in-toml",
                "toml-in-yaml",
                "unquoted",
                "unquoted-key",
                "no-value",
                "odd-date",
                "key-twice",
                "not-json",
            ],
            Check::FrontMatter(FrontCase::Delimiter) => {
                &["space", "space-at-end", "wrong", "unclosed", "swallowed"]
            }
            Check::FrontMatter(FrontCase::Duplicate) => &["refused"],
            Check::FrontMatter(FrontCase::Missing) => &["line-ends"],
            Check::File(FileCase::Encoding) => &["unknown"],
            Check::File(FileCase::Unreadable) => &["too-large"],
            Check::Escape {} => &["path"],
            Check::FileName(NameCase::Skipped) => {
                &["impossible", "rolled", "text", "no-extension", "nameless", "folder"]
            }
            Check::Date(DateCase::Invalid) => &["impossible", "empty", "clock"],
            Check::Date(DateCase::Moves) => &["offset", "no-such-day", "midnight"],
            Check::Date(DateCase::Zone) => &["unset"],
            Check::Key {} => &["closed", "case"],
            Check::Field {} => &[
                "value",
                "misspelt",
                "inverted",
                "rewritten",
                "structured",
                "item",
                "empty-item",
                "switch",
                "number",
                "number-inverted",
                "dropped",
                "stopped",
                "untitled",
                "nothing",
            ],
            Check::Renamed {} => &["both", "gone"],
            Check::Term(TermCase::Allowed) => &["near"],
            Check::Term(TermCase::Shape) => &["space", "hidden"],
            Check::Image(ImageCase::Missing) => &[
                "case",
                "normalization",
                "extension",
                "moved",
                "near",
                "encoding",
                "backslash",
                "hash",
                "local-path",
                "typora",
                "notion",
                "base",
                "scheme",
            ],
            Check::Image(ImageCase::NotPublished) => {
                &["private", "ignored", "outside", "on-demand", "post-folder"]
            }
            Check::Layout {} => &["near", "empty", "number"],
            Check::DataKey(_) => &["near"],
            Check::Permalink {} => &["near", "case", "style", "whole", "number", "slug", "empty"],
            Check::Asset(AssetCase::Content) => &["html", "text", "pointer"],
            Check::Asset(AssetCase::TooLarge) => &["dimensions"],
            Check::Image(ImageCase::EditorOnly) => &["unpublished"],
            Check::Image(ImageCase::Expiring) => &["notion"],
            Check::Image(ImageCase::Obsidian) => &["several", "absent"],
            Check::Image(ImageCase::Text) => &["parenthesis"],
            Check::Link(LinkCase::Missing) => {
                &["case", "normalization", "slash", "moved", "near", "base", "ref", "post-link"]
            }
            Check::Link(LinkCase::Anchor) => &["near", "page", "page-near"],
            Check::Link(LinkCase::Empty | LinkCase::Localhost) => &["image"],
            Check::Link(LinkCase::Scheme) => &["slip", "doubled", "wrapped"],
            Check::Hash(_) => &["cut"],
            Check::Variants(_) => &["blog"],
            Check::Emphasis(EmphasisCase::Shown) => {
                &["spaced", "underscore", "elsewhere", "unmended", "in-element"]
            }
            Check::Emphasis(EmphasisCase::StrikeShown) => &["unread", "unmended", "in-element"],
            Check::Emphasis(EmphasisCase::Struck) => &["lowered"],
            Check::Liquid(LiquidCase::UnknownTag) => &["near", "nameless"],
            Check::Liquid(LiquidCase::Unclosed) => &["brace", "block", "stray", "dash", "branch"],
            Check::Liquid(LiquidCase::InCode) => &["value", "tag"],
            Check::Liquid(LiquidCase::Include) => &["case", "near", "name", "parameters"],
            Check::Liquid(LiquidCase::PostUrl) => &["case", "near", "name", "link", "link-case", "link-near"],
            _ => &[],
        }
    }
}
