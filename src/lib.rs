//! flank: a terminal dashboard of Nato's eastern flank.
//!
//! Everything on the screen comes from one TOML file, the *dossier*; each save of it shows at once. This page
//! is the map of the crate.
//!
//! ```text
//!  Nato's eastern flank            18 Mar 2025            flank.toml ● live     ui::bars
//! ╭ ▸ States ─ % of GDP ─╮╭ Treaty stance ──────────────────────────────────╮
//! │  FI Finland   ▃▅ 2.40 ││ Ottawa Convention      ◑ recommends withdrawal │   ui::panels, one file each;
//! │  ◕ debating           ││ ● 2004 ━ ◑ 18 Mar 2025                         │   ui::layout says where
//! │▌ EE Estonia   ▅▆ 3.37 │╰ † single source ───────────────────────────────╯
//! │▌ ◑ recommends withdr… │╭ Defence spending, % of GDP ────────────────────╮   ui::widgets: frame, chart
//! ╰ Ottawa Convention ────╯╰────────────────────────────────────────────────╯
//!  ←→ state   Tab panel   Enter enlarge   ? help   q quit                       from config::Keymap
//! ```
//!
//! # The parts
//!
//! | part | what belongs there | leans on |
//! |---|---|---|
//! | [`dossier`] | what is known: format, reader, model, as-of day, differences | nothing here |
//! | [`config`] | what keys do and how things look | nothing here |
//! | [`app`] | the state machine: [`app::State`], [`app::Action`], [`app::update`] | `dossier`, `config` |
//! | [`ui`] | draws a state | `app` and below |
//! | [`report`] | what needs no terminal: text, Markdown, JSON, CSV, differences, pictures, and a stage for tests | `dossier`; stage and pictures on `ui` and below |
//! | [`clock`] | what day it is | `dossier` |
//! | [`watch`] | a saved file becomes an event | nothing here |
//! | [`terminal`] | takes the terminal over, listens to it, writes what changes, gives it back | nothing here |
//! | [`runtime`] | wires keys, file, state and drawing together | all of the above but `report` |
//! | [`cli`] | the command line | all of the above |
//!
//! The arrows run one way; `tests/architecture.rs` keeps them so.
//!
//! # The way of a key and of a save
//!
//! ```text
//! key  ─▶ terminal::Waiter ─▶ config::Keymap ─▶ Message::Command ─┐
//!                                                                ├─▶ app::update ───────▶ Effects ─▶ ui::draw
//! save ─▶ watch ─▶ dossier::read (its own thread) ─▶ Message::File ┘
//! ```
//!
//! # To ask a dossier
//!
//! ```
//! use flank::dossier::{BUILT_IN, Day, read};
//!
//! let dossier = read(BUILT_IN.as_bytes()).dossier.expect("no errors");
//! let day: Day = "2025-03-18".parse()?;
//! let known = dossier.as_of(day);
//! let estonia = dossier.state_by_code("EE").expect("a state of it");
//! let ottawa = dossier.treaty_ids().next().expect("a treaty");
//! let step = known.stance(estonia, ottawa).expect("a step by then");
//! assert_eq!(step.position.name(), "recommends withdrawal");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod app;
pub mod cli;
pub mod clock;
pub mod config;
pub mod dossier;
pub mod report;
#[cfg(unix)]
pub mod runtime;
#[cfg(unix)]
pub mod terminal;
pub mod ui;
pub mod watch;
