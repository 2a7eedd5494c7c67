//! Resolves references, checks duplicates and order, and builds the model.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use crate::decode::{Code, Decoder, Diagnostic, Span, WithSpan, quoted};
use crate::dossier::format::{
    CountryCode, Figure, Id, RawAim, RawBenchmark, RawBorder, RawDossier, RawEdition, RawEvent, RawEvidence,
    RawMap, RawQuote, RawSea, RawSource, RawSpending, RawStance, RawState, RawTarget, RawTreaty, VERSION,
    Year,
};
use crate::dossier::model::{
    About, Aim, Benchmark, Border, Chronology, Date, DateBasis, Dossier, Edition, Event, Evidence,
    MapOptions, Position, Quote, QuoteId, Sea, Source, SourceId, Spending, Stance, State, StateId, Target,
    Text, Treaty, TreatyId, Votes,
};

/// Builds the model of a decoded file and reports problems to `decoder`.
pub fn resolve(file: RawDossier, decoder: &mut Decoder) -> Dossier {
    let mut resolver = Resolver {
        decoder,
        dossier: Dossier::default(),
        sources: SymbolTable::default(),
        treaties: SymbolTable::default(),
        states: SymbolTable::default(),
        editions: SymbolTable::default(),
    };
    resolver.header(&file);
    resolver.dossier.title = plain(file.title).unwrap_or_default();
    resolver.dossier.revised = plain(file.revised);
    for source in items(file.source) {
        resolver.source(source);
    }
    for treaty in items(file.treaty) {
        resolver.treaty(treaty);
    }
    for benchmark in items(file.benchmark) {
        resolver.benchmark(benchmark);
    }
    let states = items(file.state);
    // The codes come first, because the map, a quotation or an event may name any state.
    for state in &states {
        match &state.value.code {
            Some(code) => resolver.states.insert(&code.value.0, code.span, "state", resolver.decoder),
            None => resolver.states.incomplete = true,
        }
    }
    for state in states {
        resolver.state(state);
    }
    if let Some(map) = file.map {
        resolver.map(map.value);
    }
    for edition in items(file.edition) {
        resolver.edition(edition);
    }
    resolver.spending_twice();
    for quote in items(file.quote) {
        resolver.quote(quote);
    }
    for event in items(file.event) {
        resolver.event(event);
    }
    let mut dossier = resolver.dossier;
    distribute_quotes(&mut dossier);
    dossier.chronology = Chronology::new(&dossier);
    dossier
}

/// The ids of one kind of table, with the index and the span of each.
#[derive(Default)]
struct SymbolTable {
    ids: HashMap<Text, (u32, Span)>,
    /// Whether the id of a table is missing or could not be decoded. An unknown id may then refer to that table.
    incomplete: bool,
}

impl SymbolTable {
    /// Adds the id of the next table. A duplicate is reported and ignored.
    fn insert(&mut self, id: &Text, span: Span, what: &str, decoder: &mut Decoder) {
        let next = u32::try_from(self.ids.len()).unwrap_or(u32::MAX);
        if let Some((_, first)) = self.ids.get(id) {
            let message = format!("{what} {} is defined twice", quoted(id));
            let diagnostic = Diagnostic::new(Code::DuplicateId, span, message);
            decoder.report(diagnostic.expected(format!("each {what} once")).related(*first, "the first is"));
        } else {
            self.ids.insert(id.clone(), (next, span));
        }
    }

    /// Returns the index of the table with this id, or reports an unknown id.
    fn get(&self, id: &Text, span: Span, code: Code, what: &str, decoder: &mut Decoder) -> Option<u32> {
        if let Some((number, _)) = self.ids.get(id) {
            return Some(*number);
        }
        if !self.incomplete {
            let diagnostic = Diagnostic::new(code, span, format!("no {what} {} in this dossier", quoted(id)));
            let suggestion = decoder.suggest_name(id, self.ids.keys().map(Text::as_str));
            decoder.report(diagnostic.suggestion(suggestion));
        }
        None
    }
}

struct Resolver<'d> {
    decoder: &'d mut Decoder,
    dossier: Dossier,
    sources: SymbolTable,
    treaties: SymbolTable,
    states: SymbolTable,
    editions: SymbolTable,
}

