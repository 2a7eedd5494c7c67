//! From a path to what must be watched so that no way of changing what it leads to goes unseen.
//!
//! A path is walked as the system walks it, one name after another, and each link is followed. What counts is where
//! the names lie: whoever swaps a link or renames over a file changes the directory that holds the name.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fs::{self, Metadata};
use std::path::{Component, Path, PathBuf};

/// As many links as Linux follows before it calls them a circle.
const MOST_LINKS: usize = 40;

/// Which directory a path stands for, whatever it is called: device and inode.
pub type Id = (u64, u64);

/// Where a path leads at this moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    /// Where the last name of the walk lies: the file, or the first thing that is not there.
    pub file: PathBuf,
    /// Whether something is there.
    pub exists: bool,
    /// Every name that the walk went over: directories, links and the file. An event that names none of them is none
    /// of ours.
    pub path_components: BTreeSet<PathBuf>,
    /// The directories that hold the file, and the links on the way; without them changes are missed.
    pub watched_dirs: BTreeMap<PathBuf, Id>,
    /// The directories above the watched_dirs: these tell when a holder is replaced.
    pub ancestor_dirs: BTreeMap<PathBuf, Id>,
}

/// Walks `path`, which must be absolute. Where it cannot go on, it ends; that is no error.
pub fn resolve(path: &Path) -> Chain {
    let mut walk = Walk {
        left: Vec::new(),
        here: PathBuf::new(),
        path_components: BTreeSet::new(),
        watched_dirs: BTreeSet::new(),
    };
    walk.put(path);
    let (file, exists) = walk.run();
    let ancestor_dirs = walk.watched_dirs.iter().filter_map(|holder| holder.parent()).map(Path::to_owned);
    let ancestor_dirs =
        ancestor_dirs.filter(|parent| !walk.watched_dirs.contains(parent)).collect::<BTreeSet<_>>();
    Chain {
        file,
        exists,
        path_components: walk.path_components,
        watched_dirs: identify(walk.watched_dirs),
        ancestor_dirs: identify(ancestor_dirs),
    }
}

struct Walk {
    /// The names still to go, the next one last.
    left: Vec<Step>,
    here: PathBuf,
    path_components: BTreeSet<PathBuf>,
    watched_dirs: BTreeSet<PathBuf>,
}

enum Step {
    Root(PathBuf),
    Up,
    Name(OsString),
}

impl Walk {
    /// Puts the names of `path` before those that are left.
    fn put(&mut self, path: &Path) {
        let mut root = PathBuf::new();
        let mut steps = Vec::new();
        for component in path.components() {
            match component {
                Component::Prefix(_) | Component::RootDir => root.push(component),
                Component::CurDir => {}
                Component::ParentDir => steps.push(Step::Up),
                Component::Normal(name) => steps.push(Step::Name(name.to_owned())),
            }
        }
        self.left.extend(steps.into_iter().rev());
        if !root.as_os_str().is_empty() {
            self.left.push(Step::Root(root));
        }
    }

    fn run(&mut self) -> (PathBuf, bool) {
        let mut links = 0;
        while let Some(step) = self.left.pop() {
            let name = match step {
                Step::Root(root) => {
                    self.here = root;
                    continue;
                }
                Step::Up => {
                    self.here.pop();
                    continue;
                }
                Step::Name(name) => name,
            };
            let point = self.here.join(name);
            self.path_components.insert(point.clone());
            let Ok(data) = fs::symlink_metadata(&point) else {
                self.hold();
                return (point, false);
            };
            if data.is_symlink() {
                self.hold();
                links += 1;
                match fs::read_link(&point) {
                    Ok(target) if links <= MOST_LINKS => self.put(&target),
                    _ => return (point, false),
                }
            } else if data.is_dir() && !self.left.is_empty() {
                self.here = point;
            } else {
                // The file; or a file where a directory should be, and then it is this one that has to change.
                self.hold();
                return (point, self.left.is_empty());
            }
        }
        // The path was a root, or ended in `..`: a directory, in any case.
        self.hold();
        (self.here.clone(), true)
    }

    fn hold(&mut self) {
        self.watched_dirs.insert(self.here.clone());
    }
}

/// Looks up which directories these are. One that has gone since is left out, and the next walk tells.
fn identify(paths: BTreeSet<PathBuf>) -> BTreeMap<PathBuf, Id> {
    let known =
        |path: PathBuf| fs::metadata(&path).ok().filter(Metadata::is_dir).map(|data| (path, id(&data)));
    paths.into_iter().filter_map(known).collect()
}

