//! Measures the real program in a pseudo-terminal, side by side with bare programs that do the least that could be
//! done (`benches/bare`), and prints a table of both with the goals:
//!
//! ```sh
//! cargo bench --bench compare              # some eight minutes, one of them idle
//! cargo bench --bench compare -- --quick   # fewer rounds, ten seconds idle
//! cargo bench --bench compare -- keys idle # some parts of it alone, here two
//! ```
//!
//! What is compared takes turns, so that a machine that is busy with something else is so for both. Times are medians;
//! quote the ratios, not the times. Other programs (`peers`) are measured
//! where they are found on the path. Linux only.

#[path = "../../tests/it/support/hostile_files.rs"]
#[allow(dead_code, reason = "only files that cost something are measured")]
mod hostile_files;
#[path = "../large/mod.rs"]
mod large;
mod peers;
mod process;
mod program;
mod table;
mod told;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use flank::dossier::BUILT_IN;

use program::Program;
use table::{Table, Times};

/// The thread that follows the dossier.
const WATCHER: &str = "flank-watch";
/// Silent for so long, a program has drawn all that it wants to.
const SILENT: Duration = Duration::from_millis(200);
const KEY_SILENT: Duration = Duration::from_millis(40);

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // As part of the tests there is nothing to do: they time nothing.
    if !arguments.iter().any(|argument| argument == "--bench") {
        return;
    }
    if let [.., verb, dir] = &arguments[..]
        && verb == peers::FILES
    {
        return peers::write_files(Path::new(dir));
    }
    let quick = arguments.iter().any(|argument| argument == "--quick");
    let mut table = Table::default();
    if let [.., verb, name] = &arguments[..]
        && verb == PART
    {
        for (_, part) in PARTS.iter().filter(|(part, _)| part == name) {
            part(&Bench::new(quick), &mut table);
        }
        return table.hand_over();
    }
    let asked: Vec<&String> = arguments.iter().filter(|argument| !argument.starts_with("--")).collect();
    for (name, _) in PARTS {
        if asked.is_empty() || asked.iter().any(|asked| *asked == name) {
            eprintln!("{name}");
            let options = ["--bench"].into_iter().chain(quick.then_some("--quick"));
            table.take_over(&itself(options.chain([PART, name])));
        }
    }
    println!();
    table.print();
}

/// What this program asks itself for one part by. Each has a process of its own: the larger the one that measures, the
/// longer it takes to start another, whose time that would be added to.
const PART: &str = "part";

/// Runs this program; what it printed.
fn itself<'a>(arguments: impl Iterator<Item = &'a str>) -> String {
    let this = std::env::current_exe().expect("this program");
    let output = Command::new(this).args(arguments).stderr(Stdio::inherit()).output();
    let output = output.ok().filter(|output| output.status.success()).expect("this program runs");
    String::from_utf8(output.stdout).expect("text")
}

type Part = fn(&Bench, &mut Table);
/// What is measured, under the name by which it can be asked for.
const PARTS: [(&str, Part); 9] = [
    ("start", Bench::start),
    ("keys", Bench::keys),
    ("idle", Bench::idle),
    ("save", Bench::save),
    ("large", Bench::large),
    ("reload", Bench::reload),
    ("growth", Bench::growth),
    ("hostile", Bench::hostile),
    ("peers", Bench::peers),
];

/// The programs, the files, and how often.
struct Bench {
    flank: PathBuf,
    frame: PathBuf,
    watch: PathBuf,
    read: PathBuf,
    home: tempfile::TempDir,
    shipped: PathBuf,
    large: PathBuf,
    rounds: usize,
    keys: usize,
    reloads: usize,
    idle: Duration,
}

