//! Standard streams, pipes and special files as inputs and outputs of commands.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::os::unix::fs::symlink;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use flank::dossier::{BUILT_IN, MINIMAL};
use rstest::rstest;

use crate::support::cli::{PROGRAM, command, expect_error, expect_ok, expect_status, installed, run};
use crate::support::program::program;
use crate::support::pty::{Exit, Pty};

/// Runs a bash script in which `flank` is the program.
fn bash(dir: &Path, script: &str) -> Output {
    let script = format!("flank() {{ '{PROGRAM}' \"$@\"; }}; {script}");
    let mut command = Command::new("bash");
    command.args(["--norc", "--noprofile", "-c", &script]).current_dir(dir).stdin(Stdio::null());
    command.env("XDG_CONFIG_HOME", "/nonexistent").env_remove("FLANK_DOSSIER").output().unwrap()
}

#[rstest]
#[case("/dev/stdout")]
#[case("/dev/fd/1")]
#[case("/proc/self/fd/1")]
#[case("link.svg")]
fn picture_on_standard_output_keeps_other_output(#[case] out: &str) {
    let dir = tempfile::tempdir().unwrap();
    symlink("/dev/stdout", dir.path().join("link.svg")).unwrap();
    let script = format!(
        "echo before > log; flank picture {out} --format svg >> log && echo between >> log; \
         {{ echo head; flank picture {out} --format svg; echo foot; }} > log2"
    );
    expect_ok(&bash(dir.path(), &script));
    let read = |name: &str| fs::read_to_string(dir.path().join(name)).unwrap();
    let log = read("log");
    assert!(log.starts_with("before\n<svg ") && log.ends_with("</svg>\nbetween\n"), "{log:.80}");
    let log = read("log2");
    assert!(log.starts_with("head\n<svg ") && log.ends_with("</svg>\nfoot\n"), "{log:.80}");
}

#[rstest]
#[case("/dev/stderr", "2>> log")]
#[case("/dev/fd/2", "2>> log")]
#[case("/dev/fd/5", "5>> log")]
#[case("/dev/fd/5", "5<> log")]
fn picture_is_written_to_open_descriptor(#[case] out: &str, #[case] redirect: &str) {
    let dir = tempfile::tempdir().unwrap();
    expect_ok(&bash(dir.path(), &format!("echo before > log; flank picture {out} --format text {redirect}")));
    let log = fs::read_to_string(dir.path().join("log")).unwrap();
    assert!(log.contains("EE Estonia") && log.lines().count() == 41, "{log}");
    assert!(redirect.contains("<>") || log.starts_with("before\n"), "{log}");
}

#[test]
fn picture_to_a_pipe_is_written_to_it() {
    let dir = tempfile::tempdir().unwrap();
    expect_ok(&bash(dir.path(), "flank picture >(cat > copy) --format svg; wait $!"));
    assert!(fs::read_to_string(dir.path().join("copy")).unwrap().ends_with("</svg>\n"));
}

/// The system reports that by a signal, which would end the program before it removes its temporary file.
#[test]
fn file_that_becomes_too_large_is_an_error_and_leaves_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let message = expect_error(&bash(dir.path(), "ulimit -f 2; flank picture big.svg"), 2);
    assert!(message.starts_with("flank: cannot write big.svg: "), "{message}");
    assert_eq!(names(dir.path()), [""; 0]);
    // The second of two files is too large.
    let message = expect_error(&bash(dir.path(), "ulimit -f 60; flank init my.toml"), 2);
    assert!(message.contains("cannot write my.toml"), "{message}");
    assert_eq!(names(dir.path()), ["eastern-flank.schema.json"]);
}

/// Returns the names of the files in a directory.
fn names(dir: &Path) -> Vec<String> {
    let names = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name());
    names.map(|name| name.into_string().unwrap()).collect()
}

