//! The report as plain text: short lines in plain words, in an order that can be listened to. Headings are lines of
//! their own between empty ones; nothing is drawn.

use super::briefing::*;
use super::prose;

/// Lines as they are filled.
pub(super) struct Page {
    width: usize,
    text: String,
}

impl Page {
    /// A page of so many columns.
    pub fn new(width: usize) -> Page {
        Page { width: width.max(20), text: String::new() }
    }

    /// A heading, with an empty line before it.
    pub fn heading(&mut self, text: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.line(0, text);
    }

    /// An item at so many columns from the edge, and its further lines at two more.
    pub fn line(&mut self, indent: usize, text: &str) {
        // What is left out within a sentence leaves two blanks.
        let text = text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        self.wrapped(&text, indent, indent + if indent > 0 { 2 } else { 0 });
    }

    /// A paragraph at so many columns from the edge.
    pub fn block(&mut self, indent: usize, text: &str) {
        self.wrapped(text, indent, indent);
    }

    /// No word is ever broken: addresses stay whole.
    fn wrapped(&mut self, text: &str, first: usize, rest: usize) {
        let (first, rest) = (" ".repeat(first), " ".repeat(rest));
        let options = textwrap::Options::new(self.width)
            .initial_indent(&first)
            .subsequent_indent(&rest)
            .break_words(false)
            .word_splitter(textwrap::WordSplitter::NoHyphenation)
            .word_separator(textwrap::WordSeparator::AsciiSpace);
        for line in textwrap::wrap(text.trim(), options) {
            self.text.push_str(line.trim_end());
            self.text.push('\n');
        }
    }

    /// An empty line.
    pub fn gap(&mut self) {
        self.text.push('\n');
    }

    /// The page, with a line break at its end.
    pub fn finish(self) -> String {
        self.text
    }
}

/// The report, at most `width` columns wide but for longer words.
pub fn text(briefing: &Briefing, width: usize) -> String {
    let mut page = Page::new(width);
    page.line(0, &format!("{}, as known on {}", briefing.dossier.title, briefing.as_of));
    let mut writer = Writer { briefing, sources: SourceIndex::new(&briefing.sources), page: &mut page };
    for state in &briefing.states {
        writer.state(state);
    }
    writer.quotes("Said for several states", briefing.joint_quotes());
    writer.quotes("Voices from outside", briefing.outside_quotes());
    writer.benchmarks();
    writer.events();
    writer.treaties();
    writer.sources();
    page.finish()
}

struct Writer<'a> {
    briefing: &'a Briefing,
    sources: SourceIndex<'a>,
    page: &'a mut Page,
}

