//! Which colours a cell has in a drawing. A terminal has a palette of its own for the 16 colours with names;
//! here is the one that drawings have, for a dark ground and for a light one.

use std::fmt;

use ratatui::style::{Color, Modifier, Style};

/// The least contrast of text with what it stands on (WCAG 2, level AA).
const LEAST_CONTRAST: f32 = 4.5;

/// How much of its colour dim text keeps.
const DIM: f32 = 0.7;

/// A colour.
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

    /// This colour to `share`, from 0 to 1, over another.
    pub fn over(self, other: Rgb, share: f32) -> Rgb {
        let mix = |n: usize| f32::from(self.0[n]) * share + f32::from(other.0[n]) * (1.0 - share);
        Rgb([0, 1, 2].map(|n| mix(n).round() as u8))
    }

    /// How far apart in lightness two colours are, from 1 to 21 (WCAG 2).
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

/// What a picture is drawn on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Background {
    /// Light signs on a dark ground.
    #[default]
    Dark,
    /// Dark signs on a light ground.
    Light,
}

/// The colours that a terminal would choose.
#[derive(Debug)]
pub struct Palette {
    /// The ground.
    pub background: Rgb,
    /// Text that has no other colour.
    pub text: Rgb,
    /// Black to white and bright black to bright white, in the order of the terminals.
    named: [Rgb; 16],
}

const DARK: Palette = Palette {
    background: Rgb::hex(0x0f141b),
    text: Rgb::hex(0xd5dbe5),
    named: [
        Rgb::hex(0x1d242e),
        Rgb::hex(0xf07882),
        Rgb::hex(0x8ecb86),
        Rgb::hex(0xe5c07b),
        Rgb::hex(0x6cabf7),
        Rgb::hex(0xc99af2),
        Rgb::hex(0x62c3cf),
        Rgb::hex(0xb3bcc9),
        Rgb::hex(0x7d8796),
        Rgb::hex(0xff939a),
        Rgb::hex(0xabe0a1),
        Rgb::hex(0xf3d794),
        Rgb::hex(0x8abfff),
        Rgb::hex(0xdcb5ff),
        Rgb::hex(0x8adfe8),
        Rgb::hex(0xffffff),
    ],
};

const LIGHT: Palette = Palette {
    background: Rgb::hex(0xfcfcfa),
    text: Rgb::hex(0x23282f),
    named: [
        Rgb::hex(0x23282f),
        Rgb::hex(0xc1272f),
        Rgb::hex(0x1c7a36),
        Rgb::hex(0x8a6000),
        Rgb::hex(0x1d5fbf),
        Rgb::hex(0x8537b5),
        Rgb::hex(0x08707f),
        Rgb::hex(0x565f6a),
        Rgb::hex(0x6b7480),
        Rgb::hex(0xd3303a),
        Rgb::hex(0x23823d),
        Rgb::hex(0x936700),
        Rgb::hex(0x1669d6),
        Rgb::hex(0x9744c9),
        Rgb::hex(0x0d7786),
        Rgb::hex(0xffffff),
    ],
};

/// The colours of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CellColors {
    /// Its ground.
    pub background: Rgb,
    /// What is drawn on it.
    pub shape: Rgb,
    /// What is written on it: the same, but where a colour of the palette could not be read there.
    pub text: Rgb,
}

impl Background {
    /// The palette for this ground.
    pub fn palette(self) -> &'static Palette {
        match self {
            Background::Dark => &DARK,
            Background::Light => &LIGHT,
        }
    }
}

impl Palette {
    /// The colours that a style comes to.
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
        // Colours that are given as such are meant as such, whether they can be read or not.
        let given = |colour| matches!(colour, Color::Rgb(..) | Color::Indexed(16..));
        let text = if given(fg) && given(bg) { shape } else { self.ensure_contrast(shape, full, background) };
        CellColors { background, shape, text }
    }

    /// The first of the wanted colours that can be read on the ground, else the best of black and white.
    fn ensure_contrast(&self, wanted: Rgb, full: Rgb, background: Rgb) -> Rgb {
        let candidates = [wanted, full, self.text, self.background, Rgb::hex(0x000000), Rgb::hex(0xffffff)];
        let enough = candidates.iter().find(|colour| colour.contrast(background) >= LEAST_CONTRAST);
        enough.copied().unwrap_or(wanted)
    }

    fn colour(&self, colour: Color, unset: Rgb) -> Rgb {
        let index = match colour {
            Color::Reset => return unset,
            Color::Rgb(r, g, b) => return Rgb([r, g, b]),
            Color::Indexed(n) => n,
            Color::Black => 0,
            Color::Red => 1,
            Color::Green => 2,
            Color::Yellow => 3,
            Color::Blue => 4,
            Color::Magenta => 5,
            Color::Cyan => 6,
            Color::Gray => 7,
            Color::DarkGray => 8,
            Color::LightRed => 9,
            Color::LightGreen => 10,
            Color::LightYellow => 11,
            Color::LightBlue => 12,
            Color::LightMagenta => 13,
            Color::LightCyan => 14,
            Color::White => 15,
        };
        match index {
            0..16 => self.named[usize::from(index)],
            // A cube of six levels each of red, green and blue.
            16..232 => {
                let n = index - 16;
                Rgb([n / 36, n / 6 % 6, n % 6].map(|level| if level == 0 { 0 } else { 55 + 40 * level }))
            }
            // 24 greys.
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
    fn contrast_is_that_of_wcag() {
        let (black, white) = (Rgb::hex(0x000000), Rgb::hex(0xffffff));
        assert!((black.contrast(white) - 21.0).abs() < 0.01);
        assert!((Rgb::hex(0x777777).contrast(white) - 4.48).abs() < 0.01);
    }

    #[test]
    fn every_colour_can_be_read_on_every_other() {
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
    fn colours_on_the_ground_are_those_of_the_palette() {
        for (palette, other) in [(&DARK, Color::Black), (&LIGHT, Color::White)] {
            for colour in NAMED.into_iter().filter(|colour| *colour != other) {
                let colors = palette.cell_colors(Style::new().fg(colour));
                assert_eq!(colors.text, colors.shape, "{colour} needs no help");
            }
        }
    }

    #[test]
    fn colours_with_numbers_are_those_of_the_terminals() {
        let of = |n| DARK.colour(Color::Indexed(n), DARK.text).to_string();
        assert_eq!(of(12), DARK.colour(Color::LightBlue, DARK.text).to_string());
        assert_eq!([of(16), of(21), of(196), of(231)], ["#000000", "#0000ff", "#ff0000", "#ffffff"]);
        assert_eq!([of(67), of(232), of(255)], ["#5f87af", "#080808", "#eeeeee"]);
    }

    #[test]
    fn given_colours_stay_as_they_are() {
        let style = Style::new().fg(Color::Rgb(10, 20, 30)).bg(Color::Rgb(12, 22, 32));
        assert_eq!(DARK.cell_colors(style).text, Rgb([10, 20, 30]));
        let dim = DARK.cell_colors(Style::new().add_modifier(Modifier::DIM));
        assert!(dim.shape != DARK.text && dim.text == dim.shape);
    }
}
