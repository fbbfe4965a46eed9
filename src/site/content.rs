//! What a file is by its first bytes, and whether a browser shows it under its name.

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// Nothing, or nothing but white space.
    Empty,
    /// An image.
    Image(Format),
    /// A page: what a download gets instead of an image, too.
    Html,
    /// A line or two of text: what a server says when there is no image.
    Text,
    /// The placeholder that Git LFS leaves for a file.
    Pointer,
    /// Something else; nothing is said of it.
    Unknown,
}

/// The format of an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
    /// GIF.
    Gif,
    /// WebP.
    Webp,
    /// AVIF.
    Avif,
    /// BMP.
    Bmp,
    /// ICO.
    Ico,
    /// SVG.
    Svg,
    /// HEIC, as telephones take photographs.
    Heic,
    /// TIFF.
    Tiff,
}

/// How a file fits its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// It does, or that cannot be known.
    Fits,
    /// There is nothing in it.
    Empty,
    /// It is of another format, and browsers show it all the same.
    Shown(Format),
    /// It is of another format, and browsers do not show it.
    NotShown(Format),
    /// It is of a format that few browsers show.
    Rare(Format),
    /// It is a page.
    Html,
    /// It is text.
    Text,
    /// It is a placeholder of Git LFS.
    Pointer,
}

impl Content {
    /// How many bytes of a file are enough to know it.
    pub const ENOUGH: usize = 512;

    /// The content of a file of `length` bytes that begins with `head`.
    pub fn of(length: u64, head: &[u8]) -> Content {
        let whole = length <= head.len() as u64;
        if whole && head.iter().all(u8::is_ascii_whitespace) {
            return Content::Empty;
        }
        if head.starts_with(b"version https://git-lfs.github.com/spec/") {
            return Content::Pointer;
        }
        let start = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
        if start.starts_with(b"<") {
            return markup(start);
        }
        if let Some(format) = Format::of(head) {
            return Content::Image(format);
        }
        let is_plain = |byte: &u8| matches!(byte, b' '..=b'~' | b'\t' | b'\n' | b'\r');
        if whole && head.iter().all(is_plain) { Content::Text } else { Content::Unknown }
    }
}

/// What begins with `<`.
fn markup(start: &[u8]) -> Content {
    let lower = start.to_ascii_lowercase();
    let begins = |names: &[&str]| names.iter().any(|name| lower.starts_with(name.as_bytes()));
    if begins(&["<!doctype html", "<html", "<head", "<script"]) {
        return Content::Html;
    }
    let is_svg = lower.windows(4).any(|window| window == b"<svg");
    if is_svg { Content::Image(Format::Svg) } else { Content::Unknown }
}

impl Format {
    /// The format of what begins with `head`, if it has a signature.
    fn of(head: &[u8]) -> Option<Format> {
        use imagesize::{Compression, ImageType};
        // Shorter ones are no images, and not every parser of the crate expects them.
        const SHORTEST: usize = 24;
        if head.len() < SHORTEST {
            return None;
        }
        match imagesize::image_type(head).ok()? {
            ImageType::Png => Some(Format::Png),
            ImageType::Jpeg => Some(Format::Jpeg),
            ImageType::Gif => Some(Format::Gif),
            ImageType::Webp => Some(Format::Webp),
            ImageType::Bmp => Some(Format::Bmp),
            ImageType::Ico => Some(Format::Ico),
            ImageType::Tiff => Some(Format::Tiff),
            ImageType::Heif(Compression::Av1) => Some(Format::Avif),
            ImageType::Heif(Compression::Hevc) => Some(Format::Heic),
            _ => None,
        }
    }

    /// The format a file of that name should have; `None` where the name says nothing.
    pub fn of_name(path: &str) -> Option<Format> {
        let name = path.rsplit('/').next().unwrap_or(path);
        match name.rsplit_once('.')?.1.to_ascii_lowercase().as_str() {
            "png" | "apng" => Some(Format::Png),
            "jpg" | "jpeg" | "jfif" => Some(Format::Jpeg),
            "gif" => Some(Format::Gif),
            "webp" => Some(Format::Webp),
            "avif" => Some(Format::Avif),
            "bmp" => Some(Format::Bmp),
            "ico" => Some(Format::Ico),
            "svg" => Some(Format::Svg),
            "heic" | "heif" => Some(Format::Heic),
            "tif" | "tiff" => Some(Format::Tiff),
            _ => None,
        }
    }

    /// Whether few browsers show it.
    fn is_rare(self) -> bool {
        matches!(self, Format::Heic | Format::Tiff)
    }

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Format::Png => "PNG",
            Format::Jpeg => "JPEG",
            Format::Gif => "GIF",
            Format::Webp => "WebP",
            Format::Avif => "AVIF",
            Format::Bmp => "BMP",
            Format::Ico => "ICO",
            Format::Svg => "SVG",
            Format::Heic => "HEIC",
            Format::Tiff => "TIFF",
        }
    }

    /// Its usual extension.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Jpeg => "jpg",
            Format::Png => "png",
            Format::Gif => "gif",
            Format::Webp => "webp",
            Format::Avif => "avif",
            Format::Bmp => "bmp",
            Format::Ico => "ico",
            Format::Svg => "svg",
            Format::Heic => "heic",
            Format::Tiff => "tiff",
        }
    }
}

