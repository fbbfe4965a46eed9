//! Which tags are known, and which block each stands in.

use crate::document::liquid::{Token, TokenKind};
use crate::rule::TagTable;

/// What Liquid would complain of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble<'a> {
    /// A tag without a name that Liquid can read.
    Nameless,
    /// A tag nobody defines, with the known one it is a slip of.
    Unknown {
        /// The known one.
        near: Option<&'a str>,
    },
    /// `{{` or `{%` without the closing braces, which are named second.
    Open(&'static str, &'static str),
    /// A block without its end.
    NeverClosed,
    /// `raw` whose end trims space (`{%- endraw %}`), which is no end.
    ClosedWithDash,
    /// An end without its block.
    Stray,
    /// `else`, `elsif` or `when` outside a block that has such branches.
    Branch,
}

/// A trouble and the token that has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Problem<'a> {
    /// Index of the token.
    pub token: usize,
    /// What is wrong.
    pub trouble: Trouble<'a>,
}

/// Where a token stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// In a comment: parsed, but not run.
    pub is_comment: bool,
    /// In a block that may not run, or not once.
    pub is_conditional: bool,
    /// In a block of a plugin, which may read its content as it likes.
    pub is_opaque: bool,
}

impl Place {
    /// Whether Liquid surely runs what stands there.
    pub fn runs(self) -> bool {
        self == Place::default()
    }
}

/// The tokens of a page as Liquid's parser nests them.
#[derive(Debug, Default)]
pub struct Nesting<'a> {
    /// What is wrong, in the order of the file.
    pub problems: Vec<Problem<'a>>,
    /// Where each token stands.
    pub places: Vec<Place>,
    /// Whether there are tags that a plugin of the site may define: what they enclose is unknown.
    pub is_uncertain: bool,
}

/// A block that is not closed yet.
struct Open<'a> {
    token: usize,
    name: &'a str,
}

struct Parser<'a> {
    text: &'a str,
    tokens: &'a [Token],
    table: &'a TagTable,
    is_closed: bool,
    open: Vec<Open<'a>>,
    /// Tags that were unknown: their ends are not reported again. With what they are a slip of.
    unknown: Vec<(&'a str, Option<&'a str>)>,
    /// Blocks of plugins of which no end follows.
    endless: Vec<&'a str>,
    nesting: Nesting<'a>,
}

impl<'a> Nesting<'a> {
    /// Nests `tokens`; `is_closed` says that no tag outside `table` can be known to the site.
    pub fn read(text: &'a str, tokens: &'a [Token], table: &'a TagTable, is_closed: bool) -> Self {
        let nesting = Nesting::default();
        let (open, unknown, endless) = (Vec::new(), Vec::new(), Vec::new());
        let mut parser = Parser { text, tokens, table, is_closed, open, unknown, endless, nesting };
        let mut opaque_until = 0;
        for at in 0..tokens.len() {
            let is_opaque = at < opaque_until;
            let place = Place { is_opaque, ..parser.place() };
            parser.nesting.places.push(place);
            if !is_opaque {
                opaque_until = parser.token(at);
            }
        }
        parser.end();
        parser.nesting.problems.sort_by_key(|problem| problem.token);
        parser.nesting
    }
}

impl<'a> Parser<'a> {
    fn place(&self) -> Place {
        let mut place = Place::default();
        for open in &self.open {
            place.is_comment |= open.name == "comment";
            place.is_conditional |=
                ["if", "unless", "case", "for", "tablerow", "ifchanged"].contains(&open.name);
        }
        place
    }

    /// Reads the token `at`; the index of the token that ends what it hides.
    fn token(&mut self, at: usize) -> usize {
        match self.tokens[at].kind {
            TokenKind::Output => {}
            TokenKind::OpenOutput => self.report(at, Trouble::Open("{{", "}}")),
            TokenKind::OpenTag => self.report(at, Trouble::Open("{%", "%}")),
            TokenKind::Tag => return self.tag(at),
        }
        0
    }

    fn tag(&mut self, at: usize) -> usize {
        let name = self.name(at);
        let top = self.open.last().map(|open| open.name);
        if name.is_empty() {
            // A comment in Liquid 5.
            if !self.tokens[at].markup.slice(self.text).trim_start().starts_with('#') {
                self.report(at, Trouble::Nameless);
            }
        } else if let Some(owners) = branch_owners(name) {
            if !top.is_some_and(|top| top == "comment" || owners.contains(&top)) {
                self.report(at, Trouble::Branch);
            }
        } else if self.table.core.block.iter().any(|known| known == name) {
            self.push(at, name);
        } else if self.plugin_has(name, |set| &set.block) {
            return self.own_end(at, name);
        } else if !self.is_single(name) {
            match name.strip_prefix("end") {
                Some(block) => self.end_tag(at, block),
                _ if top == Some("comment") => {}
                _ => self.unknown(at, name),
            }
        }
        0
    }

    fn push(&mut self, token: usize, name: &'a str) {
        if self.open.len() < DEEPEST {
            self.open.push(Open { token, name });
        } else {
            self.nesting.is_uncertain = true;
        }
    }

