//! The number of colours of a terminal, and the replacements for colours that it lacks.

use anstyle_lossy::palette::Palette;
use ratatui::style::Color;

use super::rgb::{NAMED_COLORS, Rgb, palette};

/// The number of colours of a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Depth {
    /// No colours.
    None,
    /// The 16 colours of the terminal's palette.
    Ansi16,
    /// The 16 colours, and 240 that are the same in every terminal.
    Ansi256,
    /// 24-bit colours.
    TrueColor,
}

/// The values of the [named](NAMED_COLORS) colours in xterm. Those of a user's terminal are unknown.
pub(super) const XTERM: Palette = palette([
    0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5, 0x7f7f7f, 0xff0000,
    0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff,
]);

/// The chroma in Oklab below which a colour counts as grey.
const GREY: f64 = 0.05;

/// The difference of two hues, in radians, below which they count as the same.
const SAME_HUE: f64 = 0.7;

/// The fraction of the required contrast that a colour of the palette of 16 must have. The values of that palette are
/// guesses, and a stricter limit would exclude every blue on a dark background.
const ANSI_TOLERANCE: f64 = 0.8;

/// Returns the replacement of a colour at a depth. With a background and a least contrast, colours that are too similar
/// to the background are excluded, so that a quiet grey stays visible.
pub fn step(color: Color, depth: Depth, seen_on: Option<(Color, f64)>) -> Color {
    let Some(wanted) = rgb(color).filter(|_| !is_in(color, depth)) else { return color };
    let background =
        seen_on.and_then(|(background, least)| rgb(background).map(|background| (background, least)));
    let tolerance = if depth == Depth::Ansi16 { ANSI_TOLERANCE } else { 1.0 };
    let is_visible =
        |one: Rgb| background.is_none_or(|(background, least)| one.contrast(background) >= least * tolerance);
    let candidates: Vec<(Color, Rgb)> =
        candidates(depth).into_iter().filter_map(|one| Some((one, rgb(one)?))).collect();
    let nearest = |is_allowed: &dyn Fn(Rgb) -> bool| {
        candidates
            .iter()
            .filter(|(_, one)| is_visible(*one) && is_allowed(*one))
            .min_by(|(_, a), (_, b)| a.distance(wanted).total_cmp(&b.distance(wanted)))
    };
    let chosen = match depth {
        Depth::Ansi256 => nearest(&|_| true),
        // Among 16 colours, the nearest to a pale green may be a grey, and the nearest to a dark green may be a red. A
        // different hue would have a different meaning, so a hue stays the same or becomes a grey.
        _ => nearest(&|one| same_hue(one, wanted)).or_else(|| nearest(&|one| chroma(one) < GREY)),
    };
    chosen.map_or(Color::Reset, |(color, _)| *color)
}

/// Returns whether both colours have the same hue, or both are grey.
fn same_hue(one: Rgb, other: Rgb) -> bool {
    if chroma(one) < GREY || chroma(other) < GREY {
        return chroma(one) < GREY && chroma(other) < GREY;
    }
    let hue = |color: Rgb| {
        let [_, a, b] = color.oklab();
        libm::atan2(b, a)
    };
    let apart = (hue(one) - hue(other)).abs();
    apart.min(std::f64::consts::TAU - apart) < SAME_HUE
}

/// Returns whether a terminal of this depth can display the colour.
fn is_in(color: Color, depth: Depth) -> bool {
    match color {
        Color::Rgb(..) => depth >= Depth::TrueColor,
        Color::Indexed(16..) => depth >= Depth::Ansi256,
        _ => true,
    }
}

/// Returns the colours to choose from. The first 16 of 256 are omitted, because users can redefine them.
fn candidates(depth: Depth) -> Vec<Color> {
    match depth {
        Depth::None | Depth::TrueColor => Vec::new(),
        Depth::Ansi16 => NAMED_COLORS.to_vec(),
        Depth::Ansi256 => (16..=255).map(Color::Indexed).collect(),
    }
}

/// Returns the values of a colour; `None` for the terminal's default, which is unknown.
pub(super) fn rgb(color: Color) -> Option<Rgb> {
    Rgb::of(color, XTERM)
}

fn chroma(color: Rgb) -> f64 {
    let [_, a, b] = color.oklab();
    libm::hypot(a, b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replacement_is_the_most_similar_colour() {
        let at = |depth, r, g, b| step(Color::Rgb(r, g, b), depth, None);
        assert_eq!(at(Depth::TrueColor, 1, 2, 3), Color::Rgb(1, 2, 3));
        assert_eq!(at(Depth::Ansi256, 0x5f, 0x87, 0xaf), Color::Indexed(67));
        assert_eq!(at(Depth::Ansi256, 0x13, 0x13, 0x13), Color::Indexed(233));
        assert_eq!(at(Depth::Ansi16, 250, 10, 10), Color::LightRed);
        assert_eq!(at(Depth::Ansi16, 0xfd, 0xfd, 0xfb), Color::White);
        assert_eq!(step(Color::Indexed(233), Depth::Ansi16, None), Color::Black);
    }

    #[test]
    fn available_colours_stay() {
        assert_eq!(step(Color::Reset, Depth::Ansi16, None), Color::Reset);
        assert_eq!(step(Color::LightBlue, Depth::Ansi16, None), Color::LightBlue);
        assert_eq!(step(Color::Indexed(200), Depth::Ansi256, None), Color::Indexed(200));
    }

    #[test]
    fn replacement_contrasts_with_the_background() {
        let quiet = Color::Rgb(0x14, 0x14, 0x14);
        assert_eq!(step(quiet, Depth::Ansi16, None), Color::Black);
        assert_eq!(step(quiet, Depth::Ansi16, Some((Color::Black, 1.6))), Color::DarkGray);
    }

    #[test]
    fn hue_stays_or_becomes_grey() {
        let green = Color::Rgb(0x8c, 0xcf, 0x9b);
        assert_eq!(step(green, Depth::Ansi16, Some((Color::Black, 4.5))), Color::Green);
        let dark_green = Color::Rgb(0x17, 0x69, 0x3a);
        let seen = step(dark_green, Depth::Ansi16, Some((Color::White, 4.5)));
        assert_eq!(seen, Color::DarkGray, "green is too pale on white");
    }
}
