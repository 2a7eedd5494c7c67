//! The help, the manual page and the completions, all generated from the definition of the arguments.

use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::support::cli::{PROGRAM, command, expect_error, expect_ok, installed, run};
use crate::support::program::clean;
use crate::support::pty::Pty;
use rstest::rstest;
use tempfile::TempDir;

/// Runs the program and returns what it prints.
#[track_caller]
fn output(arguments: &[&str]) -> String {
    expect_ok(&run(Path::new("."), arguments))
}

/// Runs the program, expects an error and returns the message.
#[track_caller]
fn error(arguments: &[&str]) -> String {
    expect_error(&run(Path::new("."), arguments), 2)
}

/// Returns the commands that the help lists.
fn commands() -> Vec<String> {
    let help = output(&["--help"]);
    let list = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    list.lines().map(|line| line.split_whitespace().next().unwrap().to_owned()).collect()
}

/// Returns the examples at the end of a help text.
fn examples(help: &str) -> Vec<String> {
    let foot = help.split("Examples:\n").nth(1).unwrap_or_default();
    foot.lines().filter_map(|line| line.strip_prefix("  flank").map(|rest| format!("flank{rest}"))).collect()
}

/// Returns a manual page as formatted for a terminal, and the warnings of the formatter.
fn formatted(page: &str) -> (String, String) {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("flank.1");
    fs::write(&file, page).unwrap();
    // -k reads UTF-8, -ww enables all warnings, -P-c writes bold text as overstrikes, which are removed below.
    let run =
        Command::new("groff").args(["-k", "-man", "-Tutf8", "-ww", "-P-c"]).arg(&file).output().unwrap();
    let text = String::from_utf8(run.stdout).unwrap();
    let mut plain = String::new();
    for c in text.chars() {
        match c {
            '\u{8}' => _ = plain.pop(),
            c => plain.push(c),
        }
    }
    (plain, String::from_utf8(run.stderr).unwrap())
}

#[test]
fn manual_page_matches_snapshot() {
    let page = output(&["man"]).replace(env!("CARGO_PKG_VERSION"), "VERSION");
    insta::assert_snapshot!("man", page);
}

#[test]
fn manual_page_formats_cleanly_with_every_command() {
    let page = output(&["man"]);
    assert_eq!(page, output(&["man"]), "the page is reproducible");
    if !installed("groff") {
        return;
    }
    let (text, warnings) = formatted(&page);
    assert_eq!(warnings, "");
    for section in ["NAME", "SYNOPSIS", "OPTIONS", "KEYS", "FILES", "ENVIRONMENT", "EXIT STATUS", "EXAMPLES"]
    {
        assert!(text.contains(&format!("\n{section}\n")), "{section}");
    }
    for command in commands() {
        assert!(text.contains(&format!("\n   flank {command}\n")), "{command}");
    }
}

#[test]
fn bash_completions_match_snapshot() {
    insta::assert_snapshot!("bash", output(&["completions", "bash"]));
}

#[rstest]
fn completions_have_every_command(#[values("bash", "elvish", "fish", "powershell", "zsh")] shell: &str) {
    let script = output(&["completions", shell]);
    for word in
        commands().iter().map(String::as_str).chain(["as-of", "no-mouse", "flank completions --states"])
    {
        assert!(script.contains(word), "{word}");
    }
    if (shell == "zsh" || shell == "fish") && installed(shell) {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("flank");
        fs::write(&file, script).unwrap();
        let run = Command::new(shell).arg("-n").arg(&file).output().unwrap();
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    }
}

// A script that expects the dossier first would never offer a command.
#[test]
fn zsh_completes_commands_first() {
    let script = output(&["completions", "zsh"]);
    assert!(script.contains("        case $line[1] in\n            (show)\n"), "{script}");
}

/// The option that takes a file, as each shell has it.
#[rstest]
#[case("zsh", r"'--config=[Your settings \[default\: \$XDG_CONFIG_HOME/flank/config.toml\]]:FILE:_files'")]
#[case("fish", "-l config -d 'Your settings [default: $XDG_CONFIG_HOME/flank/config.toml]' -r -F")]
fn files_complete_after_options(#[case] shell: &str, #[case] line: &str) {
    let script = output(&["completions", shell]);
    assert!(script.contains(line), "{script}");
}

