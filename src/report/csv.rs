//! Tables of a briefing as CSV (RFC 4180), with a header row. Dates have the notation of the dossier, and unknown
//! values are empty.
//!
//! Spreadsheets execute text that begins like a formula. An apostrophe before such text prevents that.

use super::briefing::*;

/// The table to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Table {
    /// Every step on every treaty.
    Stances,
    /// Every figure of spending.
    Spending,
    /// Every figure of every edition.
    Editions,
    /// Every target.
    Targets,
    /// Every quotation.
    Quotes,
}

const STANCES: &str = "state,state_name,treaty,treaty_name,position,date,what,\
                       votes_for,votes_against,votes_abstained,votes_absent,votes_did_not_vote";
const SPENDING: &str = "state,state_name,year,percent,estimate,before_accession";
const EDITIONS: &str = "edition,publisher,published,state,state_name,year,percent,estimate";
const TARGETS: &str = "state,state_name,percent,up_to,kind,from,by,date,who";
const QUOTES: &str = "states,speaker,office,date,about,context,text";
/// The last columns of every table.
const EVIDENCE: &str = "date_basis,certainty,note,source_ids,sources";

/// The cells of a fact, and its evidence.
type Row<'a> = (Vec<String>, &'a Evidence);

/// Returns a table with a header row.
///
/// # Errors
///
/// If a row cannot be written, which does not happen in memory.
pub fn csv(briefing: &Briefing, table: Table) -> Result<String, ::csv::Error> {
    let sources = SourceIndex::new(&briefing.sources);
    let mut writer = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(Vec::new());
    let (columns, rows) = match table {
        Table::Stances => (STANCES, stances(briefing)),
        Table::Spending => (SPENDING, spending(briefing)),
        Table::Editions => (EDITIONS, editions(briefing)),
        Table::Targets => (TARGETS, targets(briefing)),
        Table::Quotes => (QUOTES, quotes(briefing)),
    };
    writer.write_record(columns.split(',').chain(EVIDENCE.split(',')))?;
    for (mut cells, evidence) in rows {
        cells.extend(evidence_cells(&sources, evidence));
        writer.write_record(cells)?;
    }
    let bytes = writer.into_inner().map_err(|error| error.into_error())?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn stances(briefing: &Briefing) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    for (state, standing) in briefing.states.iter().flat_map(|s| s.treaties.iter().map(move |t| (s, t))) {
        let treaty = briefing.treaty_name(&standing.treaty);
        for step in &standing.history {
            let votes = step.votes.as_ref();
            let cells = vec![
                text(&state.code),
                text(&state.name),
                text(&standing.treaty),
                text(treaty),
                step.position.word().into(),
                date(step.date),
                text(&step.what),
                number(votes.and_then(|votes| votes.in_favour)),
                number(votes.and_then(|votes| votes.against)),
                number(votes.and_then(|votes| votes.abstained)),
                number(votes.and_then(|votes| votes.absent)),
                number(votes.and_then(|votes| votes.did_not_vote)),
            ];
            rows.push((cells, &step.evidence));
        }
    }
    rows
}

fn spending(briefing: &Briefing) -> Vec<Row<'_>> {
    let row = |(state, spending): (&State, &'_ Spending)| {
        vec![
            text(&state.code),
            text(&state.name),
            spending.year.to_string(),
            spending.percent.to_string(),
            spending.estimate.to_string(),
            spending.before_accession.to_string(),
        ]
    };
    let figures = briefing.states.iter().flat_map(|state| state.spending.iter().map(move |one| (state, one)));
    figures.map(|pair| (row(pair), &pair.1.evidence)).collect()
}

fn editions(briefing: &Briefing) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    for (edition, figure) in briefing.editions.iter().flat_map(|e| e.figures.iter().map(move |f| (e, f))) {
        let Figure { state, spending } = figure;
        let cells = vec![
            text(&edition.id),
            text(&edition.publisher),
            date(Some(edition.published)),
            text(&state.code),
            text(&state.name),
            spending.year.to_string(),
            spending.percent.to_string(),
            spending.estimate.to_string(),
        ];
        rows.push((cells, &spending.evidence));
    }
    rows
}

fn targets(briefing: &Briefing) -> Vec<Row<'_>> {
    let row = |(state, target): (&State, &'_ Target)| {
        vec![
            text(&state.code),
            text(&state.name),
            target.percent.to_string(),
            number(target.up_to),
            target.kind.word().into(),
            number(target.from),
            number(target.by),
            date(target.date),
            optional(&target.who),
        ]
    };
    let targets = briefing.states.iter().flat_map(|state| state.targets.iter().map(move |one| (state, one)));
    targets.map(|pair| (row(pair), &pair.1.evidence)).collect()
}

fn quotes(briefing: &Briefing) -> Vec<Row<'_>> {
    let row = |quote: &Quote| {
        let codes: Vec<&str> = quote.states.iter().map(|state| state.code.as_str()).collect();
        vec![
            text(&codes.join(" ")),
            text(&quote.speaker),
            optional(&quote.office),
            date(quote.date),
            optional(&quote.about),
            optional(&quote.context),
            text(&quote.text),
        ]
    };
    briefing.quotes.iter().map(|quote| (row(quote), &quote.evidence)).collect()
}

/// Returns the cells for [`EVIDENCE`]. A source has a publisher, date and address; semicolons separate sources.
fn evidence_cells(sources: &SourceIndex<'_>, evidence: &Evidence) -> [String; 5] {
    let describe = |source: &Source| {
        let date = source.date.map(|date| date.0.to_toml());
        let parts = [Some(source.publisher.clone()), date, source.url.clone()];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    };
    let described: Vec<String> = sources.cited(evidence).map(describe).collect();
    [
        evidence.date_basis.map(|basis| basis.word().to_owned()).unwrap_or_default(),
        evidence.certainty.word().into(),
        optional(&evidence.note),
        text(&evidence.sources.join(" ")),
        text(&described.join("; ")),
    ]
}

fn date(date: Option<DateText>) -> String {
    date.map(|date| date.0.to_toml()).unwrap_or_default()
}

fn number(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

fn optional(value: &Option<String>) -> String {
    value.as_deref().map(text).unwrap_or_default()
}

/// Returns the text, with an apostrophe before it if a spreadsheet would interpret it as a formula. Some spreadsheets
/// also accept full-width characters in formulas.
fn text(text: &str) -> String {
    let formula = text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    let blank = text.starts_with(['\t', '\r', '\n']);
    if formula || blank { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_quoted() {
        for formula in ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\tx", " =1", "＝1"] {
            assert_eq!(text(formula), format!("'{formula}"));
        }
        for plain in ["", "a=b", "'tis", "“quoted”", "3 - 1"] {
            assert_eq!(text(plain), plain);
        }
    }
}