#[test]
fn picture_replaces_the_target_of_a_link_and_creates_a_missing_one() {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name);
    fs::create_dir(path("d")).unwrap();
    fs::write(path("d/old.svg"), "old").unwrap();
    for (link, target) in [("a.svg", "d/old.svg"), ("b.svg", "d/new.svg")] {
        symlink(target, path(link)).unwrap();
        expect_ok(&run(dir.path(), &["picture", link]));
        assert!(path(link).is_symlink(), "{link}");
        assert!(fs::read_to_string(path(target)).unwrap().starts_with("<svg "), "{target}");
    }
    symlink("loop.svg", path("loop.svg")).unwrap();
    let message = expect_error(&run(dir.path(), &["picture", "loop.svg"]), 2);
    assert!(message.starts_with("flank: cannot write loop.svg: "), "{message}");
}

/// Runs the program as an unprivileged user; `None` if that is not permitted.
fn as_nobody(dir: &Path, arguments: &[&str]) -> Option<Output> {
    let mut command = command(dir, arguments);
    command.uid(65534).gid(65534);
    command.output().ok()
}

#[test]
fn writable_file_in_a_read_only_directory_is_written() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name);
    let mode = |name: &str, mode| fs::set_permissions(path(name), fs::Permissions::from_mode(mode)).unwrap();
    fs::create_dir(path("d")).unwrap();
    fs::write(path("d/own.svg"), "x".repeat(1_000_000)).unwrap();
    mode("d/own.svg", 0o666);
    mode("d", 0o555);
    mode("", 0o755);
    let Some(written) = as_nobody(dir.path(), &["picture", "d/own.svg"]) else {
        eprintln!("SKIPPED: only root can become another user");
        return;
    };
    expect_ok(&written);
    let text = fs::read_to_string(path("d/own.svg")).unwrap();
    assert!(text.starts_with("<svg ") && text.ends_with("</svg>\n"), "{text:.80}");
    let message = expect_error(&as_nobody(dir.path(), &["picture", "d/new.svg"]).unwrap(), 2);
    assert!(message.starts_with("flank: cannot write d/new.svg: "), "{message}");
    assert!(!message.contains(".flank-"), "{message}");
}

/// Some shared folders support neither hard links nor renames that do not replace.
#[test]
fn files_are_created_where_nothing_can_be_linked() {
    if !installed("strace") {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let flank = |arguments: &[&str]| {
        let mut command = Command::new("strace");
        command.args(["-f", "-o", "/dev/null", "-e", "inject=renameat2:error=EINVAL"]);
        command.args(["-e", "inject=?link,?linkat:error=EPERM", PROGRAM]).args(arguments);
        command.current_dir(dir.path()).env("XDG_CONFIG_HOME", "/nonexistent").env_remove("FLANK_DOSSIER");
        command.output().unwrap()
    };
    let version = flank(&["--version"]);
    if !version.status.success() {
        eprintln!("SKIPPED: {}", String::from_utf8_lossy(&version.stderr));
        return;
    }
    expect_ok(&flank(&["init", "my.toml"]));
    expect_ok(&flank(&["picture", "new.svg"]));
    assert_eq!(fs::read_to_string(dir.path().join("my.toml")).unwrap(), BUILT_IN);
    assert!(fs::read_to_string(dir.path().join("new.svg")).unwrap().ends_with("</svg>\n"));
    let mut names = names(dir.path());
    names.sort();
    assert_eq!(names, ["eastern-flank.schema.json", "my.toml", "new.svg"]);
    // An existing file is still not overwritten.
    fs::write(dir.path().join("my.toml"), "mine").unwrap();
    expect_error(&flank(&["init", "my.toml"]), 2);
    assert_eq!(fs::read_to_string(dir.path().join("my.toml")).unwrap(), "mine");
}

#[test]
fn mount_point_is_written_in_place() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("source.svg"), "old").unwrap();
    fs::write(dir.path().join("out.svg"), "hidden").unwrap();
    let script = format!("mount --bind source.svg out.svg || exit 77; '{PROGRAM}' picture out.svg");
    let run = Command::new("unshare")
        .args(["--mount", "--map-root-user", "sh", "-c", &script])
        .current_dir(dir.path())
        .output();
    match run {
        Ok(run) if run.status.success() => {
            let text = fs::read_to_string(dir.path().join("source.svg")).unwrap();
            assert!(text.starts_with("<svg "), "{text:.80}");
        }
        Ok(run) if !String::from_utf8_lossy(&run.stderr).contains("flank:") => {
            eprintln!("SKIPPED: nothing can be mounted here");
        }
        other => panic!("{other:?}"),
    }
}

