//! The value types of the file format, each with its range, its unit and its decoding.

use std::borrow::Cow;
use std::net::{Ipv4Addr, Ipv6Addr};

use toml::de::DeValue;

use super::tables::RawFigure;
use crate::decode::{
    Code, Decoder, Diagnostic, FromTable, FromValue, Slot, ValueType, WithSpan, first_hidden, numeral,
    parse_lenient, quoted, sanitize, suggest, wrappers,
};
use crate::dossier::model::{
    BenchmarkKind, Certainty, Date, DateBasis, Day, Position, SourceKind, TargetKind, Text,
};

/// The version of the file format that this program reads.
pub const VERSION: u32 = 1;

wrappers! {
    /// A name by which other tables refer to this one.
    Id(Text);
    /// An ISO 3166-1 alpha-2 code: two capital letters.
    CountryCode(Text);
    /// Text of one line.
    Line(Text);
    /// Text that may have several paragraphs.
    Paragraphs(Text);
    /// An http or https address.
    Url(Text);
    /// Per cent of GDP.
    Percent(f64);
    /// A length, 0 to 50,000 km.
    Kilometres(f64);
    /// A year, 1000 to 9999.
    Year(i16);
    /// A version of the file format.
    Version(u32);
    /// A number of votes.
    Count(u32);
    /// A position on the Earth: latitude and longitude in degrees.
    LatLon([f64; 2]);
}

/// Returns a text as it is in the file. Warns if it contains a character that is not displayed.
fn raw_text<'v>(
    value: &'v DeValue<'_>,
    slot: Slot,
    decoder: &mut Decoder,
    expected: &ValueType,
) -> Option<&'v str> {
    let raw = decoder.text(value, slot, expected)?;
    if let Some(hidden) = first_hidden(raw) {
        let message =
            format!("`{}` contains U+{:04X}, which is not displayed as it is", slot.key, u32::from(hidden));
        let diagnostic = Diagnostic::new(Code::HiddenText, slot.span, message);
        decoder.report(diagnostic.expected("visible characters"));
    }
    Some(raw)
}

/// Decodes a text that must not be empty.
fn filled_text(
    value: &DeValue<'_>,
    slot: Slot,
    decoder: &mut Decoder,
    sanitized: impl Fn(&str) -> Text,
) -> Option<Text> {
    let text = sanitized(raw_text(value, slot, decoder, &ValueType::Line)?);
    if text.is_empty() {
        decoder.report(slot.diagnostic(Code::EmptyText, "empty").expected("words, or no such key"));
        return None;
    }
    Some(text)
}

/// Returns an id, a code, an address or a word of a list. Blanks around it are kept, so that the caller rejects them.
fn word<'v>(
    value: &'v DeValue<'_>,
    slot: Slot,
    decoder: &mut Decoder,
    expected: &ValueType,
) -> Option<Cow<'v, str>> {
    raw_text(value, slot, decoder, expected).map(|raw| sanitize(raw, true))
}

impl FromValue for Line {
    const TYPE: ValueType = ValueType::Line;

    fn from_value(value: DeValue<'_>, slot: Slot, decoder: &mut Decoder) -> Option<Self> {
        filled_text(&value, slot, decoder, Text::line).map(Line)
    }
}

impl FromValue for Paragraphs {
    const TYPE: ValueType = ValueType::Paragraphs;

    fn from_value(value: DeValue<'_>, slot: Slot, decoder: &mut Decoder) -> Option<Self> {
        filled_text(&value, slot, decoder, Text::paragraphs).map(Paragraphs)
    }
}

impl FromValue for Id {
    const TYPE: ValueType = ValueType::Id;

    fn from_value(value: DeValue<'_>, slot: Slot, decoder: &mut Decoder) -> Option<Self> {
        let id = word(&value, slot, decoder, &Self::TYPE)?;
        if id.is_empty() || id.contains(char::is_whitespace) {
            let what = format!("{}, which is not an id", quoted(&id));
            decoder.report(slot.diagnostic(Code::BadId, what).expected(Self::TYPE));
            return None;
        }
        Some(Id(Text::line(&id)))
    }
}

impl FromValue for CountryCode {
    const TYPE: ValueType = ValueType::CountryCode;

    fn from_value(value: DeValue<'_>, slot: Slot, decoder: &mut Decoder) -> Option<Self> {
        let code = word(&value, slot, decoder, &Self::TYPE)?;
        let is_code = |code: &str| code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase());
        if !is_code(&code) {
            let upper = Some(code.trim().to_ascii_uppercase()).filter(|upper| is_code(upper));
            let what = format!("{}, which is not a country code", quoted(&code));
            decoder.report(slot.diagnostic(Code::BadCode, what).expected(Self::TYPE).suggestion(upper));
            return None;
        }
        Some(CountryCode(Text::line(&code)))
    }
}

