//! Runs every command of the README, each block in its own directory.

use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::support::cli::{PROGRAM, installed};
use crate::support::pty::{Exit, Pty};
use crate::support::repository::text as file;
use flank::dossier::BUILT_IN;
use portable_pty::CommandBuilder;
use rstest::rstest;
use tempfile::TempDir;

/// Commands that are not run, because they build for minutes or change the machine. Another file contains each.
const ELSEWHERE: &[(&str, &str)] = &[
    ("cargo run --release", "CONTRIBUTING.md"),
    ("cargo test", ".ci/run"),
    ("cargo install --locked --path .", ".ci/publish.md"),
    ("bash .ci/package", ".github/workflows/release.yml"),
    ("sudo dpkg -i target/dist/flank_*.deb", ".github/workflows/ci.yml"),
    ("bash .ci/static", ".github/workflows/release.yml"),
];

/// Returns the README's blocks of a language as their commands, without comments and blank lines.
fn blocks(language: &str) -> Vec<Vec<String>> {
    let (text, fence) = (file("README.md"), format!("```{language}\n"));
    let blocks = text.split(&fence).skip(1).map(|rest| rest.split("```").next().unwrap());
    let command = |line: &str| line.split(" # ").next().unwrap().trim().to_owned();
    blocks.map(|block| block.lines().map(command).filter(|line| !line.is_empty()).collect()).collect()
}

/// A temporary directory with the files that the README's commands use, and the program on its `PATH`.
struct TempWorkspace {
    dir: TempDir,
}

impl TempWorkspace {
    fn new() -> TempWorkspace {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("dossiers")).unwrap();
        for name in ["old.toml", "dossiers/one.toml"] {
            fs::write(dir.path().join(name), BUILT_IN).unwrap();
        }
        fs::write(dir.path().join("new.toml"), BUILT_IN.replacen("2026 = 5.10", "2026 = 5.5", 1)).unwrap();
        TempWorkspace { dir }
    }

    /// Adds `my.toml` with two commits.
    fn with_a_repository() -> TempWorkspace {
        let workspace = TempWorkspace::new();
        let git = "git -c user.name=n -c user.email=e";
        let script = format!(
            "git init -q && cp old.toml my.toml && git add my.toml && {git} commit -qm 1 \
             && cp new.toml my.toml && {git} commit -qam 2"
        );
        let made =
            if installed("git") { workspace.run(&script) } else { workspace.run("cp new.toml my.toml") };
        assert!(made.status.success(), "{made:?}");
        workspace
    }

    fn environment(&self) -> Vec<(&'static str, OsString)> {
        let beside = Path::new(PROGRAM).parent().unwrap().to_owned();
        let path = std::env::var_os("PATH").unwrap_or_default();
        let path = std::env::join_paths([beside].into_iter().chain(std::env::split_paths(&path))).unwrap();
        let here: OsString = self.dir.path().into();
        vec![
            ("PATH", path),
            ("HOME", here.clone()),
            ("TMUX_TMPDIR", here),
            ("LANG", "C.UTF-8".into()),
            ("TERM", "xterm-256color".into()),
            ("EDITOR", "vi".into()),
        ]
    }

    fn run(&self, line: &str) -> Output {
        let mut command = Command::new("sh");
        command.args(["-c", line]).current_dir(self.dir.path()).stdin(Stdio::null());
        command.env_clear().envs(self.environment()).output().unwrap()
    }

    /// Runs a command that opens a dashboard, waits until it is drawn, and closes it.
    fn open(&self, line: &str, close: impl Fn(&mut Pty)) -> Exit {
        let mut command = CommandBuilder::new("sh");
        command.args(["-c", line]);
        command.cwd(self.dir.path());
        command.env_clear();
        for (name, value) in self.environment() {
            command.env(name, value);
        }
        let mut pty = Pty::spawn(command, 160, 40);
        pty.wait_for_text("NATO's eastern flank");
        close(&mut pty);
        pty.wait_exit()
    }

    /// Runs a command of the README.
    fn check(&self, line: &str) {
        let words: Vec<&str> = line.split_whitespace().collect();
        if !["git", "tmux"].iter().filter(|program| words[0] == **program).all(|program| installed(program)) {
            return;
        }
        if words[0] == "tmux" {
            let exit = self.open(line, |_| assert!(self.run("tmux kill-server").status.success()));
            assert!(matches!(exit, Exit::Code(_)), "{line}: {exit:?}");
        } else if let ["flank", file] = words[..]
            && file.ends_with(".toml")
        {
            assert_eq!(self.open(line, |pty| pty.keys("q")), Exit::Code(0), "{line}");
        } else {
            let run = self.run(line);
            let message = String::from_utf8_lossy(&run.stderr);
            // `diff` exits with 1 for a difference. All other commands succeed.
            let differs = line.contains("flank diff") && run.status.code() == Some(1);
            assert!(run.status.success() || differs, "{line}: {message}");
            assert_eq!(message, "", "{line}");
        }
    }
}

