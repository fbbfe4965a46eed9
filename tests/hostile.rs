//! Texts made to be slow: what toego does with them takes time in proportion to their length, with all rules
//! on. Each is taken at one length and at four times that; time that grows with the square would be sixteen
//! times as long. Blogs likewise, in which each post has something that is looked for among all others: of them,
//! only that is measured.

mod dice;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::time::{Duration, Instant};

use rayon::prelude::*;
use toego::diagnostic::Severity;
use toego::engine::Engine;
use toego::facts::Facts;
use toego::files::Whole;
use toego::merged::Merged;
use toego::rule_set::RuleSet;
use toego::site::Site;
use toego::{bundled, checks};

use dice::Dice;

/// The lengths that are compared, in bytes.
const SHORT: usize = 8_000;
const LONG: usize = 4 * SHORT;

/// How many times as long the long text may take; four times would be exact.
const MOST: f64 = 9.0;

/// How many posts the small blogs have that are compared, and how many times as many the large ones.
const POSTS: usize = 500;
const TIMES: usize = 8;

/// How many posts the small ones have of which nothing but the list of files is asked: in the large ones, there are more
/// of one day than are compared.
const FILES: usize = 2_000;

/// How many times as long the large blogs may take; eight times would be exact, 64 times the square.
const MOST_IN_BLOGS: f64 = 16.0;

/// What is not measured: starting up, and noise.
const NOISE: Duration = Duration::from_millis(60);

/// Pieces that are repeated over the whole text.
const PIECES: [&str; 123] = [
    "할수",
    "할수 ",
    "되되",
    "돼되 ",
    "할수있다. ",
    "을를",
    "은는이가",
    "(주)",
    "가(나)을 ",
    "A을 ",
    "`a`을 ",
    "1을 ",
    "[[[[",
    "[]",
    "[](",
    "![](",
    "![",
    "](",
    "[a](b)",
    "[a]: b\n",
    "[a]: b\n\n",
    "[^a]",
    "[^a]: b\n\n",
    "{{{%",
    "{{",
    "{%",
    "{% raw %}",
    "{% if a %}\n",
    "{% include a.html %}\n",
    "{: ",
    "{::",
    "{: .a}\n\n",
    "{: notice}\n\n",
    "*_",
    "*_*_`",
    "**",
    "*a ",
    "**가(나)**을 ",
    "_a_",
    "~~",
    "~",
    "`",
    "` `` ",
    "<",
    "<a",
    "<a ",
    "<a href=\"",
    "<div>",
    "<div>\n",
    "<div>\n\n",
    "<p>",
    "</div>\n",
    "<b>",
    "</b>",
    "<!--",
    "<!-- toego-disable -->\n",
    "<!-- toego-disable-next-line spacing -->\n할수 있다\n\n",
    "|",
    "| a | b |\n",
    "a|b\n-|-\n",
    "|-",
    ">",
    "> a\n",
    "- ",
    "- a\n",
    "  - a\n",
    "1. a\n",
    "# a\n",
    "# a {#a}\n",
    "##",
    "=",
    "---\n",
    "***\n",
    "```\n",
    "```a\n",
    "~~~\n",
    "    a\n",
    "\\",
    "\\*",
    "&amp;",
    "&",
    "http://a.b/ ",
    "www.a.",
    "a@b.c ",
    "https://example.com/가나다 ",
    "\"",
    "'",
    "“",
    "”",
    "「",
    "…",
    "ㅋㅋ",
    "\u{200b}",
    "\u{a0}",
    "\r",
    "\t",
    "\u{1112}\u{1161}",
    "가 ",
    "가. ",
    "가\n\n",
    "가  \n",
    "$",
    "$$",
    "$$\n",
    "![a](b.png)\n",
    "![a](b.png){: width=\"1\"}\n",
    "<img src=\"a.png\">\n",
    "<img>",
    "<pre>",
    "<code>",
    "[가](/나/)",
    "[가](#나)\n",
    "# 제목\n\n[가](#없음)\n\n",
    "데이타 ",
    "{",
    "export {\n",
    "{{< a >}}\n",
    "첫째,",
    "가나다라마바사아자차",
    "1~2 ",
    "합니다. 한다. ",
    "<가 나>",
    "<u>가`나`",
];

/// Pieces that are repeated as front matter.
const FRONT: [&str; 26] = [
    "a: b\n",
    "- a\n",
    "  ",
    "[",
    "{",
    "tags: [a, ",
    "\"",
    "'",
    "&a ",
    "*a ",
    "? ",
    "# a\n",
    "a:\n",
    "\t",
    "- - ",
    "a: |\n",
    "title: ",
    "할수있다 ",
    "{a: ",
    "\\",
    "date: 2024-01-01\n",
    "<<: *a\n",
    "# toego-disable-line a\n",
    ", ",
    ": ",
    "가：나\n",
];