#[rstest]
#[case(&["--help"])]
#[case(&["-h"])]
#[case(&["--version"])]
#[case(&["help", "show"])]
#[case(&["help", "keys"])]
#[case(&["show", "EE"])]
#[case(&["check"])]
#[case(&["completions", "fish"])]
#[case(&["picture"])]
#[case(&["picture", "/dev/full", "--format", "svg"])]
fn full_output_is_an_error(#[case] arguments: &[&str]) {
    let Ok(full) = File::options().write(true).open("/dev/full") else { return };
    let dir = tempfile::tempdir().unwrap();
    let message = expect_error(&command(dir.path(), arguments).stdout(full).output().unwrap(), 2);
    assert!(message.starts_with("flank: cannot ") && message.contains("No space left"), "{message}");
}

#[rstest]
#[case(&["show", "--format", "json"], 0)]
#[case(&["show", "--help"], 0)]
#[case(&["picture", "/dev/stdout", "--format", "svg"], 0)]
fn non_blocking_pipe_gets_the_whole_output(#[case] arguments: &[&str], #[case] status: i32) {
    let dir = tempfile::tempdir().unwrap();
    let whole = expect_status(&run(dir.path(), arguments), status);
    let (reader, writer) = std::io::pipe().unwrap();
    let flags = rustix::fs::fcntl_getfl(&writer).unwrap();
    rustix::fs::fcntl_setfl(&writer, flags | rustix::fs::OFlags::NONBLOCK).unwrap();
    let mut child = command(dir.path(), arguments).stdout(writer).stderr(Stdio::piped()).spawn().unwrap();
    let mut text = String::new();
    { reader }.read_to_string(&mut text).unwrap();
    assert!(child.wait().unwrap().success());
    assert_eq!(text.len(), whole.len());
}

#[test]
fn non_blocking_standard_input_is_waited_for() {
    let dir = tempfile::tempdir().unwrap();
    let (reader, mut writer) = std::io::pipe().unwrap();
    let flags = rustix::fs::fcntl_getfl(&reader).unwrap();
    rustix::fs::fcntl_setfl(&reader, flags | rustix::fs::OFlags::NONBLOCK).unwrap();
    let mut check = command(dir.path(), &["check", "-", "later.toml"]);
    let child = check.stdin(reader).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // The program has a copy of the reading end. This one would keep the pipe open.
    drop(check);
    writer.write_all(MINIMAL.as_bytes()).unwrap();
    drop(writer);
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "flank: later.toml: no such file\n");
    assert!(String::from_utf8_lossy(&output.stdout).contains("no problem"), "{output:?}");
}

/// Writes two dossiers. The second has one more fact.
fn two_dossiers(dir: &Path) {
    fs::write(dir.join("old.toml"), BUILT_IN).unwrap();
    fs::write(dir.join("new.toml"), BUILT_IN.replacen("2026 = 5.10", "2026 = 5.50", 1)).unwrap();
}

#[rstest]
#[case("flank diff <(cat old.toml) new.toml", 1, "5.10 % → 5.50 %")]
#[case("flank diff old.toml <(sleep 0.1; cat new.toml)", 1, "5.10 % → 5.50 %")]
#[case("flank diff <(cat old.toml) <(cat new.toml)", 1, "5.10 % → 5.50 %")]
#[case("flank diff - new.toml < old.toml", 1, "5.10 % → 5.50 %")]
#[case("cat new.toml | flank diff old.toml -", 1, "5.10 % → 5.50 %")]
#[case("cat new.toml | flank diff old.toml /dev/stdin", 1, "5.10 % → 5.50 %")]
#[case("flank check <(cat new.toml)", 0, "no problem")]
#[case("flank show EE -d <(cat new.toml)", 0, "5.5")]
#[case("cat new.toml | flank show EE -d -", 0, "5.5")]
#[case("cat new.toml | flank - | cat", 0, "5.5")]
#[case("cat new.toml | FLANK_DOSSIER=- flank show EE", 0, "5.5")]
#[case("flank show EE --config <(echo 'max-size = 1')", 0, "Estonia")]
#[case("flank picture --config <(echo 'ascii = true') --size 60x20", 0, "|> ")]
#[case("cat new.toml | flank picture -d - --before <(cat old.toml)", 0, "5.10 % → 5.50 %")]
fn commands_read_pipes_and_standard_input(#[case] script: &str, #[case] status: i32, #[case] expected: &str) {
    let dir = tempfile::tempdir().unwrap();
    two_dossiers(dir.path());
    let text = expect_status(&bash(dir.path(), script), status);
    assert!(text.contains(expected), "{text}");
}