/// The rule for the day from which a fact is known.
enum Dating {
    /// The fact was always known.
    Always,
    /// The fact is known from its date or, without a date, from that of its earliest dated source.
    Date(Option<Date>, Option<DateBasis>),
}

impl Resolver<'_> {
    /// Checks the version of the format, and that there is a state.
    fn header(&mut self, file: &RawDossier) {
        if let Some(format) = file.format.as_ref().filter(|format| format.value.0 != VERSION) {
            let message = format!("format {} is not supported by this version", format.value.0);
            let diagnostic = Diagnostic::new(Code::UnknownFormat, format.span, message);
            self.decoder.report(diagnostic.expected(format!("format = {VERSION}")));
        }
        if let Some(states) = file.state.as_ref().filter(|states| states.value.is_empty()) {
            let diagnostic = Diagnostic::new(Code::NoState, states.span, "a dossier without a state");
            self.decoder.report(diagnostic.expected("[[state]] tables"));
        }
    }

    fn map(&mut self, map: RawMap) {
        let frame = self.state_ids(map.frame);
        let codes =
            |codes| items(Some(codes)).into_iter().map(|code: WithSpan<CountryCode>| code.value.0).collect();
        let seas = items(map.seas).into_iter();
        let sea =
            |sea: WithSpan<RawSea>| Some(Sea { name: plain(sea.value.name)?, at: plain(sea.value.at)? });
        self.dossier.map =
            MapOptions { frame, neighbours: map.neighbours.map(codes), seas: seas.filter_map(sea).collect() };
    }

    fn source(&mut self, WithSpan { span, value: source }: WithSpan<RawSource>) {
        let Some(id) = source.id else {
            self.sources.incomplete = true;
            return;
        };
        self.sources.insert(&id.value.0, id.span, "source", self.decoder);
        self.dossier.sources.push(Source {
            id: id.value.0,
            publisher: plain(source.publisher).unwrap_or_default(),
            title: plain(source.title).unwrap_or_default(),
            date: plain(source.date),
            url: plain(source.url),
            kind: plain(source.kind),
            note: plain(source.note),
            span,
        });
    }

    fn treaty(&mut self, WithSpan { span, value: treaty }: WithSpan<RawTreaty>) {
        let evidence = self.sourced_evidence(treaty.evidence, span, Dating::Always, "treaty");
        let Some(id) = treaty.id else {
            self.treaties.incomplete = true;
            return;
        };
        self.treaties.insert(&id.value.0, id.span, "treaty", self.decoder);
        self.dossier.treaties.push(Treaty {
            id: id.value.0,
            name: plain(treaty.name).unwrap_or_default(),
            formal: plain(treaty.formal),
            also: items(treaty.also).into_iter().map(|name| name.value.into()).collect(),
            subject: plain(treaty.subject),
            adopted: plain(treaty.adopted),
            opened: plain(treaty.opened),
            depositary: plain(treaty.depositary),
            in_force: plain(treaty.in_force),
            evidence,
        });
    }

    fn benchmark(&mut self, WithSpan { span, value: benchmark }: WithSpan<RawBenchmark>) {
        if let (Some(from), Some(until)) = (&benchmark.from, &benchmark.until)
            && until.value <= from.value
        {
            let message = format!("`until` is {}, not later than `from`", until.value);
            let diagnostic = Diagnostic::new(Code::SpanReversed, until.span, message);
            self.decoder.report(diagnostic.expected("a later day"));
        }
        let evidence = self.sourced_evidence(benchmark.evidence, span, Dating::Always, "benchmark");
        let (Some(percent), Some(kind), Some(from)) =
            (plain(benchmark.percent), plain(benchmark.kind), plain(benchmark.from))
        else {
            return;
        };
        self.dossier.benchmarks.push(Benchmark {
            name: plain(benchmark.name).unwrap_or_default(),
            percent,
            kind,
            from,
            until: plain(benchmark.until),
            evidence,
        });
    }

    fn state(&mut self, WithSpan { span, value: state }: WithSpan<RawState>) {
        let raw_evidence = RawEvidence { note: state.note, sources: state.sources, certainty: None };
        let evidence = self.sourced_evidence(raw_evidence, span, Dating::Always, "state");
        let borders = items(state.borders).into_iter().filter_map(|border| self.border(border)).collect();
        let complete = self.decoder.is_complete(span);
        let histories = self.histories(items(state.stance), complete);
        let spending = self.spending(items(state.spending), complete);
        let mut targets: Vec<Target> =
            items(state.target).into_iter().filter_map(|target| self.target(target)).collect();
        targets.sort_by_key(|target| target.evidence.known_from);
        let mut aims: Vec<Aim> = items(state.aim).into_iter().filter_map(|aim| self.aim(aim)).collect();
        aims.sort_by_key(|aim| aim.evidence.known_from);
        let Some(code) = plain(state.code) else { return };
        self.dossier.states.push(State {
            code,
            name: plain(state.name).unwrap_or_default(),
            formal: plain(state.formal),
            capital: plain(state.capital),
            capital_at: plain(state.capital_at),
            nato_since: plain(state.nato_since),
            borders,
            histories,
            spending,
            targets,
            aims,
            quotes: Vec::new(),
            joint_quotes: Vec::new(),
            evidence,
        });
    }

    /// Resolves a border. Without sources, it has those of its state, so the missing key is not reported.
    fn border(&mut self, WithSpan { span, value: border }: WithSpan<RawBorder>) -> Option<Border> {
        let evidence = match border.evidence.sources {
            Some(_) => self.sourced_evidence(border.evidence, span, Dating::Always, "border"),
            None => self.evidence(border.evidence, span, Dating::Always),
        };
        Some(Border {
            with: plain(border.with)?,
            name: plain(border.name),
            km: plain(border.km),
            frontier: plain(border.frontier).unwrap_or_default(),
            evidence,
        })
    }

    /// Sorts the steps by treaty, and checks the order of their dates. If the table of the state is incomplete, it may
    /// have steps of another state, so the order is not checked.
    fn histories(&mut self, steps: Vec<WithSpan<RawStance>>, complete: bool) -> Vec<Vec<Stance>> {
        let mut histories: Vec<Vec<Stance>> = vec![Vec::new(); self.dossier.treaties.len()];
        for step in steps {
            let date_span = step.value.date.as_ref().map_or(step.span, |date| date.span);
            let Some((treaty, step)) = self.stance(step) else { continue };
            let Some(history) = histories.get_mut(treaty.index()) else { continue };
            let previous = history.iter().rev().find_map(|step| Some((step.date?, step.evidence.span)));
            if let (Some(date), Some((previous, previous_span))) = (step.date, previous)
                && date.last_day() < previous.last_day()
                && complete
            {
                // With a month or a year, both orders are possible.
                let (code, may, expected) = match date.last_day() < previous.first_day() {
                    true => (Code::StepsOutOfOrder, "comes", "steps in order of their dates"),
                    false => (Code::StepsOverlap, "may come", "a more precise date, or the other order"),
                };
                let message = format!("{date} {may} before the step above it, of {previous}");
                let diagnostic = Diagnostic::new(code, date_span, message);
                self.decoder.report(diagnostic.expected(expected).related(previous_span, "that step is"));
            }
            history.push(step);
        }
        // Undated steps come first, wherever they are in the file.
        for history in &mut histories {
            history.sort_by_key(|step| step.evidence.known_from);
        }
        histories
    }

    fn stance(&mut self, WithSpan { span, value: step }: WithSpan<RawStance>) -> Option<(TreatyId, Stance)> {
        let treaty = step.treaty.and_then(|id| {
            self.treaties.get(&id.value.0, id.span, Code::UnknownTreaty, "treaty", self.decoder)
        });
        let position = plain(step.position);
        let date = plain(step.date);
        if date.is_none()
            && position.is_some_and(|position| position != Position::NeverJoined)
            && self.decoder.is_missing(span, "date")
        {
            let diagnostic = Diagnostic::new(Code::MissingKey, span, "a step without a `date`");
            self.decoder
                .report(diagnostic.expected("the day on which it was taken; only `never-joined` needs none"));
        }
        let dating = match date {
            Some(_) => Dating::Date(date, plain(step.date_basis)),
            None => Dating::Always,
        };
        let evidence = self.sourced_evidence(step.evidence, span, dating, "stance");
        let votes = step.votes.map(|votes| Votes {
            in_favour: plain(votes.value.in_favour),
            against: plain(votes.value.against),
            abstained: plain(votes.value.abstained),
            absent: plain(votes.value.absent),
            did_not_vote: plain(votes.value.did_not_vote),
        });
        let what = plain(step.what).unwrap_or_default();
        Some((TreatyId(treaty?), Stance { position: position?, date, what, votes, evidence }))
    }

    /// Sorts the figures by year, and reports duplicate years. If the table of the state is incomplete, it may have
    /// figures of another state, so duplicates are not reported.
    fn spending(&mut self, figures: Vec<WithSpan<RawSpending>>, complete: bool) -> Vec<Spending> {
        let mut years: HashMap<i16, Span> = HashMap::new();
        let mut spending = Vec::with_capacity(figures.len());
        for WithSpan { span, value: figure } in figures {
            if let Some(year) = &figure.year {
                let first = *years.entry(year.value.0).or_insert(year.span);
                if first != year.span && complete {
                    let message = format!("{} appears twice in the state's spending", year.value.0);
                    let diagnostic = Diagnostic::new(Code::DuplicateYear, year.span, message);
                    self.decoder.report(diagnostic.expected("each year once").related(first, "the first is"));
                }
            }
            let evidence = self.sourced_evidence(figure.evidence, span, Dating::Date(None, None), "figure");
            if let (Some(year), Some(percent)) = (plain(figure.year), plain(figure.percent)) {
                let estimate = plain(figure.estimate).unwrap_or_default();
                spending.push(Spending { year, percent, estimate, evidence });
            }
        }
        spending.sort_by_key(|figure| figure.year);
        spending
    }

    fn edition(&mut self, WithSpan { span, value: edition }: WithSpan<RawEdition>) {
        let published = plain(edition.published);
        let dating = Dating::Date(published, plain(edition.date_basis));
        let evidence = self.sourced_evidence(edition.evidence, span, dating, "edition");
        let estimates_from = plain(edition.estimates_from);
        let mut series = vec![Vec::new(); self.dossier.states.len()];
        for (code, figures) in edition.percent.map(|percent| percent.value.0).unwrap_or_default() {
            let state = self.state_id(code);
            let mut figures: Vec<Spending> = figures
                .value
                .0
                .into_iter()
                .filter_map(|(year, figure)| self.figure(year, figure, estimates_from, &evidence))
                .collect();
            figures.sort_by_key(|figure| figure.year);
            if let Some(series) = state.and_then(|state| series.get_mut(state.index())) {
                *series = figures;
            }
        }
        let (Some(id), Some(published)) = (edition.id, published) else { return };
        self.editions.insert(&id.value.0, id.span, "edition", self.decoder);
        let publisher: Text = plain(edition.publisher).unwrap_or_default();
        let short = plain(edition.short);
        self.dossier.editions.push(Edition {
            id: id.value.0,
            short: short.unwrap_or_else(|| Text::line(&format!("{publisher}, {}", published.month()))),
            publisher,
            title: plain(edition.title).unwrap_or_default(),
            published,
            basis: plain(edition.basis),
            estimates_from,
            series,
            evidence,
        });
    }

    /// Resolves a figure of an edition. It inherits the sources and the certainty of the edition.
    fn figure(
        &mut self,
        year: WithSpan<Year>,
        figure: WithSpan<Figure>,
        estimates_from: Option<i16>,
        of_edition: &Evidence,
    ) -> Option<Spending> {
        let WithSpan { span, value: year } = year;
        let Figure(figure) = figure.value;
        let certainty = figure.evidence.certainty.as_ref().map_or(of_edition.certainty, |own| own.value);
        let own = self.evidence(figure.evidence, span, Dating::Always);
        let sources = if own.sources.is_empty() { of_edition.sources.clone() } else { own.sources };
        Some(Spending {
            year: year.0,
            percent: plain(figure.percent)?,
            estimate: plain(figure.estimate)
                .unwrap_or_else(|| estimates_from.is_some_and(|first| first <= year.0)),
            evidence: Evidence { sources, certainty, known_from: of_edition.known_from, ..own },
        })
    }

    /// Reports states with spending figures both in an edition and in their own table.
    fn spending_twice(&mut self) {
        for (n, state) in self.dossier.states.iter().enumerate() {
            let edition =
                self.dossier.editions.iter().find(|edition| !edition.figures(StateId::at(n)).is_empty());
            if let (Some(figure), Some(edition)) = (state.spending.first(), edition) {
                let message =
                    format!("{} has figures here and in the edition {}", state.name, quoted(&edition.id));
                let diagnostic = Diagnostic::new(Code::SpendingTwice, figure.evidence.span, message)
                    .expected("figures in editions or in the state; those of the edition are shown")
                    .related(edition.evidence.span, "the edition is");
                self.decoder.report(diagnostic);
            }
        }
    }

    fn target(&mut self, WithSpan { span, value: target }: WithSpan<RawTarget>) -> Option<Target> {
        if let (Some(percent), Some(up_to)) = (&target.percent, &target.up_to)
            && up_to.value.0 <= percent.value.0
        {
            let message = format!("`up_to` is {}, not more than `percent`", up_to.value.0);
            let diagnostic = Diagnostic::new(Code::SpanReversed, up_to.span, message);
            self.decoder.report(diagnostic.expected("a higher percentage"));
        }
        if let (Some(from), Some(by)) = (&target.from, &target.by)
            && by.value.0 < from.value.0
        {
            let message = format!("`by` is {}, earlier than `from`", by.value.0);
            let diagnostic = Diagnostic::new(Code::SpanReversed, by.span, message);
            self.decoder.report(diagnostic.expected("the same year or a later one"));
        }
        let date = plain(target.date);
        let evidence = self.sourced_evidence(
            target.evidence,
            span,
            Dating::Date(date, plain(target.date_basis)),
            "target",
        );
        Some(Target {
            percent: plain(target.percent)?,
            up_to: plain(target.up_to),
            kind: plain(target.kind)?,
            from: plain(target.from),
            by: plain(target.by),
            date,
            who: plain(target.who),
            evidence,
        })
    }

    fn aim(&mut self, WithSpan { span, value: aim }: WithSpan<RawAim>) -> Option<Aim> {
        let date = plain(aim.date);
        let evidence =
            self.sourced_evidence(aim.evidence, span, Dating::Date(date, plain(aim.date_basis)), "aim");
        Some(Aim { text: plain(aim.text)?, by: plain(aim.by), date, evidence })
    }

    fn quote(&mut self, WithSpan { span, value: quote }: WithSpan<RawQuote>) {
        let states = self.state_ids(quote.states);
        let about = quote.about.map(|about| self.about(about.span, about.value.into()));
        let date = plain(quote.date);
        let evidence =
            self.sourced_evidence(quote.evidence, span, Dating::Date(date, plain(quote.date_basis)), "quote");
        let (Some(speaker), Some(text)) = (plain(quote.speaker), plain(quote.text)) else { return };
        self.dossier.quotes.push(Quote {
            speaker,
            office: plain(quote.office),
            states,
            date,
            about,
            context: plain(quote.context),
            text,
            evidence,
        });
    }

    /// Resolves the subject of a quotation, and warns if it is probably a misspelt treaty.
    fn about(&mut self, span: Span, word: Text) -> About {
        if let Some((id, _)) = self.treaties.ids.get(&word) {
            return About::Treaty(TreatyId(*id));
        }
        let similar = self.decoder.suggest_name(&word, self.treaties.ids.keys().map(Text::as_str));
        // The first part of an id, such as "nuclear", is a word of its own.
        let similar = similar.filter(|id| !self.treaties.incomplete && !id.starts_with(word.as_str()));
        if let Some(similar) = similar {
            let message = format!("`about` is {}, which is no treaty", quoted(&word));
            let diagnostic = Diagnostic::new(Code::MisspeltTreaty, span, message);
            self.decoder.report(
                diagnostic
                    .expected("the id of a treaty, or a word that resembles none")
                    .suggestion(Some(similar)),
            );
        }
        About::Word(word)
    }

    fn event(&mut self, WithSpan { span, value: event }: WithSpan<RawEvent>) {
        let states = self.state_ids(event.states);
        let date = plain(event.date);
        let evidence =
            self.sourced_evidence(event.evidence, span, Dating::Date(date, plain(event.date_basis)), "event");
        let Some(what) = plain(event.what) else { return };
        self.dossier.events.push(Event { date, what, states, evidence });
    }

    fn state_ids(&mut self, codes: Option<WithSpan<Vec<WithSpan<CountryCode>>>>) -> Vec<StateId> {
        let mut ids = Vec::new();
        for code in items(codes) {
            let (span, name) = (code.span, code.value.0.clone());
            ids.extend(self.state_id(code).map(|id| (id, span, name)));
        }
        self.each_once(ids, "states")
    }

    fn state_id(&mut self, code: WithSpan<CountryCode>) -> Option<StateId> {
        self.states.get(&code.value.0, code.span, Code::UnknownState, "state", self.decoder).map(StateId)
    }

    /// Removes duplicates from a list of ids, with a warning for each.
    fn each_once<I: Copy + Ord>(&mut self, ids: Vec<(I, Span, Text)>, key: &str) -> Vec<I> {
        let mut first_spans: BTreeMap<I, Span> = BTreeMap::new();
        let mut list = Vec::with_capacity(ids.len());
        for (id, span, name) in ids {
            let first = *first_spans.entry(id).or_insert(span);
            if first == span {
                list.push(id);
            } else {
                let message = format!("`{key}` contains {} twice", quoted(&name));
                let diagnostic = Diagnostic::new(Code::DuplicateItem, span, message);
                self.decoder.report(diagnostic.expected("each once").related(first, "the first is"));
            }
        }
        list
    }

    /// Like [`Resolver::evidence`], with a warning for a fact without sources.
    fn sourced_evidence(&mut self, raw: RawEvidence, span: Span, dating: Dating, what: &str) -> Evidence {
        let unsourced = raw.sources.as_ref().is_none_or(|sources| sources.value.is_empty());
        if unsourced && self.decoder.is_missing(span, "sources") {
            let article = if what.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
            let diagnostic =
                Diagnostic::new(Code::NoSource, span, format!("{article} {what} without a source"));
            self.decoder.report(diagnostic.expected("`sources = [\"…\"]`"));
        }
        self.evidence(raw, span, dating)
    }

    fn evidence(&mut self, raw: RawEvidence, span: Span, dating: Dating) -> Evidence {
        let id = |WithSpan { span, value: Id(name) }: WithSpan<Id>| {
            let id = self.sources.get(&name, span, Code::UnknownSource, "source", self.decoder)?;
            Some((SourceId(id), span, name))
        };
        let sources = items(raw.sources).into_iter().filter_map(id).collect();
        let sources = self.each_once(sources, "sources");
        let earliest_source = || {
            let dates = sources.iter().filter_map(|id| self.dossier.sources.get(id.index())?.date);
            dates.map(Date::last_day).min()
        };
        let (known_from, date_basis) = match dating {
            Dating::Always => (None, None),
            Dating::Date(Some(date), basis) => (Some(date.last_day()), basis),
            Dating::Date(None, basis) => (earliest_source(), basis),
        };
        Evidence {
            certainty: plain(raw.certainty).unwrap_or_default(),
            date_basis: date_basis.unwrap_or_default(),
            note: plain(raw.note),
            sources,
            known_from,
            span,
        }
    }
}

/// Assigns the quotations and joint statements to the states, latest first.
fn distribute_quotes(dossier: &mut Dossier) {
    let mut order: Vec<QuoteId> = dossier.quote_ids().collect();
    order.sort_by_key(|id| Reverse(dossier[*id].evidence.known_from));
    for id in order {
        match &*dossier.quotes[id.index()].states {
            [] => dossier.outside_quotes.push(id),
            [state] => dossier.states[state.index()].quotes.push(id),
            states => {
                for state in states {
                    dossier.states[state.index()].joint_quotes.push(id);
                }
            }
        }
    }
}

/// Returns the items of a list; none if the key is absent.
fn items<T>(list: Option<WithSpan<Vec<WithSpan<T>>>>) -> Vec<WithSpan<T>> {
    list.map(|list| list.value).unwrap_or_default()
}

/// Returns the value without its span and its wrapper.
fn plain<T: Into<U>, U>(value: Option<WithSpan<T>>) -> Option<U> {
    value.map(|value| value.value.into())
}