/// Makes a text of so many bytes.
type Make = fn(usize) -> String;

/// Texts in which every piece is another one.
const GROWING: [(&str, Make); 24] = [
    ("backticks", |n| runs(n, "`", " ")),
    ("backticks in paragraphs", |n| runs(n, "`", " a\n\n")),
    ("quotations", |n| runs(n, ">", " a\n")),
    ("lists in lists", |n| runs(n, "  ", "- a\n")),
    ("footnotes", |n| numbered(n, 24, |i| format!("가[^{i}]\n\n[^{i}]: 주\n\n"))),
    ("marks without notes", |n| numbered(n, 12, |i| format!("가[^{i}] "))),
    ("notes without marks", |n| numbered(n, 14, |i| format!("[^{i}]: 주\n\n"))),
    ("references", |n| numbered(n, 30, |i| format!("[가][r{i}]\n\n[r{i}]: /a{i}\n\n"))),
    ("headings", |n| numbered(n, 16, |i| format!("# 제목 {i}\n\n"))),
    ("anchors", |n| numbered(n, 48, |i| format!("# 제목 {i}\n\n[가](#제목-{i}) [나](#없음{i})\n\n"))),
    ("images", |n| numbered(n, 24, |i| format!("![그림 {i}](/a/{i}.png)\n"))),
    ("links", |n| numbered(n, 16, |i| format!("[글](/a/{i}/)\n"))),
    ("ids", |n| numbered(n, 20, |i| format!("<a id=\"x{i}\"></a>\n"))),
    ("tags", |n| numbered(n, 11, |i| format!("{{% a{i} %}} "))),
    ("comments", |n| numbered(n, 48, |i| format!("<!-- toego-disable r{i} -->\n\n할수 있다\n\n"))),
    ("names on one line", |n| {
        // Longer: most of the time goes into the rest.
        let (names, findings) = (" spacing".repeat(n / 2), "할수 있다. ".repeat(n / 4));
        format!("<!-- toego-disable-next-line{names} -->\n{findings}\n")
    }),
    ("names of no rule", |n| {
        numbered(n, 64, |i| format!("<!-- toego-disable-next-line spacing/bound-noun-{i} -->\n\n글\n\n"))
    }),
    ("elements", |n| "<div>\n".repeat(n / 13) + &"</div>\n".repeat(n / 13)),
    ("wide table", |n| format!("|{}\n|{}\n", "a|".repeat(n / 4), "-|".repeat(n / 4))),
    ("brackets", |n| "[".repeat(n / 2) + &"]".repeat(n / 2)),
    ("emphasis", |n| "*가 ".repeat(n / 10) + &"가* ".repeat(n / 10)),
    ("keys", |n| format!("---\n{}---\n글\n", numbered(n, 9, |i| format!("k{i}: v\n")))),
    ("aliases", |n| {
        let lines = numbered(n, 26, |i| format!("a{}: &a{} [*a{i}, *a{i}]\n", i + 1, i + 1));
        format!("---\na0: &a0 [x, x]\n{lines}---\n글\n")
    }),
    ("TOML", |n| format!("+++\n{}+++\n글\n", numbered(n, 9, |i| format!("a{i} = 1\n")))),
];

/// Paths and texts.
type Files = Vec<(String, String)>;

