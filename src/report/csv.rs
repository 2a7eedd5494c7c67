//! Tables of a report as CSV (RFC 4180): one header row, dates as in the dossier, nothing for what is not known.
//!
//! Spreadsheets run what begins like a formula; such texts get an apostrophe before them.

use std::fmt::Display;

use super::briefing::*;

/// Which table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Table {
    /// Every step of every state towards every treaty.
    Stances,
    /// Every figure of spending.
    Spending,
    /// Every target.
    Targets,
    /// Every quotation.
    Quotes,
}

/// The table, with a header row.
///
/// # Errors
///
/// DateText a row cannot be written, which in memory does not happen.
pub fn csv(briefing: &Briefing, table: Table) -> Result<String, ::csv::Error> {
    let mut writer = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(Vec::new());
    let sources = SourceIndex::new(&briefing.sources);
    let (own, rows) = match table {
        Table::Stances => (STANCES, stances(briefing, &sources)),
        Table::Spending => (SPENDING, spending(briefing, &sources)),
        Table::Targets => (TARGETS, targets(briefing, &sources)),
        Table::Quotes => (QUOTES, quotes(briefing, &sources)),
    };
    writer.write_record(own.iter().chain(BACKING))?;
    for row in rows {
        writer.write_record(row)?;
    }
    let bytes = writer.into_inner().map_err(|error| error.into_error())?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

const STANCES: &[&str] = &[
    "state",
    "state_name",
    "treaty",
    "treaty_name",
    "position",
    "date",
    "what",
    "votes_for",
    "votes_against",
    "votes_abstained",
    "votes_absent",
    "votes_did_not_vote",
];
const SPENDING: &[&str] = &["state", "state_name", "year", "percent", "estimate", "before_accession"];
const TARGETS: &[&str] = &["state", "state_name", "percent", "up_to", "kind", "from", "by", "date", "who"];
const QUOTES: &[&str] = &["states", "speaker", "office", "date", "about", "context", "text"];
/// The columns that every table ends with.
const BACKING: &[&str] = &["date_basis", "certainty", "note", "source_ids", "sources"];

fn stances(briefing: &Briefing, sources: &SourceIndex<'_>) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for state in &briefing.states {
        for standing in &state.treaties {
            for step in &standing.history {
                let votes = step.votes.as_ref();
                let mut row = vec![
                    text(&state.code),
                    text(&state.name),
                    text(&standing.treaty),
                    text(briefing.treaty_name(&standing.treaty)),
                    step.position.word().into(),
                    date(step.date),
                    text(&step.what),
                    or_empty(votes.and_then(|votes| votes.in_favour)),
                    or_empty(votes.and_then(|votes| votes.against)),
                    or_empty(votes.and_then(|votes| votes.abstained)),
                    or_empty(votes.and_then(|votes| votes.absent)),
                    or_empty(votes.and_then(|votes| votes.did_not_vote)),
                ];
                row.extend(evidence(sources, &step.evidence));
                rows.push(row);
            }
        }
    }
    rows
}

fn spending(briefing: &Briefing, sources: &SourceIndex<'_>) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for state in &briefing.states {
        for figure in &state.spending {
            let mut row = vec![
                text(&state.code),
                text(&state.name),
                figure.year.to_string(),
                figure.percent.to_string(),
                figure.estimate.to_string(),
                figure.before_accession.to_string(),
            ];
            row.extend(evidence(sources, &figure.evidence));
            rows.push(row);
        }
    }
    rows
}

fn targets(briefing: &Briefing, sources: &SourceIndex<'_>) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for state in &briefing.states {
        for target in &state.targets {
            let mut row = vec![
                text(&state.code),
                text(&state.name),
                target.percent.to_string(),
                or_empty(target.up_to),
                target.kind.word().into(),
                or_empty(target.from),
                or_empty(target.by),
                date(target.date),
                text(target.who.as_deref().unwrap_or_default()),
            ];
            row.extend(evidence(sources, &target.evidence));
            rows.push(row);
        }
    }
    rows
}

fn quotes(briefing: &Briefing, sources: &SourceIndex<'_>) -> Vec<Vec<String>> {
    let row = |quote: &Quote| {
        let codes: Vec<&str> = quote.states.iter().map(|state| state.code.as_str()).collect();
        let mut row = vec![
            text(&codes.join(" ")),
            text(&quote.speaker),
            text(quote.office.as_deref().unwrap_or_default()),
            date(quote.date),
            text(quote.about.as_deref().unwrap_or_default()),
            text(quote.context.as_deref().unwrap_or_default()),
            text(&quote.text),
        ];
        row.extend(evidence(sources, &quote.evidence));
        row
    };
    briefing.quotes.iter().map(row).collect()
}

/// The columns of [`BACKING`]. A source is publisher, date and address; several are apart by semicolons.
fn evidence(sources: &SourceIndex<'_>, evidence: &Evidence) -> [String; 5] {
    let named = |source: &Source| {
        let date = source.date.map(|date| date.0.to_toml());
        let parts = [Some(source.publisher.clone()), date, source.url.clone()];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    };
    let sources: Vec<String> = sources.cited(evidence).map(named).collect();
    [
        evidence.date_basis.map(|basis| basis.word().to_owned()).unwrap_or_default(),
        evidence.certainty.word().into(),
        text(evidence.note.as_deref().unwrap_or_default()),
        text(&evidence.sources.join(" ")),
        text(&sources.join("; ")),
    ]
}

fn date(date: Option<DateText>) -> String {
    date.map(|date| date.0.to_toml()).unwrap_or_default()
}

fn or_empty(value: Option<impl Display>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// A text that no spreadsheet takes for a formula; some also take the wide forms of these signs.
fn text(text: &str) -> String {
    let formula = text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    let blank = text.starts_with(['\t', '\r', '\n']);
    if formula || blank { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_is_a_formula() {
        for formula in ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\tx", " =1", "＝1"] {
            assert_eq!(text(formula), format!("'{formula}"));
        }
        for plain in ["", "a=b", "'tis", "“quoted”", "3 - 1"] {
            assert_eq!(text(plain), plain);
        }
    }
}
