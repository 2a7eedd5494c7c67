//! Reads any bytes as a dossier. CONTRIBUTING explains how to run it.

#![no_main]

#[path = "../it/support/invariants.rs"]
#[allow(dead_code, reason = "the target uses a part of what the tests share")]
mod invariants;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| invariants::assert_invariants(bytes));
