//! The colours of a drawing. Each terminal has its own colours for the 16 named ones. Drawings use the palettes below,
//! for a dark or a light background.

use std::fmt;

use ratatui::style::{Color, Modifier, Style};

/// The least contrast between text and its background (WCAG 2, level AA).
const LEAST_CONTRAST: f32 = 4.5;

/// The share of the text colour in dim text.
const DIM: f32 = 0.7;

/// A colour as red, green and blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Rgb(
    /// Red, green, blue.
    pub [u8; 3],
);

impl fmt::Display for Rgb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [r, g, b] = self.0;
        write!(f, "#{r:02x}{g:02x}{b:02x}")
    }
}

impl Rgb {
    const fn hex(code: u32) -> Rgb {
        let [_, r, g, b] = code.to_be_bytes();
        Rgb([r, g, b])
    }

    /// Blends this colour over another. `share` is the share of this colour, from 0 to 1.
    pub fn over(self, other: Rgb, share: f32) -> Rgb {
        let mix = |n: usize| f32::from(self.0[n]) * share + f32::from(other.0[n]) * (1.0 - share);
        Rgb([0, 1, 2].map(|n| mix(n).round() as u8))
    }

    /// Returns the contrast ratio of two colours, from 1 to 21 (WCAG 2).
    pub fn contrast(self, other: Rgb) -> f32 {
        let (one, two) = (self.luminance() + 0.05, other.luminance() + 0.05);
        one.max(two) / one.min(two)
    }

    fn luminance(self) -> f32 {
        let linear = |c: u8| match f32::from(c) / 255.0 {
            c if c <= 0.040_45 => c / 12.92,
            c => libm::powf((c + 0.055) / 1.055, 2.4),
        };
        let [r, g, b] = self.0.map(linear);
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }
}

/// The background of a drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Background {
    /// Light on dark.
    #[default]
    Dark,
    /// Dark on light.
    Light,
}

/// The colours that a terminal would choose.
#[derive(Debug)]
pub struct Palette {
    /// The background of the screen.
    pub background: Rgb,
    /// The default colour of text.
    pub text: Rgb,
    /// Black to white, then bright black to bright white, in the order of terminals.
    named: [Rgb; 16],
}

const DARK: Palette = Palette {
    background: Rgb::hex(0x0f141b),
    text: Rgb::hex(0xd5dbe5),
    named: named([
        0x1d242e, 0xee7a80, 0x98d78b, 0xe5c07b, 0x6cabf7, 0xc99af2, 0x62c3cf, 0xb3bcc9, 0x7d8796, 0xff939a,
        0xabe0a1, 0xf3d794, 0x8abfff, 0xdcb5ff, 0x8adfe8, 0xffffff,
    ]),
};

const LIGHT: Palette = Palette {
    background: Rgb::hex(0xfcfcfa),
    text: Rgb::hex(0x23282f),
    named: named([
        0x23282f, 0xca1129, 0x277941, 0x8a6000, 0x1d5fbf, 0x8537b5, 0x08707f, 0x565f6a, 0x6b7480, 0xd3303a,
        0x23823d, 0x936700, 0x1669d6, 0x9744c9, 0x0d7786, 0xffffff,
    ]),
};

const fn named(codes: [u32; 16]) -> [Rgb; 16] {
    let mut colours = [Rgb::hex(0); 16];
    let mut n = 0;
    while n < codes.len() {
        colours[n] = Rgb::hex(codes[n]);
        n += 1;
    }
    colours
}

/// The colours of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CellColors {
    /// The colour of the background.
    pub background: Rgb,
    /// The colour of shapes.
    pub shape: Rgb,
    /// The colour of text: that of shapes, or a similar one with enough contrast.
    pub text: Rgb,
}

impl Background {
    /// Returns the colour of the background.
    pub fn rgb(self) -> [u8; 3] {
        self.palette().background.0
    }

    /// Returns the palette for this background.
    pub fn palette(self) -> &'static Palette {
        match self {
            Background::Dark => &DARK,
            Background::Light => &LIGHT,
        }
    }
}

impl Palette {
    /// Returns the colours of a style.
    pub fn cell_colors(&self, style: Style) -> CellColors {
        let (fg, bg) = (style.fg.unwrap_or(Color::Reset), style.bg.unwrap_or(Color::Reset));
        let (mut shape, mut background) = (self.colour(fg, self.text), self.colour(bg, self.background));
        if style.add_modifier.contains(Modifier::REVERSED) {
            (shape, background) = (background, shape);
        }
        let full = shape;
        if style.add_modifier.contains(Modifier::DIM) {
            shape = full.over(background, DIM);
        }
        // If a theme sets both colours by value, it means exactly those.
        let given = |colour| matches!(colour, Color::Rgb(..) | Color::Indexed(16..));
        let text = if given(fg) && given(bg) { shape } else { self.ensure_contrast(shape, full, background) };
        CellColors { background, shape, text }
    }

