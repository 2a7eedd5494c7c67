//! The wording of facts in reports.

use crate::dossier::Date;
use crate::dossier::model::{BenchmarkKind, Certainty, DateBasis};

use super::briefing::*;

/// The source of a state's last figure, and its edition: "NATO, Aug 2025 edition".
pub fn edition<'a>(sources: &SourceIndex<'a>, state: &State) -> Option<(&'a Source, String)> {
    let source = sources.cited(&state.spending.last()?.evidence).next()?;
    let mut words = match source.date.map(|date| month(date.0)) {
        Some(date) => format!("{}, {date} edition", source.publisher),
        None => source.publisher.clone(),
    };
    if source.appeared_later {
        words += ", which appeared after this day";
    }
    Some((source, words))
}

/// The month of a day, which is what an edition is named after.
fn month(date: Date) -> Date {
    match date {
        Date::Day(day) => Date::Month { year: day.year(), month: day.month() },
        date => date,
    }
}

/// A date at its own precision: "18 Mar 2025", "about 18 Mar 2025", "Jul 2025 (date derived)", "undated".
pub fn date(date: Option<DateText>, basis: Option<DateBasis>) -> String {
    match (date, basis) {
        (None, _) => "undated".into(),
        (Some(date), Some(DateBasis::Approx)) => format!("about {date}"),
        (Some(date), Some(DateBasis::Derived)) => format!("{date} (date derived)"),
        (Some(date), _) => date.to_string(),
    }
}

/// "recommends withdrawal, since 18 Mar 2025"; "nothing is known on this day".
pub fn standing(standing: &Standing) -> String {
    match (standing.position, standing.since) {
        (None, _) => "nothing is known on this day".into(),
        (Some(position), None) => position.name().into(),
        (Some(position), since) => {
            format!("{}, since {}", position.name(), date(since, standing.since_basis))
        }
    }
}

/// The certainty of a fact, unless it is confirmed.
pub fn doubt(certainty: Certainty) -> Option<&'static str> {
    match certainty {
        Certainty::Confirmed => None,
        Certainty::SingleSource => Some("Single source."),
        Certainty::Disputed => Some("Disputed."),
    }
}

/// A state's names and its accession to Nato, as sentences.
pub fn state(state: &State) -> Vec<String> {
    let formal = state.formal.iter().map(|formal| sentence(formal));
    let capital = state.capital.iter().map(|capital| format!("Capital: {capital}."));
    let since = state.nato_since.iter().map(|since| format!("In Nato since {since}."));
    formal.chain(capital).chain(since).collect()
}

/// A treaty's names and days, as sentences.
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
    words.extend(treaty.depositary.iter().map(|keeper| format!("Depositary: {}", sentence(keeper))));
    words
}

/// A figure of spending, with two decimals as in Nato's tables, or with all that it has.
pub fn figure(percent: f64) -> String {
    let short = format!("{percent:.2}");
    if short.parse() == Ok(percent) { short } else { percent.to_string() }
}

/// "at least 5 per cent of GDP, from 2026".
pub fn target(target: &Target) -> String {
    let mut words = format!("{} of {}", target.kind.name(), target.percent);
    if target.kind == crate::dossier::model::TargetKind::AtLeast {
        words = format!("at least {}", target.percent);
    }
    if let Some(up_to) = target.up_to {
        words += &format!(" to {up_to}");
    }
    words += " per cent of GDP";
    match (target.from, target.by) {
        (Some(from), Some(by)) if from == by => words += &format!(", for {from}"),
        (Some(from), Some(by)) => words += &format!(", from {from} to {by}"),
        (Some(from), None) => words += &format!(", from {from} on"),
        (None, Some(by)) => words += &format!(", by {by}"),
        (None, None) => {}
    }
    words
}

/// "81 for, 1 against, 7 abstained".
pub fn votes(votes: &Votes) -> String {
    crate::dossier::model::Votes {
        in_favour: votes.in_favour,
        against: votes.against,
        abstained: votes.abstained,
        absent: votes.absent,
        did_not_vote: votes.did_not_vote,
    }
    .to_string()
}

/// "2 per cent of GDP, a goal since 11 Jul 2023".
pub fn benchmark(line: &Benchmark) -> String {
    let kind = match line.kind {
        BenchmarkKind::Goal => "a goal",
        BenchmarkKind::Proposal => "a proposal, not agreed,",
    };
    let until = line.until.map(|until| format!(" until {until}")).unwrap_or_default();
    format!("{} per cent of GDP, {kind} since {}{until}", line.percent, line.from)
}

/// "Russia: about 324 km".
pub fn border(border: &Border) -> String {
    let name = border.name.as_deref().unwrap_or(&border.with);
    match border.km {
        Some(km) => format!("Border with {name}: about {km} km"),
        None => format!("Border with {name}"),
    }
}

/// The speaker, the office and the date: "Hanno Pevkur, Estonia’s defence minister, 18 Mar 2025".
pub fn speaker(quote: &Quote) -> String {
    let office = quote.office.iter().map(|office| format!(", {office}"));
    format!(
        "{}{}, {}",
        quote.speaker,
        office.collect::<String>(),
        date(quote.date, quote.evidence.date_basis)
    )
}

/// The name of a source in a sentence: "Financial Times, 18 Mar 2025".
pub fn source(source: &Source) -> String {
    match source.date {
        Some(date) if source.appeared_later => format!("{}, {date} (appeared later)", source.publisher),
        Some(date) => format!("{}, {date}", source.publisher),
        None => format!("{}, undated", source.publisher),
    }
}

/// The note on a fact as a sentence.
pub fn note(evidence: &Evidence) -> Option<String> {
    evidence.note.as_ref().map(|note| sentence(&note.replace('\n', " ")))
}

/// A quotation in quotation marks, by paragraph.
pub fn paragraphs(quote: &Quote) -> Vec<String> {
    format!("“{}”", quote.text).lines().map(str::to_owned).collect()
}

/// Joins sentences with spaces, without those that are empty.
pub fn join(sentences: impl IntoIterator<Item = String>) -> String {
    sentences.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The text as a sentence: with a full stop, unless it ends in punctuation.
pub fn sentence(text: &str) -> String {
    let text = text.trim_end();
    let ended = text.trim_end_matches(['”', '"', '’', ')']).ends_with(['.', '!', '?', '…', ':']);
    if text.is_empty() || ended { text.to_owned() } else { format!("{text}.") }
}

/// The text with a capital first letter.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_have_at_least_two_decimals() {
        assert_eq!(figure(2.4), "2.40");
        assert_eq!(figure(3.0), "3.00");
        assert_eq!(figure(3.375), "3.375");
    }

    #[test]
    fn sentences_end_in_punctuation_once() {
        for (text, expected) in [("a", "a."), ("a.", "a."), ("a?”", "a?”"), ("(b.)", "(b.)"), ("", "")] {
            assert_eq!(sentence(text), expected);
        }
    }
}
