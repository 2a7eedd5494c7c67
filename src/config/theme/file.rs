//! The file of a theme: a table of roles, each with its colours and text style.
//!
//! ```toml
//! focus = "light-blue bold"
//! changed = "#11151c on #f0cd6e bold"
//! ```

use ratatui::style::{Color, Modifier};
use serde_json::json;
use toml::Spanned;
use toml::de::DeValue;

use super::role::{ROLES, Role, RoleKind};
use super::{RoleStyle, Theme};
use crate::decode::{
    Code, Decoder, Diagnostic, FromTable, FromValue, Slot, Span, TableSchema, ValueType, WithSpan,
    backticked, suggest, tables,
};

/// The names of colours: the terminal's default, then its palette.
const COLORS: [&str; 17] = [
    "default",
    "black",
    "red",
    "green",
    "yellow",
    "blue",
    "magenta",
    "cyan",
    "gray",
    "dark-gray",
    "light-red",
    "light-green",
    "light-yellow",
    "light-blue",
    "light-magenta",
    "light-cyan",
    "white",
];

/// The names of text styles.
const MODIFIERS: [(&str, Modifier); 5] = [
    ("bold", Modifier::BOLD),
    ("italic", Modifier::ITALIC),
    ("underlined", Modifier::UNDERLINED),
    ("reversed", Modifier::REVERSED),
    ("dim", Modifier::DIM),
];

tables! {
    /// The file of a theme.
    "the theme" RawTheme {
        shared colours: RawColours,
    }
}

/// The table `[colours]` of a settings file, which is also the content of a theme.
#[derive(Debug, Default)]
pub struct RawColours(pub Vec<WithSpan<RoleOverride>>);

/// A style for a role, in place of that of the theme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleOverride {
    /// The role whose style is replaced.
    pub role: Role,
    /// The style as in the file.
    pub text: String,
    pub(super) style: RoleStyle,
}

impl FromTable for RawColours {
    const SCHEMA: &'static TableSchema =
        &TableSchema { heading: "[colours]", description: "Colours.", own_keys: ROLES, shared: None };

    fn decode_key(
        &mut self,
        key: &str,
        value: Spanned<DeValue<'_>>,
        table: Span,
        decoder: &mut Decoder,
    ) -> Option<&'static str> {
        let role = Role::from_name(key)?;
        self.0.extend(decoder.value(value, role.name(), table));
        Some(role.name())
    }
}

impl FromValue for RoleOverride {
    const TYPE: ValueType = style_type(RoleKind::Text);

    fn from_value(value: DeValue<'_>, slot: Slot, decoder: &mut Decoder) -> Option<Self> {
        let role = Role::from_name(slot.key)?;
        let text = decoder.text(&value, slot, &style_type(role.kind()))?;
        let style = parse_style(text, role, slot.span, decoder)?;
        Some(RoleOverride { role, text: text.to_owned(), style })
    }
}

/// Returns the type of the styles for roles of this kind.
pub(super) const fn style_type(kind: RoleKind) -> ValueType {
    match kind {
        RoleKind::Background | RoleKind::Tint => ValueType::Custom {
            expected: "a background such as \"on #1f4e79\"",
            json_schema: || json!({ "type": "string", "pattern": format!(r"^\s*(on\s+{}\s*)?$", color_pattern()) }),
        },
        RoleKind::Text | RoleKind::Figure | RoleKind::Line => ValueType::Custom {
            expected: "a style such as \"red\" or \"white on #1f4e79 bold\"",
            json_schema: || {
                let (color, modifiers) = (color_pattern(), MODIFIERS.map(|(name, _)| name).join("|"));
                let pattern = format!(r"^\s*((on\s+)?{color}(\s+|$)|({modifiers})(\s+|$))*$");
                json!({ "type": "string", "pattern": pattern })
            },
        },
    }
}

fn color_pattern() -> String {
    format!("({}|#[0-9a-fA-F]{{6}})", COLORS.join("|"))
}

impl Theme {
    /// Parses the file of a theme. A role that it omits looks like plain text.
    ///
    /// # Errors
    ///
    /// All problems of the file, in order of location.
    pub fn parse(text: &str) -> Result<Theme, Vec<Diagnostic>> {
        let (RawTheme { colours }, decoder) = Decoder::decode(text);
        if decoder.has_errors() {
            return Err(decoder.finish(text));
        }
        let colours: Vec<RoleOverride> = colours.0.into_iter().map(|colour| colour.value).collect();
        Ok(Theme::PLAIN.with_overrides(&colours))
    }
}

/// Reports a problem, and returns `None`.
fn refuse<T>(problem: Diagnostic, decoder: &mut Decoder) -> Option<T> {
    decoder.report(problem);
    None
}

