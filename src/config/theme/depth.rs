//! The number of colours of a terminal, and the replacements for colours that it lacks.

use ratatui::style::Color;

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

/// Red, green and blue.
pub(super) type Rgb = [u8; 3];

/// The palette of 16 colours with the values of xterm. Those of a user's terminal are unknown.
pub(super) const ANSI: [(Color, Rgb); 16] = [
    (Color::Black, [0, 0, 0]),
    (Color::Red, [205, 0, 0]),
    (Color::Green, [0, 205, 0]),
    (Color::Yellow, [205, 205, 0]),
    (Color::Blue, [0, 0, 238]),
    (Color::Magenta, [205, 0, 205]),
    (Color::Cyan, [0, 205, 205]),
    (Color::Gray, [229, 229, 229]),
    (Color::DarkGray, [127, 127, 127]),
    (Color::LightRed, [255, 0, 0]),
    (Color::LightGreen, [0, 255, 0]),
    (Color::LightYellow, [255, 255, 0]),
    (Color::LightBlue, [92, 92, 255]),
    (Color::LightMagenta, [255, 0, 255]),
    (Color::LightCyan, [0, 255, 255]),
    (Color::White, [255, 255, 255]),
];

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
    let kept = if depth == Depth::Ansi16 { ANSI_TOLERANCE } else { 1.0 };
    let candidates = candidates(depth);
    let nearest = |is_kin: &dyn Fn(Rgb) -> bool| {
        let seen =
            |one: Rgb| background.is_none_or(|(background, least)| contrast(one, background) >= least * kept);
        candidates
            .iter()
            .filter(|(_, one)| seen(*one) && is_kin(*one))
            .min_by(|(_, a), (_, b)| distance(*a, wanted).total_cmp(&distance(*b, wanted)))
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
    let hue = |color| {
        let [_, a, b] = oklab(color);
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
fn candidates(depth: Depth) -> Vec<(Color, Rgb)> {
    match depth {
        Depth::None | Depth::TrueColor => Vec::new(),
        Depth::Ansi16 => ANSI.to_vec(),
        Depth::Ansi256 => (16..=255).map(|index| (Color::Indexed(index), indexed(index))).collect(),
    }
}

/// Returns the values of a colour; `None` for the terminal's default, which is unknown.
pub(super) fn rgb(color: Color) -> Option<Rgb> {
    match color {
        Color::Reset => None,
        Color::Rgb(r, g, b) => Some([r, g, b]),
        Color::Indexed(index) => Some(indexed(index)),
        named => ANSI.iter().find(|(color, _)| *color == named).map(|(_, rgb)| *rgb),
    }
}

/// Returns the values of one of the 256 colours: the palette of 16, a cube of 6x6x6, and 24 greys.
fn indexed(index: u8) -> Rgb {
    let level = |n: u8| if n == 0 { 0 } else { 55 + 40 * n };
    match index {
        0..16 => ANSI[usize::from(index)].1,
        16..232 => {
            let n = index - 16;
            [level(n / 36), level(n / 6 % 6), level(n % 6)]
        }
        232.. => [8 + 10 * (index - 232); 3],
    }
}

/// Converts a channel of sRGB to linear light.
pub(super) fn linear(channel: u8) -> f64 {
    let channel = f64::from(channel) / 255.0;
    if channel <= 0.04045 { channel / 12.92 } else { libm::pow((channel + 0.055) / 1.055, 2.4) }
}

/// Returns the contrast of two colours as WCAG defines it, from 1 to 21.
pub(super) fn contrast(one: Rgb, other: Rgb) -> f64 {
    let luminance = |[r, g, b]: Rgb| 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Converts a colour to Oklab, in which distances match perception: lightness, and two axes of hue.
fn oklab([r, g, b]: Rgb) -> [f64; 3] {
    let (r, g, b) = (linear(r), linear(g), linear(b));
    let l = libm::cbrt(0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b);
    let m = libm::cbrt(0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b);
    let s = libm::cbrt(0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b);
    [
        0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s,
        1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s,
        0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s,
    ]
}

/// Returns the square of the distance of two colours in Oklab.
pub(super) fn distance(one: Rgb, other: Rgb) -> f64 {
    let (one, other) = (oklab(one), oklab(other));
    one.iter().zip(other).map(|(a, b)| (a - b).powi(2)).sum()
}

fn chroma(color: Rgb) -> f64 {
    let [_, a, b] = oklab(color);
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
