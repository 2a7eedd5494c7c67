//! The file of a theme: a table of roles, each with its colours and its manner of writing.
//!
//! ```toml
//! focus = "light-blue bold"
//! changed = "#11151c on #f0cd6e bold"
//! ```

use std::ops::Range;

use ratatui::style::{Color, Modifier};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::super::fault::{ConfigError, did_you_mean};
use super::super::reader::{Reader, found, ticked};
use super::role::{Role, RoleKind};
use super::{RoleStyle, Theme};

/// The names of colours: that of the terminal itself, then its palette.
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

/// Manners of writing.
const MODIFIERS: [(&str, Modifier); 5] = [
    ("bold", Modifier::BOLD),
    ("italic", Modifier::ITALIC),
    ("underlined", Modifier::UNDERLINED),
    ("reversed", Modifier::REVERSED),
    ("dim", Modifier::DIM),
];

impl Theme {
    /// Reads the file of a theme; a role that it leaves out looks like plain text.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it, in the order of the file.
    pub fn parse(text: &str) -> Result<Theme, Vec<ConfigError>> {
        let (table, errors) = DeTable::parse_recoverable(text);
        // On which line a theme says what, nobody asks.
        let mut reader = Reader::new(text, false);
        reader.syntax(&table, &errors);
        let mut colours = Colours::default();
        // Recovery invents values, so that what it leaves is not worth looking at.
        if errors.is_empty() {
            colours.take(table.get_ref(), &mut reader);
        }
        if reader.faults.is_empty() { Ok(Theme::PLAIN.with_overrides(&colours)) } else { Err(reader.faults) }
    }
}

/// Looks for some of the roles, to go over those of a theme.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Colours(Vec<Look>);

/// The look of a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::config) struct Look {
    pub role: Role,
    pub(super) style: RoleStyle,
    /// As it was written.
    pub written: String,
}

impl Colours {
    /// The looks, in the order in which they were given.
    pub(in crate::config) fn looks(&self) -> &[Look] {
        &self.0
    }

    /// Gives the roles of a table their new looks, and tells what is wrong with it.
    pub(in crate::config) fn take(&mut self, table: &DeTable<'_>, reader: &mut Reader<'_>) {
        let mut entries: Vec<_> = table.iter().collect();
        entries.sort_by_key(|(word, _)| word.span().start);
        for (word, value) in entries {
            let Some(role) = Role::from_word(word.get_ref()) else {
                let near = did_you_mean(word.get_ref(), Role::ALL.iter().map(|role| role.word()));
                reader.fault(&word.span(), format!("there is no role {}{near}", ticked(word.get_ref())));
                continue;
            };
            match style(role, value, reader.text) {
                Ok(style) => {
                    reader.record_source(format!("colours.{}", role.word()), &word.span());
                    let written = value.get_ref().as_str().unwrap_or_default().to_owned();
                    self.0.retain(|look| look.role != role);
                    self.0.push(Look { role, style, written });
                }
                Err((span, message)) => reader.fault(&span, message),
            }
        }
    }
}

/// A regular expression for the looks that a role may have.
pub(in crate::config) fn pattern(role: Role) -> String {
    let colour = format!("({}|#[0-9a-fA-F]{{6}})", COLORS.join("|"));
    if is_background(role) {
        return format!(r"^\s*(on\s+{colour}\s*)?$");
    }
    let modifiers = MODIFIERS.map(|(name, _)| name).join("|");
    format!(r"^\s*((on\s+)?{colour}(\s+|$)|({modifiers})(\s+|$))*$")
}

fn is_background(role: Role) -> bool {
    matches!(role.kind(), RoleKind::Background | RoleKind::Tint)
}

/// What is wrong, and where.
type Wrong = (Range<usize>, String);

