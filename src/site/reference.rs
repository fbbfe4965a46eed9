//! The text of a reference (`src`, a Markdown destination, a path in front matter), taken apart.

use super::config::Settings;

/// A reference, by where it leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reference<'t> {
    /// To another host, or to no file at all (`data:`, `mailto:`).
    External,
    /// To a place in the page itself.
    Fragment,
    /// To a place that only a program knows: a template, a bundler's alias.
    Unresolvable,
    /// To a drive or a home directory of the writer's machine: `C:\…`, `/Users/…`.
    DrivePath,
    /// To the writer's machine, as an address: `file://…`.
    FileUrl,
    /// To a file of the site.
    Local(Local<'t>),
}

/// A reference to a file of the site. `lead`, `path` and `tail` together are the reference as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Local<'t> {
    /// What stands before the path: `/`, `../../`, `{{ site.baseurl }}/`, the site's own address.
    pub lead: &'t str,
    /// The path as it is written.
    pub path: &'t str,
    /// What stands after the path: a query, a fragment, the end of a Liquid output.
    pub tail: &'t str,
    /// Where the path begins.
    pub anchor: Anchor,
    /// Whether it is written with the site's own host.
    pub with_host: bool,
}

/// Where a path begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// At the site's root.
    Root,
    /// So many directories above the page.
    Page(usize),
    /// At the directory of an alias: of which, in [`Settings::aliases`].
    Alias(usize),
}

/// References longer than any path are not looked for.
const LONGEST: usize = 4096;

impl<'t> Reference<'t> {
    /// Takes `text` apart.
    pub fn parse(text: &'t str, settings: &Settings) -> Reference<'t> {
        let text = text.trim();
        if text.is_empty() || text.len() > LONGEST {
            return Reference::Unresolvable;
        }
        let (start, end) = match liquid(text) {
            Some(range) => range,
            None => return Reference::Unresolvable,
        };
        let rest = &text[start..end];
        if ["{{", "{%", "<", ">", "${", "%PUBLIC_URL%", "*"].iter().any(|sign| rest.contains(sign)) {
            return Reference::Unresolvable;
        }
        let of_liquid = start > 0;
        // What is in quotation marks there and is an address already, filters leave as it is.
        let is_address = rest.starts_with("//") || scheme(rest).is_some() && rest.contains("://");
        if of_liquid && end < text.len() && is_address {
            return Reference::External;
        }
        match scheme(rest) {
            _ if of_liquid => {}
            Some(drive) if drive.len() == 1 => return Reference::DrivePath,
            Some(scheme) if scheme.eq_ignore_ascii_case("file") => return Reference::FileUrl,
            None if rest.starts_with("\\\\") || rest.starts_with("/Users/") => return Reference::DrivePath,
            scheme if scheme.is_some() || rest.starts_with("//") => {
                let Some(path) = without_own_host(rest, settings) else { return Reference::External };
                if !settings.base.is_empty() && base_length(&path[1..], &settings.base) == 0 {
                    // Another site of the same host.
                    return Reference::External;
                }
                let start = text.len() - path.len();
                return Local::beginning_at(text, start, end, Anchor::Root, true, settings);
            }
            None if rest.starts_with(['#', '?']) => return Reference::Fragment,
            None if rest.starts_with(['~', '$', '@']) => {
                let known = settings.aliases.iter().position(|(alias, _)| rest.starts_with(alias.as_str()));
                let Some(at) = known else { return Reference::Unresolvable };
                return Local::beginning_at(text, start, end, Anchor::Alias(at), false, settings);
            }
            _ => {}
        }
        let anchor =
            if of_liquid || is_separator(rest.bytes().next()) { Anchor::Root } else { Anchor::Page(0) };
        Local::beginning_at(text, start, end, anchor, false, settings)
    }
}

impl<'t> Local<'t> {
    /// The reference `text` whose path, lead and all, is `start..end`.
    fn beginning_at(
        text: &'t str,
        mut start: usize,
        end: usize,
        mut anchor: Anchor,
        with_host: bool,
        settings: &Settings,
    ) -> Reference<'t> {
        let bytes = text.as_bytes();
        match &mut anchor {
            Anchor::Root => {
                while start < end && is_separator(bytes.get(start).copied()) {
                    start += 1;
                }
                start += base_length(&text[start..end], &settings.base);
            }
            Anchor::Alias(at) => start += settings.aliases.get(*at).map_or(0, |(alias, _)| alias.len()),
            Anchor::Page(ups) => loop {
                let dots = bytes[start..end].iter().take_while(|byte| **byte == b'.').count();
                if !(1..=2).contains(&dots) || !is_separator(bytes.get(start + dots).copied()) {
                    break;
                }
                *ups += dots - 1;
                start += dots + 1;
            },
        }
        let end = text[start..end].find(['?', '#']).map_or(end, |at| start + at);
        let (lead, path, tail) = (&text[..start], &text[start..end], &text[end..]);
        Reference::Local(Local { lead, path, tail, anchor, with_host })
    }

