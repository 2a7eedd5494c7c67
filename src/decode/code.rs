//! The codes of problems, and their severities.

use std::fmt;

/// The severity of a problem.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Serialize,
    serde::Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
#[schemars(rename = "Level")]
pub enum Severity {
    /// The file cannot be used.
    Error,
    /// The file can be used, but something in it is probably wrong.
    Warning,
}

impl Severity {
    /// Returns "error" or "warning".
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }
}

/// Declares [`Code`] with the severity and the id of each variant.
macro_rules! codes {
    ($($severity:ident $variant:ident = $id:literal),+ $(,)?) => {
        /// The kind of a problem. `flank check --explain` explains each.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[allow(missing_docs, reason = "each is explained by its lint")]
        pub enum Code { $($variant),+ }

        impl Code {
            /// All codes, in alphabetical order of their ids.
            pub const ALL: &[Code] = &[$(Code::$variant),+];

            /// Returns the id that users see and type, such as `unknown-key`.
            pub const fn id(self) -> &'static str {
                match self { $(Code::$variant => $id),+ }
            }

            /// Returns the severity of every problem with this code.
            pub const fn severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity),+ }
            }
        }
    };
}

codes! {
    Error BadCode = "bad-code",
    Error BadId = "bad-id",
    Error BadUrl = "bad-url",
    Warning DisputedWithoutNote = "disputed-without-note",
    Warning DuplicateEdition = "duplicate-edition",
    Error DuplicateId = "doubled-id",
    Warning DuplicateItem = "doubled-item",
    Error DuplicateKey = "doubled-key",
    Warning DuplicateQuote = "doubled-quote",
    Error DuplicateYear = "doubled-year",
    Warning EarlyExit = "early-exit",
    Warning EarlyFinal = "early-final",
    Error EmptyText = "empty-text",
    Warning FutureDate = "future-date",
    Warning HiddenText = "hidden-text",
    Error ImpossibleDate = "impossible-date",
    Error MissingKey = "missing-key",
    Warning MissingYear = "missing-year",
    Warning MisspeltTreaty = "misspelt-treaty",
    Error MoreErrors = "more-errors",
    Warning MoreWarnings = "more-warnings",
    Warning NoSource = "no-source",
    Error NoState = "no-state",
    Error NotUtf8 = "not-utf-8",
    Error OutOfRange = "out-of-range",
    Error SingleTable = "single-table",
    Warning SkippedNotice = "skipped-notice",
    Error SpanReversed = "span-reversed",
    Warning SpendingTwice = "spending-twice",
    Error StepsOutOfOrder = "steps-out-of-order",
    Warning StepsOverlap = "steps-overlap",
    Error Syntax = "syntax",
    Error TableOutOfPlace = "table-out-of-place",
    Warning TenfoldSpending = "tenfold-spending",
    Warning TreatyDates = "treaty-dates",
    Error Unclosed = "unclosed",
    Error UnknownFormat = "unknown-format",
    Error UnknownKey = "unknown-key",
    Error UnknownSource = "unknown-source",
    Error UnknownState = "unknown-state",
    Error UnknownTreaty = "unknown-treaty",
    Error UnknownWord = "unknown-word",
    Warning UnmarkedSingleSource = "unmarked-single-source",
    Warning UnusedSource = "unused-source",
    Error WrongType = "wrong-type",
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id())
    }
}
