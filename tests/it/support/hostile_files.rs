//! Files that are not a dossier, most of them expensive to read. Each function creates one at a path.
//!
//! `tests/it/files.rs` tests their messages, with files just large enough for each limit. `benches/compare` measures the
//! time and memory for larger ones.

use std::fs::{self, File};
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

/// A small valid dossier.
pub const GOOD: &str = "format = 1\ntitle = \"All is well\"\n[[source]]\nid = \"s\"\npublisher = \"A paper\"\n\
                        title = \"A story\"\n[[state]]\nsources = [\"s\"]\nname = \"Estonia\"\ncode = \"EE\"\n";

pub fn nothing(_: &Path) {}

pub fn directory(path: &Path) {
    fs::create_dir(path).unwrap();
}

pub fn fifo(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

pub fn socket(path: &Path) {
    std::os::unix::net::UnixListener::bind(path).unwrap();
}

pub fn endless_device(path: &Path) {
    symlink("/dev/zero", path).unwrap();
}

#[cfg(target_os = "linux")]
pub fn process_memory(path: &Path) {
    symlink("/proc/self/mem", path).unwrap();
}

pub fn symlink_loop(path: &Path) {
    symlink("flank.toml", path).unwrap();
}

pub fn too_large(path: &Path) {
    // A sparse file.
    File::create(path).unwrap().set_len(17 << 20).unwrap();
}

pub fn not_utf8(path: &Path) {
    fs::write(path, [GOOD.as_bytes(), b"# caf\xe9\n"].concat()).unwrap();
}

pub fn utf16(path: &Path) {
    let wide = GOOD.encode_utf16().flat_map(u16::to_le_bytes);
    fs::write(path, [0xff, 0xfe].into_iter().chain(wide).collect::<Vec<_>>()).unwrap();
}

pub fn nul_bytes(path: &Path) {
    fs::write(path, [0; 1_000_000]).unwrap();
}

pub fn long_line(path: &Path, bytes: usize) {
    fs::write(path, "x".repeat(bytes)).unwrap();
}

pub fn long_key(path: &Path, bytes: usize) {
    fs::write(path, format!("{} = 1\n{GOOD}", "x".repeat(bytes))).unwrap();
}

pub fn only_equals_signs(path: &Path, count: usize) {
    fs::write(path, "=".repeat(count)).unwrap();
}

pub fn only_line_breaks(path: &Path, count: usize) {
    fs::write(path, "\n".repeat(count)).unwrap();
}

/// An error at each byte of the tables.
pub fn errors_in_tables(path: &Path, tables: usize) {
    let table = format!("[[quote]]\n{}\n", "=".repeat(200));
    fs::write(path, format!("{GOOD}{}", table.repeat(tables))).unwrap();
}

/// An error in every other byte of one text.
pub fn errors_in_text(path: &Path, errors: usize) {
    fs::write(path, GOOD.replace("well", &"\\q".repeat(errors))).unwrap();
}

/// Nested tables, which cost the parser the most per byte.
pub fn tables_in_tables(path: &Path, tables: usize) {
    let table = |n| format!("[[quote]]\nkey-{n}{} = 1\n", ".a".repeat(70));
    fs::write(path, format!("{GOOD}{}", (0..tables).map(table).collect::<String>())).unwrap();
}

pub fn nested_lists(path: &Path) {
    fs::write(path, format!("{GOOD}a = {}{}\n", "[".repeat(10_000), "]".repeat(10_000))).unwrap();
}

pub fn nested_tables(path: &Path) {
    fs::write(path, format!("{GOOD}a = {}1{}\n", "{a = ".repeat(10_000), "}".repeat(10_000))).unwrap();
}

pub fn nested_keys(path: &Path) {
    fs::write(path, format!("a{} = 1\n{GOOD}", ".a".repeat(10_000))).unwrap();
}

pub fn many_keys(path: &Path, count: usize) {
    let keys = (0..count).map(|n| format!("key-{n} = {n}\n"));
    fs::write(path, keys.collect::<String>()).unwrap();
}

pub fn long_names(path: &Path) {
    let id = "x".repeat(1_000_000);
    fs::write(
        path,
        GOOD.replace("\"s\"]", &format!("\"s\", \"{id}\"]")).replace("\"s\"\n", &format!("\"{id}y\"\n")),
    )
    .unwrap();
}

pub fn many_wrong_names(path: &Path, count: usize) {
    let mut text = GOOD.to_owned();
    for n in 0..count {
        text += &format!("[[source]]\nid = \"right-{n}\"\npublisher = \"A paper\"\ntitle = \"A story\"\n");
        text += &format!("[[event]]\ndate = \"2025\"\nwhat = \"It\"\nsources = [\"wrong-{n}\"]\n");
    }
    fs::write(path, text).unwrap();
}

pub fn strings_without_commas(path: &Path) {
    fs::write(path, format!("a = [{}]", "\"a\" ".repeat(300_000))).unwrap();
}

pub fn keys_without_values(path: &Path) {
    fs::write(path, "a\n".repeat(200_000)).unwrap();
}

pub fn unquoted_values(path: &Path) {
    fs::write(path, "a = b\n".repeat(50_000)).unwrap();
}
