//! Measures the real program in a pseudo-terminal against minimal programs (`benches/bare`), and prints a table of the
//! results and their goals. Linux only.
//!
//! ```sh
//! cargo bench --bench compare              # about four minutes, one of them idle
//! cargo bench --bench compare -- --quick   # fewer rounds, ten seconds idle
//! cargo bench --bench compare -- keys idle # only these parts
//! ```
//!
//! Measurements of the two programs alternate, so that other load on the machine affects both. A time is a median unless
//! its row says otherwise. Times differ between machines; ratios hardly do.

#[path = "../../tests/it/support/hostile_files.rs"]
#[allow(dead_code, reason = "only the expensive files are measured")]
mod hostile_files;
#[path = "../large/mod.rs"]
mod large;
mod process;
mod program;
mod table;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

use flank::dossier::BUILT_IN;

use program::{Program, QUIET};
use table::{Table, Times};

/// The thread that watches the dossier.
const WATCHER: &str = "flank-watch";
/// The number of saves before the memory is compared.
const RELOADS: usize = 20;
/// The pause after which the response to a key press is complete.
const KEY_QUIET: Duration = Duration::from_millis(40);

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // `cargo test --benches` runs this program without `--bench`. Tests measure nothing.
    if !arguments.iter().any(|argument| argument == "--bench") {
        return;
    }
    let bench = Bench::new(arguments.iter().any(|argument| argument == "--quick"));
    let names: Vec<&String> = arguments.iter().filter(|argument| !argument.starts_with("--")).collect();
    let mut table = Table::default();
    for (name, part) in PARTS {
        if names.is_empty() || names.iter().any(|wanted| *wanted == name) {
            eprintln!("{name}");
            part(&bench, &mut table);
        }
    }
    println!();
    table.print();
}

type Part = fn(&Bench, &mut Table);
/// The parts by name. Starts are measured before reloads and hostile files, because starting a program takes longer
/// when this process has grown.
const PARTS: [(&str, Part); 8] = [
    ("start", Bench::start),
    ("keys", Bench::keys),
    ("idle", Bench::idle),
    ("save", Bench::save),
    ("large", Bench::large),
    ("growth", Bench::growth),
    ("reload", Bench::reload),
    ("hostile", Bench::hostile),
];

/// Key presses to measure.
struct Keys {
    name: &'static str,
    /// Keys to press once, before the measurement.
    setup: &'static str,
    /// Keys to press repeatedly and measure.
    cycle: &'static str,
}

const KEYS: [Keys; 3] = [
    Keys { name: "change state", setup: "", cycle: "llllhhhh" },
    Keys { name: "scroll quotations", setup: "\t\t\t", cycle: "jk" },
    Keys { name: "change day", setup: "", cycle: "[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]" },
];
/// Types and deletes a letter of a search.
const SEARCH: Keys = Keys { name: "letter in the search", setup: "/min", cycle: "e\x7f" };

/// A measurement of flank, its baseline, and its name.
struct Pair {
    name: &'static str,
    flank: f64,
    baseline: f64,
}

/// The programs, the files, and the number of repetitions.
struct Bench {
    flank: PathBuf,
    bare_frame: PathBuf,
    bare_watch: PathBuf,
    bare_read: PathBuf,
    home: tempfile::TempDir,
    shipped: PathBuf,
    large: PathBuf,
    rounds: usize,
    presses: usize,
    idle: Duration,
}

impl Bench {
    fn new(quick: bool) -> Bench {
        let build = Command::new(env!("CARGO")).args(["build", "--release", "--examples"]).status();
        assert!(build.is_ok_and(|status| status.success()), "the bare programs can be built");
        let flank = PathBuf::from(env!("CARGO_BIN_EXE_flank"));
        let bare = |name: &str| flank.with_file_name("examples").join(name);
        // Not in /tmp, where watching takes longer, because the kernel has cached many of its entries.
        let home = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a directory");
        let file = |name: &str, text: &str| {
            let path = home.path().join(name);
            write(&path, text);
            path
        };
        Bench {
            bare_frame: bare("bare-frame"),
            bare_watch: bare("bare-watch"),
            bare_read: bare("bare-read"),
            shipped: file("shipped.toml", BUILT_IN),
            large: file("large.toml", &large::dossier(large::LARGE)),
            flank,
            rounds: if quick { 11 } else { 41 },
            presses: if quick { 40 } else { 200 },
            idle: Duration::from_secs(if quick { 10 } else { 60 }),
            home,
        }
    }

    fn run(&self, program: &Path, arguments: &[&str]) -> Program {
        Program::start(program, arguments, self.home.path())
    }

    /// Opens the dashboard on a file, and waits until it is drawn.
    fn open(&self, file: &Path) -> Program {
        let mut flank = self.run(&self.flank, &[as_str(file)]);
        flank.wait_for_start(shows_dossier);
        flank
    }

