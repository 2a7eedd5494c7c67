//! The page of `show --format html`: its structure, links and content, as a parser reads them.

use std::collections::BTreeSet;
use std::fs;

use flank::dossier::{BUILT_IN, Day, Dossier, MINIMAL, NATO, read};
use flank::report::{Briefing, Detail, html, markdown};
use jiff::civil::date;
use roxmltree::{Document, Node, ParsingOptions};
use rstest::rstest;

use crate::support::cli::{expect_ok, run};

const ARTICLE: Day = date(2025, 3, 18);
const LATE: Day = date(2026, 2, 20);

fn dossier(toml: &str) -> Dossier {
    read(toml.as_bytes()).dossier.unwrap()
}

fn page(dossier: &Dossier, day: Day, detail: Detail) -> String {
    html(dossier, &Briefing::new(dossier, &[], day), detail)
}

/// Parses a page, which is well-formed XML.
#[track_caller]
pub fn parse(page: &str) -> Document<'_> {
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    Document::parse_with_options(page, options).unwrap_or_else(|error| panic!("{error}\n{page}"))
}

/// Returns the elements with this name.
fn elements<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Vec<Node<'a, 'i>> {
    node.descendants().filter(|node| node.has_tag_name(name) || node.tag_name().name() == name).collect()
}