    /// Returns the first colour with enough contrast: `wanted`, `full` without dimming, or a neutral one.
    fn ensure_contrast(&self, wanted: Rgb, full: Rgb, background: Rgb) -> Rgb {
        let candidates = [wanted, full, self.text, self.background, Rgb::hex(0x000000), Rgb::hex(0xffffff)];
        let enough = candidates.iter().find(|colour| colour.contrast(background) >= LEAST_CONTRAST);
        enough.copied().unwrap_or(wanted)
    }

    /// Returns a terminal colour as RGB, or `unset` for the default colour.
    fn colour(&self, colour: Color, unset: Rgb) -> Rgb {
        if colour == Color::Reset {
            return unset;
        }
        let index = match anstyle::Color::from(colour) {
            anstyle::Color::Rgb(anstyle::RgbColor(r, g, b)) => return Rgb([r, g, b]),
            anstyle::Color::Ansi256(indexed) => indexed.index(),
            anstyle::Color::Ansi(named) => anstyle::Ansi256Color::from_ansi(named).index(),
        };
        match index {
            0..16 => self.named[usize::from(index)],
            // A cube with six levels each of red, green and blue.
            16..232 => {
                let n = index - 16;
                Rgb([n / 36, n / 6 % 6, n % 6].map(|level| if level == 0 { 0 } else { 55 + 40 * level }))
            }
            // A ramp of 24 greys.
            232.. => Rgb([8 + 10 * (index - 232); 3]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMED: [Color; 16] = [
        Color::Black,
        Color::Red,
        Color::Green,
        Color::Yellow,
        Color::Blue,
        Color::Magenta,
        Color::Cyan,
        Color::Gray,
        Color::DarkGray,
        Color::LightRed,
        Color::LightGreen,
        Color::LightYellow,
        Color::LightBlue,
        Color::LightMagenta,
        Color::LightCyan,
        Color::White,
    ];

    #[test]
    fn contrast_follows_wcag() {
        let (black, white) = (Rgb::hex(0x000000), Rgb::hex(0xffffff));
        assert!((black.contrast(white) - 21.0).abs() < 0.01);
        assert!((Rgb::hex(0x777777).contrast(white) - 4.48).abs() < 0.01);
    }

    #[test]
    fn every_colour_is_readable_on_every_other() {
        for palette in [&DARK, &LIGHT] {
            for bg in NAMED.into_iter().chain([Color::Reset]) {
                for fg in NAMED.into_iter().chain([Color::Reset]) {
                    for modifier in [Modifier::empty(), Modifier::DIM, Modifier::REVERSED] {
                        let colors = palette.cell_colors(Style::new().fg(fg).bg(bg).add_modifier(modifier));
                        let contrast = colors.text.contrast(colors.background);
                        assert!(contrast >= LEAST_CONTRAST, "{fg} on {bg}: {contrast}");
                    }
                }
            }
        }
    }

    #[test]
    fn palette_colours_are_readable_on_the_background() {
        for (palette, other) in [(&DARK, Color::Black), (&LIGHT, Color::White)] {
            for colour in NAMED.into_iter().filter(|colour| *colour != other) {
                let colors = palette.cell_colors(Style::new().fg(colour));
                assert_eq!(colors.text, colors.shape, "{colour} is changed");
            }
        }
    }

    #[test]
    fn indexed_colours_match_terminals() {
        let of = |n| DARK.colour(Color::Indexed(n), DARK.text).to_string();
        assert_eq!(of(12), DARK.colour(Color::LightBlue, DARK.text).to_string());
        assert_eq!([of(16), of(21), of(196), of(231)], ["#000000", "#0000ff", "#ff0000", "#ffffff"]);
        assert_eq!([of(67), of(232), of(255)], ["#5f87af", "#080808", "#eeeeee"]);
    }

    #[test]
    fn explicit_colours_are_unchanged() {
        let style = Style::new().fg(Color::Rgb(10, 20, 30)).bg(Color::Rgb(12, 22, 32));
        assert_eq!(DARK.cell_colors(style).text, Rgb([10, 20, 30]));
        let dim = DARK.cell_colors(Style::new().add_modifier(Modifier::DIM));
        assert!(dim.shape != DARK.text && dim.text == dim.shape);
    }
}