impl Bench {
    fn new(quick: bool) -> Bench {
        let built = Command::new(env!("CARGO")).args(["build", "--release", "--examples"]).status();
        assert!(built.is_ok_and(|status| status.success()), "the bare programs can be built");
        let flank = PathBuf::from(env!("CARGO_BIN_EXE_flank"));
        let bare = |name: &str| flank.with_file_name("examples").join(name);
        // Not where all programs put their passing files: to watch a directory takes the system the longer, the more
        // names it remembers of it.
        let home = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a directory");
        let file = |name: &str, text: String| {
            let path = home.path().join(name);
            fs::write(&path, text).expect("room on the disk");
            path
        };
        Bench {
            frame: bare("bare-frame"),
            watch: bare("bare-watch"),
            read: bare("bare-read"),
            shipped: file("shipped.toml", BUILT_IN.to_owned()),
            large: file("large.toml", large::dossier(large::LARGE)),
            flank,
            rounds: if quick { 11 } else { 41 },
            keys: if quick { 40 } else { 200 },
            reloads: 20,
            idle: Duration::from_secs(if quick { 10 } else { 60 }),
            home,
        }
    }

    fn run(&self, program: &Path, arguments: &[&str]) -> Program {
        Program::start(program, arguments, self.home.path())
    }

    /// The dashboard on a file, drawn.
    fn dashboard(&self, file: &Path) -> Program {
        let mut flank = self.run(&self.flank, &[text(file)]);
        flank.started_with(SILENT, is_whole);
        flank
    }

    /// From nothing to the complete first frame, and the memory that takes.
    fn start(&self, table: &mut Table) {
        let (mut ours, mut floor) = (Times::default(), Times::default());
        let (mut our_memory, mut floor_memory) = (0.0f64, 0.0f64);
        for _ in 0..self.rounds {
            let mut flank = self.run(&self.flank, &[]);
            ours.add(flank.started_with(SILENT, is_whole).last);
            our_memory = our_memory.max(process::memory(flank.pid, "VmHWM"));
            let mut bare = self.run(&self.frame, &[]);
            floor.add(bare.started(SILENT).last);
            floor_memory = floor_memory.max(process::memory(bare.pid, "VmHWM"));
        }
        table.ratio(
            "start, built-in dossier, to the whole first frame",
            "ms",
            ours.median(),
            floor.median(),
            2.0,
        );
        table.ratio(
            "memory at most, built-in dossier",
            "MiB",
            our_memory / 1024.0,
            floor_memory / 1024.0,
            3.0,
        );
    }

    /// Keys, by turns with the bare program's.
    fn keys(&self, table: &mut Table) {
        let mut bare = self.run(&self.frame, &[]);
        bare.started(SILENT);
        for (what, before, keys) in KEYS {
            let mut flank = self.run(&self.flank, &[]);
            flank.started_with(SILENT, is_whole);
            type_all(&mut flank, before);
            let [mut ours, mut floor, mut as_many] = [Times::default(), Times::default(), Times::default()];
            let (mut bytes, mut cells) = (0, 0);
            for n in 0..self.keys {
                let shown = flank.cells();
                if let Some(answer) = flank.key(nth(keys, n), KEY_SILENT) {
                    ours.add(answer.last);
                    bytes += answer.bytes;
                    cells += shown.iter().zip(flank.cells()).filter(|(old, new)| *old != new).count();
                }
                for (key, times) in [("j", &mut floor), (MANY_CELLS, &mut as_many)] {
                    if let Some(answer) = bare.key(key, KEY_SILENT) {
                        times.add(answer.last);
                    }
                }
            }
            table.ratio(&format!("key: {what}"), "ms", ours.median(), floor.median(), 1.3);
            table.ratio(
                "  its slowest in a hundred, against its median",
                "ms",
                ours.p99(),
                ours.median(),
                3.0,
            );
            if before.is_empty() && keys.starts_with('l') {
                let what = "  the same, against a key that changes as many cells";
                table.peer(what, ours.median(), as_many.median(), None);
            }
            table.plain("  bytes a key", "", bytes as f64 / self.keys as f64);
            table.plain("  bytes a changed cell", "", bytes as f64 / cells.max(1) as f64);
        }
    }