#[cfg(unix)]
fn id(data: &Metadata) -> Id {
    use std::os::unix::fs::MetadataExt;
    (data.dev(), data.ino())
}

#[cfg(not(unix))]
fn id(_: &Metadata) -> Id {
    (0, 0)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use rstest::rstest;
    use std::os::unix::fs::symlink;

    /// What lies where: `name/` is a directory, `name -> target` a link, `name` a file.
    fn lay(things: &str) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for thing in things.split_whitespace() {
            if let Some((link, target)) = thing.split_once("->") {
                symlink(target.replace('@', dir.path().to_str().unwrap()), dir.path().join(link)).unwrap();
            } else if let Some(name) = thing.strip_suffix('/') {
                fs::create_dir_all(dir.path().join(name)).unwrap();
            } else {
                fs::write(dir.path().join(thing), "").unwrap();
            }
        }
        dir
    }

    /// The paths below the test's directory, which is `.`; what lies above it is left out.
    fn names<'a>(paths: impl Iterator<Item = &'a PathBuf>, dir: &Path) -> String {
        let below = paths.filter_map(|path| path.strip_prefix(dir).ok());
        below.map(|path| format!("./{}", path.display())).collect::<Vec<_>>().join(" ")
    }

    #[rstest]
    #[case::plain("a/ a/f", "a/f", "./a/f", true, "./a", "./")]
    #[case::missing_file("a/", "a/f", "./a/f", false, "./a", "./")]
    #[case::missing_directory("", "a/b/f", "./a", false, "./", "")]
    #[case::link_beside("f l->f", "l", "./f", true, "./", "")]
    #[case::link_elsewhere("a/ b/ b/f a/l->../b/f", "a/l", "./b/f", true, "./a ./b", "./")]
    #[case::absolute_link("a/ b/ b/f a/l->@/b/f", "a/l", "./b/f", true, "./a ./b", "./")]
    #[case::dangling_link("a/ a/l->../b/f", "a/l", "./b", false, "./ ./a", "")]
    #[case::directory_link("r1/ r1/d/ r1/d/f now->r1", "now/d/f", "./r1/d/f", true, "./ ./r1/d", "./r1")]
    #[case::up_after_a_link("a/b/ a/f l->a/b", "l/../f", "./a/f", true, "./ ./a", "")]
    #[case::file_as_directory("f", "f/g", "./f", false, "./", "")]
    #[case::circle("a->b b->a", "a", "./a", false, "./", "")]
    fn a_walk(
        #[case] things: &str,
        #[case] path: &str,
        #[case] file: &str,
        #[case] exists: bool,
        #[case] watched_dirs: &str,
        #[case] ancestor_dirs: &str,
    ) {
        let dir = lay(things);
        let root = dir.path().canonicalize().unwrap();
        let chain = resolve(&root.join(path));
        assert_eq!(names([&chain.file].into_iter(), &root), file);
        assert_eq!(chain.exists, exists);
        assert_eq!(names(chain.watched_dirs.keys(), &root), watched_dirs);
        assert_eq!(names(chain.ancestor_dirs.keys(), &root), ancestor_dirs);
    }

    #[test]
    fn every_name_on_the_way_is_a_point() {
        let dir = lay("r1/ r1/d/ r1/d/f now->r1");
        let root = dir.path().canonicalize().unwrap();
        let chain = resolve(&root.join("now/d/f"));
        assert_eq!(names(chain.path_components.iter(), &root), "./ ./now ./r1 ./r1/d ./r1/d/f");
    }

    #[test]
    fn a_replaced_directory_makes_another_chain() {
        let dir = lay("a/ a/f");
        let root = dir.path().canonicalize().unwrap();
        let before = resolve(&root.join("a/f"));
        assert_eq!(resolve(&root.join("a/f")), before);
        fs::rename(root.join("a"), root.join("b")).unwrap();
        fs::create_dir(root.join("a")).unwrap();
        fs::write(root.join("a/f"), "").unwrap();
        assert_ne!(resolve(&root.join("a/f")), before);
    }

    #[test]
    fn the_root_itself_is_a_directory() {
        let chain = resolve(Path::new("/"));
        assert_eq!((chain.file, chain.exists), (PathBuf::from("/"), true));
    }
}
