//! What the repository around a file tells about other layers; looked up when somebody asks.

mod overlay;

use std::collections::{HashMap, HashSet};
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex};
use url::Url;

use crate::input::discover::{self, File, Request};
use crate::input::node::Tree;
use crate::input::scalar::Reader;
use crate::input::yaml;
use crate::model::admin::LostUser;
use crate::model::chart_file::ChartFile;
use crate::model::container::{Base, Container, Contents, Files};
use crate::model::placeholder::is_sample;
use crate::model::shape::Shape;
use crate::model::{Document, Hints, understand};
use crate::rules::Layers;
use crate::source::Source;

/// What one repository holds of ours.
#[derive(Clone, Debug, Default)]
struct Holdings {
    values_files: usize,
    patches: usize,
    /// Files that are layers of a container.
    layers: HashSet<PathBuf>,
    /// Files with profiles, or with the hosts of a cluster.
    hosts: Vec<Arc<Source>>,
}

/// Whether the host of a URL is allowed.
type AllowsHost = Box<dyn Fn(&Url) -> bool + Send + Sync>;

/// Looks at each repository once a run.
#[derive(Default)]
pub struct Repository {
    /// Which hosts the project files allow.
    allows: Option<AllowsHost>,
    looked_at: Mutex<HashMap<PathBuf, Arc<Holdings>>>,
    /// By folder.
    charts: Mutex<HashMap<PathBuf, Option<ChartFile>>>,
    /// Whether git keeps a file, by its name.
    kept: Mutex<HashMap<String, bool>>,
    /// By folder.
    folders: Mutex<HashMap<PathBuf, Arc<[Tree]>>>,
}

impl Repository {
    /// With the hosts that the project files allow.
    pub fn allowing(allows: impl Fn(&Url) -> bool + Send + Sync + 'static) -> Self {
        Self { allows: Some(Box::new(allows)), ..Self::default() }
    }

    fn holdings(&self, root: PathBuf) -> Arc<Holdings> {
        // A poisoned lock means that another file's judgement failed; the map is still whole.
        let mut looked_at = self.looked_at.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        Arc::clone(looked_at.entry(root).or_insert_with_key(|root| Arc::new(count(root))))
    }

    /// The other files around `source` with profiles, or with the hosts of a cluster; named as `source` is.
    pub fn with_hosts(&self, source: &Source) -> Vec<Arc<Source>> {
        let Some((root, own)) = root_of(Path::new(source.name())).zip(canonical(source)) else { return Vec::new() };
        let holdings = self.holdings(root);
        let others = holdings.hosts.iter().filter(|other| Path::new(other.name()) != own);
        let named = |file: &Arc<Source>| {
            let name = named_beside(Path::new(source.name()), Path::new(file.name()));
            Source::new(discover::shown(&name), file.text())
        };
        others.map(named).collect()
    }

    /// The file at the canonical `path`, named as `source` is; none beyond the repository that holds `source`.
    pub fn beside(&self, source: &Source, path: &Path) -> Option<Arc<Source>> {
        let own = Path::new(source.name());
        let is_open = root_of(own).is_none_or(|root| is_open(&root, path));
        is_open.then(|| discover::neighbour(&named_beside(own, path)))?
    }
}

impl Layers for Repository {
    fn stands_alone(&self, source: &Source, document: &Document<'_>) -> bool {
        let Some(root) = root_of(Path::new(source.name())) else { return true };
        let holdings = self.holdings(root);
        match document.shape {
            // Other containers say themselves which layers they have.
            Shape::HelmValues if document.container != Container::HelmValues => true,
            Shape::HelmValues => {
                let is_layer = || canonical(source).is_some_and(|file| holdings.layers.contains(&file));
                holdings.values_files <= 1 && !is_layer()
            }
            Shape::AppInstance => holdings.patches == 0,
            Shape::Influxctl | Shape::Config => true,
        }
    }

