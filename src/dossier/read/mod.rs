//! Reads the bytes of a file into the model, and collects every problem.

mod partial;
mod resolve;

pub use partial::{Partial, partial};

use super::format::RawDossier;
use super::model::Dossier;
use crate::decode::{Code, Decoder, Diagnostic, Diagnostics, LineIndex, invisible};

/// The byte order mark, which some editors insert at the start of a file.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The result of decoding and resolving, before the lints.
pub struct Draft<'t> {
    /// The text, without a byte order mark.
    pub text: &'t str,
    /// The dossier; incomplete if the decoder has errors.
    pub dossier: Dossier,
    /// The problems so far.
    pub decoder: Decoder,
}

/// Decodes a file and resolves its references.
///
/// # Errors
///
/// If the file is not UTF-8, or has several byte order marks. That is its only problem.
pub fn draft(bytes: &[u8]) -> Result<Draft<'_>, Vec<Diagnostic>> {
    let bytes = bytes.strip_prefix(BYTE_ORDER_MARK.as_bytes()).unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| not_utf8(bytes, error.valid_up_to()))?;
    // The parser would ignore a second byte order mark.
    if text.starts_with(BYTE_ORDER_MARK) {
        return Err(only(invisible(0..BYTE_ORDER_MARK.len(), '\u{feff}'), text));
    }
    let (file, mut decoder) = Decoder::decode::<RawDossier>(text);
    let mut dossier = resolve::resolve(file, &mut decoder);
    dossier.line_index = LineIndex::new(text);
    Ok(Draft { text, dossier, decoder })
}

/// Returns the problem of a file that is not UTF-8, at its first invalid byte.
fn not_utf8(bytes: &[u8], valid: usize) -> Vec<Diagnostic> {
    // The byte order mark of UTF-32 begins like that of UTF-16.
    let message = match bytes {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => "the file is UTF-32",
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => "the file is UTF-16",
        _ => "the file is not UTF-8 text from here on",
    };
    let problem = Diagnostic::new(Code::NotUtf8, valid..valid + 1, message).expected("a file saved as UTF-8");
    only(problem, std::str::from_utf8(&bytes[..valid]).unwrap_or_default())
}

/// Returns the only problem of a text, with its location and excerpt.
fn only(problem: Diagnostic, text: &str) -> Vec<Diagnostic> {
    let mut problems = Diagnostics::default();
    problems.push(problem);
    problems.finish(text)
}
