//! The ids that renderers gave to more than a hundred headings of one page, against those toego knows.
//! `tests/oracle/anchors/ask.mjs` asks the renderers.

use toego::document::Document;
use toego::document::anchor::HeadingIds;
use toego::generator::Generator;

#[test]
fn headings_have_the_ids_their_renderer_gives_them() {
    let table = include_str!("oracle/anchors/ids.tsv");
    let rows: Vec<Vec<String>> = table
        .lines()
        .skip(1)
        .map(|row| row.split('\t').map(|cell| cell.replace("\\t", "\t")).collect())
        .collect();
    assert!(rows.len() > 100);
    let page: String = rows.iter().map(|row| format!("## {}\n\n문단\n\n", row[0])).collect();
    let renderers = [
        (1, Generator::Jekyll, HeadingIds::Kramdown),
        (2, Generator::Hugo, HeadingIds::Goldmark),
        (3, Generator::Astro, HeadingIds::Github),
        (4, Generator::Hexo, HeadingIds::Hexo),
    ];
    let mut wrong = Vec::new();
    for (column, generator, rule) in renderers {
        let document = Document::parse(page.clone(), generator.syntax());
        let headings = &document.body.headings;
        assert_eq!(headings.len(), rows.len(), "{generator}");
        let of_page = headings.iter().map(|h| (h.text.as_str(), h.text_span.slice(&document.text)));
        for (row, own) in rows.iter().zip(rule.of(of_page)) {
            let told = if row[column] == "(none)" { "" } else { &row[column] };
            if own != told {
                wrong.push(format!("{generator}: {}: {own}, not {told}", row[0]));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), 4 * rows.len(), wrong.join("\n"));
}
