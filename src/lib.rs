//! flank: a terminal dashboard of NATO's eastern flank.
//!
//! Everything on the screen comes from one TOML file, the *dossier*. Each save updates the screen at once. This page
//! describes the structure of the crate.
//!
//! ```text
//!  NATO's eastern flank            18 Mar 2025            flank.toml ● live     ui::header
//! ╭ ▸ States ─ % of GDP ─╮╭ Treaty stance ──────────────────────────────────╮
//! │  FI Finland   ▃▅ 2.40 ││ Ottawa Convention      ◑ recommends withdrawal │   ui::panels, one file each;
//! │  ◕ debating           ││ ● 2004 ━ ◑ 18 Mar 2025                         │   ui::layout places them
//! │▌ EE Estonia   ▅▆ 3.37 │╰ † single source ───────────────────────────────╯
//! │▌ ◑ recommends withdr… │╭ Defence spending, % of GDP ────────────────────╮   ui::widgets: frames, lists, chart
//! ╰ Ottawa Convention ────╯╰────────────────────────────────────────────────╯
//!  ←→ state   Tab panel   Enter enlarge   ? help   q quit                       ui::footer, from config::Command
//! ```
//!
//! # The parts
//!
//! | part | contents | uses |
//! |---|---|---|
//! | [`decode`] | decodes TOML and collects every problem | no other part |
//! | [`clock`] | the current day | no other part |
//! | [`shell`] | splits commands into words and quotes paths | no other part |
//! | [`dossier`] | the file format, reading, the model, queries, lints | `decode` |
//! | [`config`] | commands, keys, themes and other settings | `decode`, `shell` |
//! | [`app`] | the state of the dashboard: [`app::App`], [`app::Message`], [`app::update`] | `dossier`, `config` |
//! | [`ui`] | renders an `App` with ratatui | `app` and above |
//! | [`report`] | text, Markdown, HTML, JSON, CSV, differences and pictures, and a dashboard without a terminal | `dossier`; pictures use `ui` and above |
//! | [`watch`] | turns saves of a file into events | no other part |
//! | [`terminal`] | sets up, reads, writes and restores the terminal, and hands it to editors | `shell` |
//! | [`runtime`] | the event loop, which connects keys, file, app and rendering | all of the above |
//! | [`cli`] | the command line | all of the above |
//!
//! Dependencies run one way; `tests/it/architecture.rs` enforces that.
//!
//! # From a key or a save to the screen
//!
//! ```text
//! key  ─▶ terminal ─▶ app::message (config::Keymap) ─▶ Message::Command ─┐
//!                                                                        ├─▶ app::update ─▶ Effect
//! save ─▶ watch ─▶ dossier::check (on its own thread) ─▶ Message::File ──┘        │
//!                                                                                 ▼
//!                               terminal::Screen writes what differs ◀─ Buffer ◀─ ui::render
//! ```
//!
//! Every message renders the whole screen. Widgets keep their scroll position and selection in
//! [`app::Panels`], and clamp them during rendering.
//!
//! # Querying a dossier
//!
//! ```
//! use flank::dossier::{BUILT_IN, Day, read};
//!
//! let dossier = read(BUILT_IN.as_bytes()).dossier.expect("no errors");
//! let day: Day = "2025-03-18".parse()?;
//! let known = dossier.as_of(day);
//! let estonia = dossier.state_by_code("EE").expect("a state of the dossier");
//! let ottawa = dossier.treaty_ids().next().expect("a treaty");
//! let step = known.stance(estonia, ottawa).expect("a known step");
//! assert_eq!(step.position.name(), "recommends withdrawal");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod app;
pub mod cli;
pub mod clock;
pub mod config;
pub mod decode;
pub mod dossier;
pub mod report;
pub mod runtime;
pub mod shell;
pub mod terminal;
pub mod ui;
pub mod watch;