impl FromValue for Url {
    const TYPE: ValueType = ValueType::Url;

    fn from_value(value: DeValue<'_>, slot: Slot, decoder: &mut Decoder) -> Option<Self> {
        let url = word(&value, slot, decoder, &Self::TYPE)?;
        if let Err(UrlError { problem, expected }) = check_url(&url) {
            let diagnostic =
                slot.diagnostic(Code::BadUrl, format!("{}, {problem}", quoted(&without_credentials(&url))));
            decoder.report(match expected {
                Some(expected) => diagnostic.expected(expected),
                None => diagnostic.expected(Self::TYPE),
            });
            return None;
        }
        Some(Url(Text::line(&url)))
    }
}

/// The reason for which an address is rejected.
struct UrlError {
    problem: &'static str,
    /// The correction; `None` for any web address.
    expected: Option<&'static str>,
}

/// Accepts an http or https address. Rejects one that looks like the address of another site.
fn check_url(url: &str) -> Result<(), UrlError> {
    let not_an_address = UrlError { problem: "which is not a web address", expected: None };
    let Some((scheme, rest)) = url.split_once("://") else { return Err(not_an_address) };
    if !["http", "https"].iter().any(|known| known.eq_ignore_ascii_case(scheme)) {
        return Err(not_an_address);
    }
    // Some browsers treat a backslash as a slash.
    if url.contains(|c: char| c.is_whitespace() || c == '\\') {
        return Err(not_an_address);
    }
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if host.contains('@') {
        return Err(UrlError {
            problem: "an address with a user name or a password",
            expected: Some("the address without the part before `@`"),
        });
    }
    if !host.is_ascii() {
        return Err(UrlError {
            problem: "an address whose host has letters that look like others",
            expected: Some("the host in its ASCII form, which begins with `xn--`"),
        });
    }
    if is_host(host) { Ok(()) } else { Err(not_an_address) }
}

/// Returns whether this is a host of RFC 3986, with or without a port: a name, or an IP address.
fn is_host(text: &str) -> bool {
    let is_port = |port: &str| {
        port.bytes().all(|b| b.is_ascii_digit()) && (port.is_empty() || port.parse::<u16>().is_ok())
    };
    if let Some((address, after)) = text.strip_prefix('[').and_then(|text| text.split_once(']')) {
        let port = if after.is_empty() { Some(after) } else { after.strip_prefix(':') };
        return address.parse::<Ipv6Addr>().is_ok() && port.is_some_and(is_port);
    }
    let (name, port) = text.split_once(':').unwrap_or((text, ""));
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let is_label = |label: &str| (1..=63).contains(&label.len()) && label.chars().all(allowed);
    // A trailing dot marks an absolute domain name.
    let name = name.strip_suffix('.').unwrap_or(name);
    let last = name.rsplit('.').next().unwrap_or_default();
    // Browsers parse a name as an IP address if its last part is a number.
    let is_number = last.bytes().all(|b| b.is_ascii_digit());
    name.split('.').all(is_label) && (!is_number || name.parse::<Ipv4Addr>().is_ok()) && is_port(port)
}

/// Removes the user name and the password from an address, so that no message shows them.
fn without_credentials(url: &str) -> String {
    let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
    let host = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    match rest[..host].rfind('@') {
        Some(at) if !scheme.is_empty() => format!("{scheme}://…{}", &rest[at..]),
        _ => url.to_owned(),
    }
}

/// Decodes numbers with the given method of the decoder.
macro_rules! number_values {
    ($($name:ident, $method:ident, $value_type:expr;)+) => {$(
        impl FromValue for $name {
            const TYPE: ValueType = $value_type;

            fn from_value(value: DeValue<'_>, slot: Slot, decoder: &mut Decoder) -> Option<Self> {
                decoder.$method(&value, slot, &Self::TYPE).map($name)
            }
        }
    )+};
}

number_values! {
    Percent, number, ValueType::Number { unit: "per cent of GDP", min: 0.0, max: 100.0, example: "3.37" };
    Kilometres, number, ValueType::Number { unit: "kilometres", min: 0.0, max: 50_000.0, example: "324" };
    Year, integer, ValueType::Integer { expected: "a year such as 2025", min: 1000, max: 9999 };
    Count, integer, ValueType::Integer { expected: "a whole number from 0", min: 0, max: u32::MAX as i64 };
    // Any version is decoded. The resolver rejects unknown ones.
    Version, integer, ValueType::Version(VERSION);
}

impl FromValue for LatLon {
    const TYPE: ValueType = ValueType::Custom {
        expected: "latitude and longitude in degrees, such as [59.4, 24.7]",
        json_schema: || {
            let degrees = |most: u8| serde_json::json!({ "type": "number", "minimum": -i16::from(most), "maximum": most });
            serde_json::json!({ "type": "array", "items": [degrees(90), degrees(180)], "minItems": 2, "maxItems": 2 })
        },
    };

