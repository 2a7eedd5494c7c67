//! What can be asked of a dossier.

pub(crate) mod as_of;
pub(crate) mod citation;
pub(crate) mod days;
pub(crate) mod describe;
pub(crate) mod diff;
pub(crate) mod differing;
pub(crate) mod search;
pub(crate) mod since;
pub(crate) mod successor;
pub(crate) mod timeline;