/// Parses the style of a role, which is at `span` of the file. Returns `None` after reporting a problem.
fn parse_style(text: &str, role: Role, span: Span, decoder: &mut Decoder) -> Option<RoleStyle> {
    let problem = |span, message: &str| Diagnostic::new(Code::UnknownWord, span, message);
    let mut style = RoleStyle::NONE;
    let mut words = words(text, span);
    while let Some((word, at)) = words.next() {
        if let Some((_, modifier)) = MODIFIERS.iter().find(|(name, _)| *name == word) {
            style.modifiers |= *modifier;
        } else if word == "on" {
            let Some((background, background_at)) = words.next() else {
                return refuse(problem(at, "no colour after `on`"), decoder);
            };
            if style.bg.is_some() {
                return refuse(problem(at, "a second background").expected("only one"), decoder);
            }
            style.bg = Some(color(background, background_at, decoder)?);
        } else {
            let color = color(word, at, decoder)?;
            if style.fg.is_some() {
                let second = problem(at, &format!("a second colour, {}", backticked(word)));
                return refuse(second.expected("`on` before the colour of the background"), decoder);
            }
            style.fg = Some(color);
        }
    }
    if matches!(role.kind(), RoleKind::Background | RoleKind::Tint)
        && (style.fg.is_some() || !style.modifiers.is_empty())
    {
        let problem = problem(span, &format!("`{}` is a background", role.name()));
        return refuse(problem.expected("only `on` and a colour"), decoder);
    }
    Some(style)
}

/// Returns the words of a text that is at `span` of the file, each with its own span. If the text has escapes or
/// several lines, the span of a word is that of the text.
fn words(text: &str, span: Span) -> impl Iterator<Item = (&str, Span)> {
    let start =
        (span.start as usize + text.len() + 2 == span.end as usize).then_some(span.start as usize + 1);
    let mut end = 0;
    text.split_whitespace().map(move |word| {
        let at = end + text[end..].find(word).unwrap_or_default();
        end = at + word.len();
        (word, start.map_or(span, |start| Span::from(start + at..start + end)))
    })
}

/// Parses a colour. Returns `None` after reporting a problem.
fn color(word: &str, span: Span, decoder: &mut Decoder) -> Option<Color> {
    if word == "default" {
        return Some(Color::Reset);
    }
    let known = word.starts_with('#') || COLORS.contains(&word);
    if let Some(color) = word.parse().ok().filter(|_| known) {
        return Some(color);
    }
    let message = format!("unknown colour {}", backticked(word));
    let problem = Diagnostic::new(Code::UnknownWord, span, message);
    let problem = match word.starts_with('#') {
        true => problem.expected("`#` and six digits from 0 to f, two each for red, green and blue"),
        false => match suggest(word, COLORS.into_iter().chain(MODIFIERS.map(|(name, _)| name))) {
            None => problem.expected(format!("`#` and six digits, or one of {}", COLORS.join(", "))),
            near => problem.suggestion(near),
        },
    };
    refuse(problem, decoder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_have_colours_and_modifiers_in_any_order() {
        let theme =
            Theme::parse("changed = 'bold #11151c on light-blue italic'\nsea = 'on #0b1220'").unwrap();
        let changed = theme.style(Role::Changed);
        assert_eq!(changed.fg, Some(Color::Rgb(0x11, 0x15, 0x1c)));
        assert_eq!(changed.bg, Some(Color::LightBlue));
        assert_eq!(changed.add_modifier, Modifier::BOLD | Modifier::ITALIC);
        assert_eq!(theme.style(Role::Sea).bg, Some(Color::Rgb(0x0b, 0x12, 0x20)));
    }

    #[test]
    fn every_name_of_a_colour_is_parsed() {
        for name in COLORS {
            assert!(Theme::parse(&format!("text = '{name}'")).is_ok(), "{name}");
        }
    }

    #[test]
    fn every_mistake_of_a_theme_is_reported_with_its_location() {
        let wrong = |text: &str| {
            let problems = Theme::parse(text).unwrap_err();
            problems.iter().map(Diagnostic::to_string).collect::<Vec<_>>().join("\n")
        };
        let many = "frmae = 'red'\n\
                    text = 'rde'\n\
                    strong = 'boldly'\n\
                    aside = '#12345'\n\
                    later = 'red blue'\n\
                    frame = 'red on'\n\
                    focus = 'on red on blue'\n\
                    key = 7\n\
                    sea = 'red on blue'\n\
                    ground = 'on #11151c bold'\n\
                    live = \"\"\"\n  green\n  chartreuse\"\"\"\n\
                    Bound = 'green'\n";
        insta::assert_snapshot!(
            [wrong(many), wrong("text = 'red\n"), wrong("text = 'red'\ntext = 'blue'")].join("\n--\n")
        );
    }
}
