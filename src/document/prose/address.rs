//! Addresses that stand in text as they are: `https://…`, `www.…`, `name@example.com`.

use std::ops::Range;

use crate::document::seek::seek;

/// Punctuation that may stand in an address but not end it.
const NOT_LAST: &[u8] = b".,:;!?'\"*_~";

/// The first address in `text` that begins at byte `from` or later.
pub fn find(text: &str, from: usize) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let mut at = from;
    while let Some(sign) = seek(bytes, at, |byte| (byte == b':') | (byte == b'@') | (byte == b'.')) {
        at = sign;
        let found = match bytes[at] {
            b':' => url(text, from, at),
            b'@' => email(bytes, from, at),
            _ => www(text, from, at),
        };
        if found.is_some() {
            return found;
        }
        at += 1;
    }
    None
}

/// An address with a scheme, whose `:` is at `colon`.
fn url(text: &str, from: usize, colon: usize) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    if !bytes[colon..].starts_with(b"://") {
        return None;
    }
    let before = &bytes[from..colon];
    let scheme = ["https", "http", "ftp"].into_iter().find(|scheme| {
        let start = before.len().checked_sub(scheme.len());
        start.is_some_and(|start| before[start..].eq_ignore_ascii_case(scheme.as_bytes()))
    })?;
    let host = colon + 3;
    let end = end(text, host);
    (end > host).then_some(colon - scheme.len()..end)
}

/// An address without a scheme, whose first `.` is at `dot`.
fn www(text: &str, from: usize, dot: usize) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let start = dot.checked_sub(3).filter(|&start| start >= from)?;
    let begins_word = start == 0 || !bytes[start - 1].is_ascii_alphanumeric();
    if !begins_word || !bytes[start..dot].eq_ignore_ascii_case(b"www") {
        return None;
    }
    let end = end(text, dot + 1);
    (end > dot + 1).then_some(start..end)
}

/// A mail address, whose `@` is at `sign`.
fn email(bytes: &[u8], from: usize, sign: usize) -> Option<Range<usize>> {
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"._%+-".contains(byte);
    let is_host = |byte: &u8| byte.is_ascii_alphanumeric() || b".-".contains(byte);
    let name = bytes[from..sign].iter().rev().take_while(|byte| is_name(byte)).count();
    let host = &bytes[sign + 1..];
    let mut length = host.iter().take_while(|byte| is_host(byte)).count();
    while length > 0 && !host[length - 1].is_ascii_alphanumeric() {
        length -= 1;
    }
    (name > 0 && host[..length].contains(&b'.')).then_some(sign - name..sign + 1 + length)
}

/// Where the address ends that goes on at `from`. Hangul belongs to it after a `/`, `=` and the like
/// (a title in a path) but not after a letter or digit (a particle after the address).
fn end(text: &str, from: usize) -> usize {
    let bytes = text.as_bytes();
    let mut open = 0usize;
    let mut at = from;
    let mut in_title = false;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            0..=b' ' | b'<' | b'>' | b'"' | b'`' | b'|' | 0x7F => break,
            b'(' | b'[' => open += 1,
            b')' | b']' if open == 0 => break,
            b')' | b']' => open -= 1,
            0x80.. if !in_title => break,
            _ => {}
        }
        in_title = if byte >= 0x80 { in_title } else { b"/=?&#%-_+".contains(&byte) };
        at += 1;
    }
    while at > from && NOT_LAST.contains(&bytes[at - 1]) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<&str> {
        let mut at = 0;
        std::iter::from_fn(|| {
            let found = find(text, at)?;
            at = found.end;
            Some(&text[found])
        })
        .collect()
    }

    #[test]
    fn addresses_end_before_particles_and_punctuation() {
        assert_eq!(all("https://example.com/a_b에서 받는다."), ["https://example.com/a_b"]);
        assert_eq!(
            all("(http://example.com/a(b)) www.example.com."),
            ["http://example.com/a(b)", "www.example.com"]
        );
        assert_eq!(all("주소는 me@example.com으로, 그리고 a@b는 아님"), ["me@example.com"]);
        assert_eq!(all("https://ko.wikipedia.org/wiki/퇴고 참고"), ["https://ko.wikipedia.org/wiki/퇴고"]);
    }

    #[test]
    fn other_colons_and_dots_are_text() {
        assert_eq!(all("비율은 1:2이다. http:// 그리고 awww.b 끝@"), [""; 0]);
    }
}
