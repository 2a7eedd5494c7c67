//! From the bytes of a file to the model, with every problem collected.

pub(crate) mod decoder;
pub(crate) mod diagnostics;
pub(crate) mod resolve;
pub(crate) mod source_map;
pub(crate) mod syntax;