    /// Nothing happens, the watcher on.
    fn idle(&self, table: &mut Table) {
        let mut flank = self.dashboard(&self.shipped);
        sleep(Duration::from_secs(1));
        flank.drain();
        let before = process::work(flank.pid);
        sleep(self.idle);
        let after = process::work(flank.pid);
        let seconds = self.idle.as_secs();
        let cpu = (after.cpu - before.cpu).as_secs_f64() * 1e3;
        table.most(
            &format!("idle for {seconds} s: wake-ups of all threads"),
            "",
            after.sleeps - before.sleeps,
            0.0,
        );
        table.most("  time on a processor", "ms", cpu, 0.0);
        table.most("  bytes written", "", flank.drain() as f64, 0.0);

        let neighbour = self.home.path().join("neighbour");
        let before = process::wake_ups(flank.pid, WATCHER);
        for _ in 0..100 {
            fs::write(&neighbour, "x").expect("space on the disk");
            fs::read(&self.shipped).expect("the dossier");
        }
        sleep(SILENT);
        let woken = process::wake_ups(flank.pid, WATCHER) - before;
        table.most(
            "  wake-ups of the watcher by 100 saves of another file and reads of its own",
            "",
            woken,
            0.0,
        );
    }

    /// From the save to what it changed on the screen.
    fn save(&self, table: &mut Table) {
        let theirs = self.home.path().join("watched.toml");
        fs::write(&theirs, BUILT_IN).expect("room on the disk");
        let mut flank = self.dashboard(&self.shipped);
        let mut bare = self.run(&self.watch, &[text(&theirs)]);
        bare.started(SILENT);
        let (mut ours, mut floor) = (Times::default(), Times::default());
        for n in 0..self.rounds {
            let title = format!("Save {n}.");
            let saved = titled(BUILT_IN, &title);
            for (program, file, times) in
                [(&mut flank, &self.shipped, &mut ours), (&mut bare, &theirs, &mut floor)]
            {
                let since = save(file, &saved);
                let answer = program.answer(since, SILENT, |screen| screen.contains(&title));
                times.add(answer.expect("the save is seen").last);
            }
        }
        table.ratio("save to screen, shipped dossier", "ms", ours.median(), floor.median(), 5.0);
    }

    /// 10 MB: start, memory, and keys by turns with those on the shipped dossier.
    fn large(&self, table: &mut Table) {
        let (mut useful, mut whole, mut floor) = (Times::default(), Times::default(), Times::default());
        let (mut our_memory, mut floor_memory) = (0.0f64, 0.0f64);
        for _ in 0..self.rounds.min(11) {
            let mut flank = self.run(&self.flank, &[text(&self.large)]);
            let answer = flank.started_with(SILENT, is_whole);
            useful.add(answer.text);
            whole.add(answer.last);
            our_memory = our_memory.max(process::memory(flank.pid, "VmHWM"));
            let (took, said) = self.run(&self.read, &[text(&self.large)]).ended();
            floor.add(took);
            floor_memory = floor_memory.max(process::field(&said, "VmHWM"));
        }
        table.ratio("10 MB: start to the whole first frame", "ms", whole.median(), floor.median(), 1.5);
        table.most("  something on the screen", "ms", useful.median(), 30.0);
        table.ratio("  memory at most", "MiB", our_memory / 1024.0, floor_memory / 1024.0, 1.3);
        for (what, before, keys) in KEYS.into_iter().chain([FIND]) {
            let mut small = self.dashboard(&self.shipped);
            let mut large = self.dashboard(&self.large);
            let (mut ours, mut floor) = (Times::default(), Times::default());
            type_all(&mut small, before);
            type_all(&mut large, before);
            for n in 0..self.keys / 2 {
                for (program, times) in [(&mut large, &mut ours), (&mut small, &mut floor)] {
                    if let Some(answer) = program.key(nth(keys, n), KEY_SILENT) {
                        times.add(answer.last);
                    }
                }
            }
            let name = format!("  key: {what}, against the shipped dossier");
            table.ratio(&name, "ms", ours.median(), floor.median(), 1.2);
            if before == FIND.1 {
                table.most("    its slowest in a hundred", "ms", ours.p99(), 16.0);
            }
        }
    }

