//! The roles of things on the screen.

use super::file::style_type;
use crate::decode::KeySchema;

/// Declares the roles, each with a sentence, its name in the files, and its kind.
macro_rules! roles {
    ($($(#[doc = $doc:literal])+ $role:ident = $name:literal, $kind:ident;)+) => {
        /// The role of a thing on the screen, which determines its style.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Role {
            $($(#[doc = $doc])+ $role,)+
        }

        /// The keys of the table `[colours]`: the names of the roles.
        pub(super) const ROLES: &[KeySchema] = &[$(KeySchema {
            key: $name,
            required: false,
            value_type: style_type(RoleKind::$kind),
            description: concat!($($doc),+),
        }),+];

        impl Role {
            /// Every role, in the order of the files.
            pub const ALL: &[Role] = &[$(Role::$role),+];

            /// Returns the name in the files.
            pub fn name(self) -> &'static str {
                ROLES[self as usize].key
            }

            /// Returns the kind of the role.
            pub fn kind(self) -> RoleKind {
                match self {
                    $(Role::$role => RoleKind::$kind,)+
                }
            }
        }
    };
}

/// The kind of a role, which determines its contrast.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RoleKind {
    /// Words, and symbols that are read like words.
    Text,
    /// Bars and rails: larger than a letter.
    Figure,
    /// Frames, coasts and borders, which are not read.
    Line,
    /// The background of the screen.
    Background,
    /// An area of the map, under its lines and names.
    Tint,
}

impl RoleKind {
    /// Returns the least contrast with the background, as WCAG defines it.
    pub fn least_contrast(self) -> f64 {
        match self {
            RoleKind::Text => 4.5,
            RoleKind::Figure => 3.0,
            RoleKind::Line => 1.6,
            RoleKind::Background | RoleKind::Tint => 1.0,
        }
    }
}

impl Role {
    /// Returns the role of this name.
    pub fn from_name(name: &str) -> Option<Role> {
        Role::ALL.iter().find(|role| role.name() == name).copied()
    }
}

roles! {
    /// The background of the whole screen.
    Background = "ground", Background;
    /// Plain text; roles without a colour have this one.
    Text = "text", Text;
    /// Names, figures and positions.
    Strong = "strong", Text;
    /// Words of the dossier's author next to those of a source: contexts, notes.
    Secondary = "aside", Text;
    /// Facts after the as-of day.
    Later = "later", Text;
    /// Frames, rules and axes.
    Frame = "frame", Line;
    /// The frame and title of the focused panel, and the selected state.
    Focus = "focus", Text;
    /// A key in the footer or the help.
    Key = "key", Text;
    /// Facts that the last edit changed.
    Changed = "changed", Text;
    /// An error, or a view that is older than the file.
    Alert = "alarm", Text;
    /// A file that is watched and valid.
    Live = "live", Text;
    /// Bound by the treaty.
    Bound = "bound", Text;
    /// Withdrawing: debating, recommending, approved or notified.
    Leaving = "leaving", Text;
    /// Withdrawn.
    Out = "out", Text;
    /// Never joined the treaty.
    Outside = "outside", Text;
    /// The part of a track that a state has completed.
    Done = "done", Text;
    /// The part of a track that it has not.
    Todo = "todo", Figure;
    /// Bars of final figures.
    Bar = "bar", Figure;
    /// Bars of estimates.
    Estimate = "estimate", Figure;
    /// A goal for spending.
    Goal = "goal", Text;
    /// A proposal for spending, and a state's own targets.
    Proposal = "proposal", Text;
    /// The map's water.
    Sea = "sea", Tint;
    /// Land of other neighbours.
    LandNeighbour = "land-neighbour", Tint;
    /// Land of Russia and Belarus.
    LandAdversary = "land-adversary", Tint;
    /// Land of a frontline state that is bound by the treaty in view.
    LandBound = "land-bound", Tint;
    /// Land of a frontline state that is withdrawing.
    LandLeaving = "land-leaving", Tint;
    /// Land of a frontline state that has withdrawn.
    LandOut = "land-out", Tint;
    /// Land of a frontline state that never joined.
    LandOutside = "land-outside", Tint;
    /// Land of the selected state.
    LandSelected = "land-selected", Tint;
    /// Borders and coasts of neighbours.
    LineQuiet = "line-quiet", Line;
    /// Coasts and borders of Russia and Belarus among themselves.
    LineAdversary = "line-adversary", Line;
    /// Coasts and borders of frontline states.
    LineState = "line-state", Line;
    /// Coasts and borders of the selected state.
    LineSelected = "line-selected", Line;
    /// The border of a frontline state with Russia or Belarus.
    Frontier = "frontier", Line;
    /// The name of a frontline state on the map.
    LabelState = "label-state", Text;
    /// The name of the selected state.
    LabelSelected = "label-selected", Text;
    /// The names of Russia and Belarus.
    LabelAdversary = "label-adversary", Text;
    /// The names of neighbours.
    LabelNeighbour = "label-neighbour", Text;
    /// The names of seas.
    LabelSea = "label-sea", Text;
    /// A capital, its dot and its name.
    Capital = "capital", Text;
}