/// A blog: its name, its settings, and the files of one post by its number and the number of all.
type Blog = (&'static str, (&'static str, &'static str), fn(usize, usize) -> Files);

const JEKYLL: (&str, &str) = ("_config.yml", "title: a\npermalink: /p/:title/\n");
const HUGO: (&str, &str) = ("hugo.toml", "title = 'a'\n");
const HEXO: (&str, &str) = ("_config.yml", "title: a\ntheme: landscape\npermalink: :title/\n");

/// Blogs by their posts.
const BLOGS: [Blog; 16] = [
    ("links to nowhere", JEKYLL, |n, _| {
        post(n, &format!("slug: {}-{n}", word(n)), &format!("[글](/p/{}-{n}zz/) [글](/old/{n}/)", word(n)))
    }),
    ("links to names without digits", JEKYLL, |n, all| {
        post(n, &format!("slug: {}", scattered(n)), &format!("[글](/p/{}/)", scattered(all + n)))
    }),
    ("links to names of the same letters", JEKYLL, |n, all| {
        post(n, &format!("slug: {}", shuffled(n)), &format!("[글](/p/{}/)", shuffled(all + n)))
    }),
    ("links in another case", JEKYLL, |n, _| post(n, "permalink: /A/", "[글](/a/)")),
    ("one address", JEKYLL, |n, _| post(n, "permalink: /a/", "글")),
    ("one address on a day to come", JEKYLL, |n, _| {
        let of_now = post(n, "permalink: /A/", "글");
        let to_come = |(path, text): (String, String)| (path.replace("2024", "2099"), text);
        if n.is_multiple_of(2) { of_now } else { of_now.into_iter().map(to_come).collect() }
    }),
    ("spellings of one address", JEKYLL, |n, _| post(n, &format!("permalink: /{}/", cased(n)), "글")),
    ("one title", JEKYLL, |n, _| post(n, "title: 같은 제목", "글")),
    ("spellings of tags", JEKYLL, |n, _| {
        let tag = word(n);
        post(n, &format!("tags: [{tag}, {}, spring-{tag}, spring{tag}]", tag.to_uppercase()), "글")
    }),
    ("spellings of one tag", JEKYLL, |n, _| post(n, &format!("tags: [{}]", cased(n)), "글")),
    ("categories on one page", JEKYLL, |n, all| {
        let mut files = post(n, &format!("categories: [{}]", word(n)), "글");
        if n == 0 {
            let listed = (0..all * 7 / 10).map(|n| format!("{{{{ site.categories['{}'] }}}}\n", word(n)));
            files.push(("categories.md".to_owned(), format!("---\n---\n\n{}", listed.collect::<String>())));
        }
        files
    }),
    ("one category on all pages", JEKYLL, |n, _| {
        let mut files = post(n, "categories: [docker]", "글");
        let page = "---\nlayout: category\ntaxonomy: Docker\n---\n".to_owned();
        files.push((format!("categories/{}.md", word(n)), page));
        files
    }),
    ("old addresses", JEKYLL, |n, _| {
        let address = format!("/old/{}/", word(n));
        post(n, &format!("redirect_from: [{address}, /a/]"), &format!("[글]({address}) [글](/a/)"))
    }),
    ("images of one name", JEKYLL, |n, _| {
        let mut files = post(n, "", &format!("![그림](/images/{n}/cover.png)"));
        files.push((format!("assets/{n}/cover.png"), String::new()));
        files
    }),
    ("images of nearly one name", JEKYLL, |n, _| {
        let mut files = post(n, "", &format!("![그림](/images/photo-{}q.png)", word(n)));
        files.push((format!("images/photo-{}.png", word(n)), String::new()));
        files
    }),
    ("words in two spellings", JEKYLL, |n, _| post(n, "", ["스크린숏을", "스크린샷을"][n % 2])),
];

/// What a post asks of the list of files: a name, the settings, the path of one by its number, and the question.
type Question = (&'static str, (&'static str, &'static str), fn(usize) -> String, fn(&Site, usize));

/// What posts ask of the list of files.
const QUESTIONS: [Question; 6] = [
    ("post_url", JEKYLL, of_one_day, |site, n| {
        assert!(site.missing_post(&format!("2024-01-01-{}", word(n))).is_none());
    }),
    ("post_url to nowhere", JEKYLL, of_one_day, |site, n| {
        assert!(site.missing_post(&format!("2024-01-01-{}", scattered(n))).is_some());
    }),
    ("post_url in another case", JEKYLL, of_one_day, |site, n| {
        let unfound = site.missing_post(&format!("2024-01-01-{}", word(n).to_uppercase()));
        assert!(unfound.is_some_and(|unfound| unfound.repair.is_some()));
    }),
    ("post_url with an ending", JEKYLL, of_one_day, |site, n| {
        let unfound = site.missing_post(&format!("2024-01-01-{}.md", word(n)));
        assert!(unfound.is_some_and(|unfound| unfound.repair.is_some()));
    }),
    (
        "ref",
        HUGO,
        |n| format!("content/posts/{}.md", word(n)),
        |site, n| {
            site.has_content(&format!("{}.md", word(n + 1)));
        },
    ),
    (
        "post_link",
        HEXO,
        |n| format!("source/_posts/{}.md", word(n)),
        |site, n| {
            assert!(!site.has_content(&format!("{}z", word(n))));
        },
    ),
];

/// A post of Jekyll with this in its front matter and this text.
fn post(n: usize, front: &str, text: &str) -> Files {
    vec![(
        format!("_posts/2024-01-01-{}.md", word(n)),
        format!("---\nlayout: post\n{front}\n---\n\n{text}\n"),
    )]
}

fn of_one_day(n: usize) -> String {
    format!("_posts/2024-01-01-{}.md", word(n))
}

/// A word for a number that has nothing in common with the others.
fn scattered(n: usize) -> String {
    let mut dice = Dice(n as u64);
    (0..12).map(|_| char::from(b'a' + dice.roll(26) as u8)).collect()
}

/// A word for a number, of the letters of all others, which begins like them.
fn shuffled(n: usize) -> String {
    let mut letters = *b"bcdefghijklmnop";
    let mut dice = Dice(n as u64);
    (1..letters.len()).for_each(|at| letters.swap(at, dice.roll(at + 1)));
    format!("a{}", letters.map(char::from).iter().collect::<String>())
}

/// A word for a number, which differs from the others in the case of its letters.
fn cased(n: usize) -> String {
    let spelt = |(at, c): (usize, char)| if n >> at & 1 == 1 { c.to_ascii_uppercase() } else { c };
    "abcdefghijklmnop".chars().enumerate().map(spelt).collect()
}

/// A word for a number, of letters alone: names with other digits are other names at once.
fn word(n: usize) -> String {
    let letter = |place: u32| char::from(b'a' + (n / 26usize.pow(place) % 26) as u8);
    ["post-about-", &(0..4).rev().map(letter).collect::<String>()].concat()
}

/// Runs of one mark, each longer than the one before, `n` bytes in all.
fn runs(n: usize, mark: &str, end: &str) -> String {
    let mut text = String::new();
    let mut length = 1;
    while text.len() < n {
        text += &mark.repeat(length);
        text += end;
        length += 1;
    }
    text
}

fn numbered(n: usize, size: usize, piece: impl Fn(usize) -> String) -> String {
    (0..n / size).map(piece).collect()
}

/// All rules, and those blogs in which the most rules of a kind hold.
struct Bench {
    engine: Engine<'static>,
    blogs: Vec<(Site, String)>,
}

impl Bench {
    fn new() -> Bench {
        let book = bundled::book();
        let engine = Engine::new(RuleSet::bundled(), |id| book.rule(id).severity.max(Severity::Info));
        let blogs = [
            ("_config.yml", "title: a\n", "_posts/2024-01-02-a.md"),
            ("_config.yml", "markdown: CommonMark\n", "_posts/2024-01-02-a.md"),
            ("hugo.toml", "title = 'a'\n", "content/posts/a.md"),
        ];
        let blogs = blogs.map(|(name, text, post)| {
            let files = [(name, text), (post, "")].map(|(path, text)| (path.to_owned(), text.to_owned()));
            (Site::in_memory(&BTreeMap::from(files)), post.to_owned())
        });
        Bench { engine, blogs: blogs.into() }
    }

    /// How long a text takes in a blog: the shortest of some times.
    fn time(&self, (site, path): &(Site, String), text: &str, times: usize) -> Duration {
        let once = || {
            let begun = now();
            let read = |_: &str| Ok(text.as_bytes().to_vec());
            self.engine.check(site, std::slice::from_ref(path), read, || ());
            now().saturating_sub(begun)
        };
        (0..times).map(|_| once()).min().unwrap_or_default()
    }

    /// What takes too long, as a sentence.
    fn judge(&self, name: &str, text: impl Fn(usize) -> String, out: &mut String) {
        let (short, long) = (text(SHORT), text(LONG));
        for (at, blog) in self.blogs.iter().enumerate() {
            let is_slow = |times| {
                let (one, four) = (self.time(blog, &short, times), self.time(blog, &long, times));
                let most = (one.max(Duration::from_millis(1))).mul_f64(MOST) + NOISE;
                (four > most).then_some((one, four))
            };
            // What seems slow is measured again, with more care.
            if is_slow(1).is_some()
                && let Some((one, four)) = is_slow(4)
            {
                let _ = writeln!(out, "{name} in blog {at}: {one:?}, four times as long: {four:?}");
            }
        }
    }
}

/// A blog whose posts have been read.
struct Read {
    site: Site,
    paths: Vec<String>,
    facts: Vec<Facts>,
}

impl Read {
    fn new(
        engine: &Engine<'_>,
        settings: (&str, &str),
        posts: usize,
        files: fn(usize, usize) -> Files,
    ) -> Read {
        let own = [(settings.0.to_owned(), settings.1.to_owned())];
        let files = (0..posts).flat_map(|n| files(n, posts));
        let files: BTreeMap<String, String> = own.into_iter().chain(files).collect();
        let site = Site::in_memory(&files);
        let paths: Vec<String> = files.keys().filter(|path| path.ends_with(".md")).cloned().collect();
        let read = Whole(|path: &str| Ok(files[path].clone().into_bytes()));
        let facts = engine.facts(&site, &paths, &read, || true).expect("it is wanted to the end");
        Read { site, paths, facts }
    }

    /// How long the posts take among each other.
    fn time(&self, engine: &Engine<'_>) -> Duration {
        let (paths, facts) = (self.paths.clone(), self.facts.clone());
        let wanted: Vec<usize> = (0..paths.len()).collect();
        let begun = now();
        let all = Merged::new(&self.site, paths, facts);
        engine.told(&self.site, &all, &wanted, &Whole(|_: &str| Ok(Vec::new())));
        now().saturating_sub(begun)
    }
}

/// Compares how long a small blog takes, and a large one. What seems slow is measured again, with more care.
fn compare<T>(name: &str, [small, large]: &[T; 2], time: impl Fn(&T) -> Duration, out: &mut String) {
    let is_slow = |times| {
        let shortest = |blog| (0..times).map(|_| time(blog)).min().unwrap_or_default();
        let (few, many) = (shortest(small), shortest(large));
        let most = few.max(Duration::from_millis(1)).mul_f64(MOST_IN_BLOGS) + NOISE;
        (many > most).then_some((few, many))
    };
    if is_slow(1).is_some()
        && let Some((few, many)) = is_slow(2)
    {
        let _ = writeln!(out, "{name}: {few:?}, {TIMES} times as many posts: {many:?}");
    }
}

/// The time that this thread has run, where the system says so; others may be running, too.
fn now() -> Duration {
    let told = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let spent = told.and_then(|told| told.split(' ').next()?.parse().ok());
    static START: std::sync::LazyLock<Instant> = std::sync::LazyLock::new(Instant::now);
    spent.map_or_else(|| START.elapsed(), Duration::from_nanos)
}

/// Runs `judge` on one thread that does all the work.
fn judged(judge: impl FnOnce(&mut String) + Send) {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).stack_size(8 << 20).build().expect("a thread");
    let slow = pool.install(|| {
        let mut slow = String::new();
        judge(&mut slow);
        slow
    });
    assert!(slow.is_empty(), "{slow}");
}

#[test]
fn repeated_pieces_take_linear_time() {
    judged(|out| {
        let bench = Bench::new();
        for piece in PIECES {
            bench.judge(&format!("{piece:?}"), |n| piece.repeat(n / piece.len()), out);
        }
    });
}

#[test]
fn front_matter_takes_linear_time() {
    judged(|out| {
        let bench = Bench::new();
        for piece in FRONT {
            let text = |n| format!("---\n{}\n---\n글\n", piece.repeat(n / piece.len()));
            bench.judge(&format!("front matter of {piece:?}"), text, out);
            let open = |n| format!("---\n{}", piece.repeat(n / piece.len()));
            bench.judge(&format!("open front matter of {piece:?}"), open, out);
        }
    });
}

#[test]
fn growing_pieces_take_linear_time() {
    judged(|out| {
        let bench = Bench::new();
        GROWING.iter().for_each(|(name, text)| bench.judge(name, text, out));
    });
}

#[test]
fn blogs_take_linear_time() {
    let book = bundled::book();
    let is_asked = |id| checks::is_on_site(&book.rule(id).check);
    let engine =
        Engine::new(RuleSet::bundled(), |id| if is_asked(id) { Severity::Warning } else { Severity::Off });
    // They are read on all cores.
    let read = |&(name, settings, files): &Blog| {
        (name, [POSTS, TIMES * POSTS].map(|posts| Read::new(&engine, settings, posts, files)))
    };
    let blogs: Vec<(&str, [Read; 2])> = BLOGS.par_iter().map(read).collect();
    judged(|out| {
        for (name, blogs) in &blogs {
            compare(name, blogs, |blog| blog.time(&engine), out);
        }
    });
}

#[test]
fn questions_to_the_list_of_files_take_linear_time() {
    judged(|out| {
        for (name, settings, path, ask) in QUESTIONS {
            let sites = [FILES, TIMES * FILES].map(|posts| {
                let own = [(settings.0.to_owned(), settings.1.to_owned())];
                let files = own.into_iter().chain((0..posts).map(|n| (path(n), String::new())));
                (Site::in_memory(&files.collect()), posts)
            });
            let time = |(site, posts): &(Site, usize)| {
                let begun = now();
                (0..*posts).for_each(|n| ask(site, n));
                now().saturating_sub(begun)
            };
            compare(name, &sites, time, out);
        }
    });
}
