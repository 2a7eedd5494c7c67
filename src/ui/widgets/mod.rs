//! Widgets that several panels share.

pub mod chart;
pub mod entry_list;
pub mod horizontal_bar;
pub mod panel_block;
pub mod track;
