//! Finds the files to judge: named files, standard input, and what a walk of the named folders turns up.
//!
//! What a walk opens, and what it does not:
//! - candidates are names that end in `.yaml`, `.yml`, `.json` or `.toml` (any case), names without an extension, and
//!   names with `.yaml.` or `.yml.` inside (`values.yaml.dist`); shell scripts (`.sh`, `.bash`), makefiles (`.mk`) and
//!   Dockerfiles (`Dockerfile.ci`, `ci.dockerfile`). A README with a YAML block is never opened.
//! - `.gitignore` (inside a git repository) and `.ignore` (anywhere) are obeyed. A person's global git
//!   excludes are not: the same tree gives the same result on every machine.
//! - hidden files are read when they are named as YAML (`.argocd-source.yaml`); hidden folders are skipped
//!   but for `.argocd`, `.deploy`, `.fleet`, `.flux`, `.github`, `.gitlab`, `.helm` and `.k8s`.
//! - links to folders are not followed, so no loop and no way out; a link to a file is read once, under its
//!   target's name when the walk meets both.
//!
//! - what the project file excludes is not opened; project files are no inputs of a walk.
//!
//! A file that is named on the command line is read whatever its name, ignored or not; with
//! [`Request::force_exclude`] not when the project file excludes it.

mod content;
mod exclude;
mod file;
mod git;
mod trouble;
mod walk;

use std::collections::HashSet;
use std::fs;
use std::io::{self, Read};
use std::path::{Component, MAIN_SEPARATOR_STR, Path, PathBuf};
use std::sync::Arc;

pub use self::exclude::{Exclude, Excludes, standing};
pub use self::file::File;

use self::content::Form;
use crate::facts::Trouble;
use crate::source::Source;
pub use git::is_in_work_tree;
pub use trouble::words;
use trouble::{broken_link, too_large, unreadable};

/// The name of our project file.
pub const PROJECT_FILE: &str = ".idplint.toml";

/// Most files of one folder that are looked through for what a file refers to.
const MAX_SIBLINGS: usize = 200;

/// What to look at.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Files, folders, or `-` for standard input.
    pub paths: Vec<PathBuf>,
    /// The file that standard input stands for: its shown name. That file is then not read from disk.
    pub stdin_name: Option<String>,
    /// Layers of one values document, the strongest last; they are not among [`Found::files`].
    pub layers: Vec<PathBuf>,
    /// Files of profiles, whatever their names; they are not among [`Found::files`].
    pub profiles: Vec<PathBuf>,
    /// Keep named files and standard input whatever they hold (a layer of values, a kind that was given).
    pub keep_named: bool,
    /// What walks do not open.
    pub exclude: Exclude,
    /// Pass over excluded paths where they are named, too.
    pub force_exclude: bool,
}

/// Why a file that was read is not among [`Found::files`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// Nothing but white space.
    Empty,
    /// A NUL byte among the first 8 KiB.
    Binary,
    /// Begins with the byte order mark of UTF-16.
    Utf16,
    /// Text without a word of ours.
    NoSettings,
}

impl Reason {
    /// The reason as the end of a sentence: "`a.yaml` was not checked: it is empty".
    pub fn words(self) -> &'static str {
        match self {
            Self::Empty => "it is empty",
            Self::Binary => "it is a binary file",
            Self::Utf16 => "it is UTF-16; write UTF-8",
            Self::NoSettings => "it holds no identity-provider settings of InfluxDB",
        }
    }
}

/// A file that was read and not judged.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Skipped {
    /// Its shown name.
    pub name: String,
    /// Why.
    pub reason: Reason,
}

/// What was found. No order in it depends on threads.
#[derive(Debug, Default)]
pub struct Found {
    /// Files that may hold settings of ours, each once, by shown name.
    pub files: Vec<File>,
    /// The layers that could be read and are not empty, in their order.
    pub layers: Vec<File>,
    /// True when a layer could not be read.
    pub lacks_layer: bool,
    /// The files of profiles that could be read and are not empty.
    pub profiles: Vec<File>,
    /// True when a folder was searched.
    pub walked: bool,
    /// How many files were read.
    pub checked: usize,
    /// What could not be read, by name.
    pub troubles: Vec<Trouble>,
    /// Named files that hold nothing of ours, and files in UTF-16 that seem to hold something, by name.
    pub skipped: Vec<Skipped>,
}

