//! How dots become signs.

use ratatui::symbols::pixel::{OCTANTS, QUADRANTS, SEXTANTS};

/// What lines are drawn with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Marker {
    /// Two by four dots a cell; every font that matters has them.
    #[default]
    Braille,
    /// The same grid without gaps; needs glyphs of Unicode 16.
    Octant,
    /// Two by three; older than octants.
    Sextant,
    /// Two by two.
    Quadrant,
    /// One by two; for fonts without braille.
    HalfBlock,
    /// Plain signs.
    Ascii,
}

impl Marker {
    /// The name in the configuration, of each marker.
    pub const NAMES: &[(&str, Marker)] = &[
        ("braille", Marker::Braille),
        ("octant", Marker::Octant),
        ("sextant", Marker::Sextant),
        ("quadrant", Marker::Quadrant),
        ("half-block", Marker::HalfBlock),
        ("ascii", Marker::Ascii),
    ];

    /// Dots a cell, across and down.
    pub fn dots(self) -> (u16, u16) {
        match self {
            Marker::Braille | Marker::Octant => (2, 4),
            Marker::Sextant => (2, 3),
            Marker::Quadrant => (2, 2),
            Marker::HalfBlock => (1, 2),
            Marker::Ascii => (1, 1),
        }
    }

    /// The sign of a cell whose dots are these bits, row by row from the upper left, the lowest bit first.
    pub fn sign(self, bits: u8) -> char {
        let at = |table: &[char]| table.get(usize::from(bits)).copied().unwrap_or(' ');
        match self {
            Marker::Octant => at(&OCTANTS),
            Marker::Sextant => at(&SEXTANTS),
            Marker::Quadrant => at(&QUADRANTS),
            Marker::HalfBlock => at(&[' ', '▀', '▄', '█']),
            Marker::Ascii => at(&[' ', '.']),
            Marker::Braille => {
                // Unicode counts the first three rows down the left, then down the right, then the fourth.
                const ORDER: [u32; 8] = [0, 3, 1, 4, 2, 5, 6, 7];
                let pattern =
                    (0..8).filter(|n| bits & (1 << n) != 0).map(|n| 1u32 << ORDER[n as usize]).sum::<u32>();
                char::from_u32(0x2800 + pattern).unwrap_or(' ')
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_are_counted_row_by_row() {
        assert_eq!(Marker::Braille.sign(0b0000_0001), '⠁');
        assert_eq!(Marker::Braille.sign(0b0000_0010), '⠈');
        assert_eq!(Marker::Braille.sign(0b1100_0000), '⣀');
        assert_eq!(Marker::Octant.sign(0b1111_0000), '▄');
        assert_eq!(Marker::HalfBlock.sign(0b01), '▀');
        for (_, marker) in Marker::NAMES {
            let (across, down) = marker.dots();
            let full = ((1u16 << (across * down)) - 1) as u8;
            assert_eq!(marker.sign(0), if *marker == Marker::Braille { '⠀' } else { ' ' });
            assert_ne!(marker.sign(full), ' ', "{marker:?}");
        }
    }
}
