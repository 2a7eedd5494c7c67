//! From the bytes of a file to the model, with every problem collected.

mod resolve;

use super::model::{Day, Dossier};
use crate::decode::{Code, Decoder, Diagnostic, LineIndex, SourceMap};
use crate::dossier::format::RawDossier;
use crate::dossier::lint;

/// The byte order mark that some editors put before a text.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The result of reading a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The dossier; `None` if there is an error among the problems.
    pub dossier: Option<Dossier>,
    /// Everything that is wrong, in order of location.
    pub problems: Vec<Diagnostic>,
}

impl Reading {
    /// The problems because of which the dossier cannot be shown.
    pub fn errors(&self) -> impl Iterator<Item = &Diagnostic> {
        self.problems.iter().filter(|problem| problem.severity == crate::decode::Severity::Error)
    }
}

/// Reads a dossier from the bytes of a file: UTF-8, with or without a byte order mark.
pub fn read(bytes: &[u8]) -> Reading {
    read_and_lint(bytes, None)
}

/// Reads a dossier like [`read`], and runs the lints on one that can be shown. `today` is the day after which dates are
/// suspicious.
pub fn check(bytes: &[u8], today: Day) -> Reading {
    read_and_lint(bytes, Some(today))
}

fn read_and_lint(bytes: &[u8], today: Option<Day>) -> Reading {
    let bytes = bytes.strip_prefix(BYTE_ORDER_MARK.as_bytes()).unwrap_or(bytes);
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => return not_utf8(bytes, error.valid_up_to()),
    };
    let (file, mut decoder) = Decoder::decode::<RawDossier>(text);
    let mut dossier = resolve::resolve(file, &mut decoder);
    let usable = !decoder.has_errors();
    if let Some(today) = today.filter(|_| usable) {
        for diagnostic in lint::run(&dossier, text, today) {
            decoder.report(diagnostic);
        }
    }
    dossier.line_index = LineIndex::new(text);
    let mut problems = decoder.finish(text);
    // Nothing else can be said about a format that is not known, apart from its syntax.
    if problems.iter().any(|problem| problem.code == Code::UnknownFormat) {
        let meaningful = [Code::UnknownFormat, Code::Syntax, Code::Unclosed];
        problems.retain(|problem| meaningful.contains(&problem.code));
    }
    Reading { dossier: usable.then_some(dossier), problems }
}

/// The only problem of a file that is not UTF-8, at the first byte that is not.
fn not_utf8(bytes: &[u8], valid: usize) -> Reading {
    let utf16 = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    let message = if utf16 { "the file is UTF-16" } else { "the file is not UTF-8 text from here on" };
    let mut problem =
        Diagnostic::new(Code::NotUtf8, valid..valid + 1, message).expected("a file saved as UTF-8");
    let map = SourceMap::new(std::str::from_utf8(&bytes[..valid]).unwrap_or_default());
    problem.location = map.location(problem.span.start);
    problem.excerpt = Some(map.excerpt(problem.span));
    Reading { dossier: None, problems: vec![problem] }
}