    /// 10 MB saved again and again, keys typed meanwhile.
    fn reload(&self, table: &mut Table) {
        let text = fs::read_to_string(&self.large).expect("the file");
        let mut flank = self.dashboard(&self.large);
        let (mut shown, mut keys, mut memory) = (Times::default(), Times::default(), Vec::new());
        // To and fro between two states: what is kept of each is none of what reloads cost.
        let mut right = true;
        for n in 1..=self.reloads {
            let title = format!("Reload {n}.");
            let since = save(&self.large, &titled(&text, &title));
            while !flank.text().contains(&title) {
                let answer = flank.key(if right { "l" } else { "h" }, Duration::from_millis(5));
                keys.add(answer.expect("keys are answered").first);
                right = !right;
                assert!(since.elapsed() < Duration::from_secs(60), "the save is not seen:\n{}", flank.text());
            }
            shown.add(since.elapsed());
            sleep(SILENT);
            flank.drain();
            memory.push(process::memory(flank.pid, "VmRSS") / 1024.0);
        }
        fs::write(&self.large, text).expect("room on the disk");
        table.plain("10 MB: save to screen", "ms", shown.median());
        table.most("  keys meanwhile, the slowest in a hundred", "ms", keys.p99(), 16.0);
        table.plain("    and their median", "ms", keys.median());
        let (second, last) = (memory[1], memory[self.reloads - 1]);
        table.ratio("  memory after 20 reloads, against that after 2", "MiB", last, second, 1.0);
    }

    /// A hundred times as many quotations.
    fn growth(&self, table: &mut Table) {
        let mut starts = [Times::default(), Times::default()];
        let mut keys = starts.clone();
        let files = [large::SMALL, large::HUGE].map(|size| {
            let file = self.home.path().join(format!("{}.toml", size.quotes));
            fs::write(&file, large::dossier(size)).expect("room on the disk");
            file
        });
        for _ in 0..3 {
            let mut programs = [0, 1].map(|size: usize| {
                let mut flank = self.run(&self.flank, &[text(&files[size])]);
                starts[size].add(flank.started_with(SILENT, is_whole).last);
                flank
            });
            for n in 0..self.keys / 4 {
                for (flank, times) in programs.iter_mut().zip(&mut keys) {
                    if let Some(answer) = flank.key(nth("llllhhhh", n), KEY_SILENT) {
                        times.add(answer.last);
                    }
                }
            }
        }
        let [start, huge_start] = starts.map(|times| times.median());
        let [key, huge_key] = keys.map(|times| times.median());
        table.ratio("100,000 quotes against 1,000: start", "ms", huge_start, start, 100.0);
        table.ratio("  key: state to state", "ms", huge_key, key, 1.2);
    }

