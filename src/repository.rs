//! What the repository around a file tells about other layers; looked up when the first rule asks.

mod overlay;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use crate::input::discover::{self, Request};
use crate::input::node::Tree;
use crate::input::scalar::Reader;
use crate::input::yaml;
use crate::model::admin::LostUser;
use crate::model::chart_file::ChartFile;
use crate::model::container::{Container, Contents};
use crate::model::placeholder::is_sample;
use crate::model::shape::Shape;
use crate::model::{Document, Hints, understand};
use crate::rules::Layers;
use crate::source::Source;

/// What one repository holds of ours.
#[derive(Clone, Copy, Debug, Default)]
struct Holdings {
    values_files: usize,
    patches: usize,
}

/// Looks at each repository once a run.
#[derive(Default)]
pub struct Repository {
    looked_at: Mutex<HashMap<PathBuf, Holdings>>,
    /// By folder.
    charts: Mutex<HashMap<PathBuf, Option<ChartFile>>>,
    /// By folder.
    folders: Mutex<HashMap<PathBuf, Arc<[Tree]>>>,
}

impl Repository {
    fn holdings(&self, root: PathBuf) -> Holdings {
        // A poisoned lock means that another file's judgement failed; the map is still whole.
        let mut looked_at = self.looked_at.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        *looked_at.entry(root).or_insert_with_key(|root| count(root))
    }
}

impl Layers for Repository {
    fn stands_alone(&self, source: &Source, document: &Document<'_>) -> bool {
        let Some(root) = root_of(Path::new(source.name())) else { return true };
        let holdings = self.holdings(root);
        match document.shape {
            // Other containers say themselves which layers they have.
            Shape::HelmValues => document.container != Container::HelmValues || holdings.values_files <= 1,
            Shape::AppInstance => holdings.patches == 0,
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

/// The work tree that holds `file`: the nearest folder above it with a `.git`.
fn root_of(file: &Path) -> Option<PathBuf> {
    let file = file.canonicalize().ok()?;
    file.ancestors().skip(1).find(|folder| folder.join(".git").exists()).map(Path::to_path_buf)
}

fn count(root: &Path) -> Holdings {
    let request = Request { paths: vec![root.to_path_buf()], ..Request::default() };
    let found = discover::find(&request, &mut std::io::empty());
    let mut holdings = Holdings::default();
    for file in found.files {
        let contents = Contents::read(&file.source, &Hints::default());
        let documents = understand(&contents, &Hints::default());
        let values = documents.iter().any(|document| document.container == Container::HelmValues);
        let patches = documents.iter().filter(|d| d.shape == Shape::AppInstance && !d.seems_whole);
        holdings.values_files += usize::from(values);
        holdings.patches += patches.count();
    }
    holdings
}