    /// Start to the complete first frame, and peak memory.
    fn start(&self, table: &mut Table) {
        let (mut flank_times, mut bare_times) = (Times::default(), Times::default());
        let (mut flank_memory, mut bare_memory) = (0.0f64, 0.0f64);
        for _ in 0..self.rounds {
            let mut flank = self.run(&self.flank, &[]);
            flank_times.add(flank.wait_for_start(shows_dossier).last);
            flank_memory = flank_memory.max(peak_mib(&flank));
            let mut bare = self.run(&self.bare_frame, &[]);
            bare_times.add(bare.wait_for_start(|_| true).last);
            bare_memory = bare_memory.max(peak_mib(&bare));
        }
        let (flank, bare) = (flank_times.median(), bare_times.median());
        table.ratio("built-in dossier: start to complete first frame", "ms", flank, bare, 2.1);
        table.ratio("built-in dossier: peak memory", "MiB", flank_memory, bare_memory, 3.0);
    }

    /// Key presses, against a key press of the bare program that changes as many cells.
    fn keys(&self, table: &mut Table) {
        let slowest = worst(KEYS.map(|keys| {
            let mut flank = self.run(&self.flank, &[]);
            flank.wait_for_start(shows_dossier);
            press_all(&mut flank, keys.setup);
            let cells = changed_cells(&mut flank, keys.cycle);
            eprintln!("  {}: {cells} cells", keys.name);
            let mut bare = self.run(&self.bare_frame, &[&cells.to_string()]);
            bare.wait_for_start(|_| true);
            let (mut flank_times, mut bare_times) = (Times::default(), Times::default());
            for key in keys.cycle.chars().cycle().take(self.presses) {
                time_press(&mut flank, key, &mut flank_times);
                time_press(&mut bare, ' ', &mut bare_times);
            }
            let median = flank_times.median();
            table.ratio(&format!("key press: {}", keys.name), "ms", median, bare_times.median(), 1.3);
            Pair { name: keys.name, flank: flank_times.p99(), baseline: median }
        }));
        let row = format!("key press: 99th percentile against median ({})", slowest.name);
        table.ratio(&row, "ms", slowest.flank, slowest.baseline, 3.0);
    }

    /// Activity while idle, and while another file is saved or the dossier is only read.
    fn idle(&self, table: &mut Table) {
        let mut flank = self.open(&self.shipped);
        sleep(Duration::from_secs(1));
        flank.drain();
        let before = process::wake_ups(flank.pid, None);
        sleep(self.idle);
        let wake_ups = process::wake_ups(flank.pid, None) - before;
        let idle = format!("idle for {} s", self.idle.as_secs());
        table.limit(&format!("{idle}: wake-ups of all threads"), "", wake_ups, 0.0);
        table.limit(&format!("{idle}: bytes written"), "", flank.drain() as f64, 0.0);

        let other = self.home.path().join("other");
        let before = process::wake_ups(flank.pid, Some(WATCHER));
        for _ in 0..100 {
            write(&other, "x");
            fs::read(&self.shipped).expect("the dossier can be read");
        }
        sleep(QUIET);
        let wake_ups = process::wake_ups(flank.pid, Some(WATCHER)) - before;
        table.limit("100 saves of another file: wake-ups of the watcher", "", wake_ups, 0.0);
    }

    /// Save to the change on the screen.
    fn save(&self, table: &mut Table) {
        let bare_file = self.home.path().join("bare.toml");
        write(&bare_file, BUILT_IN);
        let mut flank = self.open(&self.shipped);
        let mut bare = self.run(&self.bare_watch, &[as_str(&bare_file)]);
        bare.wait_for_start(|_| true);
        let (mut flank_times, mut bare_times) = (Times::default(), Times::default());
        for round in 0..self.rounds {
            let title = format!("Save {round}.");
            let text = with_title(BUILT_IN, &title);
            for (program, file, times) in
                [(&mut flank, &self.shipped, &mut flank_times), (&mut bare, &bare_file, &mut bare_times)]
            {
                let since = save(file, &text);
                times.add(program.wait_for(since, |screen| screen.contains(&title)).last);
            }
        }
        let (flank, bare) = (flank_times.median(), bare_times.median());
        table.ratio("built-in dossier: save to screen", "ms", flank, bare, 5.0);
    }