/// clap_complete has no value hints for these.
#[rstest]
#[case(
    "elvish",
    "    if (has-value [--before --config --dossier -d] $words[-2]) {\n        edit:complete-filename $words[-1]\n"
)]
#[case(
    "powershell",
    "    if (@('--before', '--config', '--dossier', '-d') -ccontains $previous) {\n        return [CompletionCompleters]::CompleteFilename($wordToComplete)\n"
)]
fn files_complete_in_every_shell(#[case] shell: &str, #[case] lines: &str) {
    let script = output(&["completions", shell]);
    assert!(script.contains(lines), "{script}");
}

#[rstest]
#[case(&["flank", "show", "-d", "my"])]
#[case(&["flank", "diff", "--dossier", "my"])]
#[case(&["flank", "picture", "--before", "my"])]
#[case(&["flank", "--config", "my"])]
fn bash_completes_file_name_with_space_as_one_word(#[case] words: &[&str]) {
    if installed("bash") {
        assert_eq!(bash_offers(words), ["my own.toml"], "{words:?}");
    }
}

#[test]
fn bash_completes_files() {
    if installed("bash") {
        for words in [&["flank", "--config", "completi"][..], &["flank", "show", "-d", "completi"]] {
            assert_eq!(bash_offers(words), ["completions"], "{words:?}");
        }
    }
}

/// Returns the `PATH` with the program on it.
fn path_with_program() -> OsString {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let program = Path::new(PROGRAM).parent().map(Path::to_owned);
    std::env::join_paths(program.into_iter().chain(std::env::split_paths(&path))).unwrap()
}

/// Returns the completions of bash for the last of these words.
fn bash_offers(words: &[&str]) -> Vec<String> {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("completions"), output(&["completions", "bash"])).unwrap();
    fs::write(dir.path().join("my own.toml"), flank::dossier::NATO).unwrap();
    let script = format!(
        "source ./completions; COMP_WORDS=({}); COMP_CWORD={}; COMP_LINE='{}'; COMP_POINT=${{#COMP_LINE}}; \
         _flank flank \"${{COMP_WORDS[-1]}}\" \"${{COMP_WORDS[-2]}}\"; printf '%s\\n' \"${{COMPREPLY[@]}}\"",
        words.join(" "),
        words.len() - 1,
        words.join(" ")
    );
    let run = Command::new("bash")
        .args(["--norc", "--noprofile", "-c", &script])
        .env("PATH", path_with_program())
        .current_dir(dir.path())
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8(run.stdout).unwrap().lines().map(str::to_owned).collect()
}

#[rstest]
#[case(&["flank", "sh"], &["show"])]
#[case(&["flank", "show", "--for"], &["--format"])]
#[case(&["flank", "show", "--format", "ma"], &["markdown"])]
#[case(&["flank", "--theme", "hi"], &["high-contrast"])]
#[case(&["flank", "help", "k"], &["keys"])]
#[case(&["flank", "show", "l"], &["LV", "LT"])]
#[case(&["flank", "show", "-d", "my\\ own.toml", "north"], &["North Macedonia"])]
fn bash_completes(#[case] words: &[&str], #[case] offers: &[&str]) {
    if installed("bash") {
        assert_eq!(bash_offers(words), offers);
    }
}