    /// The paths a server may take this for, the most likely first. Empty if the path is not the
    /// percent-encoding of any text.
    pub fn readings(&self) -> Vec<String> {
        let mut readings: Vec<String> = percent_decoded(self.path).into_iter().collect();
        // What a renderer undoes on the way to the address.
        if self.path.contains('\\') {
            readings.extend(percent_decoded(&unescaped(self.path)));
        }
        if self.path.contains("&amp;") {
            readings.extend(percent_decoded(&self.path.replace("&amp;", "&")));
        }
        readings
    }

    /// The paths that a writer who does not think of encoding may mean, the most likely first.
    pub fn meanings(&self) -> Vec<String> {
        let mut meanings: Vec<String> = self.with_slashes().into_iter().collect();
        meanings.extend(self.readings());
        meanings.push(self.path.to_owned());
        meanings.extend(percent_decoded(self.path).and_then(|path| percent_decoded(&path)));
        let tail = self.split_tail().0;
        if !tail.is_empty() {
            let whole = format!("{}{tail}", self.path);
            meanings.extend(percent_decoded(&whole));
            meanings.push(whole);
        }
        meanings
    }

    /// The tail as the query or fragment, and the end of the Liquid output that it all stands in.
    pub fn split_tail(&self) -> (&'t str, &'t str) {
        let is_in_output = self.lead.rfind("{{") > self.lead.rfind("}}");
        let quote = self.lead.rfind(['"', '\'']).and_then(|at| self.lead[at..].chars().next());
        let end = quote.filter(|_| is_in_output).and_then(|quote| self.tail.find(quote));
        self.tail.split_at(end.unwrap_or(self.tail.len()))
    }

    /// Whether filters of Jekyll make an address of the path: they also compose its characters (NFC).
    pub fn is_filtered(&self) -> bool {
        ["relative_url", "absolute_url"].iter().any(|filter| self.split_tail().1.contains(filter))
    }

    /// The path with `/` for `\`, if it has any `\`.
    pub fn with_slashes(&self) -> Option<String> {
        let written = self.lead.contains('\\') || self.path.contains('\\');
        written.then(|| percent_decoded(&self.path.replace('\\', "/"))).flatten()
    }

    /// The reference with another path, encoded as this one is.
    pub fn with_path(&self, lead: &str, path: &str) -> String {
        // A character that stands bare in the old path may stand bare in the new one. Where there are
        // backslashes it may have been an escape.
        let keeps = |char: char| self.path.contains(char) && !self.path.contains('\\');
        let encodes = self.path.contains('%') && self.path.is_ascii();
        let mut text = lead.replace('\\', "/");
        for char in path.chars() {
            let plain = match char {
                '#' | '?' | '%' | '"' | '<' | '>' | '\\' => false,
                ' ' | '(' | ')' => keeps(char),
                _ => char.is_ascii() || !encodes,
            };
            if plain {
                text.push(char);
            } else {
                let mut bytes = [0; 4];
                for byte in char.encode_utf8(&mut bytes).bytes() {
                    text.push_str(&format!("%{byte:02X}"));
                }
            }
        }
        let (tail, end) = self.split_tail();
        // A tail that was part of the path is in the new path.
        if tail.is_empty() || !path.ends_with(tail) {
            text.push_str(tail);
        }
        text.push_str(end);
        text
    }
}