    /// 10 MB: start and memory against the `toml` crate alone, key presses against those on the built-in dossier.
    fn large(&self, table: &mut Table) {
        let [mut first_text, mut flank_times, mut bare_times] = [(); 3].map(|()| Times::default());
        let (mut flank_memory, mut bare_memory) = (0.0f64, 0.0f64);
        for _ in 0..self.rounds.min(11) {
            let mut flank = self.run(&self.flank, &[as_str(&self.large)]);
            let response = flank.wait_for_start(shows_dossier);
            first_text.add(response.first_text);
            flank_times.add(response.last);
            flank_memory = flank_memory.max(peak_mib(&flank));
            let (time, output) = self.run(&self.bare_read, &[as_str(&self.large)]).wait_for_exit();
            bare_times.add(time);
            bare_memory = bare_memory.max(process::field(&output, "VmHWM") / 1024.0);
        }
        let (flank, bare) = (flank_times.median(), bare_times.median());
        table.ratio("10 MB: start to complete first frame", "ms", flank, bare, 1.5);
        table.limit("10 MB: start to first text", "ms", first_text.median(), 30.0);
        table.ratio("10 MB: peak memory", "MiB", flank_memory, bare_memory, 1.3);

        let slowest = worst(KEYS.map(|keys| {
            let (mut large, mut shipped) = (self.open(&self.large), self.open(&self.shipped));
            press_all(&mut large, keys.setup);
            press_all(&mut shipped, keys.setup);
            let (mut large_times, mut shipped_times) = (Times::default(), Times::default());
            for key in keys.cycle.chars().cycle().take(self.presses / 2) {
                time_press(&mut large, key, &mut large_times);
                time_press(&mut shipped, key, &mut shipped_times);
            }
            Pair { name: keys.name, flank: large_times.median(), baseline: shipped_times.median() }
        }));
        let row = format!("10 MB: key press against the built-in one ({})", slowest.name);
        table.ratio(&row, "ms", slowest.flank, slowest.baseline, 1.2);

        let mut large = self.open(&self.large);
        press_all(&mut large, SEARCH.setup);
        let mut times = Times::default();
        for key in SEARCH.cycle.chars().cycle().take(self.presses) {
            time_press(&mut large, key, &mut times);
        }
        table.limit(&format!("10 MB: {}, 99th percentile", SEARCH.name), "ms", times.p99(), 16.0);
    }

    /// Start with twenty times as many quotations.
    fn growth(&self, table: &mut Table) {
        let small = self.home.path().join("small.toml");
        write(&small, &large::dossier(large::SMALL));
        let (mut large_times, mut small_times) = (Times::default(), Times::default());
        for _ in 0..self.rounds.min(11) {
            for (file, times) in [(&self.large, &mut large_times), (&small, &mut small_times)] {
                let mut flank = self.run(&self.flank, &[as_str(file)]);
                times.add(flank.wait_for_start(shows_dossier).last);
            }
        }
        let (large, small) = (large_times.median(), small_times.median());
        table.ratio("20,000 quotations against 1,000: start", "ms", large, small, 20.0);
    }

    /// Repeated saves of 10 MB during key presses.
    fn reload(&self, table: &mut Table) {
        let text = fs::read_to_string(&self.large).expect("the dossier can be read");
        let mut flank = self.open(&self.large);
        let (mut reloads, mut presses, mut memory) = (Times::default(), Times::default(), Vec::new());
        let mut keys = "lh".chars().cycle();
        for number in 1..=RELOADS {
            let title = format!("Reload {number}.");
            let since = save(&self.large, &with_title(&text, &title));
            while !flank.text().contains(&title) {
                let key = keys.next().expect("the cycle is endless");
                let response = flank.press(key, Duration::from_millis(5));
                presses.add(response.expect("each key press changes the state").first);
                assert!(since.elapsed() < Duration::from_secs(60), "no reload:\n{}", flank.text());
            }
            reloads.add(since.elapsed());
            sleep(QUIET);
            flank.drain();
            memory.push(resident_mib(&flank));
        }
        write(&self.large, &text);
        table.plain("reload of 10 MB: save to screen", "ms", reloads.median());
        table.limit("reload of 10 MB: key press meanwhile, 99th percentile", "ms", presses.p99(), 16.0);
        let row = format!("reload of 10 MB: memory after {RELOADS} against after 2");
        table.ratio(&row, "MiB", memory[RELOADS - 1], memory[1], 1.5);
    }

