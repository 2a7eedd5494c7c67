//! One description of the settings: from it the reading, the nearest names, what `flank config` prints and the JSON
//! schema are made.

use toml::Spanned;
use toml::de::DeValue;

use super::reader::Reader;

/// A setting, as it stands at the top of a file.
#[derive(Debug)]
pub struct Setting {
    /// The key as it is written.
    pub key: &'static str,
    /// What its value may be.
    pub kind: Kind,
    /// A sentence or more that explain it.
    pub about: &'static str,
}

/// What the value of a setting may be.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// True or false.
    Flag,
    /// One of these words, each with a few words that explain it.
    Word(fn() -> Vec<(&'static str, &'static str)>),
    /// Milliseconds, or false.
    Poll,
    /// A number of MiB.
    Mebibytes,
    /// A path.
    Path,
    /// A program with its arguments.
    Program,
    /// The same, and what may be filled in.
    Template,
    /// A look for each role: [`super::Role`].
    Colours,
    /// A list of keys for each command: [`super::Command`].
    Keys,
}

/// How the value of a setting is read and written.
pub(super) trait Value {
    /// What it is to the program.
    type Is;
    /// What it may be in a file.
    const KIND: Kind;

    /// Takes what the file says over what `is` was before, or tells the reader what is wrong.
    fn take(key: &'static str, value: &Spanned<DeValue<'_>>, is: &mut Self::Is, reader: &mut Reader<'_>);

    /// The value as TOML; of a table a line for each key, with the key.
    fn write(is: &Self::Is) -> Written;
}

/// What a setting comes to in a file.
pub(super) enum Written {
    /// A value.
    Value(String),
    /// Keys with their values.
    Table(Vec<(&'static str, String)>),
}

/// Declares the settings, each with its key, its type, the way in which it is read, and sentences that explain it.
macro_rules! settings {
    ($( $(#[doc = $doc:literal])+ $field:ident $(as $key:literal)? : $type:ty, $value:ty; )+) => {
        /// Everything that can be set, and where it was.
        #[derive(Debug, Clone, PartialEq, Default)]
        pub struct Settings {
            $( $(#[doc = $doc])+ pub $field: $type, )+
            /// What was said elsewhere than in the file that is compiled in.
            pub sources: super::ValueSources,
        }

        /// The description of every setting, in the order of the files.
        pub const SETTINGS: &[super::definition::Setting] = &[$( super::definition::Setting {
            key: super::definition::settings!(@key $field $($key)?),
            kind: <$value as super::definition::Value>::KIND,
            about: concat!($($doc),+),
        } ),+];

        impl Settings {
            /// Takes the value of a key over what was there; false where there is no such setting.
            fn take(
                &mut self,
                key: &str,
                value: &toml::Spanned<toml::de::DeValue<'_>>,
                reader: &mut super::reader::Reader<'_>,
            ) -> bool {
                match key {
                    $( super::definition::settings!(@key $field $($key)?) => {
                        let key = super::definition::settings!(@key $field $($key)?);
                        <$value as super::definition::Value>::take(key, value, &mut self.$field, reader);
                    } )+
                    _ => return false,
                }
                true
            }

            /// Every key with its value as it is written.
            pub(super) fn written(&self) -> Vec<(&'static str, super::definition::Written)> {
                vec![$( (
                    super::definition::settings!(@key $field $($key)?),
                    <$value as super::definition::Value>::write(&self.$field),
                ) ),+]
            }
        }
    };
    (@key $field:ident) => { stringify!($field) };
    (@key $field:ident $key:literal) => { $key };
}
pub(super) use settings;