/// An address that opens for a while only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expiring {
    /// Of a file in Notion.
    Notion,
    /// Of another file, signed for some hours or days.
    Signed,
}

/// The address of another site in quotation marks, which make a path of it.
pub fn unquoted(target: &str) -> Option<&str> {
    const MARKS: [char; 6] = ['"', '\'', '“', '”', '‘', '’'];
    let inside = target.trim().strip_prefix(MARKS)?.trim_end_matches(MARKS).trim();
    let is_address = inside.starts_with("https://") || inside.starts_with("http://");
    (is_address && !inside.contains(MARKS) && !inside.contains([' ', '<'])).then_some(inside)
}

/// Whether an address opens for a while only.
pub fn expiring(address: &str) -> Option<Expiring> {
    let (scheme, rest) = address.trim().split_once("//")?;
    if !["", "http:", "https:"].iter().any(|known| scheme.eq_ignore_ascii_case(known)) {
        return None;
    }
    let (host, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    let has = |part: &str| path.contains(part);
    let is_signed = has("X-Amz-Signature=") || has("X-Amz-Expires=") || has("X-Goog-Expires=");
    let of_amazon = host.ends_with(".amazonaws.com");
    if host == "file.notion.so"
        || host == "secure.notion-static.com"
        || (of_amazon && (host.starts_with("prod-files-secure.") || has("/secure.notion-static.com/")))
    {
        return Some(Expiring::Notion);
    }
    let for_minutes = host == "private-user-images.githubusercontent.com";
    let of_discord = matches!(host, "cdn.discordapp.com" | "media.discordapp.net") && has("/attachments/");
    (is_signed || for_minutes || of_discord).then_some(Expiring::Signed)
}

/// The bytes of `text` that are a path, without the Liquid around it; `None` if there is Liquid that
/// says something else than the address of the site.
fn liquid(text: &str) -> Option<(usize, usize)> {
    const SITE: [&str; 6] = [
        "site.url",
        "site.baseurl",
        "site.github.url",
        "site.url | append: site.baseurl",
        "site.baseurl | relative_url",
        "site.url | absolute_url",
    ];
    const FILTERS: [&str; 4] = ["relative_url", "absolute_url", "prepend: site.baseurl", "prepend: site.url"];
    let mut start = 0;
    while text[start..].starts_with("{{") {
        let close = start + text[start..].find("}}")?;
        let output = text[start + 2..close].trim_start_matches('-').trim_end_matches('-').trim();
        let normal = output.split_whitespace().collect::<Vec<_>>().join(" ");
        if SITE.contains(&normal.as_str()) {
            start = close + 2;
            continue;
        }
        let quote = output.chars().next().filter(|char| matches!(char, '"' | '\''))?;
        let (literal, filters) = output[1..].split_once(quote)?;
        let mut filters = filters.split('|').map(str::trim);
        let known = filters.next() == Some("") && filters.all(|filter| FILTERS.contains(&filter));
        let first = start + text[start..].find(quote)? + 1;
        return (known && close + 2 == text.len()).then_some((first, first + literal.len()));
    }
    Some((start, text.len()))
}

/// What stands before the first `:`, if it is the scheme of an address.
fn scheme(text: &str) -> Option<&str> {
    let (scheme, _) = text.split_once(':')?;
    let letters = scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-'));
    (letters && scheme.starts_with(|first: char| first.is_ascii_alphabetic())).then_some(scheme)
}

/// The path of an address of the site itself.
fn without_own_host<'t>(address: &'t str, settings: &Settings) -> Option<&'t str> {
    let host = |address: &str| address.split_once("//").map(|(_, rest)| rest.len());
    let own = settings.url.as_deref()?;
    let own_host = &own[own.len() - host(own)?..];
    let rest = &address[address.len() - host(address)?..];
    let web = address.starts_with("//")
        || address.get(..4).is_some_and(|scheme| scheme.eq_ignore_ascii_case("http"));
    let same = rest.get(..own_host.len()).is_some_and(|host| host.eq_ignore_ascii_case(own_host));
    let path = rest.get(own_host.len()..)?;
    (web && same && path.starts_with('/')).then_some(path)
}

