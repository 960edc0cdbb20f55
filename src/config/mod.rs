//! `.idplint.toml`, the project file: which one speaks for a file, and what it says.

mod globs;
mod project;

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

pub use self::globs::Globs;
pub use self::project::{Admins, Entry, Level, LevelError, Project, Text, level};

use crate::input::discover::{self, Excludes, PROJECT_FILE};
use crate::source::{Place, Source};

/// Largest project file that is read, in bytes: each glob in it becomes a matcher.
const MAX_BYTES: usize = 1 << 20;

/// Which project files count.
#[derive(Clone, Debug, Default)]
pub enum Choice {
    /// For each file the nearest one upward.
    #[default]
    Nearest,
    /// This one for all files.
    Named(PathBuf),
    /// None.
    Nothing,
}

/// What a project file says that no schema can refuse, and where.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{message}")]
pub struct ConfigError {
    /// One sentence.
    pub message: String,
    /// What to write.
    pub help: String,
    /// Where; `None` for a file that cannot be read at all.
    pub place: Option<Place>,
}

/// One project file.
#[derive(Debug)]
pub struct ProjectFile {
    /// Its shown name.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
    /// Its text; `None` where it cannot be read.
    pub source: Option<Arc<Source>>,
    /// What it says.
    pub project: Result<Project, ConfigError>,
}

impl Excludes for ProjectFile {
    fn hold(&self, path: &Path, is_folder: bool) -> bool {
        self.project.as_ref().is_ok_and(|project| project.exclude.hold(path, is_folder))
    }
}

/// The project files of a run; each is read once, each folder looked at once.
#[derive(Debug, Default)]
pub struct Projects {
    choice: Choice,
    /// Texts in place of what the files of these names hold.
    drafts: BTreeMap<String, String>,
    folders: Mutex<HashMap<PathBuf, Looked>>,
    files: Mutex<HashMap<PathBuf, Arc<ProjectFile>>>,
}

/// What a look at a folder and those above it told.
#[derive(Clone, Debug, Default)]
struct Looked {
    /// The path of the project file that speaks for its files.
    nearest: Option<PathBuf>,
    in_repository: bool,
}

impl Projects {
    /// Those that `choice` lets count, with `drafts` in place of what files hold.
    pub fn new(choice: Choice, drafts: BTreeMap<String, String>) -> Self {
        Self { choice, drafts, ..Self::default() }
    }

    /// The project file that speaks for all files, when a flag names it.
    pub fn named(&self) -> Option<Arc<ProjectFile>> {
        let Choice::Named(path) = &self.choice else { return None };
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        let at = discover::standing(path).unwrap_or_else(|| path.clone());
        let read = || Arc::new(self.read(path, discover::shown(path)));
        Some(Arc::clone(files.entry(at).or_insert_with(read)))
    }

    /// The project file that speaks for a file, which need not exist.
    pub fn of_file(&self, file: &Path) -> Option<Arc<ProjectFile>> {
        // What comes from nowhere stands in the current folder.
        let folder = discover::standing(file).and_then(|path| path.parent().map(Path::to_path_buf));
        self.of_folder(&folder.or_else(|| Path::new(".").canonicalize().ok())?)
    }

    /// The project file that speaks for the files of a folder, its path canonical: the nearest one upward, not beyond
    /// the root of its repository. Outside of a repository only the folder itself counts.
    pub fn of_folder(&self, folder: &Path) -> Option<Arc<ProjectFile>> {
        match self.choice {
            Choice::Nearest => self.look(folder).nearest.map(|path| self.at(&path)),
            Choice::Named(_) => self.named(),
            Choice::Nothing => None,
        }
    }

    fn look(&self, folder: &Path) -> Looked {
        let known = self.folders.lock().unwrap_or_else(PoisonError::into_inner).get(folder).cloned();
        if let Some(known) = known {
            return known;
        }
        let is_root = folder.join(".git").exists();
        let above = folder.parent().filter(|_| !is_root).map(|above| self.look(above)).unwrap_or_default();
        let own = Some(folder.join(PROJECT_FILE)).filter(|file| file.is_file());
        let inherited = above.nearest.filter(|_| above.in_repository);
        let looked = Looked { nearest: own.or(inherited), in_repository: is_root || above.in_repository };
        let mut folders = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        folders.entry(folder.to_path_buf()).or_insert(looked).clone()
    }

    /// The project file at a path whose folder is canonical.
    fn at(&self, path: &Path) -> Arc<ProjectFile> {
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        let read = || Arc::new(self.read(path, name_from_here(path)));
        Arc::clone(files.entry(path.to_path_buf()).or_insert_with(read))
    }

    fn read(&self, path: &Path, name: String) -> ProjectFile {
        let draft = || self.drafts.get(&name).map(|text| Source::new(name.as_str(), text.as_str()));
        let on_disk = || discover::neighbour(path).map(|source| Source::new(name.as_str(), source.text()));
        let source = draft().or_else(on_disk);
        Self::told(path, name, source)
    }

    fn told(path: &Path, name: String, source: Option<Arc<Source>>) -> ProjectFile {
        let project = match &source {
            Some(source) => project_of(source, path),
            None => Err(ConfigError {
                message: format!("cannot read the project file `{name}`"),
                help: "name a text file in UTF-8 that exists".to_owned(),
                place: None,
            }),
        };
        ProjectFile { name, path: path.to_path_buf(), source, project }
    }

    /// A project file that was read already: named itself, or standard input. Without a text it cannot be read.
    pub fn given(&self, name: &str, source: Option<&Arc<Source>>) -> Arc<ProjectFile> {
        let path = discover::standing(Path::new(name)).unwrap_or_else(|| PathBuf::from(name));
        let file = Arc::new(Self::told(&path, name.to_owned(), source.cloned()));
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        files.insert(file.path.clone(), Arc::clone(&file));
        file
    }
}

fn project_of(source: &Arc<Source>, path: &Path) -> Result<Project, ConfigError> {
    if source.text().len() > MAX_BYTES {
        return Err(ConfigError {
            message: format!("the project file `{}` is larger than {} MiB", source.name(), MAX_BYTES >> 20),
            help: "write fewer entries with wider globs".to_owned(),
            place: None,
        });
    }
    let folder = discover::standing(path).and_then(|path| path.parent().map(Path::to_path_buf));
    Project::read(source, &folder.unwrap_or_default())
}

/// The path as one would write it in the current folder; absolute where the two share no folder of a project.
fn name_from_here(path: &Path) -> String {
    let Ok(here) = Path::new(".").canonicalize() else { return discover::shown(path) };
    if let Ok(below) = path.strip_prefix(&here) {
        return discover::shown(below);
    }
    let above = path.parent().and_then(|folder| here.strip_prefix(folder).ok());
    let up = above.map(|below| below.components().map(|_| "..").collect::<PathBuf>().join(PROJECT_FILE));
    discover::shown(up.as_deref().unwrap_or(path))
}

#[cfg(test)]
mod tests;
