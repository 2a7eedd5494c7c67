//! The parts that things play on the screen.

/// Declares the roles with the word that a theme's file knows each by, and what kind of thing plays it.
macro_rules! roles {
    ($($(#[doc = $doc:literal])+ $role:ident = $word:literal, $kind:ident;)+) => {
        /// The roles that things play on the screen.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Role {
            $($(#[doc = $doc])+ $role,)+
        }

        impl Role {
            /// Every role, in the order of the files.
            pub const ALL: &[Role] = &[$(Role::$role),+];

            /// What a theme's file calls it.
            pub fn word(self) -> &'static str {
                match self {
                    $(Role::$role => $word,)+
                }
            }

            /// What plays it.
            pub fn about(self) -> &'static str {
                match self {
                    $(Role::$role => concat!($($doc),+).trim(),)+
                }
            }

            /// What kind of thing plays it.
            pub fn kind(self) -> RoleKind {
                match self {
                    $(Role::$role => RoleKind::$kind,)+
                }
            }
        }
    };
}

/// Kinds of things, by how well each must be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RoleKind {
    /// Words, and signs that are read like words.
    Text,
    /// Bars and rails: larger than a letter.
    Figure,
    /// Frames, coasts and borders: there to be found, not to be read.
    Line,
    /// What lies under everything else: it has no text of its own.
    Background,
    /// A piece of the map, under its lines and names.
    Tint,
}

impl RoleKind {
    /// The contrast with its ground that a thing of this kind needs, as the WCAG reckons it.
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
    /// The role that a theme's file calls so.
    pub fn from_word(word: &str) -> Option<Role> {
        Role::ALL.iter().find(|role| role.word() == word).copied()
    }
}

roles! {
    /// What the whole screen is painted with before anything else.
    Background = "ground", Background;
    /// Plain text; what names no colour of its own has this one's.
    Text = "text", Text;
    /// Names, figures and positions: what the eye should find.
    Strong = "strong", Text;
    /// Words in our own voice beside those of a source: contexts, notes.
    Secondary = "aside", Text;
    /// What lies after the as-of day: quieter, and yet to be read.
    Later = "later", Text;
    /// Frames, rules and axes.
    Frame = "frame", Line;
    /// The frame and title of the panel that has the focus, and the selected state.
    Focus = "focus", Text;
    /// A key in the footer or the help.
    Key = "key", Text;
    /// What the last edit changed.
    Changed = "changed", Text;
    /// An error, or a view that is no longer that of the file.
    Alert = "alarm", Text;
    /// A file that is followed and in order.
    Live = "live", Text;
    /// Bound by the treaty.
    Bound = "bound", Text;
    /// On the way out: debating, recommending, approved, notified.
    Leaving = "leaving", Text;
    /// Out.
    Out = "out", Text;
    /// Never in.
    Outside = "outside", Text;
    /// The part of a track that a state has gone.
    Done = "done", Text;
    /// The part of a track that it has not.
    Todo = "todo", Figure;
    /// Bars of outturn.
    Bar = "bar", Figure;
    /// Bars of estimates.
    Estimate = "estimate", Figure;
    /// A goal that spending is held against.
    Goal = "goal", Text;
    /// A proposal that spending is held against, and a state's own targets.
    Proposal = "proposal", Text;
    /// The map's water.
    Sea = "sea", Tint;
    /// Land of neighbours that are neither frontline states nor a threat to them.
    LandNeighbour = "land-neighbour", Tint;
    /// Land of Russia and Belarus.
    LandAdversary = "land-adversary", Tint;
    /// Land of a frontline state that is bound by the treaty in view.
    LandBound = "land-bound", Tint;
    /// Land of one that is on its way out.
    LandLeaving = "land-leaving", Tint;
    /// Land of one that is out.
    LandOut = "land-out", Tint;
    /// Land of one that was never in.
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