    fn from_value(value: DeValue<'_>, slot: Slot, decoder: &mut Decoder) -> Option<Self> {
        const LATITUDE: ValueType =
            ValueType::Number { unit: "a latitude in degrees", min: -90.0, max: 90.0, example: "59.4" };
        const LONGITUDE: ValueType =
            ValueType::Number { unit: "a longitude in degrees", min: -180.0, max: 180.0, example: "24.7" };
        let degrees = match &value {
            DeValue::Array(items) if items.len() == 2 => items,
            _ => {
                decoder.wrong_type(&value, slot, &Self::TYPE, None);
                return None;
            }
        };
        let mut number = |n: usize, expected: &ValueType| {
            let slot = Slot { span: degrees.get(n)?.span().into(), in_list: true, ..slot };
            decoder.number(degrees.get(n)?.get_ref(), slot, expected)
        };
        let (latitude, longitude) = (number(0, &LATITUDE), number(1, &LONGITUDE));
        Some(LatLon([latitude?, longitude?]))
    }
}

/// A figure of an edition: a number, or a table with its own evidence.
#[derive(Debug)]
pub struct Figure(pub RawFigure);

impl FromValue for Figure {
    const TYPE: ValueType = ValueType::OrTable { value: &Percent::TYPE, table: RawFigure::SCHEMA };

    fn from_value(value: DeValue<'_>, slot: Slot, decoder: &mut Decoder) -> Option<Self> {
        if let DeValue::Table(_) = value {
            return RawFigure::from_value(value, slot, decoder).map(Figure);
        }
        if !matches!(value, DeValue::Integer(_) | DeValue::Float(_)) {
            decoder.wrong_type(&value, slot, &Self::TYPE, value.as_str().and_then(numeral));
            return None;
        }
        let value = Percent::from_value(value, slot, decoder)?;
        let percent = Some(WithSpan { span: slot.span, value });
        Some(Figure(RawFigure { percent, ..RawFigure::default() }))
    }
}

/// Returns the day of a TOML date without a time.
fn day(value: &DeValue<'_>) -> Option<Day> {
    let DeValue::Datetime(when) = value else { return None };
    let date = when.date.filter(|_| when.time.is_none() && when.offset.is_none())?;
    Day::new(i16::try_from(date.year).ok()?, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?)
        .ok()
}

impl FromValue for Day {
    const TYPE: ValueType = ValueType::Day;

    fn from_value(value: DeValue<'_>, slot: Slot, decoder: &mut Decoder) -> Option<Self> {
        let day = day(&value);
        if day.is_none() {
            let suggestion = value.as_str().and_then(parse_lenient);
            decoder.wrong_type(&value, slot, &Self::TYPE, suggestion.map(|day| day.to_string()));
        }
        day
    }
}

impl FromValue for Date {
    const TYPE: ValueType = ValueType::Date;

    fn from_value(value: DeValue<'_>, slot: Slot, decoder: &mut Decoder) -> Option<Self> {
        let date = match &value {
            DeValue::String(text) => Date::parse_partial(text),
            other => day(other).map(Date::Day),
        };
        if date.is_none() {
            let suggestion = match &value {
                DeValue::Integer(year) => Date::parse_partial(year.as_str()).map(|_| format!("\"{year}\"")),
                DeValue::String(text) if Date::parse_partial(text.trim()).is_some() => {
                    Some(format!("\"{}\"", text.trim()))
                }
                DeValue::String(text) => parse_lenient(text).map(|day| day.to_string()),
                _ => None,
            };
            decoder.wrong_type(&value, slot, &Self::TYPE, suggestion);
        }
        date
    }
}

/// Decodes the words of enumerations.
macro_rules! word_values {
    ($($name:ident, $what:literal;)+) => {$(
        impl FromValue for $name {
            const TYPE: ValueType = ValueType::OneOf($name::WORDS);

            fn from_value(value: DeValue<'_>, slot: Slot, decoder: &mut Decoder) -> Option<Self> {
                let word = word(&value, slot, decoder, &Self::TYPE)?;
                let words = || $name::WORDS.iter().map(|(word, _)| *word);
                let found = words().position(|known| known == &*word);
                if found.is_none() {
                    let what = format!(concat!("{}, which is not a ", $what), quoted(&word));
                    let diagnostic = slot.diagnostic(Code::UnknownWord, what).expected(Self::TYPE);
                    decoder.report(diagnostic.suggestion(suggest(word.trim(), words())));
                }
                $name::ALL.get(found?).copied()
            }
        }
    )+};
}

word_values! {
    SourceKind, "kind of source";
    Position, "position";
    Certainty, "certainty";
    DateBasis, "date basis";
    BenchmarkKind, "kind of benchmark";
    TargetKind, "kind of target";
}
