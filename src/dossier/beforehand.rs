//! The dossier that ships, as it was read beforehand. Half of a start went into taking TOML apart that had been right
//! since the program was built.
//!
//! `assets/read/eastern-flank.json` holds the tables of `assets/eastern-flank.toml`, each with its place there. A
//! test makes it, and holds it against the TOML. It says of which text it was made: of any other, such as one that was
//! edited since, it is left alone, and the text is read as every dossier is.

use serde::{Deserialize, Deserializer};

use super::format::schema::At;
use super::format::values::{Value, ValueType};
use super::model::Span;
use super::{BUILT_IN, format::tables};

/// The tables of a dossier, and of which text.
#[derive(Deserialize)]
#[cfg_attr(test, derive(serde::Serialize))]
struct Beforehand {
    /// The [`fingerprint`] of the text.
    of: u64,
    dossier: tables::Dossier,
}

const READ: &str = include_str!("../../assets/read/eastern-flank.json");

const OF: u64 = fingerprint(BUILT_IN.as_bytes());

/// What [`BUILT_IN`] says; `None` where it is another by now than was read.
pub(crate) fn fields() -> Option<tables::Dossier> {
    let read: Beforehand = serde_json::from_str(READ).ok()?;
    (read.of == OF).then_some(read.dossier)
}

/// A table has its place with it. That of any other value is told only where something is wrong with it, and nothing is.
impl<'de, T: Value + Deserialize<'de>> Deserialize<'de> for At<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<At<T>, D::Error> {
        match T::TYPE {
            ValueType::Table(_) => Deserialize::deserialize(from)
                .map(|(start, end, value)| At { at: Span { start, end }, value }),
            _ => T::deserialize(from).map(|value| At { at: Span::default(), value }),
        }
    }
}

/// A number that hardly another text has, found while the program is built: 64 bits of Fowler, Noll and Vo's 1a
/// (RFC 9923).
const fn fingerprint(text: &[u8]) -> u64 {
    let mut print = 0xcbf2_9ce4_8422_2325;
    let mut n = 0;
    while n < text.len() {
        print = (print ^ text[n] as u64).wrapping_mul(0x0100_0000_01b3);
        n += 1;
    }
    print
}

#[cfg(test)]
mod tests {
    use super::super::read::decoder::Reader;
    use super::super::{Reading, built_in, pieces, read};
    use super::*;
    use serde::{Serialize, Serializer};
    use std::sync::Arc;

    impl<T: Value + Serialize> Serialize for At<T> {
        fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
            match T::TYPE {
                ValueType::Table(_) => (self.at.start, self.at.end, &self.value).serialize(to),
                _ => self.value.serialize(to),
            }
        }
    }

    #[test]
    fn what_ships_was_read_as_it_is() {
        let (dossier, _) = Reader::read(&Arc::new(BUILT_IN.to_owned()), BUILT_IN, &pieces::pieces(BUILT_IN));
        let read = serde_json::to_string(&Beforehand { of: OF, dossier }).unwrap() + "\n";
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/read/eastern-flank.json");
        if std::env::var_os("FLANK_UPDATE").is_some() {
            std::fs::write(&path, &read).unwrap();
        }
        let shipped = std::fs::read_to_string(&path).unwrap();
        assert!(shipped == read, "run FLANK_UPDATE=1 cargo test --lib beforehand");
    }

    #[test]
    fn either_way_the_dossier_is_the_same() {
        let Reading { dossier, problems } = built_in();
        assert_eq!((dossier, problems), (read(BUILT_IN.as_bytes()).dossier, Vec::new()));
    }

    #[test]
    fn another_text_has_another_fingerprint() {
        assert_eq!(fingerprint(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fingerprint(b"foobar"), 0x8594_4171_f739_67e8);
        assert_ne!(fingerprint(BUILT_IN.replace("2.40", "2.41").as_bytes()), OF);
    }
}