/// How much of `path` is the path of the site, `blog/`, perhaps percent-encoded.
fn base_length(path: &str, base: &str) -> usize {
    let mut ends = path.match_indices(['/', '\\']).map(|(at, _)| at + 1);
    let length = base.matches('/').count().checked_sub(1).and_then(|last| ends.nth(last)).unwrap_or(0);
    let own = percent_decoded(&path[..length]).map(|own| own.replace('\\', "/"));
    if own.as_deref() == Some(base) { length } else { 0 }
}

/// Top-level domains that nobody takes for the ending of a file.
const DOMAINS: [&str; 17] = [
    "com", "net", "org", "kr", "io", "dev", "me", "app", "ai", "jp", "edu", "gov", "us", "uk", "cn", "blog",
    "site",
];

/// Whether `text` is the name of a host, and not of a file.
pub fn is_host(text: &str) -> bool {
    let text = text.split_once(':').map_or(text, |(name, _)| name).to_ascii_lowercase();
    let labels: Vec<&str> = text.split('.').collect();
    let is_label = |label: &&str| {
        !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    labels.len() > 1
        && labels.iter().all(is_label)
        && (labels[0] == "www" || labels.last().is_some_and(|last| DOMAINS.contains(last)))
}

fn is_separator(byte: Option<u8>) -> bool {
    matches!(byte, Some(b'/' | b'\\'))
}

/// `text` without its percent-encoding; a `%` that encodes nothing stays. `None` if the bytes are no
/// UTF-8.
pub fn percent_decoded(text: &str) -> Option<String> {
    let hex = |byte: &u8| char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        match (first, after) {
            (b'%', [high, low, after @ ..]) => match hex(high).zip(hex(low)) {
                Some((high, low)) => {
                    bytes.push(high << 4 | low);
                    rest = after;
                }
                None => bytes.push(b'%'),
            },
            _ => bytes.push(*first),
        }
    }
    String::from_utf8(bytes).ok()
}