#[rstest]
#[case("flank diff - - < old.toml", "`-` is given twice, but standard input can be read only once")]
#[case("flank check - - < old.toml", "`-` is given twice")]
#[case("flank picture -d - --before - < old.toml", "`-` is given twice")]
#[case("FLANK_DOSSIER=- flank picture --before - < old.toml", "`-` is given twice")]
#[case("flank diff <(cat /dev/zero) old.toml", "yields more than the limit of 16 MiB that `max-size` sets")]
#[case("flank check <(yes)", "yields more than the limit of 16 MiB")]
#[case("yes | flank show -d -", "yields more than the limit of 16 MiB")]
#[case("flank check <(true)", "is a pipe (FIFO), not a file, and nothing is written to it")]
#[case("flank show -d /dev/zero", "is a device, not a file")]
fn unusable_input_is_refused_with_a_reason(#[case] script: &str, #[case] sentence: &str) {
    let dir = tempfile::tempdir().unwrap();
    two_dossiers(dir.path());
    let message = String::from_utf8(bash(dir.path(), script).stderr).unwrap();
    assert!(message.starts_with("flank: ") && message.contains(sentence), "{message}");
    assert_eq!(message.lines().count(), 1, "{message}");
}

#[test]
fn dashboard_does_not_watch_standard_input() {
    let mut pty = Pty::spawn(program(&["-"]), 80, 24);
    pty.wait_for_text("standard input cannot be watched");
    assert_eq!(pty.wait_exit(), Exit::Code(2));
}

#[test]
fn long_arguments_are_quoted_in_part() {
    let dir = tempfile::tempdir().unwrap();
    let long = "a".repeat(100_000);
    for arguments in [
        &["show", &long][..],
        &["picture", "--state", &long],
        &["check", "--explain", &long],
        &["show", "--as-of", &long],
    ] {
        let message = expect_error(&run(dir.path(), arguments), 2);
        assert!(message.len() < 2_000 && message.contains('…'), "{:.300}", message);
    }
}

#[rstest]
fn relative_day_out_of_range_is_refused(
    #[values("-2147483648", "+2147483647", "-99999999999999999999", "-7305000")] number: &str,
    #[values("d", "w", "m", "y")] unit: &str,
) {
    let dir = tempfile::tempdir().unwrap();
    let day = format!("{number}{unit}");
    let sentence = format!("\"{day}\" is out of range; expected a day in the years 1 to 9999");
    for arguments in [
        &["show", "--as-of", &day][..],
        &["picture", "--as-of", &day],
        &["diff", "--from", &day, "--to", "today"],
        &["diff", "--from", "2025", "--to", &day],
    ] {
        let message = expect_error(&run(dir.path(), arguments), 2);
        assert!(message.contains(&sentence), "{arguments:?}: {message}");
        assert_eq!(message.lines().count(), 1, "{message}");
    }
    let keys = day.chars().map(|c| if c == '+' { "Plus".to_owned() } else { c.to_string() });
    let keys = format!("t {} Enter", keys.collect::<Vec<_>>().join(" "));
    assert!(expect_ok(&run(dir.path(), &["picture", "--keys", &keys])).contains("is out of range"));
}

#[test]
fn days_at_both_ends_of_the_calendar_are_shown() {
    let dir = tempfile::tempdir().unwrap();
    for day in ["0001-01-01", "9999-12-31", "0001", "9999-12"] {
        for arguments in [
            &["show", "--as-of", day][..],
            &["picture", "--as-of", day, "--keys", "[ ] [ [ ] ] u"],
            &["picture", "--today=9999-12-31", "--as-of", day, "--keys", "] ]"],
        ] {
            expect_ok(&run(dir.path(), arguments));
        }
    }
}
