//! The baseline for reading: the `toml` crate alone, into structs with spans. Prints the number of entries and the peak
//! memory.
#![allow(dead_code, reason = "the fields are only deserialized")]

use serde::Deserialize;
use toml::{Spanned, value::Datetime};
type Text = Spanned<String>;

#[derive(Deserialize)]
#[rustfmt::skip]
struct Dossier { state: Vec<Spanned<State>>, quote: Vec<Spanned<Quote>> }

#[derive(Deserialize)]
#[rustfmt::skip]
struct State { code: Text, name: Text, spending: Vec<Spanned<Spending>>, stance: Vec<Spanned<Stance>> }

#[derive(Deserialize)]
#[rustfmt::skip]
struct Spending { year: Spanned<i64>, percent: Spanned<f64>, sources: Vec<Text> }

#[derive(Deserialize)]
#[rustfmt::skip]
struct Stance { treaty: Text, position: Text, date: Spanned<Datetime>, what: Text, sources: Vec<Text> }

#[derive(Deserialize)]
#[rustfmt::skip]
struct Quote {
    speaker: Text, office: Text, states: Vec<Text>, date: Spanned<Datetime>, about: Text, text: Text,
    sources: Vec<Text>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let text = std::fs::read_to_string(std::env::args().nth(1).expect("the path of a file"))?;
    let dossier: Dossier = toml::from_str(&text)?;
    println!("{} states, {} quotes", dossier.state.len(), dossier.quote.len());
    let status = std::fs::read_to_string("/proc/self/status")?;
    println!("{}", status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default());
    Ok(())
}