    /// Invalid files made to be expensive: time to the message, and peak memory. Then a long file that is valid and
    /// broken in turn: each reload has to free the memory of the last.
    fn hostile(&self, table: &mut Table) {
        let file = self.home.path().join("hostile.toml");
        let (mut slowest, mut largest) = (("", 0.0), ("", 0.0));
        for (name, make) in HOSTILE {
            make(&file);
            let mut flank = self.run(&self.flank, &[as_str(&file)]);
            let response = flank.wait_for_start(|screen| screen.contains("▲ broken"));
            let (ms, mib) = (response.last.as_secs_f64() * 1e3, peak_mib(&flank));
            if ms > slowest.1 {
                slowest = (name, ms);
            }
            if mib > largest.1 {
                largest = (name, mib);
            }
        }
        let (name, ms) = slowest;
        table.limit(&format!("hostile files: slowest message ({name})"), "ms", ms, 2000.0);
        let (name, mib) = largest;
        table.limit(&format!("hostile files: peak memory ({name})"), "MiB", mib, 1.2 * 1024.0);

        let valid =
            |title: &str| with_title(hostile_files::GOOD, &format!("{title} {}", "x".repeat(3_000_000)));
        save(&file, &valid("Valid 0."));
        let mut flank = self.open(&file);
        let mut memory = Vec::new();
        for number in 1..=RELOADS {
            let title = format!("Valid {number}.");
            let valid = valid(&title);
            let since = save(&file, &format!("{valid}{}", "x = 1\n".repeat(10_000)));
            flank.wait_for(since, |screen| screen.contains("stale"));
            let since = save(&file, &valid);
            flank.wait_for(since, |screen| screen.contains(&title));
            memory.push(resident_mib(&flank));
        }
        let row = format!("3 MB, valid and broken in turn: memory after {RELOADS} against after 2");
        table.ratio(&row, "MiB", memory[RELOADS - 1], memory[1], 1.5);
    }
}

/// Creates a file at a path.
type Make = fn(&Path);
const HOSTILE: [(&str, Make); 17] = [
    ("NUL bytes", hostile_files::nul_bytes),
    ("a line of 10 MB", |path| hostile_files::long_line(path, 10_000_000)),
    ("a key of 10 MB", |path| hostile_files::long_key(path, 10_000_000)),
    ("equals signs", |path| hostile_files::only_equals_signs(path, 15 << 20)),
    ("line breaks", |path| hostile_files::only_line_breaks(path, 3 << 20)),
    ("errors in tables", |path| hostile_files::errors_in_tables(path, 8_000)),
    ("errors in a text", |path| hostile_files::errors_in_text(path, 8_000_000)),
    ("tables in tables", |path| hostile_files::tables_in_tables(path, 3_200)),
    ("nested lists", hostile_files::nested_lists),
    ("nested tables", hostile_files::nested_tables),
    ("nested keys", hostile_files::nested_keys),
    ("many keys", |path| hostile_files::many_keys(path, 500_000)),
    ("long names", hostile_files::long_names),
    ("wrong names", |path| hostile_files::many_wrong_names(path, 5_000)),
    ("strings without commas", hostile_files::strings_without_commas),
    ("keys without values", hostile_files::keys_without_values),
    ("values without quotation marks", hostile_files::unquoted_values),
];

/// Returns the pair with the highest ratio.
fn worst(pairs: [Pair; 3]) -> Pair {
    let ratio = |pair: &Pair| pair.flank / pair.baseline;
    pairs.into_iter().max_by(|a, b| ratio(a).total_cmp(&ratio(b))).expect("three pairs")
}

fn press_all(program: &mut Program, keys: &str) {
    for key in keys.chars() {
        program.press(key, QUIET);
    }
}

/// Presses a key, and adds the time to the end of the response if the key changed anything.
fn time_press(program: &mut Program, key: char, times: &mut Times) {
    if let Some(response) = program.press(key, KEY_QUIET) {
        times.add(response.last);
    }
}

/// Presses keys, and returns how many cells each changes on average.
fn changed_cells(program: &mut Program, keys: &str) -> usize {
    let mut changed = 0;
    for key in keys.chars() {
        let before = program.cells();
        program.press(key, KEY_QUIET);
        changed += before.iter().zip(program.cells()).filter(|(old, new)| *old != new).count();
    }
    changed / keys.len()
}

/// Returns whether the screen shows a dossier. While a file is being read, there are no panels.
fn shows_dossier(screen: &str) -> bool {
    screen.contains("▸ States")
}

fn peak_mib(program: &Program) -> f64 {
    process::memory(program.pid, "VmHWM") / 1024.0
}

fn resident_mib(program: &Program) -> f64 {
    process::memory(program.pid, "VmRSS") / 1024.0
}

fn as_str(path: &Path) -> &str {
    path.to_str().expect("the path is UTF-8")
}

/// Replaces the title of a dossier.
fn with_title(text: &str, title: &str) -> String {
    let line = text.lines().find(|line| line.starts_with("title = ")).expect("the dossier has a title");
    text.replacen(line, &format!("title = \"{title}\""), 1)
}

/// Replaces a file by renaming a new one over it. Returns the time just before.
fn save(file: &Path, text: &str) -> Instant {
    let new = file.with_extension("new");
    write(&new, text);
    let since = Instant::now();
    fs::rename(new, file).expect("the file can be replaced");
    since
}

fn write(file: &Path, text: &str) {
    fs::write(file, text).expect("the file can be written");
}
