//! The floor for reading: the `toml` crate alone, into structs with spans. Prints how much there is, and the most
//! memory that it took.
#![allow(dead_code, reason = "what is read is only held")]

use serde::Deserialize;
use toml::{Spanned, value::Datetime};
type Words = Spanned<String>;

#[derive(Deserialize)]
#[rustfmt::skip]
struct Dossier { state: Vec<Spanned<State>>, quote: Vec<Spanned<Quote>> }

#[derive(Deserialize)]
#[rustfmt::skip]
struct State { code: Words, name: Words, spending: Vec<Spanned<Spending>>, stance: Vec<Spanned<Stance>> }

#[derive(Deserialize)]
#[rustfmt::skip]
struct Spending { year: Spanned<i64>, percent: Spanned<f64>, sources: Vec<Words> }

#[derive(Deserialize)]
#[rustfmt::skip]
struct Stance { treaty: Words, position: Words, date: Spanned<Datetime>, what: Words, sources: Vec<Words> }

#[derive(Deserialize)]
#[rustfmt::skip]
struct Quote {
    speaker: Words, office: Words, states: Vec<Words>, date: Spanned<Datetime>, about: Words, text: Words,
    sources: Vec<Words>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let text = std::fs::read_to_string(std::env::args().nth(1).expect("a file"))?;
    let dossier: Dossier = toml::from_str(&text)?;
    println!("{} states, {} quotes", dossier.state.len(), dossier.quote.len());
    let status = std::fs::read_to_string("/proc/self/status")?;
    println!("{}", status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default());
    Ok(())
}
