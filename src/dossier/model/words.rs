//! The enumerations of the file format, each value with its word and its explanation.

/// Declares an enumeration with a word in the file format and an explanation for each value.
macro_rules! words {
    ($(#[doc = $about:literal])+ $name:ident { $($(#[doc = $doc:literal])+ $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[doc = $about])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[derive(serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        pub enum $name { $($(#[doc = $doc])+ #[serde(rename = $word)] $variant),+ }

        impl $name {
            /// Every value, in order.
            pub const ALL: &[$name] = &[$($name::$variant),+];
            /// Every word of the file format and its explanation, in the same order.
            pub const WORDS: &[(&str, &str)] = &[$(($word, concat!($($doc),+))),+];

            /// Returns the word in the file format.
            pub fn word(self) -> &'static str {
                match self { $($name::$variant => $word),+ }
            }
        }
    };
}

words! {
    /// The position of a state towards a treaty on a day, in the order of joining and leaving.
    Position {
        /// Neither signed nor acceded.
        NeverJoined = "never-joined",
        /// Signed, but not yet bound.
        Signed = "signed",
        /// Bound by ratification or accession; entry into force is a further step within it.
        Party = "party",
        /// A debate about leaving is under way, or a minister has suggested it.
        Debating = "debating",
        /// A minister, government or president recommends, decides or submits; a first vote is still this position.
        RecommendsWithdrawal = "recommends-withdrawal",
        /// The final vote of the deciding chamber; Senate, signature and denunciation are further steps within it.
        ApprovedWithdrawal = "approved-withdrawal",
        /// The depositary has been notified; the notice period is running.
        NotifiedWithdrawal = "notified-withdrawal",
        /// No longer bound.
        Withdrawn = "withdrawn",
    }
}

impl Position {
    /// Returns the position in one word or two, for places that name the treaty.
    pub fn short(self) -> &'static str {
        match self {
            Position::RecommendsWithdrawal => "recommends",
            Position::ApprovedWithdrawal => "approved",
            Position::NotifiedWithdrawal => "notified",
            other => other.name(),
        }
    }

    /// Returns the position as on the screen and in reports.
    pub fn name(self) -> &'static str {
        match self {
            Position::NeverJoined => "never joined",
            Position::Signed => "signed",
            Position::Party => "party",
            Position::Debating => "debating",
            Position::RecommendsWithdrawal => "recommends withdrawal",
            Position::ApprovedWithdrawal => "approved withdrawal",
            Position::NotifiedWithdrawal => "notified withdrawal",
            Position::Withdrawn => "withdrawn",
        }
    }
}

words! {
    /// The kind of publisher of a source.
    SourceKind {
        /// A government, a parliament, a court or an international organisation, about its own acts and figures.
        Official = "official",
        /// A newspaper, a broadcaster or an agency.
        Press = "press",
        /// Anyone else: a scholar, an association, a data collection.
        Other = "other",
    }
}

words! {
    /// The certainty of a fact.
    Certainty {
        /// Two or more independent sources, or one official one.
        Confirmed = "confirmed",
        /// One source, or several of one publisher.
        SingleSource = "single-source",
        /// Sources disagree; the note says how.
        Disputed = "disputed",
    }
}

impl Certainty {
    /// Returns the certainty as on the screen and in reports.
    pub fn name(self) -> &'static str {
        match self {
            Certainty::SingleSource => "single source",
            other => other.word(),
        }
    }
}

impl Default for Certainty {
    /// A fact without a certainty counts as confirmed.
    fn default() -> Self {
        Certainty::Confirmed
    }
}

words! {
    /// The basis of a date.
    DateBasis {
        /// A source states it.
        Stated = "stated",
        /// Derived from what sources state.
        Derived = "derived",
        /// Approximate.
        Approx = "approx",
    }
}

impl Default for DateBasis {
    /// A date without a basis counts as stated.
    fn default() -> Self {
        DateBasis::Stated
    }
}

words! {
    /// Whether a benchmark was agreed.
    BenchmarkKind {
        /// Agreed.
        Goal = "goal",
        /// Suggested, but not agreed.
        Proposal = "proposal",
    }
}

words! {
    /// The kind of a target, from an aim to a budget.
    TargetKind {
        /// A level to aim for.
        Goal = "goal",
        /// A minimum that was decided.
        AtLeast = "at-least",
        /// A level that was announced.
        Plan = "plan",
        /// A level in an adopted budget.
        Budget = "budget",
        /// A level in a draft budget.
        DraftBudget = "draft-budget",
        /// A level that was proposed.
        Proposal = "proposal",
    }
}

impl TargetKind {
    /// Returns the kind as on the screen and in reports.
    pub fn name(self) -> &'static str {
        match self {
            TargetKind::AtLeast => "at least",
            TargetKind::DraftBudget => "draft budget",
            other => other.word(),
        }
    }
}