impl Writer<'_> {
    fn state(&mut self, state: &State) {
        let name = &state.name;
        self.page.heading(&format!("{name} ({})", state.code));
        self.page.gap();
        let mut facts: Vec<String> = state.formal.iter().map(|formal| prose::sentence(formal)).collect();
        facts.extend(state.capital.iter().map(|capital| format!("Capital: {capital}.")));
        facts.extend(state.nato_since.iter().map(|since| format!("In Nato since {since}.")));
        facts.push(self.evidence(&state.evidence));
        self.page.line(0, &facts.join(" "));
        for border in &state.borders {
            let evidence = self.evidence(&border.evidence);
            self.page.line(0, &format!("{}. {evidence}", prose::border(border)));
        }
        for standing in &state.treaties {
            let treaty = self.briefing.treaty_name(&standing.treaty);
            self.page.heading(&format!("{name}, {treaty}: {}", prose::standing(standing)));
            for step in &standing.history {
                let text = self.step(step);
                self.page.line(2, &text);
            }
        }
        self.spending(state);
        self.page.heading(&match state.targets.is_empty() {
            true => format!("{name}: no target is known on this day"),
            false => format!("{name}: targets"),
        });
        for target in &state.targets {
            let text = self.target(target);
            self.page.line(2, &text);
        }
        if !state.aims.is_empty() {
            self.page.heading(&format!("{name}: aims"));
        }
        for aim in &state.aims {
            let text = self.aim(aim);
            self.page.line(2, &text);
        }
        if self.briefing.quotes_of(state).next().is_none() {
            self.page.heading(&format!("{name}: no official is quoted"));
        }
        self.quotes(&format!("{name}: quoted officials"), self.briefing.quotes_of(state));
    }

    fn step(&self, step: &Step) -> String {
        let votes = step.votes.iter().map(|votes| format!(" Votes: {}.", prose::votes(votes)));
        format!(
            "{}: {}. {}{} {}",
            prose::capital(&prose::date(step.date, step.evidence.date_basis)),
            step.position.name(),
            prose::sentence(&step.what),
            votes.collect::<String>(),
            self.evidence(&step.evidence)
        )
    }

    fn spending(&mut self, state: &State) {
        let name = &state.name;
        let Some((edition, called)) = prose::edition(&self.sources, state) else { return };
        self.page.heading(&format!("{name}: defence spending, per cent of GDP"));
        self.page.line(2, &format!("Figures: {called}."));
        for spending in &state.spending {
            let mut text = format!("{}: {}", spending.year, prose::figure(spending.percent));
            if spending.estimate {
                text += ", estimate";
            }
            if spending.before_accession {
                text += ", before joining Nato";
            }
            text.push('.');
            let mut evidence = spending.evidence.clone();
            // The edition has been named above; others are added to it.
            evidence.sources.retain(|id| *id != edition.id);
            self.page.line(2, &format!("{text} {}", self.evidence(&evidence)));
        }
    }

    fn target(&self, target: &Target) -> String {
        let who = target.who.iter().map(|who| format!(" {}", prose::sentence(who)));
        format!(
            "{}: {}.{} {}",
            prose::capital(&prose::date(target.date, target.evidence.date_basis)),
            prose::target(target),
            who.collect::<String>(),
            self.evidence(&target.evidence)
        )
    }

    fn aim(&self, aim: &Aim) -> String {
        let by = aim.by.iter().map(|by| format!(" {}", prose::sentence(by)));
        format!(
            "{}: {}{} {}",
            prose::capital(&prose::date(aim.date, aim.evidence.date_basis)),
            prose::sentence(&aim.text),
            by.collect::<String>(),
            self.evidence(&aim.evidence)
        )
    }

    fn quotes<'a>(&mut self, heading: &str, quotes: impl Iterator<Item = &'a Quote>) {
        for (n, quote) in quotes.enumerate() {
            if n == 0 {
                self.page.heading(heading);
            } else {
                self.page.gap();
            }
            if let Some(context) = &quote.context {
                self.page.block(2, &prose::sentence(context));
            }
            for paragraph in format!("“{}”", quote.text).lines() {
                self.page.block(2, paragraph);
            }
            let speaker = prose::sentence(&prose::speaker(quote));
            self.page.block(2, &format!("{speaker} {}", self.evidence(&quote.evidence)));
        }
    }

    fn benchmarks(&mut self) {
        for (n, line) in self.briefing.benchmarks.iter().enumerate() {
            if n == 0 {
                self.page.heading("What spending is held against on this day");
            }
            let evidence = self.evidence(&line.evidence);
            self.page.line(2, &format!("{}: {}. {evidence}", line.name, prose::benchmark(line)));
        }
    }

    fn events(&mut self) {
        for (n, event) in self.briefing.events.iter().enumerate() {
            if n == 0 {
                self.page.heading("Events");
            }
            let text = format!(
                "{}: {} {}",
                prose::capital(&prose::date(event.date, event.evidence.date_basis)),
                prose::sentence(&event.what),
                self.evidence(&event.evidence)
            );
            self.page.line(2, &text);
        }
    }

    fn treaties(&mut self) {
        for (n, treaty) in self.briefing.treaties.iter().enumerate() {
            if n == 0 {
                self.page.heading("Treaties");
            } else {
                self.page.gap();
            }
            self.page.line(2, &prose::treaty(treaty).join(" "));
            let evidence = self.evidence(&treaty.evidence);
            self.page.line(2, &evidence);
        }
    }

    fn sources(&mut self) {
        for (n, source) in self.briefing.sources.iter().enumerate() {
            if n == 0 {
                self.page.heading("Sources");
            }
            let url = source.url.as_deref().unwrap_or_default();
            let title = prose::sentence(&source.title);
            self.page.line(2, &format!("{}: {title} {url}", prose::source(source)));
        }
    }

    /// Doubt, note and sources as sentences.
    fn evidence(&self, evidence: &Evidence) -> String {
        let mut parts = prose::remarks(evidence);
        parts.push(prose::sources(&self.sources, evidence));
        parts.join(" ")
    }
}
