//! The baseline for a save: waits for the same file event as flank, parses the file with `toml`, and prints its title.

use std::path::Path;
use std::sync::mpsc;

use notify::event::{AccessKind, AccessMode, ModifyKind, RenameMode};
use notify::{EventKind, RecursiveMode, Watcher};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).expect("the path of a file");
    let (send, receive) = mpsc::channel();
    let mut watcher = notify::recommended_watcher(send)?;
    watcher.watch(Path::new(&path).parent().expect("a parent directory"), RecursiveMode::NonRecursive)?;
    println!("waiting");
    for event in receive {
        let event = event?;
        let saved = matches!(
            event.kind,
            EventKind::Access(AccessKind::Close(AccessMode::Write))
                | EventKind::Modify(ModifyKind::Name(RenameMode::To))
        );
        if saved && event.paths.iter().any(|changed| changed == Path::new(&path)) {
            let text = std::fs::read_to_string(&path)?;
            let table = toml::de::DeTable::parse(&text)?;
            println!("{:?}", table.get_ref().get("title"));
        }
    }
    Ok(())
}