#[test]
fn commands_in_blocks_work() {
    for block in blocks("sh") {
        let workspace = if block.iter().any(|line| line.contains("init my.toml")) {
            TempWorkspace::new()
        } else {
            TempWorkspace::with_a_repository()
        };
        for line in block {
            match ELSEWHERE.iter().find(|(known, _)| *known == line) {
                Some((_, place)) => assert!(file(place).contains(&line), "{place} has no `{line}`"),
                None => workspace.check(&line),
            }
        }
    }
}

#[test]
fn skipped_commands_are_in_the_readme() {
    let lines: Vec<String> = blocks("sh").concat();
    for (line, _) in ELSEWHERE {
        assert!(lines.iter().any(|known| known == line), "{line}");
    }
}

#[test]
fn commands_in_prose_work() {
    let text = file("README.md");
    let mut outside = true;
    let prose = text.lines().filter(|line| {
        let fence = line.starts_with("```");
        outside ^= fence;
        outside && !fence
    });
    let prose = prose.collect::<Vec<_>>().join(" ");
    let spans: Vec<&str> =
        prose.split('`').skip(1).step_by(2).filter(|span| span.starts_with("flank ")).collect();
    assert!(spans.len() > 5, "{spans:?}");
    let workspace = TempWorkspace::with_a_repository();
    for span in spans {
        // A command without arguments is only mentioned.
        let line = match span.split(' ').collect::<Vec<_>>()[..] {
            [_, word] if !word.starts_with('-') => format!("flank help {word}"),
            _ => span.to_owned(),
        };
        let run = workspace.run(&line);
        assert!(run.status.success(), "{span}: {}", String::from_utf8_lossy(&run.stderr));
    }
}

#[test]
fn vim_lists_the_problems() {
    if !installed("vim") {
        return;
    }
    let workspace = TempWorkspace::new();
    let settings = &blocks("vim")[0];
    fs::write(workspace.dir.path().join("settings.vim"), settings.join("\n")).unwrap();
    let typo = BUILT_IN.replacen("against = 1,", "agianst = 1,", 1);
    let line = typo.lines().position(|line| line.contains("agianst")).unwrap() + 1;
    fs::write(workspace.dir.path().join("my.toml"), typo).unwrap();
    let list =
        "call writefile(map(getqflist(), 'bufname(v:val.bufnr).\":\".v:val.lnum.\":\".v:val.text'), 'list')";
    workspace.run(&format!(
        "vim -u NONE -i NONE -N -es my.toml -S settings.vim -c 'silent make' -c \"{}\" -c 'qa!'",
        list.replace('"', "\\\"")
    ));
    let listed = fs::read_to_string(workspace.dir.path().join("list")).unwrap();
    assert!(listed.starts_with(&format!("my.toml:{line}:")) && listed.contains("agianst"), "{listed}");
}

/// Vim goes to bytes, and the list has columns of the screen.
#[rstest]
#[case("borders = [{ with = \"RU\", name = \"Šešupė, Žiežmariai\", kn = 3 }]")]
#[case("\tborders = [{ with = \"RU\",\tname = \"ĄŽ\",\tkn = 3 }]")]
#[case("borders = [{ with = \"RU\", name = \"東京 ｶﾞ한국\", kn = 3 }]")]
#[case("borders = [{ with = \"RU\", name = \"e\u{301}a\u{308} 👩\", kn = 3 }]")]
fn vim_goes_to_the_column_of_a_problem(#[case] border: &str) {
    if !installed("vim") {
        return;
    }
    let workspace = TempWorkspace::new();
    let settings = &blocks("vim")[0];
    fs::write(workspace.dir.path().join("settings.vim"), settings.join("\n")).unwrap();
    let text = format!(
        "format = 1\ntitle = \"T\"\n[[state]]\ncode = \"LT\"\nname = \"L\"\nsources = []\n{border}\n"
    );
    fs::write(workspace.dir.path().join("my.toml"), text).unwrap();
    workspace.run(
        "vim -u NONE -i NONE -N -es --cmd 'set encoding=utf-8' my.toml -S settings.vim -c 'silent make' \
         -c 'call cursor(1, 1)' -c 'clast' -c \"call writefile([line('.'), col('.')], 'place')\" -c 'qa!'",
    );
    let place = fs::read_to_string(workspace.dir.path().join("place")).unwrap();
    assert_eq!(place, format!("7\n{}\n", border.find("kn").unwrap() + 1));
}
