//! Resolves a path, and finds the directories to watch so that no change of its target is missed.
//!
//! The path is walked like in the kernel: name by name, following each symlink. Replacing a symlink or renaming over a
//! file changes the directory that contains it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, Metadata};
use std::path::{Component, Path, PathBuf};

/// The number of symlinks that Linux follows before it reports a loop.
const MAX_SYMLINKS: usize = 40;

/// The device and the inode, which identify a file under any name.
pub type FileId = (u64, u64);

/// The files and directories of a path, with all symlinks followed, at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SymlinkChain {
    /// The last name of the walk: the file, or the first name that cannot be followed.
    pub file: PathBuf,
    /// The file, if it is a regular one.
    pub file_id: Option<FileId>,
    /// Whether the target of the path exists, of whatever type.
    pub exists: bool,
    /// Every name of the walk: directories, symlinks and the file. Events of other names are irrelevant.
    pub path_components: BTreeSet<PathBuf>,
    /// The directories that contain the file and the symlinks.
    pub watched_dirs: BTreeMap<PathBuf, FileId>,
    /// All other directories of the walk. Renaming one of them replaces everything below it.
    pub ancestor_dirs: BTreeMap<PathBuf, FileId>,
}

impl SymlinkChain {
    /// Walks `path`, which must be absolute, up to the file or the first name that cannot be followed.
    pub fn resolve(path: &Path) -> SymlinkChain {
        let mut walk = Walk::default();
        let (file, data) = walk.run(path);
        let (watched_dirs, ancestor_dirs) =
            walk.dirs.into_iter().partition(|(dir, _)| walk.watched.contains(dir));
        SymlinkChain {
            file,
            file_id: data.as_ref().filter(|data| data.is_file()).map(id),
            exists: data.is_some(),
            path_components: walk.path_components,
            watched_dirs,
            ancestor_dirs,
        }
    }
}

#[derive(Default)]
struct Walk {
    current_dir: PathBuf,
    path_components: BTreeSet<PathBuf>,
    dirs: BTreeMap<PathBuf, FileId>,
    /// The directories that contain the file or a symlink.
    watched: BTreeSet<PathBuf>,
}

impl Walk {
    /// Walks a path. Returns the last name, and its metadata if it is the target of the path.
    fn run(&mut self, path: &Path) -> (PathBuf, Option<Metadata>) {
        let mut symlinks = 0;
        let mut path = path.to_owned();
        while let Some(component) = path.components().next() {
            let mut remaining = path.components();
            remaining.next();
            let remaining = remaining.as_path().to_owned();
            let next = self.current_dir.join(component);
            match component {
                Component::Prefix(_) => self.current_dir = next,
                Component::RootDir => {
                    if let Ok(data) = fs::metadata(&next) {
                        self.enter(next, &data);
                    }
                }
                Component::CurDir => {}
                Component::ParentDir => _ = self.current_dir.pop(),
                Component::Normal(_) => {
                    self.path_components.insert(next.clone());
                    let is_last = remaining.as_os_str().is_empty();
                    let data = fs::symlink_metadata(&next).ok();
                    if let Some(data) = data.as_ref().filter(|data| data.is_dir() && !is_last) {
                        self.enter(next, data);
                        path = remaining;
                        continue;
                    }
                    self.watched.insert(self.current_dir.clone());
                    if !data.as_ref().is_some_and(Metadata::is_symlink) {
                        // The walk also ends at a file in place of a directory.
                        return (next, data.filter(|_| is_last));
                    }
                    symlinks += 1;
                    match fs::read_link(&next) {
                        Ok(target) if symlinks <= MAX_SYMLINKS => path = target.join(remaining),
                        _ => return (next, None),
                    }
                    continue;
                }
            }
            path = remaining;
        }
        // The path was a root or ended in `..`, so it is a directory.
        self.watched.insert(self.current_dir.clone());
        (self.current_dir.clone(), fs::metadata(&self.current_dir).ok())
    }

    fn enter(&mut self, dir: PathBuf, data: &Metadata) {
        self.dirs.insert(dir.clone(), id(data));
        self.current_dir = dir;
    }
}

#[cfg(unix)]
fn id(data: &Metadata) -> FileId {
    use std::os::unix::fs::MetadataExt;
    (data.dev(), data.ino())
}

