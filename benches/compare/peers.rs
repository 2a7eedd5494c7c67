//! Other programs that show a file in a terminal, where they are found on the path: from their start to what the file
//! says, and from a save to what it changed, by turns with the dashboard.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use flank::dossier::BUILT_IN;

use super::program::Program;
use super::table::{Table, Times};
use super::told::Facts;
use super::{Bench, SILENT, is_whole, itself, large, save, text, titled};

/// Another program, and how many of its times the dashboard may take, where there is a goal.
struct Peer {
    name: &'static str,
    /// What stands before the name of its file.
    arguments: &'static [&'static str],
    ending: &'static str,
    /// A file of it: below what it shows at once, the facts of the dossier that it is measured beside.
    file: fn(&Facts, &str) -> String,
    start: Option<f64>,
    /// From a save to the screen, if it sees one.
    save: Option<Option<f64>>,
    /// Both for 10 MB, where it takes so much.
    large: Option<(Option<f64>, Option<f64>)>,
}

const PEERS: [Peer; 4] = [
    Peer {
        name: "less",
        arguments: &[],
        ending: "txt",
        file: Facts::text,
        start: None,
        save: None,
        large: None,
    },
    Peer {
        name: "jless",
        arguments: &[],
        ending: "json",
        file: Facts::json,
        start: None,
        save: None,
        large: None,
    },
    Peer {
        name: "presenterm",
        arguments: &[],
        ending: "md",
        file: Facts::slides,
        start: Some(1.0),
        save: Some(None),
        large: Some((Some(0.33), None)),
    },
    Peer {
        name: "slumber",
        arguments: &["-f"],
        ending: "yml",
        file: Facts::requests,
        start: Some(0.25),
        save: Some(Some(0.1)),
        large: Some((Some(0.33), Some(0.33))),
    },
];

/// Of which dossier the facts are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Size {
    Shipped,
    Large,
}

impl Size {
    /// How this is told behind what was measured.
    fn told(self) -> &'static str {
        match self {
            Size::Shipped => "",
            Size::Large => " of 10 MB",
        }
    }

    fn dossier(self) -> String {
        match self {
            Size::Shipped => BUILT_IN.to_owned(),
            Size::Large => large::dossier(large::LARGE),
        }
    }
}

/// One that is there, with its file and ours of the same facts.
struct Pair {
    peer: &'static Peer,
    program: PathBuf,
    size: Size,
    theirs: PathBuf,
    ours: PathBuf,
}

/// The title of the file as it was saved for the nth time.
fn title(n: usize) -> String {
    format!("Save {n}.")
}

/// The least that a program is waited for after a save: some wait themselves before they read.
const SLOWEST: Duration = Duration::from_millis(700);

/// How often what takes a second is measured.
const FEW: usize = 5;

/// What [`write_files`] is asked for by.
pub const FILES: &str = "files";

/// Writes all files, in a process of its own as each [`PART`](super::PART) is, since it takes much memory.
pub fn write_files(dir: &Path) {
    for size in [Size::Shipped, Size::Large] {
        let facts = Facts::of(size.dossier());
        fs::write(ours(dir, size), titled(&facts.toml, &title(0))).expect("room on the disk");
        for peer in &PEERS {
            fs::write(theirs(dir, peer, size), (peer.file)(&facts, &title(0))).expect("room on the disk");
        }
    }
}

fn ours(dir: &Path, size: Size) -> PathBuf {
    dir.join(format!("{size:?}.toml"))
}

fn theirs(dir: &Path, peer: &Peer, size: Size) -> PathBuf {
    dir.join(format!("{size:?}.{}", peer.ending))
}

impl Bench {
    /// Everything of this file: first the starts, while this process is small.
    pub fn peers(&self, table: &mut Table) {
        let dir = self.home.path();
        itself(["--bench", FILES, text(dir)].into_iter());
        let mut pairs = Vec::new();
        for peer in &PEERS {
            let Some(program) = find(peer.name) else {
                eprintln!("  no {} on the path", peer.name);
                continue;
            };
            let sizes = [Some(Size::Shipped), peer.large.map(|_| Size::Large)];
            pairs.extend(sizes.into_iter().flatten().map(|size| Pair {
                peer,
                program: program.clone(),
                size,
                theirs: theirs(dir, peer, size),
                ours: ours(dir, size),
            }));
        }
        for pair in &pairs {
            eprintln!("  start of {}{}", pair.peer.name, pair.size.told());
            self.peer_start(pair, table);
        }
        for pair in &pairs {
            eprintln!("  save to {}{}", pair.peer.name, pair.size.told());
            self.peer_save(pair, table);
        }
    }