impl Fit {
    /// How a file at `path` fits its name; `converted` says that the generator makes images of its own
    /// from it, by its content.
    pub fn of(path: &str, content: Content, converted: bool) -> Fit {
        let Some(named) = Format::of_name(path) else { return Fit::Fits };
        match content {
            Content::Empty => Fit::Empty,
            Content::Html => Fit::Html,
            // A short text may be an image by another name (`.svg` with an entity before it).
            Content::Text if named != Format::Svg => Fit::Text,
            Content::Pointer => Fit::Pointer,
            Content::Text | Content::Unknown => Fit::Fits,
            Content::Image(_) if converted => Fit::Fits,
            Content::Image(real) if real == named => {
                if real.is_rare() {
                    Fit::Rare(real)
                } else {
                    Fit::Fits
                }
            }
            Content::Image(real) if real.is_rare() => Fit::NotShown(real),
            // Browsers look into the bytes of all formats but SVG, which must come as what it is.
            Content::Image(real) if (real == Format::Svg) != (named == Format::Svg) => Fit::NotShown(real),
            // That is how a browser's own icon format is used everywhere.
            Content::Image(_) if named == Format::Ico => Fit::Fits,
            Content::Image(real) => Fit::Shown(real),
        }
    }
}

/// Width and height in pixels of the image that begins with `head`, if that is enough to tell.
pub fn dimensions(head: &[u8]) -> Option<(usize, usize)> {
    Format::of(head)?;
    imagesize::blob_size(head).ok().map(|size| (size.width, size.height))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\x80\0\0\x01\xe0\x08\x06\0\0\0";
    const JPEG: &[u8] = b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xff\xdb\0\x43";

    fn fit(path: &str, head: &[u8]) -> Fit {
        Fit::of(path, Content::of(head.len() as u64, head), false)
    }

    #[test]
    fn bytes_are_held_against_names() {
        assert_eq!(fit("a.png", PNG), Fit::Fits);
        assert_eq!(fit("a.JPG", PNG), Fit::Shown(Format::Png));
        assert_eq!(fit("a.png", JPEG), Fit::Shown(Format::Jpeg));
        assert_eq!(fit("a.svg", PNG), Fit::NotShown(Format::Png));
        assert_eq!(fit("favicon.ico", PNG), Fit::Fits);
        assert_eq!(fit("a.png", b"\x89PNG\r\n\x1a\n"), Fit::Fits);
        assert_eq!(fit("a.mp4", b""), Fit::Fits);
        assert_eq!(fit("a.gif", b""), Fit::Empty);
        assert_eq!(fit("a.gif", b" \r\n"), Fit::Empty);
        assert_eq!(fit("a.png", b"404: Not Found"), Fit::Text);
        assert_eq!(fit("a.png", "\n<!DOCTYPE html><title>로그인</title>".as_bytes()), Fit::Html);
        assert_eq!(
            fit("a.png", b"\xef\xbb\xbf<?xml version='1.0'?><!-- x --><svg>"),
            Fit::NotShown(Format::Svg)
        );
        assert_eq!(fit("a.svg", b"<?xml version='1.0'?><!DOCTYPE svg><svg>"), Fit::Fits);
        assert_eq!(fit("a.jpg", b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n"), Fit::Pointer);
        let heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic\0\0\0\0";
        assert_eq!(
            (fit("a.heic", heic), fit("a.jpg", heic)),
            (Fit::Rare(Format::Heic), Fit::NotShown(Format::Heic))
        );
        let avif = b"\0\0\0\x1cftypavif\0\0\0\0mif1avif\0\0\0\0";
        assert_eq!((fit("a.avif", avif), fit("a.jpg", avif)), (Fit::Fits, Fit::Shown(Format::Avif)));
        let svg = Content::Image(Format::Svg);
        assert_eq!(Fit::of("a.png", svg, true), Fit::Fits);
    }

    #[test]
    fn dimensions_are_read_where_the_head_has_them() {
        assert_eq!(dimensions(PNG), Some((640, 480)));
        assert_eq!(dimensions(JPEG), None);
        assert_eq!(dimensions(b""), None);
    }

    #[test]
    fn no_head_is_too_short() {
        for whole in
            [PNG, JPEG, b"\0\0\0\x1cftypavif\0\0\0\0mif1avif", b"GIF89a\x01\0\x01\0", b"RIFF\0\0\0\0WEBPVP8 "]
        {
            for end in 0..whole.len() {
                Content::of(9999, &whole[..end]);
                dimensions(&whole[..end]);
            }
        }
    }
}