/// The states that the scripts get for a command line.
#[rstest]
#[case("flank show ", "FI\tFinland\nEE\tEstonia\nLV\tLatvia\nLT\tLithuania\nPL\tPoland\n")]
#[case("flank show FI LIT", "Lithuania\tLT\n")]
#[case("flank --theme dark --state=p", "PL\tPoland\n")]
#[case("flank show --brief ｌｖ", "LV\tLatvia\n")]
#[case("flank 'my own.toml' --state ol", "Ólandia\tXA\n")]
#[case("flank picture -d my\\ own.toml --state Ölä", "Ólandia\tXA\n")]
#[case("flank show --dossier=\"my own.toml\" \"nor", "North Ólandia\tXB\n")]
#[case("flank show -d ~/home.toml x", "XA\tÓlandia\nXB\tNorth Ólandia\n")]
#[case("flank show --config own.toml x", "XA\tÓlandia\nXB\tNorth Ólandia\n")]
#[case("flank show -d broken.toml x", "XA\tÓlandia\nXB\tNorth Ólandia\n")]
#[case("flank show -d hostile.toml ", "XA\tA$(touch x)\nXB\t`B`\n")]
#[case("flank show -d hostile.toml a", "XA\tA$(touch x)\n")]
#[case("flank show -d ", "")]
#[case("flank show --format ", "")]
#[case("flank show -", "")]
#[case("flank sh", "")]
#[case("flank check ", "")]
#[case("flank show -h ", "")]
#[case("flank show -d none.toml ", "")]
#[case("flank show -d - ", "")]
#[case("flank show -d . ", "")]
#[case("flank show -d large.toml ", "")]
#[case("flank show -d pipe ", "")]
#[case("flank show --config none.toml ", "")]
#[case("", "")]
fn states_of_the_dossier_complete(#[case] line: &str, #[case] expected: &str) {
    let dir = tempfile::tempdir().unwrap();
    let at = |name: &str| dir.path().join(name);
    let state = |code: &str, name: &str| {
        format!("[[state]]\ncode = \"{code}\"\nname = \"{name}\"\nsources = [\"s\"]\n")
    };
    let head = "format = 1\ntitle = \"Two\"\n[[source]]\nid = \"s\"\npublisher = \"P\"\ntitle = \"T\"\n";
    let text = format!("{head}{}{}", state("XA", "Ólandia"), state("XB", "North Ólandia"));
    for name in ["my own.toml", "home.toml"] {
        fs::write(at(name), &text).unwrap();
    }
    fs::write(at("broken.toml"), text + &state("no code", "Nowhere")).unwrap();
    let hostile = format!("{head}{}{}", state("XA", "A$(touch x)"), state("XB", "`B`"));
    fs::write(at("hostile.toml"), hostile).unwrap();
    fs::write(at("own.toml"), "dossier = \"home.toml\"\n").unwrap();
    fs::File::create(at("large.toml")).unwrap().set_len(1 << 40).unwrap();
    #[cfg(unix)]
    assert!(Command::new("mkfifo").arg(at("pipe")).status().unwrap().success());
    let run = command(dir.path(), &["completions", "--states", line]).env("HOME", dir.path()).output();
    assert_eq!(expect_ok(&run.unwrap()), expected);
}

/// In a real bash, which quotes what it inserts.
#[test]
fn bash_inserts_a_name_with_a_blank_as_one_word() {
    if !installed("bash") {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("completions"), output(&["completions", "bash"])).unwrap();
    fs::write(dir.path().join("my own.toml"), flank::dossier::NATO).unwrap();
    let mut bash = clean("bash");
    bash.args(["--norc", "--noprofile", "-i"]);
    bash.env("PATH", path_with_program());
    bash.env("PS1", "prompt$ ");
    bash.cwd(dir.path());
    let mut pty = Pty::spawn(bash, 80, 24);
    pty.wait_for_text("prompt$");
    pty.write(b"source completions; echo rea\\dy\n");
    pty.wait_for_text("ready");
    pty.write(b"flank show -d my\t");
    pty.wait_for_text("flank show -d my\\ own.toml");
    pty.write(b"north\t");
    pty.wait_for_text("flank show -d my\\ own.toml North\\ Macedonia");
}

#[test]
fn help_command_equals_help_option() {
    assert_eq!(output(&["help"]), output(&["--help"]));
    for command in commands() {
        assert_eq!(output(&["help", &command]), output(&[&command, "--help"]), "{command}");
    }
    let message = error(&["help", "shwo"]);
    assert!(message.contains("a similar value exists: 'show'"), "{message}");
}

