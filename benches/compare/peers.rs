//! Other programs that show a file in a terminal, where they are found on the path: from their start to what the file
//! says, and from a save to what it changed, by turns with the dashboard.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use flank::dossier::BUILT_IN;

use super::program::Program;
use super::table::{Table, Times};
use super::{Bench, SILENT, is_whole, large, save, text, titled};

/// Another program, and how many of its times the dashboard may take, where there is a goal.
struct Peer {
    name: &'static str,
    /// What stands before the name of its file, and behind it.
    arguments: (&'static [&'static str], &'static [&'static str]),
    ending: &'static str,
    /// A file of it: what it shows at once, and how many bytes of other things there are.
    file: fn(&str, usize) -> String,
    start: Option<f64>,
    /// From a save to the screen, if it sees one.
    save: Option<Option<f64>>,
    /// Both for 10 MB, where it takes so much.
    large: Option<(Option<f64>, Option<f64>)>,
}

const PEERS: [Peer; 4] = [
    Peer {
        name: "less",
        arguments: (&[], &[]),
        ending: "txt",
        file: |title, bytes| format!("{title}\n{}", "word ".repeat(bytes / 5)),
        start: None,
        save: None,
        large: None,
    },
    Peer {
        name: "jless",
        arguments: (&[], &[]),
        ending: "json",
        file: |title, bytes| {
            format!("{{\"title\": \"{title}\", \"words\": \"{}\"}}", "word ".repeat(bytes / 5))
        },
        start: None,
        save: None,
        large: None,
    },
    Peer {
        name: "presenterm",
        arguments: (&[], &[]),
        ending: "md",
        file: slides,
        start: Some(1.0),
        save: Some(None),
        large: Some((Some(0.33), None)),
    },
    Peer {
        name: "slumber",
        arguments: (&["-f"], &[]),
        ending: "yml",
        file: requests,
        start: Some(0.25),
        save: Some(Some(0.1)),
        large: Some((Some(0.33), Some(0.33))),
    },
];

/// A presentation: a page with the title, and pages of half a kilobyte.
fn slides(title: &str, bytes: usize) -> String {
    let mut text = format!("{title}\n===\n\n* a point\n");
    for n in 0..bytes / 500 {
        let _ = write!(text, "\n<!-- end_slide -->\n\nPage {n}\n===\n\n{}\n", "the convention ".repeat(30));
    }
    text
}

/// A collection of requests, the first with the title.
fn requests(title: &str, bytes: usize) -> String {
    let mut text = format!(
        "name: Measured\nrequests:\n  first:\n    name: \"{title}\"\n    method: GET\n    url: http://127.0.0.1/\n"
    );
    for n in 0..bytes / 500 {
        let body = "the convention ".repeat(27);
        let _ =
            write!(text, "  r{n}:\n    method: POST\n    url: http://127.0.0.1/{n}\n    body: \"{body}\"\n");
    }
    text
}

const LARGE: usize = 10_000_000;
/// The least that a program is waited for after a save: some wait themselves before they read.
const SLOWEST: Duration = Duration::from_millis(700);

impl Bench {
    /// Everything of this file.
    pub fn peers(&self, table: &mut Table) {
        for peer in &PEERS {
            let Some(program) = find(peer.name) else {
                eprintln!("  no {} on the path", peer.name);
                continue;
            };
            eprintln!("  {}", peer.name);
            self.peer(peer, &program, BUILT_IN.len(), self.rounds, (peer.start, peer.save), table);
            if let Some((start, save)) = peer.large {
                self.peer(peer, &program, LARGE, 3, (start, Some(save)), table);
            }
        }
    }

    fn peer(
        &self,
        peer: &Peer,
        program: &Path,
        bytes: usize,
        rounds: usize,
        (start, saved): (Option<f64>, Option<Option<f64>>),
        table: &mut Table,
    ) {
        let theirs = self.home.path().join(format!("peer.{}", peer.ending));
        let ours = self.home.path().join("beside.toml");
        let is_large = bytes >= LARGE;
        let dossier = if is_large { large::dossier(large::LARGE) } else { BUILT_IN.to_owned() };
        let of = |n: usize| format!("Save {n}.");
        save(&theirs, &(peer.file)(&of(0), bytes));
        save(&ours, &titled(&dossier, &of(0)));
        let run = || {
            let file = [text(&theirs)];
            let arguments = peer.arguments.0.iter().chain(&file).chain(peer.arguments.1);
            self.run(program, &arguments.copied().collect::<Vec<_>>())
        };
        let [mut our_start, mut built_in, mut their_start, mut floor] = [(); 4].map(|()| Times::default());
        for _ in 0..rounds {
            our_start.add(self.run(&self.flank, &[text(&ours)]).started_with(SILENT, is_whole).last);
            // When the first words of it are there: some go on drawing for ever.
            their_start.add(run().started_with(Duration::ZERO, |screen| screen.contains(&of(0))).last);
            if !is_large {
                built_in.add(self.run(&self.flank, &[]).started_with(SILENT, is_whole).last);
                floor.add(self.run(&self.frame, &[]).started(SILENT).last);
            }
        }
        let what = if is_large { " of 10 MB" } else { "" };
        let name = format!("start{what}, against {}", peer.name);
        table.peer(&name, our_start.median(), their_start.median(), start.filter(|_| is_large));
        if start.is_some() && !is_large {
            let what = "  the same with the built-in dossier";
            table.peer(what, built_in.median(), their_start.median(), start);
            let what = "  and of the bare ratatui program, which reads nothing";
            table.peer(what, floor.median(), their_start.median(), None);
        }
        let Some(most) = saved else { return };
        let (mut flank, mut other) = (self.dashboard(&ours), run());
        other.shows(Instant::now(), &of(0));
        other.rest(SLOWEST);
        let (mut our_save, mut their_save) = (Times::default(), Times::default());
        for n in 1..=rounds {
            let since = save(&ours, &titled(&dossier, &of(n)));
            our_save.add(flank.shows(since, &of(n)));
            flank.rest(SILENT);
            // In place: not all of them see what is renamed over their file.
            let text = (peer.file)(&of(n), bytes);
            let since = Instant::now();
            std::fs::write(&theirs, text).expect("room on the disk");
            their_save.add(other.shows(since, &of(n)));
            other.rest(SLOWEST);
        }
        let name = format!("save to screen{what}, against {}", peer.name);
        table.peer(&name, our_save.median(), their_save.median(), most);
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