    fn near(&self, source: &Source) -> Arc<[Tree]> {
        let Some(folder) = Path::new(source.name()).parent().filter(|_| source.name() != "<stdin>") else {
            return Arc::default();
        };
        let mut folders = self.folders.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let read = |folder: &PathBuf| discover::siblings(folder).iter().filter_map(objects).collect();
        Arc::clone(folders.entry(folder.to_path_buf()).or_insert_with_key(read))
    }

    fn lost_users(&self, patch: &Source, document: &Document<'_>) -> Vec<LostUser> {
        overlay::lost_users(patch, document)
    }

    fn holds(&self, source: &Source) -> bool {
        let mut kept = self.kept.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let ask = || discover::is_in_work_tree(Path::new(source.name()));
        *kept.entry(source.name().to_owned()).or_insert_with(ask)
    }

    fn allows_host(&self, url: &Url) -> bool {
        self.allows.as_ref().is_some_and(|allows| allows(url))
    }

    fn mode(&self, source: &Source) -> Option<u32> {
        // A mounted Secret is a link; its bits are those of the mount.
        let path = Path::new(source.name());
        if path.is_symlink() { None } else { discover::mode(path) }
    }

    fn chart(&self, values: &Source) -> Option<ChartFile> {
        // Standard input without a name stands in no folder.
        let folder = Path::new(values.name()).parent().filter(|_| values.name() != "<stdin>")?;
        let mut charts = self.charts.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        charts.entry(folder.to_path_buf()).or_insert_with_key(|folder| chart_near(folder)).clone()
    }
}

/// A file that may hold objects; what cannot be read, or is a sample, tells nothing.
fn objects(source: &Arc<Source>) -> Option<Tree> {
    if !["ConfigMap", "Secret", "Generator"].iter().any(|word| source.text().contains(word)) {
        return None;
    }
    let (tree, error) = yaml::read(source, Reader::Kubectl);
    (error.is_none() && !is_sample(source.name())).then_some(tree)
}

/// Values of one environment often stand a folder below the chart.
fn chart_near(folder: &Path) -> Option<ChartFile> {
    let above = folder.parent().map_or_else(|| PathBuf::from(".."), Path::to_path_buf);
    [folder, &above].into_iter().find_map(|folder| {
        let mut chart = ChartFile::read(&discover::neighbour(&folder.join("Chart.yaml"))?);
        if chart.version.is_some()
            && chart.release().is_none()
            && let Some(lock) = discover::neighbour(&folder.join("Chart.lock"))
        {
            chart.lock(&lock);
        }
        Some(chart)
    })
}

/// Finds the files of values that containers name.
#[derive(Default)]
pub struct ValuesFiles {
    /// Those of the run by their canonical paths: they are not read twice, and keep their names.
    of_run: HashMap<PathBuf, Arc<Source>>,
}

impl ValuesFiles {
    /// With the files of the run.
    pub fn beside(files: &[File]) -> Arc<dyn Files> {
        let readable = files.iter().filter(|file| file.encoding_error.is_none());
        let of_run = readable.filter_map(|file| Some((canonical(&file.source)?, Arc::clone(&file.source))));
        Arc::new(Self { of_run: of_run.collect() })
    }
}

impl Files for ValuesFiles {
    fn find(&self, container: &Source, base: Base<'_>, path: &str) -> Option<Arc<Source>> {
        let root = root_of(Path::new(container.name()))?;
        let file = match base {
            Base::Folder => canonical(container)?.parent()?.join(path),
            Base::Repository(url) => Some(root.join(path)).filter(|_| is_clone_of(&root, url))?,
        };
        let file = file.canonicalize().ok()?;
        if !is_open(&root, &file) {
            return None;
        }
        let known = self.of_run.get(&file).cloned();
        known.or_else(|| discover::neighbour(&named_beside(Path::new(container.name()), &file)))
    }
}