#[test]
fn help_lists_keys_from_settings() {
    let dir = tempfile::tempdir().unwrap();
    let own = dir.path().join("own.toml");
    fs::write(&own, "[keys]\nquit = [\"F10\", \"q\"]\nsuspend = []\n").unwrap();
    let (keys, own) = (output(&["help", "keys"]), own.to_str().unwrap());
    insta::assert_snapshot!("keys", keys);
    let changed = output(&["help", "keys", "--config", own]);
    assert!(
        changed.contains("F10 q") && changed.contains("quit") && !changed.contains("suspend"),
        "{changed}"
    );
    assert_eq!(output(&["--config", own, "help", "keys"]), changed, "options may come before the command");
    assert!(error(&["help", "show", "--config", own]).contains("`flank help keys`"));

    fs::write(own, "[keys]\nquti = [\"q\"]\n").unwrap();
    let message = error(&["help", "keys", "--config", own]);
    assert!(message.contains("own.toml:2:1") && message.contains("did you mean `quit`?"), "{message}");
}

#[rstest]
#[case(&["my.toml", "man"], "'flank man' takes no dossier")]
#[case(&["--as-of", "2025-03-18", "completions", "bash"], "unexpected argument '--as-of' found")]
#[case(&["--ascii", "help"], "unexpected argument '--ascii' found")]
#[case(&["completions"], "Usage: flank completions <SHELL>")]
#[case(&["completions", "fsh"], "a similar value exists: 'fish'")]
#[case(&["compeltions"], "did you mean `completions`?")]
#[case(&["diff", "old.toml"], "flank diff [OPTIONS] OLD NEW")]
#[case(&["edit", "my.toml"], "there is no command 'edit'; 'flank --help' lists them")]
#[case(&["one.toml", "two.toml"], "'flank diff OLD NEW' compares two")]
#[case(&["keys"], "did you mean `help keys`?")]
#[case(&["-d", "my.toml"], "type 'flank FILE'")]
#[case(&["--dossier", "my.toml", "show"], "type 'flank show -d FILE', after the command")]
#[case(&["check", "-d", "my.toml"], "type 'flank check FILE'")]
#[case(&["picture", "my.toml"], "type `flank picture -d my.toml`")]
#[case(&["show", "--json"], "type '--format json'")]
#[case(&["completions", "--bash"], "type 'flank completions bash'")]
#[case(&["--as-of"], "tip: Show what was known on this day: 2025-03-18,")]
#[case(&["diff", "--from", "2025", "--to"], "tip: The later day: 2025-03-18,")]
#[case(&["--state"], "such as EE")]
fn wrong_arguments_get_a_helpful_error(#[case] arguments: &[&str], #[case] sentence: &str) {
    let message = error(arguments);
    assert!(message.contains(sentence), "{message}");
    assert!(!message.contains("as a value"), "{message}");
}

/// Creates a directory with the files that the examples use.
fn example_dir() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    let at = |name: &str| dir.path().join(name);
    for name in ["my.toml", "old.toml", "new.toml"] {
        fs::write(at(name), flank::dossier::BUILT_IN).unwrap();
    }
    for folder in [".zfunc", ".config/fish/completions", ".cargo/share/man/man1"] {
        fs::create_dir_all(at(folder)).unwrap();
    }
    fs::create_dir_all(at(".local/share/bash-completion/completions")).unwrap();
    dir
}

#[cfg(unix)]
#[test]
fn examples_run() {
    let mut commands = commands();
    commands.insert(0, String::new());
    let beside = Path::new(PROGRAM).parent().unwrap().to_owned();
    let path = std::env::join_paths([beside, "/usr/bin".into(), "/bin".into()]).unwrap();
    for command in commands {
        let help = if command.is_empty() { output(&["--help"]) } else { output(&["help", &command]) };
        let examples = examples(&help);
        assert!(examples.len() >= 2, "`flank {command} --help` has {} examples", examples.len());
        for example in examples {
            let dir = example_dir();
            // A pager needs a terminal.
            let pipe = example.split(" | ").next().unwrap();
            let run = Command::new("sh")
                .args(["-c", pipe])
                .current_dir(dir.path())
                .env_clear()
                .envs([("LANG", "C.UTF-8"), ("TERM", "xterm")])
                .env("HOME", dir.path())
                .env("PATH", &path)
                .stdin(Stdio::null())
                .output()
                .unwrap();
            let message = String::from_utf8_lossy(&run.stderr);
            // `diff` and `check` exit with 1 if they find differences or problems.
            assert!(matches!(run.status.code(), Some(0 | 1)), "{example}: {message}");
            assert_eq!(message, "", "{example}");
        }
    }
}