    /// Files made to be expensive: the time until the message about them, and the memory. Then a good file and a broken
    /// one by turns: the memory of what is gone is given back.
    fn hostile(&self, table: &mut Table) {
        let file = self.home.path().join("hostile.toml");
        let (mut slowest, mut largest) = (("", 0.0), ("", 0.0));
        for (name, make) in HOSTILE {
            make(&file);
            let mut flank = self.run(&self.flank, &[text(&file)]);
            let answer = flank.started_with(SILENT, |screen| screen.contains("▲ broken"));
            let (ms, mib) = (answer.last.as_secs_f64() * 1e3, process::memory(flank.pid, "VmHWM") / 1024.0);
            if ms > slowest.1 {
                slowest = (name, ms);
            }
            if mib > largest.1 {
                largest = (name, mib);
            }
        }
        let (name, ms) = slowest;
        table.most(&format!("hostile files: the slowest message ({name})"), "ms", ms, 2000.0);
        let (name, mib) = largest;
        table.most(&format!("  the most memory ({name})"), "MiB", mib, 1.2 * 1024.0);

        let good =
            |title: &str| hostile_files::GOOD.replace("well", &format!("{title} {}", "x".repeat(3_000_000)));
        save(&file, &good("well 0."));
        let mut flank = self.dashboard(&file);
        let mut memory = Vec::new();
        for n in 1..=self.reloads {
            let title = format!("well {n}.");
            let since = save(&file, &format!("{}{}", good(&title), "x = 1\n".repeat(10_000)));
            flank.answer(since, SILENT, |screen| screen.contains("stale")).expect("the broken save is seen");
            let since = save(&file, &good(&title));
            flank.answer(since, SILENT, |screen| screen.contains(&title)).expect("the good save is seen");
            memory.push(process::memory(flank.pid, "VmRSS") / 1024.0);
        }
        let (second, last) = (memory[1], memory[self.reloads - 1]);
        table.ratio(
            "  3 MB, good and broken by turns: memory after 20, against that after 2",
            "MiB",
            last,
            second,
            1.5,
        );
    }
}

/// Makes a file at a path.
type Make = fn(&Path);
/// Expensive files that are no dossier.
const HOSTILE: [(&str, Make); 17] = [
    ("NUL bytes", hostile_files::nul_bytes),
    ("a line of 10 MB", hostile_files::line_of_10_mb),
    ("a key of 10 MB", hostile_files::key_of_10_mb),
    ("equals signs", hostile_files::equals_signs_alone),
    ("line breaks", hostile_files::line_breaks_alone),
    ("errors in tables", hostile_files::errors_in_tables),
    ("errors in a text", hostile_files::errors_in_text),
    ("tables in tables", hostile_files::tables_in_tables),
    ("nested lists", hostile_files::nested_lists),
    ("nested tables", hostile_files::nested_tables),
    ("nested keys", hostile_files::nested_keys),
    ("a million keys", hostile_files::many_keys),
    ("long names", hostile_files::long_names),
    ("wrong names", hostile_files::many_wrong_names),
    ("strings without commas", hostile_files::strings_without_commas),
    ("keys without values", hostile_files::keys_without_values),
    ("values without quotation marks", hostile_files::unquoted_values),
];

/// What is typed: a name, the keys that lead there, and those that are measured, again and again.
type Keys = (&'static str, &'static str, &'static str);
const KEYS: [Keys; 3] = [
    ("state to state", "", "llllhhhh"),
    ("quotations scrolled", "\t\t\t", "jk"),
    // So many days that none is still kept when it is come back to.
    ("day to day", "", "[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]"),
];
/// What in the bare program changes about as many cells as another state does.
const MANY_CELLS: &str = "x";
const FIND: Keys = ("a letter to find", "/min", "e\x7f");

/// The nth of keys that are typed again and again.
fn nth(keys: &str, n: usize) -> &str {
    let at = n % keys.len();
    &keys[at..=at]
}

fn type_all(program: &mut Program, keys: &str) {
    for key in keys.chars() {
        program.key(key.encode_utf8(&mut [0; 4]), SILENT);
    }
}

/// Whether a screen is that of a dossier, and not of one that is being read.
fn is_whole(screen: &str) -> bool {
    screen.contains("Treaty stance")
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path of UTF-8")
}

/// The dossier with another title.
fn titled(text: &str, title: &str) -> String {
    let line = text.lines().find(|line| line.starts_with("title = ")).expect("a title");
    text.replacen(line, &format!("title = \"{title}\""), 1)
}

/// Puts a new file in the place of the old; when that was.
fn save(file: &Path, text: &str) -> Instant {
    let new = file.with_extension("new");
    fs::write(&new, text).expect("room on the disk");
    let since = Instant::now();
    fs::rename(new, file).expect("the file can be replaced");
    since
}