/// Finds and reads. Never fails: what cannot be read is a [`Trouble`], and the rest goes on.
///
/// Named files are taken before folders are walked, so a file that is both named and found counts as named.
pub fn find(request: &Request, stdin: &mut dyn Read) -> Found {
    let mut hunt = Hunt::new(request);
    let is_stdin = |path: &&PathBuf| path.as_os_str() == "-";
    for layer in &request.layers {
        hunt.layer(layer, request.stdin_name.as_deref(), stdin);
    }
    let lacks_layer = !hunt.catch.troubles.is_empty();
    let layers = std::mem::take(&mut hunt.catch.files);
    for profile in &request.profiles {
        hunt.kept(profile, request.stdin_name.as_deref(), stdin);
    }
    let profiles = std::mem::take(&mut hunt.catch.files);
    let stdin_path = request.stdin_name.as_ref().map(Path::new);
    let is_passed_over = |path: &Path| request.force_exclude && request.exclude.holds(path, path.is_dir());
    if request.paths.iter().any(|path| is_stdin(&path)) && !stdin_path.is_some_and(is_passed_over) {
        hunt.stdin(request.stdin_name.as_deref(), stdin);
    }
    let paths = request.paths.iter().filter(|path| !is_stdin(path) && !is_passed_over(path));
    let (folders, files): (Vec<_>, Vec<_>) = paths.partition(|path| path.is_dir());
    for file in files {
        hunt.named(file);
    }
    let walked = !folders.is_empty();
    for folder in folders {
        hunt.folder(folder);
    }
    hunt.links();
    Found { layers, lacks_layer, walked, profiles, ..hunt.catch.into_found() }
}

/// True for the name of our project file.
pub fn is_project_file(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == PROJECT_FILE)
}

/// A file that another one needs or explains: read when asked for; `None` for what is no UTF-8 text.
pub fn neighbour(path: &Path) -> Option<Arc<Source>> {
    // Opening a pipe would wait for its writer.
    fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
    let mut buffer = Vec::new();
    match content::open_and_read(path, &mut buffer) {
        Ok(Form::Text | Form::Unfit(Reason::Empty)) => {
            let (text, encoding_error) = content::decode(&buffer);
            encoding_error.is_none().then(|| Source::new(shown(path), text))
        }
        _ => None,
    }
}

/// The YAML files of a folder, in the order of their names; those that cannot be opened are no files to us.
pub fn siblings(folder: &Path) -> Vec<Arc<Source>> {
    let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let entries = fs::read_dir(here).into_iter().flatten().filter_map(Result::ok);
    let is_yaml = |path: &PathBuf| path.extension().is_some_and(|end| end == "yaml" || end == "yml");
    let mut paths: Vec<_> = entries.map(|entry| folder.join(entry.file_name())).filter(is_yaml).collect();
    paths.sort();
    paths.iter().take(MAX_SIBLINGS).filter_map(|path| neighbour(path)).collect()
}

/// One run of [`find`].
struct Hunt<'r> {
    keep_named: bool,
    exclude: &'r Exclude,
    /// Canonical paths of all files that were opened: none is opened twice.
    claimed: HashSet<PathBuf>,
    /// Links to files, as the walks met them: judged last, when it is known whether their targets were met too.
    links: Vec<PathBuf>,
    catch: Catch,
    buffer: Vec<u8>,
}

impl<'r> Hunt<'r> {
    fn new(request: &'r Request) -> Self {
        let Request { keep_named, exclude, .. } = request;
        Self {
            keep_named: *keep_named,
            exclude,
            claimed: HashSet::new(),
            links: Vec::new(),
            catch: Catch::default(),
            buffer: Vec::new(),
        }
    }

    fn stdin(&mut self, name: Option<&str>, stdin: &mut dyn Read) {
        // An editor's buffer stands for its file: the older text on disk is not judged as well.
        self.claimed.extend(name.and_then(|name| fs::canonicalize(name).ok()));
        let name = name.map_or_else(|| "<stdin>".to_owned(), |name| shown(Path::new(name)));
        match content::read(stdin, &mut self.buffer) {
            Ok(form) => self.take_named(name, None, form),
            Err(error) => self.catch.troubles.push(unreadable(name, &error)),
        }
    }

    /// One file may be two layers.
    fn layer(&mut self, path: &Path, stdin_name: Option<&str>, stdin: &mut dyn Read) {
        self.claimed.remove(&fs::canonicalize(path).unwrap_or_else(|_| path.to_owned()));
        self.kept(path, stdin_name, stdin);
    }

    /// A file that a flag names is kept whatever it holds.
    fn kept(&mut self, path: &Path, stdin_name: Option<&str>, stdin: &mut dyn Read) {
        let keep_named = std::mem::replace(&mut self.keep_named, true);
        if path.as_os_str() == "-" {
            self.stdin(stdin_name, stdin);
        } else {
            self.named(path);
        }
        self.keep_named = keep_named;
    }

