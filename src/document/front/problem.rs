//! What is wrong with a front matter, in its author's terms.

use crate::diagnostic::Fix;
use crate::span::Span;

/// One thing wrong with the front matter.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// What.
    pub kind: ProblemKind,
    /// The bytes to point at, in the original file.
    pub span: Span,
    /// The repair, where only one makes sense.
    pub fix: Option<Fix>,
}

impl Problem {
    /// Whether the generator does not get to see the keys and values.
    pub fn is_fatal(&self) -> bool {
        use ProblemKind::*;
        !matches!(self.kind, ByteOrderMark | DuplicateKey { .. } | SwallowedKey { .. } | StrayTag)
    }

    /// Whether Jekyll sees no front matter at all.
    pub fn is_out_of_place(&self) -> bool {
        use ProblemKind::*;
        matches!(self.kind, BlankLineBefore | SpaceBefore | WrongDelimiter | Unclosed { later: None })
    }
}

/// The kinds of [`Problem`].
#[derive(Clone, Debug, PartialEq)]
pub enum ProblemKind {
    /// An empty line before the first `---`: the generator does not look further.
    BlankLineBefore,
    /// Spaces, or something invisible, before a delimiter.
    SpaceBefore,
    /// A byte order mark that the generator minds.
    ByteOrderMark,
    /// A delimiter that is none: `----`, `--`, `—`.
    WrongDelimiter,
    /// No closing delimiter. With `later`, a rule further down in the text is taken for it, and
    /// everything between is lost.
    Unclosed {
        /// The line that is taken for the delimiter.
        later: Option<Span>,
    },
    /// A key given twice in one mapping.
    DuplicateKey {
        /// The one given first.
        first: Span,
        /// The key.
        key: String,
    },
    /// `title：회고: 2024`, `title:회고: 2024`: the first colon is none, so all up to the second is the key.
    SwallowedKey {
        /// The key that was meant.
        key: String,
    },
    /// One text or a list instead of keys and values.
    NotAMapping,
    /// Nested too deeply, or too large, to be read.
    TooDeep,
    /// `!word` before a value is a YAML tag: it vanishes, or with js-yaml nothing loads.
    StrayTag,
    /// It does not load, so the generator drops all of it or stops.
    DoesNotLoad(Reason),
}

/// Why front matter does not load. All but [`Reason::Other`] are proven: with that line repaired, it
/// loads, or fails only further down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// `title: 회고: 2024`
    ColonInValue,
    /// `title: [파이썬] 첫걸음`
    StartsWithBracket,
    /// `title: @이름`: a value that begins with a character YAML keeps for itself.
    StartsWithIndicator(char),
    /// A tab in the indentation.
    Tab,
    /// `title：값`
    FullWidthColon,
    /// `title:값`
    MissingSpaceAfterColon,
    /// A space that is none for YAML: an ideographic or no-break one.
    OddSpace(char),
    /// `title: “회고: 2024”`
    SmartQuotes,
    /// `title: "회고`
    UnclosedQuote,
    /// `tags: [가, 나`
    UnclosedBracket,
    /// `title: "그는 "안녕" 했다"`
    QuoteInsideQuotes,
    /// `title: "회고" 2024`
    TextAfterQuote,
    /// `title: "C:\프로그램"`: between double quotes a backslash begins an escape.
    BackslashInQuotes,
    /// A line that is indented otherwise than its neighbours, or not at all where it goes on with the
    /// value above.
    BadIndent,
    /// `*name` where no `&name` is.
    UnknownAlias,
    /// `tags: [#회고]`: the list ends in a comment.
    HashInList,
    /// `tags: - 회고`: a list on the line of its key.
    ListOnKeyLine,
    /// `tags: "가", 나`: a list without its brackets.
    MissingBrackets,
    /// `-회고` where `- 회고` is due.
    MissingSpaceAfterDash,
    /// `- title: 봄` among keys.
    DashBeforeKey,
    /// `[가, , 나]`, `[가]]`, `"봄",`: a mark too many.
    StrayMark(String),
    /// `title 봄`, or a line of text where a key is due.
    NoColon,
    /// `// 말` or `<!-- 말 -->`.
    CommentSyntax,
    /// `title: 봄` between `+++`.
    YamlInToml,
    /// `title = "봄"` between `---`, on one line or all.
    TomlInYaml,
    /// `title = 봄`: in TOML, text has quotes.
    UnquotedText,
    /// `제목 = "봄"`: in TOML, such a key has quotes.
    UnquotedKey,
    /// `title =`: in TOML, a key has a value.
    NoValue,
    /// `date = 2024-1-2`: nearly a date of TOML.
    OddDate,
    /// A key given twice where that stops everything.
    KeyTwice(String),
    /// Not JSON, though it may be YAML: a comma after the last value, a key without quotes.
    NotJson,
    /// Something else, in the parser's words.
    Other(String),
}