/// `text` without the backslashes that Markdown takes for escapes.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        if char != '\\' || !chars.peek().is_some_and(char::is_ascii_punctuation) {
            out.push(char);
        } else if let Some(escaped) = chars.next() {
            out.push(escaped);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> Settings {
        Settings {
            url: Some("https://Me.github.io".to_owned()),
            base: "blog/".to_owned(),
            ..Settings::default()
        }
    }

    fn local(text: &str) -> (String, String, String, Anchor) {
        match Reference::parse(text, &settings()) {
            Reference::Local(local) => {
                assert_eq!(format!("{}{}{}", local.lead, local.path, local.tail), text);
                (local.lead.to_owned(), local.path.to_owned(), local.tail.to_owned(), local.anchor)
            }
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn what_is_no_file_of_the_site_is_told_apart() {
        let parse = |text| Reference::parse(text, &settings());
        for text in [
            "https://me.github.io/바다.png",
            "https://a.kr/바다.png",
            "//a.kr/바다.png",
            "data:image/png;base64,AA",
            "https://me.github.io",
            "{{ 'https://a.kr/바다.png' | absolute_url }}",
            "{{ \"//a.kr/바다.png\" | relative_url }}",
        ] {
            assert_eq!(parse(text), Reference::External, "{text}");
        }
        for text in
            ["{{ page.cover }}", "{% link a.png %}", "@/assets/a.png", "", "<이미지 주소>", "{{ x", "{{"]
        {
            assert_eq!(parse(text), Reference::Unresolvable, "{text}");
        }
        assert_eq!(parse("#목차"), Reference::Fragment);
        assert_eq!(parse(r"C:\Users\me\그림.png"), Reference::DrivePath);
        assert_eq!(parse("/Users/me/그림.png"), Reference::DrivePath);
        assert_eq!(parse("file:///C:/그림.png"), Reference::FileUrl);
    }

    #[test]
    fn addresses_that_expire_are_known_by_host_and_signature() {
        let notion = "https://prod-files-secure.s3.us-west-2.amazonaws.com/a/b/봄.png?X-Amz-Expires=3600";
        assert_eq!(expiring(notion), Some(Expiring::Notion));
        let old = "https://s3.us-west-2.amazonaws.com/secure.notion-static.com/a/봄.png";
        assert_eq!(expiring(old), Some(Expiring::Notion));
        assert_eq!(expiring("https://a.s3.amazonaws.com/봄.png?X-Amz-Signature=1"), Some(Expiring::Signed));
        for lasting in [
            "https://a.s3.ap-northeast-2.amazonaws.com/봄.png",
            "/secure.notion-static.com/봄.png",
            "https://user-images.githubusercontent.com/1/2.png",
            "https://www.notion.so/글",
        ] {
            assert_eq!(expiring(lasting), None, "{lasting}");
        }
    }

    #[test]
    fn a_path_is_found_between_its_lead_and_its_tail() {
        let parts = |lead: &str, path: &str, tail: &str, anchor| {
            (lead.to_owned(), path.to_owned(), tail.to_owned(), anchor)
        };
        assert_eq!(local("/img/a.png?raw=true"), parts("/", "img/a.png", "?raw=true", Anchor::Root));
        assert_eq!(local("/blog/img/a.png"), parts("/blog/", "img/a.png", "", Anchor::Root));
        assert_eq!(local("/b%6Cog/a.png"), parts("/b%6Cog/", "a.png", "", Anchor::Root));
        assert_eq!(local("./../../a.png"), parts("./../../", "a.png", "", Anchor::Page(2)));
        assert_eq!(local(r"..\img\a.png"), parts(r"..\", r"img\a.png", "", Anchor::Page(1)));
        assert_eq!(local("a..b/.c.png"), parts("", "a..b/.c.png", "", Anchor::Page(0)));
        let own = parts("https://me.github.io/blog/", "a.png", "#x", Anchor::Root);
        assert_eq!(local("https://me.github.io/blog/a.png#x"), own);
        let own = parts("//me.github.io/blog/", "a.png", "", Anchor::Root);
        assert_eq!(local("//me.github.io/blog/a.png"), own);
        let liquid = parts("{{site.url}}{{ site.baseurl }}/", "a.png", "", Anchor::Root);
        assert_eq!(local("{{site.url}}{{ site.baseurl }}/a.png"), liquid);
        let filtered = parts("{{ '/", "a b.png", "' | relative_url }}", Anchor::Root);
        assert_eq!(local("{{ '/a b.png' | relative_url }}"), filtered);
    }

    #[test]
    fn percent_encoding_is_read_as_utf_8() {
        assert_eq!(percent_decoded("%EB%B0%94%EB%8B%A4 100%.png").as_deref(), Some("바다 100%.png"));
        assert_eq!(percent_decoded("%B9%D9.png"), None);
        assert_eq!(percent_decoded("100%바.png%"), Some("100%바.png%".to_owned()));
        assert_eq!(unescaped(r"a\_b\바\"), r"a_b\바\");
    }

    #[test]
    fn a_new_path_is_written_in_the_old_style() {
        let with_path = |text: &'static str, path: &str| match Reference::parse(text, &settings()) {
            Reference::Local(local) => local.with_path(local.lead, path),
            other => panic!("{other:?}"),
        };
        assert_eq!(with_path("/a.png?v=1", "바다 1.png"), "/바다%201.png?v=1");
        assert_eq!(with_path("/a b.png", "바다 1.png"), "/바다 1.png");
        assert_eq!(with_path("../%EB%B0%94.png", "다.png"), "../%EB%8B%A4.png");
        assert_eq!(with_path("/C#/a.png", "C#/a.png"), "/C%23/a.png");
        assert_eq!(with_path("{{ site.baseurl }}/a.PNG", "a.png"), "{{ site.baseurl }}/a.png");
    }

    #[test]
    fn hosts_are_no_files() {
        for host in ["www.example.xyz", "naver.com", "blog.naver.com", "a.co.kr:8080", "velog.io"] {
            assert!(is_host(host), "{host}");
        }
        for file in ["index.html", "post.md", "a.b", "소개.com.md", "main.rs", "com", "v1.2.3", "com."] {
            assert!(!is_host(file), "{file}");
        }
    }
}
