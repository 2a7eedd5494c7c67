//! How dots become characters.

use ratatui::symbols::pixel::{OCTANTS, QUADRANTS, SEXTANTS};

use crate::config::Marker;

/// Returns the dots of a cell, across and down.
pub fn dots(marker: Marker) -> (u16, u16) {
    match marker {
        Marker::Braille | Marker::Octant => (2, 4),
        Marker::Sextant => (2, 3),
        Marker::Quadrant => (2, 2),
        Marker::HalfBlock => (1, 2),
        Marker::Ascii => (1, 1),
    }
}

/// Returns the character of a cell with these dots, row by row from the upper left, the lowest bit first.
pub fn symbol(marker: Marker, bits: u8) -> char {
    let at = |table: &[char]| table.get(usize::from(bits)).copied().unwrap_or(' ');
    match marker {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_are_numbered_row_by_row() {
        assert_eq!(symbol(Marker::Braille, 0b0000_0001), '⠁');
        assert_eq!(symbol(Marker::Braille, 0b0000_0010), '⠈');
        assert_eq!(symbol(Marker::Braille, 0b1100_0000), '⣀');
        assert_eq!(symbol(Marker::Octant, 0b1111_0000), '▄');
        assert_eq!(symbol(Marker::HalfBlock, 0b01), '▀');
        for (_, marker, _) in &Marker::NAMED {
            let (across, down) = dots(*marker);
            let full = ((1u16 << (across * down)) - 1) as u8;
            assert_eq!(symbol(*marker, 0), if *marker == Marker::Braille { '⠀' } else { ' ' });
            assert_ne!(symbol(*marker, full), ' ', "{marker:?}");
        }
    }
}