    fn end_tag(&mut self, at: usize, block: &'a str) {
        let Some(top) = self.open.last().map(|open| open.name) else { return self.stray(at, block) };
        if top == block {
            self.open.pop();
        } else if top == "comment" {
            // A comment hears of no end but its own.
        } else if let Some(depth) = self.open.iter().rposition(|open| open.name == block) {
            for open in self.open.split_off(depth).into_iter().skip(1) {
                self.report(open.token, Trouble::NeverClosed);
            }
        } else {
            self.stray(at, block);
        }
    }

    fn stray(&mut self, at: usize, block: &'a str) {
        if self.table.core.block.iter().any(|known| known == block) {
            self.report(at, Trouble::Stray);
        } else if !self.unknown.iter().any(|(name, _)| *name == block)
            && !self.plugin_has(block, |set| &set.block)
        {
            self.unknown(at, self.name(at));
        }
    }

    fn unknown(&mut self, at: usize, name: &'a str) {
        let before = self.unknown.iter().find(|(known, _)| *known == name).map(|(_, near)| *near);
        let near = before.unwrap_or_else(|| self.nearest(name));
        if before.is_none() {
            self.unknown.push((name, near));
        }
        self.report(at, Trouble::Unknown { near });
        self.nesting.is_uncertain |= !self.is_closed && near.is_none();
        // Read on as if the slip had not been made.
        let Some(near) = near else { return };
        match near.strip_prefix("end") {
            Some(block) if self.open.last().is_some_and(|open| open.name == block) => _ = self.open.pop(),
            None if self.table.core.block.iter().any(|known| known == near) => {
                self.push(at, near);
            }
            _ => {}
        }
    }

    /// What is still open at the end of the page.
    fn end(&mut self) {
        for open in std::mem::take(&mut self.open) {
            let rest = &self.text[self.tokens[open.token].span.range().end..];
            let mut trimming = rest.split("{%-").skip(1);
            let with_dash = open.name == "raw" && trimming.any(|tag| tag.trim_start().starts_with("endraw"));
            let trouble = if with_dash { Trouble::ClosedWithDash } else { Trouble::NeverClosed };
            self.report(open.token, trouble);
        }
    }

    fn report(&mut self, token: usize, trouble: Trouble<'a>) {
        self.nesting.problems.push(Problem { token, trouble });
    }

    fn name(&self, at: usize) -> &'a str {
        self.tokens[at].name.slice(self.text)
    }

    fn is_single(&self, name: &str) -> bool {
        self.table.core.single.iter().any(|known| known == name) || self.plugin_has(name, |set| &set.single)
    }

    fn plugin_has(&self, name: &str, of: impl Fn(&'a crate::rule::TagSet) -> &'a Vec<String>) -> bool {
        self.table.plugins.values().any(|set| of(set).iter().any(|known| known == name))
    }

    /// The index after the first end of `name` after the token `at`; 0 if there is none.
    fn own_end(&mut self, at: usize, name: &'a str) -> usize {
        if self.endless.contains(&name) {
            return 0;
        }
        let is_end = |later: &usize| self.name(*later).strip_prefix("end") == Some(name);
        let end = (at + 1..self.tokens.len()).find(is_end);
        if end.is_none() {
            self.endless.push(name);
        }
        end.map_or(0, |end| end + 1)
    }

    /// The tag of Liquid or Jekyll itself that `name` is a slip of.
    fn nearest(&self, name: &str) -> Option<&'a str> {
        const ENDS: [(&str, &str); 10] = [
            ("capture", "endcapture"),
            ("case", "endcase"),
            ("comment", "endcomment"),
            ("for", "endfor"),
            ("highlight", "endhighlight"),
            ("if", "endif"),
            ("ifchanged", "endifchanged"),
            ("raw", "endraw"),
            ("tablerow", "endtablerow"),
            ("unless", "endunless"),
        ];
        let core = self.table.core.single.iter().chain(&self.table.core.block).map(String::as_str);
        let ends = ENDS.iter().filter(|(block, _)| self.table.core.block.iter().any(|known| known == block));
        let known = core.chain(ends.map(|(_, end)| *end)).chain(["elsif"]);
        let folded = name.to_ascii_lowercase();
        let is_related =
            |known: &str| folded.strip_suffix('s') == Some(known) || known.strip_suffix('s') == Some(&folded);
        let distance = |known: &&str| match *known == folded {
            true => 0,
            false => strsim::osa_distance(&folded, known),
        };
        let is_near = |known: &&str| {
            let shortest = folded.len().min(known.len());
            distance(known) == 0 || (shortest >= SHORTEST && distance(known) == 1 && !is_related(known))
        };
        known.filter(is_near).min_by_key(distance)
    }
}

/// How deep Liquid lets blocks nest.
const DEEPEST: usize = 100;

/// Tags shorter than this have too many neighbours.
const SHORTEST: usize = 5;

/// The blocks that may hold a branch of this name.
fn branch_owners(name: &str) -> Option<&'static [&'static str]> {
    match name {
        "else" => Some(&["if", "unless", "case", "for"]),
        "elsif" => Some(&["if", "unless"]),
        "when" => Some(&["case"]),
        _ => None,
    }
}