    fn named(&mut self, path: &Path) {
        // What has no canonical path (a pipe, a missing file) is at least not opened twice under one name.
        if !self.claimed.insert(fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())) {
            return;
        }
        match content::open_and_read(path, &mut self.buffer) {
            Ok(form) => self.take_named(shown(path), Some(path), form),
            Err(error) => self.catch.cannot_read(path, &error),
        }
    }

    fn take_named(&mut self, name: String, path: Option<&Path>, form: Form) {
        self.catch.checked += 1;
        let is_known = |path: &Path| content::is_token_file(path) || is_project_file(path);
        let is_kept = self.keep_named || is_known(path.unwrap_or(Path::new(&name)));
        if form == Form::Text && !is_kept && !content::has_marker(form, &self.buffer) {
            self.catch.skip(name, Reason::NoSettings);
        } else {
            self.catch.take(name, path, true, form, &self.buffer);
        }
    }

    fn folder(&mut self, folder: &Path) {
        let trail = match fs::canonicalize(folder) {
            Ok(root) => walk::walk(folder, &root, &self.claimed, self.exclude),
            Err(error) => return self.catch.cannot_read(folder, &error),
        };
        self.claimed.extend(trail.opened);
        self.links.extend(trail.links);
        self.catch.merge(trail.catch);
    }

    fn links(&mut self) {
        let mut links = std::mem::take(&mut self.links);
        links.sort();
        for link in links {
            match fs::metadata(&link) {
                Ok(target) if target.is_file() => self.link(&link),
                Ok(_) => {}
                // A broken link without a YAML name mostly led to a folder.
                Err(_) if link.extension().is_none() => {}
                Err(error) => self.catch.cannot_read(&link, &error),
            }
        }
    }

    fn link(&mut self, link: &Path) {
        let target = match fs::canonicalize(link) {
            Ok(target) => target,
            Err(error) => return self.catch.cannot_read(link, &error),
        };
        if !self.claimed.contains(&target) {
            self.catch.take_found(&target, || link.to_owned(), &mut self.buffer);
            self.claimed.insert(target);
        }
    }
}

/// What was caught so far, by one thread or by all.
#[derive(Default)]
struct Catch {
    files: Vec<File>,
    checked: usize,
    troubles: Vec<Trouble>,
    skipped: Vec<Skipped>,
}

impl Catch {
    /// Reads a file that a walk found and keeps it when it holds a marker. `at` gives the path to show.
    fn take_found(&mut self, file: &Path, at: impl Fn() -> PathBuf, buffer: &mut Vec<u8>) {
        match content::open_and_read(file, buffer) {
            Ok(form) => {
                self.checked += 1;
                if content::has_marker(form, buffer) || content::is_token_file(file) {
                    let path = at();
                    self.take(shown(&path), Some(&path), false, form, buffer);
                }
            }
            Err(error) => self.cannot_read(&at(), &error),
        }
    }

    fn take(&mut self, name: String, path: Option<&Path>, named: bool, form: Form, buffer: &[u8]) {
        match form {
            Form::Text => {
                let (text, encoding_error) = content::decode(buffer);
                let source = Source::new(name, text);
                let mode = path.and_then(mode);
                self.files.push(File { source, path: path.map(Path::to_owned), named, encoding_error, mode });
            }
            Form::TooLarge => self.troubles.push(too_large(name)),
            Form::Unfit(reason) => self.skip(name, reason),
        }
    }

    fn skip(&mut self, name: String, reason: Reason) {
        self.skipped.push(Skipped { name, reason });
    }

    fn cannot_read(&mut self, path: &Path, error: &io::Error) {
        let is_broken_link = error.kind() == io::ErrorKind::NotFound && path.is_symlink();
        self.troubles.push(if is_broken_link { broken_link(shown(path)) } else { unreadable(shown(path), error) });
    }

    fn merge(&mut self, other: Self) {
        self.files.extend(other.files);
        self.checked += other.checked;
        self.troubles.extend(other.troubles);
        self.skipped.extend(other.skipped);
    }

    fn into_found(mut self) -> Found {
        self.files.sort_by(|a, b| (a.source.name(), &a.path).cmp(&(b.source.name(), &b.path)));
        self.troubles.sort();
        self.troubles.dedup();
        self.skipped.sort();
        let Self { files, checked, troubles, skipped } = self;
        Found { files, checked, troubles, skipped, ..Found::default() }
    }
}

/// A path as reports show it: `/` between its parts, no `./`; bytes that are not UTF-8 are replaced.
pub fn shown(path: &Path) -> String {
    let parts: PathBuf = path.components().filter(|part| *part != Component::CurDir).collect();
    match parts.to_string_lossy().replace(MAIN_SEPARATOR_STR, "/") {
        name if name.is_empty() => ".".into(),
        name => name,
    }
}

/// Unix permission bits of a file; `None` where there are none.
#[cfg(unix)]
pub fn mode(path: &Path) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).ok().map(|metadata| metadata.permissions().mode() & 0o7777)
}

/// Unix permission bits of a file; `None` where there are none.
#[cfg(not(unix))]
pub fn mode(_: &Path) -> Option<u32> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shown_paths_are_as_given_without_dots() {
        let cases =
            [("./a.yaml", "a.yaml"), (".", "."), ("./../a//b/./c", "../a/b/c"), ("/a/", "/a"), ("a/..", "a/..")];
        for (given, expected) in cases {
            assert_eq!(shown(Path::new(given)), expected);
        }
    }
}