/// Reads what a role looks like.
fn style(role: Role, value: &Spanned<DeValue<'_>>, text: &str) -> Result<RoleStyle, Wrong> {
    let DeValue::String(look) = value.get_ref() else {
        let found = found(value.get_ref());
        let expected = "text such as \"red\" or \"white on #1f4e79 bold\"";
        return Err((value.span(), format!("`{}` is {found}; expected {expected}", role.word())));
    };
    let mut style = RoleStyle::default();
    let mut words = words(look, text, value.span());
    while let Some((word, span)) = words.next() {
        let fault = |message: String| Err((span.clone(), message));
        if let Some((_, modifier)) = MODIFIERS.iter().find(|(name, _)| *name == word) {
            style.modifiers |= *modifier;
        } else if word == "on" {
            let Some((background, span)) = words.next() else {
                return fault("there is no colour after `on`".into());
            };
            if style.bg.is_some() {
                return fault("a second ground; there can be one".into());
            }
            style.bg = Some(color(background).map_err(|message| (span, message))?);
        } else if style.fg.is_some() && color(word).is_ok() {
            return fault(format!("{} is a second colour; that of the ground goes after `on`", ticked(word)));
        } else {
            style.fg = Some(color(word).map_err(|message| (span, message))?);
        }
    }
    if is_background(role) && (style.fg.is_some() || !style.modifiers.is_empty()) {
        let message = format!("`{}` is a ground: it takes `on` and a colour, and no more", role.word());
        return Err((value.span(), message));
    }
    Ok(style)
}

/// The words of a value with the span of each in the file; where escapes keep it from being found there, it is
/// that of the whole value.
fn words<'a>(
    look: &'a str,
    text: &str,
    span: Range<usize>,
) -> impl Iterator<Item = (&'a str, Range<usize>)> + use<'a> {
    let start = text.get(span.clone()).and_then(|written| written.find(look)).map(|at| span.start + at);
    look.split_whitespace().map(move |word| {
        let at = word.as_ptr() as usize - look.as_ptr() as usize;
        let place = start.map(|start| start + at..start + at + word.len());
        (word, place.unwrap_or(span.clone()))
    })
}

/// Reads a colour, or says what is wrong with it.
fn color(word: &str) -> Result<Color, String> {
    if word == "default" {
        return Ok(Color::Reset);
    }
    if word.starts_with('#') {
        let hint = "`#` takes six digits from 0 to f, two each for red, green and blue";
        return word.parse().map_err(|_| format!("{} is no colour: {hint}", ticked(word)));
    }
    let known = COLORS.contains(&word).then(|| word.parse().ok()).flatten();
    known.ok_or_else(|| {
        let modifiers = MODIFIERS.iter().map(|(name, _)| *name);
        format!(
            "there is no colour {}{}",
            ticked(word),
            did_you_mean(word, COLORS.into_iter().chain(modifiers))
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_has_colours_and_manners_in_any_order() {
        let theme =
            Theme::parse("changed = 'bold #11151c on light-blue italic'\nsea = 'on #0b1220'").unwrap();
        let changed = theme.style(Role::Changed);
        assert_eq!(changed.fg, Some(Color::Rgb(0x11, 0x15, 0x1c)));
        assert_eq!(changed.bg, Some(Color::LightBlue));
        assert_eq!(changed.add_modifier, Modifier::BOLD | Modifier::ITALIC);
        assert_eq!(theme.style(Role::Sea).bg, Some(Color::Rgb(0x0b, 0x12, 0x20)));
    }

    #[test]
    fn every_name_of_a_colour_is_one() {
        for name in COLORS {
            assert!(color(name).is_ok(), "{name}");
        }
    }

    #[test]
    fn a_bad_theme_is_refused_with_everything_that_is_wrong_and_where() {
        let wrong = |text: &str| {
            let faults = Theme::parse(text).unwrap_err();
            faults.iter().map(ConfigError::to_string).collect::<Vec<_>>().join("\n")
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
                    background = 'on #11151c bold'\n\
                    live = \"\"\"\n  green\n  chartreuse\"\"\"\n\
                    Bound = 'green'\n";
        insta::assert_snapshot!(
            [wrong(many), wrong("text = 'red\n"), wrong("text = 'red'\ntext = 'blue'")].join("\n--\n")
        );
    }
}
