//! The wording of facts in reports.

use crate::dossier::model::{BenchmarkKind, Certainty, DateBasis, TargetKind, Votes};
use crate::dossier::wording;
pub use crate::dossier::wording::capital;

use super::briefing::*;

/// Returns the edition of the figures, or the publication of the latest figure: "NATO, Aug 2025 edition".
pub fn edition(sources: &SourceIndex<'_>, latest: &Spending, edition: Option<&Edition>) -> String {
    if let Some(edition) = edition {
        return format!("{} edition", edition.short);
    }
    let Some(source) = sources.cited(&latest.evidence).next() else { return "no source".into() };
    let mut words = wording::edition(&source.publisher, source.date.map(|date| date.0));
    if source.appeared_later {
        words += ", which appeared after this day";
    }
    words
}

/// Formats a date: "18 March 2025", "about 18 March 2025", "July 2025 (date derived)", "undated".
pub fn date(date: Option<DateText>, basis: Option<DateBasis>) -> String {
    wording::dated(date, basis.unwrap_or_default())
}

/// Formats a position: "recommends withdrawal, since 18 March 2025", "nothing is known on this day".
pub fn standing(standing: &Standing) -> String {
    match (standing.position, standing.since) {
        (None, _) => "nothing is known on this day".into(),
        (Some(position), None) => position.name().into(),
        (Some(position), since) => {
            format!("{}, since {}", position.name(), date(since, standing.since_basis))
        }
    }
}

/// Returns the certainty of a fact as a sentence; `None` if confirmed.
pub fn doubt(certainty: Certainty) -> Option<String> {
    (certainty != Certainty::Confirmed).then(|| sentence(&capital(certainty.name())))
}

/// Returns sentences with a state's formal name, its capital and its accession to NATO.
pub fn state(state: &State) -> Vec<String> {
    let formal = state.formal.iter().map(|formal| sentence(formal));
    let capital = state.capital.iter().map(|capital| format!("Capital: {capital}."));
    let since = state.nato_since.iter().map(|since| format!("In NATO since {since}."));
    formal.chain(capital).chain(since).collect()
}

/// Returns sentences with a treaty's names and days.
pub fn treaty(treaty: &Treaty) -> Vec<String> {
    let mut words = vec![sentence(&treaty.name)];
    words.extend(treaty.formal.iter().map(|formal| sentence(formal)));
    if !treaty.also.is_empty() {
        words.push(format!("Also called {}.", treaty.also.join(", ")));
    }
    words.extend(treaty.subject.iter().map(|subject| format!("Subject: {}", sentence(subject))));
    let days = [
        ("Adopted", treaty.adopted),
        ("Opened for signature", treaty.opened),
        ("In force since", treaty.in_force),
    ];
    words.extend(days.iter().filter_map(|(what, day)| day.map(|day| format!("{what} {day}."))));
    words.extend(treaty.depositary.iter().map(|depositary| format!("Depositary: {}", sentence(depositary))));
    words
}

/// Formats a target: "at least 5 per cent of GDP, from 2026".
pub fn target(target: &Target) -> String {
    let of = if target.kind == TargetKind::AtLeast { "" } else { " of" };
    let years = wording::target_years(target.from, target.by).map(|years| format!(", {years}"));
    let percent = wording::percent_range(target.percent, target.up_to);
    format!("{}{of} {percent} per cent of GDP{}", target.kind.name(), years.unwrap_or_default())
}

/// Formats votes: "81 in favour, 1 against, 7 abstained". Read aloud, "81 for" could be "81 four".
pub fn votes(votes: &Votes) -> String {
    let counts = [
        (votes.in_favour, "in favour"),
        (votes.against, "against"),
        (votes.abstained, "abstained"),
        (votes.absent, "absent"),
        (votes.did_not_vote, "did not vote"),
    ];
    let counts = counts.into_iter().filter_map(|(count, what)| count.map(|count| format!("{count} {what}")));
    counts.collect::<Vec<_>>().join(", ")
}

/// Formats a benchmark: "2 per cent of GDP, a goal since 11 July 2023".
pub fn benchmark(line: &Benchmark) -> String {
    let kind = match line.kind {
        BenchmarkKind::Goal => "a goal",
        BenchmarkKind::Proposal => "a proposal, not agreed,",
    };
    let until = line.until.map(|until| format!(" until {until}")).unwrap_or_default();
    format!("{} per cent of GDP, {kind} since {}{until}", wording::percent(line.percent), line.from)
}

/// Formats a border: "Border with Russia: about 324 km".
pub fn border(border: &Border) -> String {
    let name = border.name.as_deref().unwrap_or(&border.with);
    match border.km {
        Some(km) => format!("Border with {name}: {}", wording::length(km)),
        None => format!("Border with {name}"),
    }
}

/// Formats the speaker, office and date: "Hanno Pevkur, Estonia’s defence minister, 18 March 2025".
pub fn speaker(quote: &Quote) -> String {
    let office = quote.office.iter().map(|office| format!(", {office}"));
    format!(
        "{}{}, {}",
        quote.speaker,
        office.collect::<String>(),
        date(quote.date, quote.evidence.date_basis)
    )
}

/// Formats a source within a sentence: "Financial Times, 18 March 2025".
pub fn source(source: &Source) -> String {
    match source.date {
        Some(date) if source.appeared_later => format!("{}, {date} (appeared later)", source.publisher),
        Some(date) => format!("{}, {date}", source.publisher),
        None => format!("{}, undated", source.publisher),
    }
}

/// Returns the note on a fact as a sentence.
pub fn note(evidence: &Evidence) -> Option<String> {
    evidence.note.as_ref().map(|note| sentence(&note.replace('\n', " ")))
}

/// Returns the paragraphs of a quotation in quotation marks.
pub fn paragraphs(quote: &Quote) -> Vec<String> {
    format!("“{}”", quote.text).lines().map(str::to_owned).collect()
}

/// Joins non-empty sentences with spaces.
pub fn join(sentences: impl IntoIterator<Item = String>) -> String {
    sentences.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Adds a full stop, unless the text is empty or ends in punctuation.
pub fn sentence(text: &str) -> String {
    let text = text.trim_end();
    let ended = text.trim_end_matches(['”', '"', '’', ')']).ends_with(['.', '!', '?', '…', ':']);
    if text.is_empty() || ended { text.to_owned() } else { format!("{text}.") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_in_punctuation_once() {
        for (text, expected) in [("a", "a."), ("a.", "a."), ("a?”", "a?”"), ("(b.)", "(b.)"), ("", "")] {
            assert_eq!(sentence(text), expected);
        }
    }
}