#[cfg(not(unix))]
fn id(_: &Metadata) -> FileId {
    (0, 0)
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use rstest::rstest;
    use std::os::unix::fs::symlink;

    /// Creates `name/` as a directory, `name->target` as a symlink, and `name` as a file.
    fn create(things: &str) -> tempfile::TempDir {
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

    /// Returns the paths below the test's directory, which is `.`.
    fn names<'a>(paths: impl Iterator<Item = &'a PathBuf>, dir: &Path) -> String {
        let below = paths.filter_map(|path| path.strip_prefix(dir).ok());
        below.map(|path| format!("./{}", path.display())).collect::<Vec<_>>().join(" ")
    }

    #[rstest]
    #[case::plain("a/ a/f", "a/f", "./a/f", true, "./a", "./")]
    #[case::missing_file("a/", "a/f", "./a/f", false, "./a", "./")]
    #[case::missing_directory("", "a/b/f", "./a", false, "./", "")]
    #[case::symlink_beside("f l->f", "l", "./f", true, "./", "")]
    #[case::symlink_elsewhere("a/ b/ b/f a/l->../b/f", "a/l", "./b/f", true, "./a ./b", "./")]
    #[case::absolute_symlink("a/ b/ b/f a/l->@/b/f", "a/l", "./b/f", true, "./a ./b", "./")]
    #[case::dangling_symlink("a/ a/l->../b/f", "a/l", "./b", false, "./ ./a", "")]
    #[case::directory_symlink("r1/ r1/d/ r1/d/f now->r1", "now/d/f", "./r1/d/f", true, "./ ./r1/d", "./r1")]
    #[case::up_after_a_symlink("a/b/ a/f l->a/b", "l/../f", "./a/f", true, "./ ./a", "./a/b")]
    #[case::file_as_directory("f", "f/g", "./f", false, "./", "")]
    #[case::symlink_loop("a->b b->a", "a", "./a", false, "./", "")]
    fn directories_of_a_walk(
        #[case] things: &str,
        #[case] path: &str,
        #[case] file: &str,
        #[case] exists: bool,
        #[case] watched_dirs: &str,
        #[case] ancestor_dirs: &str,
    ) {
        let dir = create(things);
        let root = dir.path().canonicalize().unwrap();
        let chain = SymlinkChain::resolve(&root.join(path));
        assert_eq!(names([&chain.file].into_iter(), &root), file);
        assert_eq!(chain.exists, exists);
        assert_eq!(names(chain.watched_dirs.keys(), &root), watched_dirs);
        assert_eq!(names(chain.ancestor_dirs.keys(), &root), ancestor_dirs);
    }

    #[test]
    fn every_name_of_the_walk_is_a_component() {
        let dir = create("r1/ r1/d/ r1/d/f now->r1");
        let root = dir.path().canonicalize().unwrap();
        let chain = SymlinkChain::resolve(&root.join("now/d/f"));
        assert_eq!(names(chain.path_components.iter(), &root), "./ ./now ./r1 ./r1/d ./r1/d/f");
    }

    #[test]
    fn replaced_directory_changes_the_chain() {
        let dir = create("a/ a/f");
        let root = dir.path().canonicalize().unwrap();
        let before = SymlinkChain::resolve(&root.join("a/f"));
        assert_eq!(SymlinkChain::resolve(&root.join("a/f")), before);
        fs::rename(root.join("a"), root.join("b")).unwrap();
        fs::create_dir(root.join("a")).unwrap();
        fs::write(root.join("a/f"), "").unwrap();
        assert_ne!(SymlinkChain::resolve(&root.join("a/f")), before);
    }

    #[test]
    fn every_directory_above_is_an_ancestor() {
        let dir = create("a/b/c/ a/b/c/f");
        let root = dir.path().canonicalize().unwrap();
        let chain = SymlinkChain::resolve(&root.join("a/b/c/f"));
        assert!(root.ancestors().all(|above| chain.ancestor_dirs.contains_key(above)));
        assert_eq!(names(chain.ancestor_dirs.keys(), &root), "./ ./a ./a/b");
    }

    #[test]
    fn root_is_a_directory() {
        let chain = SymlinkChain::resolve(Path::new("/"));
        assert_eq!((chain.file, chain.exists), (PathBuf::from("/"), true));
    }
}