/// A stranger's path shall show nobody what lies beyond the repository, nor git's own files: they may hold a token.
fn is_open(root: &Path, file: &Path) -> bool {
    let is_git = |part| part == Component::Normal(".git".as_ref());
    file.strip_prefix(root).is_ok_and(|inside| !inside.components().any(is_git))
}

/// False when all remotes of the repository have another name than the URL: a fork keeps the name, a mirror too.
fn is_clone_of(root: &Path, url: Option<&str>) -> bool {
    let name = |url: &str| {
        let url = url.trim().trim_end_matches('/');
        url.strip_suffix(".git").unwrap_or(url).rsplit(['/', ':']).next().unwrap_or_default().to_lowercase()
    };
    let Some((url, config)) = url.zip(discover::neighbour(&root.join(".git/config"))) else { return true };
    let settings = config.text().lines().filter_map(|line| line.split_once('='));
    let mut remotes = settings.filter(|(key, _)| key.trim() == "url").map(|(_, url)| name(url)).peekable();
    remotes.peek().is_none() || remotes.any(|remote| remote == name(url))
}

/// The path of `file` as whoever named `container` would write it.
fn named_beside(container: &Path, file: &Path) -> PathBuf {
    let folder = container.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let Ok(from) = folder.canonicalize() else { return file.to_path_buf() };
    let shared = from.components().zip(file.components()).take_while(|(one, other)| one == other).count();
    let mut name = folder.to_path_buf();
    for _ in shared..from.components().count() {
        match name.components().next_back() {
            Some(Component::Normal(_)) => drop(name.pop()),
            _ => name.push(".."),
        }
    }
    name.extend(file.components().skip(shared));
    // Behind a link `..` leads elsewhere.
    if name.canonicalize().is_ok_and(|named| named == file) { name } else { file.to_path_buf() }
}

fn canonical(source: &Source) -> Option<PathBuf> {
    Path::new(source.name()).canonicalize().ok()
}

/// The work tree that holds `file`: the nearest folder above it with a `.git`.
fn root_of(file: &Path) -> Option<PathBuf> {
    let file = file.canonicalize().ok()?;
    file.ancestors().skip(1).find(|folder| folder.join(".git").exists()).map(Path::to_path_buf)
}

fn count(root: &Path) -> Holdings {
    let request = Request { paths: vec![root.to_path_buf()], ..Request::default() };
    let found = discover::find(&request, &mut std::io::empty());
    let files = ValuesFiles::beside(&found.files);
    let mut holdings = Holdings::default();
    for file in found.files {
        let contents = Contents::read(&file.source, &Hints::default(), Some(&files));
        holdings.layers.extend(contents.layers.iter().filter_map(|layer| canonical(layer)));
        let documents = understand(&contents, &Hints::default());
        let values = documents.iter().any(|document| document.container == Container::HelmValues);
        let patches = documents.iter().filter(|d| d.shape == Shape::AppInstance && !d.seems_whole);
        holdings.values_files += usize::from(values);
        holdings.patches += patches.count();
        if documents.iter().any(Document::has_hosts) {
            holdings.hosts.push(file.source);
        }
    }
    holdings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_as_its_container_is() {
        let here = Path::new("src/engine/mod.rs").canonicalize().unwrap();
        for (container, name) in [
            ("Cargo.toml", "./src/engine/mod.rs"),
            ("src/model/mod.rs", "src/engine/mod.rs"),
            ("./src/engine/judging.rs", "./src/engine/mod.rs"),
            ("tests/../src/lib.rs", "tests/../src/engine/mod.rs"),
            ("nowhere/at/all.rs", here.to_str().unwrap()),
        ] {
            assert_eq!(named_beside(Path::new(container), &here), Path::new(name), "{container}");
        }
        let above = named_beside(Path::new("Cargo.toml"), &here.with_file_name("no-such-file"));
        assert!(above.is_absolute());
    }
}
