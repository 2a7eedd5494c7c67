//! Queries on a dossier.

mod as_of;
mod citation;
mod compare;
mod days;
mod describe;
mod diff;
mod editions;
mod fold;
mod search;
mod search_text;
mod since;
mod successor;
mod summary;
mod timeline;
pub mod wording;

pub use as_of::AsOf;
pub use citation::CiteFormat;
pub use compare::ComparedField;
pub use days::{ParseDayError, parse_day};
pub use diff::{Change, FieldChange, diff};
pub use editions::Series;
pub use fold::fold;
pub use search::{Excerpt, Hit, SearchIndex};
pub use since::{Developments, PositionChange, since};
pub use timeline::{EntryKind, TimelineFilter};