    fn peer_start(&self, pair: &Pair, table: &mut Table) {
        let is_large = pair.size == Size::Large;
        let [mut ours, mut built_in, mut theirs, mut floor] = [(); 4].map(|()| Times::default());
        for _ in 0..if is_large { FEW } else { self.rounds } {
            ours.add(self.run(&self.flank, &[text(&pair.ours)]).started_with(SILENT, is_whole).last);
            // When the first words of it are there: some go on drawing for ever.
            let shows = |screen: &str| screen.contains(&title(0));
            theirs.add(self.run_peer(pair).started_with(Duration::ZERO, shows).last);
            if !is_large {
                built_in.add(self.run(&self.flank, &[]).started_with(SILENT, is_whole).last);
                floor.add(self.run(&self.frame, &[]).started(SILENT).last);
            }
        }
        let name = format!("start{}, against {}", pair.size.told(), pair.peer.name);
        let goal = pair.peer.large.and_then(|(start, _)| start).filter(|_| is_large);
        table.peer(&name, ours.median(), theirs.median(), goal);
        if !is_large && pair.peer.start.is_some() {
            let what = "  the same with the built-in dossier";
            table.peer(what, built_in.median(), theirs.median(), pair.peer.start);
            let what = "  and of the bare ratatui program, which reads nothing";
            table.peer(what, floor.median(), theirs.median(), None);
        }
    }

    fn peer_save(&self, pair: &Pair, table: &mut Table) {
        let (saved, rounds) = match pair.size {
            Size::Shipped => (pair.peer.save, self.rounds),
            Size::Large => (pair.peer.large.map(|(_, save)| save), FEW),
        };
        let Some(goal) = saved else { return };
        let (mut flank, mut other) = (self.dashboard(&pair.ours), self.run_peer(pair));
        other.shows(Instant::now(), &title(0));
        other.rest(SLOWEST);
        let (mut ours, mut theirs) = (Times::default(), Times::default());
        let first = [&pair.ours, &pair.theirs].map(|file| fs::read_to_string(file).expect("the file"));
        let [our_text, their_text] = &first;
        for n in 1..=rounds {
            let since = save(&pair.ours, &our_text.replacen(&title(0), &title(n), 1));
            ours.add(flank.shows(since, &title(n)));
            flank.rest(SILENT);
            // In place: not all of them see what is renamed over their file.
            let text = their_text.replacen(&title(0), &title(n), 1);
            let since = Instant::now();
            fs::write(&pair.theirs, text).expect("room on the disk");
            theirs.add(other.shows(since, &title(n)));
            other.rest(SLOWEST);
        }
        for (file, text) in [&pair.ours, &pair.theirs].into_iter().zip(&first) {
            fs::write(file, text).expect("room on the disk");
        }
        let name = format!("save to screen{}, against {}", pair.size.told(), pair.peer.name);
        table.peer(&name, ours.median(), theirs.median(), goal);
    }

    fn run_peer(&self, pair: &Pair) -> Program {
        let arguments = pair.peer.arguments.iter().copied().chain([text(&pair.theirs)]);
        self.run(&pair.program, &arguments.collect::<Vec<_>>())
    }
}

fn find(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|dir| dir.join(name)).find(|file| file.is_file())
}

/// Kept apart from [`Program`]'s own: what is asked of programs that may never be silent.
impl Program {
    /// How long it took from `since` until the screen shows a text.
    fn shows(&mut self, since: Instant, wanted: &str) -> Duration {
        self.answer(since, Duration::ZERO, |screen| screen.contains(wanted)).expect("it shows its file").last
    }

    /// Lets it come to rest.
    fn rest(&mut self, time: Duration) {
        std::thread::sleep(time);
        self.drain();
    }
}