/// Returns the text of a node, with single spaces.
fn text_of(node: Node<'_, '_>) -> String {
    let text: String =
        node.descendants().filter(|node| node.is_text()).filter_map(|node| node.text()).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Checks that a page is well structured, loads nothing and has no scripts.
#[track_caller]
pub fn assert_inert_and_structured(page: &str) {
    let document = parse(page);
    let root = document.root_element();
    let policy = elements(root, "meta")
        .into_iter()
        .find(|meta| meta.attribute("http-equiv") == Some("Content-Security-Policy"))
        .and_then(|meta| meta.attribute("content"));
    assert!(policy.is_some_and(|policy| policy.starts_with("default-src 'none';")), "{policy:?}");
    assert_eq!(root.attribute("lang"), Some("en"));
    let (mut ids, mut targets, mut level) = (BTreeSet::new(), BTreeSet::new(), 0);
    const KNOWN: &str = "html head meta title style body a header h1 h2 h3 p nav ul ol li main section span b blockquote \
                         footer div table caption thead tbody tr th td figure figcaption svg defs g use path rect text";
    for node in root.descendants().filter(Node::is_element) {
        let name = node.tag_name().name();
        assert!(KNOWN.split_whitespace().any(|known| known == name), "<{name}>");
        for attribute in node.attributes() {
            let (key, value) = (attribute.name(), attribute.value());
            assert!(!key.starts_with("on") && !["src", "style", "srcdoc", "action"].contains(&key), "{key}");
            if key == "href" {
                let inner = value.strip_prefix('#').map(|id| targets.insert(id.to_owned())).is_some();
                let web = ["http://", "https://"].iter().any(|web| value.to_lowercase().starts_with(web));
                assert!(inner || (web && name == "a"), "{name} {value}");
            }
        }
        if let Some(id) = node.attribute("id") {
            assert!(ids.insert(id.to_owned()), "{id} is there twice");
        }
        targets.extend(node.attribute("aria-labelledby").map(str::to_owned));
        if let Some(depth) = name.strip_prefix('h').and_then(|depth| depth.parse::<u32>().ok()) {
            assert!(depth <= level + 1, "h{depth} after h{level}: {}", text_of(node));
            level = depth;
        }
        match name {
            "th" => assert!(node.attribute("scope").is_some()),
            "table" => assert_eq!(elements(node, "caption").len(), 1),
            "svg" => assert!(
                node.attribute("aria-hidden").is_some()
                    || (node.attribute("role") == Some("img") && node.attribute("aria-label").is_some())
            ),
            _ => {}
        }
    }
    assert_eq!([elements(root, "h1").len(), elements(root, "main").len()], [1, 1]);
    let missing: Vec<_> = targets.difference(&ids).collect();
    assert!(missing.is_empty(), "links to nothing: {missing:?}");
    let style = text_of(elements(root, "style")[0]);
    assert!(!style.contains("url(") && !style.contains("@import"));
}

#[rstest]
#[case(BUILT_IN, ARTICLE, Detail::Full)]
#[case(BUILT_IN, LATE, Detail::Brief)]
#[case(BUILT_IN, date(1996, 1, 1), Detail::Full)]
#[case(NATO, LATE, Detail::WithoutSources)]
#[case(MINIMAL, LATE, Detail::Full)]
fn page_is_inert_and_structured(#[case] toml: &str, #[case] day: Day, #[case] detail: Detail) {
    assert_inert_and_structured(&page(&dossier(toml), day, detail));
}

#[test]
fn every_quotation_and_cited_source_is_on_the_page() {
    let dossier = dossier(BUILT_IN);
    let briefing = Briefing::new(&dossier, &[], LATE);
    let page = html(&dossier, &briefing, Detail::Full);
    let document = parse(&page);
    let root = document.root_element();
    let quoted: Vec<String> = elements(root, "blockquote").into_iter().map(text_of).collect();
    for quote in &briefing.quotes {
        let words = format!("“{}”", quote.text).split_whitespace().collect::<Vec<_>>().join(" ");
        let count =
            quoted.iter().filter(|text| text.contains(&words) && text.contains(&quote.speaker)).count();
        assert_eq!(count, 1, "{words}");
    }
    let listed = elements(root, "ol").into_iter().flat_map(|list| elements(list, "a")).collect::<Vec<_>>();
    let linked: BTreeSet<&str> = listed.iter().filter_map(|link| link.attribute("href")).collect();
    let in_markdown = markdown(&briefing, Detail::Full);
    let cited = briefing.sources.iter().filter_map(|source| source.url.as_deref());
    let cited: Vec<&str> = cited.filter(|url| in_markdown.contains(&format!("<{url}>"))).collect();
    assert!(cited.len() > 100);
    for url in cited {
        assert!(linked.contains(url), "{url}");
    }
    // The number of a source is its position in the list.
    for citation in elements(root, "a").into_iter().filter(|link| link.attribute("aria-label").is_some()) {
        let number = citation.attribute("href").and_then(|target| target.strip_prefix("#source-"));
        assert_eq!(number, Some(&*text_of(citation)));
    }
}

#[test]
fn map_shows_the_position_of_each_state_on_each_treaty() {
    let dossier = dossier(BUILT_IN);
    let page = page(&dossier, ARTICLE, Detail::Full);
    let document = parse(&page);
    let maps: Vec<_> = elements(document.root_element(), "svg")
        .into_iter()
        .filter(|svg| svg.attribute("class") == Some("map"))
        .collect();
    let fills = |map: &Node<'_, '_>| -> Vec<String> {
        let states = elements(*map, "use").into_iter().filter_map(|shape| shape.attribute("class"));
        states.map(str::to_owned).collect()
    };
    // Finland, Estonia, Latvia, Lithuania, Poland.
    assert_eq!(fills(&maps[0]), ["leaving"; 5]);
    assert_eq!(fills(&maps[1]), ["outside", "outside", "outside", "out", "outside"]);
    for map in maps {
        let labels: Vec<String> = elements(map, "text").into_iter().map(text_of).collect();
        for state in &dossier.states {
            assert!(labels.iter().any(|label| label.ends_with(state.name.as_str())), "{labels:?}");
        }
        assert!(labels.iter().any(|label| label == "Russia"), "{labels:?}");
    }
}

#[test]
fn chart_is_in_proportion_to_its_figures() {
    let toml = "format = 1\ntitle = \"Bars\"\n[[source]]\nid = \"s\"\npublisher = \"P\"\ntitle = \"T\"\ndate = 2020-01-01\n\
                [[benchmark]]\nname = \"Floor\"\npercent = 2.0\nkind = \"goal\"\nfrom = 2014-01-01\nsources = [\"s\"]\n\
                [[benchmark]]\nname = \"Idea\"\npercent = 2.0\nkind = \"proposal\"\nfrom = 2014-01-01\nsources = [\"s\"]\n\
                [[state]]\ncode = \"EE\"\nname = \"Estonia\"\nsources = [\"s\"]\n\
                [[state.spending]]\nyear = 2020\npercent = 1.0\nsources = [\"s\"]\n\
                [[state.spending]]\nyear = 2021\npercent = 4.0\nsources = [\"s\"]\n\
                [[state.spending]]\nyear = 2023\npercent = 2.0\nestimate = true\nsources = [\"s\"]\n";
    let page = page(&dossier(toml), LATE, Detail::Full);
    let document = parse(&page);
    let chart = elements(document.root_element(), "svg")
        .into_iter()
        .find(|svg| svg.attribute("class") == Some("chart"))
        .unwrap();
    let number = |node: &Node<'_, '_>, key| node.attribute(key).unwrap().parse::<f64>().unwrap();
    let bars = elements(chart, "rect");
    let classes: Vec<_> = bars.iter().map(|bar| bar.attribute("class").unwrap()).collect();
    assert_eq!(classes, ["bar", "bar", "estimate"]);
    let height = |n: usize| number(&bars[n], "height");
    assert!((height(1) / height(0) - 4.0).abs() < 0.01 && (height(2) / height(0) - 2.0).abs() < 0.01);
    // Years without a figure keep their space.
    let x = |n: usize| number(&bars[n], "x");
    assert!(((x(2) - x(1)) / (x(1) - x(0)) - 2.0).abs() < 0.01);
    let line =
        elements(chart, "path").into_iter().find(|path| path.attribute("class") == Some("goal")).unwrap();
    let at = line.attribute("d").unwrap().split([' ', 'H']).nth(1).unwrap().parse::<f64>().unwrap();
    assert!((at - number(&bars[2], "y")).abs() < 0.2, "{at}");
    // As on the dashboard, a proposal at the height of a goal has neither a line nor a name.
    assert!(!elements(chart, "path").iter().any(|path| path.attribute("class") == Some("proposal")));
    let legend = elements(document.root_element(), "figcaption").into_iter().next_back().unwrap();
    let legend: Vec<String> = elements(legend, "li").into_iter().map(text_of).collect();
    assert_eq!(legend, ["figure", "e estimate", "2 % Floor"]);
}

#[test]
fn command_writes_the_page() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("my.toml");
    fs::write(&path, BUILT_IN.replacen("title = \"NATO's eastern flank\"", "title = 'A & <B>'", 1)).unwrap();
    let page =
        expect_ok(&run(dir.path(), &["show", "EE", "-d", "my.toml", "--format=html", "--as-of=2025-03-18"]));
    assert_inert_and_structured(&page);
    let document = parse(&page);
    let title = |name| text_of(elements(document.root_element(), name)[0]);
    assert_eq!([title("title"), title("h1")], ["A & <B>", "A & <B>"]);
    let headings: Vec<String> = elements(document.root_element(), "h2").into_iter().map(text_of).collect();
    assert_eq!(headings[..2], ["Positions", "Estonia"]);
    assert!(!headings.contains(&"Poland".to_owned()), "{headings:?}");
}
