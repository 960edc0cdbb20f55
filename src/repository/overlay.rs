//! What a kustomize overlay lies over: the base of a patch, as far as the files tell.

use std::borrow::Cow;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use crate::input::discover;
use crate::input::node::{Node, Tree};
use crate::input::scalar::Reader;
use crate::input::yaml;
use crate::model::admin::LostUser;
use crate::model::container::{Container, Contents};
use crate::model::shape::Shape;
use crate::model::{Document, Hints, understand};
use crate::source::Source;

/// The names that kustomize looks for.
const NAMES: [&str; 3] = ["kustomization.yaml", "kustomization.yml", "Kustomization"];
const PATCHES: [&str; 3] = ["patches", "patchesStrategicMerge", "patchesJson6902"];
/// Bases of bases are followed this deep.
const MAX_BASES: usize = 4;

/// The users of the base that a strategic-merge patch takes away: an AppInstance is of a custom resource, whose
/// lists have no merge key, so the patch's list replaces the base's.
pub(super) fn lost_users(patch: &Source, document: &Document<'_>) -> Vec<LostUser> {
    let is_merge = document.shape == Shape::AppInstance && document.root.get("kind").is_some();
    let (Some(admin), Some(folder)) = (document.admin.as_ref(), Path::new(patch.name()).parent()) else {
        return Vec::new();
    };
    let Some(tree) = kustomization(folder).filter(|_| is_merge && !document.seems_whole) else { return Vec::new() };
    let Some(root) = tree.document(0) else { return Vec::new() };
    let is_here = document.container == Container::Kustomization && tree.source().name() == patch.name();
    if !is_here && !names(root, patch, folder) {
        return Vec::new();
    }
    let name = |document: &Document<'_>| document.root.at(&["metadata", "name"])?.text().map(Cow::into_owned);
    let mut texts = Vec::new();
    if below(root, folder, MAX_BASES, &mut texts).is_none() {
        return Vec::new();
    }
    let lost_in = |source: &Arc<Source>| {
        let contents = Contents::read(source, &Hints::default(), None);
        let documents = understand(&contents, &Hints::default());
        let same = documents.iter().filter(|base| base.root.get("kind").is_some() && name(base) == name(document));
        same.filter_map(|base| base.admin.as_ref()).flat_map(|base| admin.lost_of(base)).collect::<Vec<_>>()
    };
    texts.iter().flat_map(lost_in).collect()
}

fn kustomization(folder: &Path) -> Option<Tree> {
    let source = NAMES.iter().find_map(|name| discover::neighbour(&plain(&folder.join(name))))?;
    let (tree, error) = yaml::read(&source, Reader::Kubectl);
    error.is_none().then_some(tree)
}

/// True when the kustomization applies this file as a patch.
fn names(root: Node<'_>, patch: &Source, folder: &Path) -> bool {
    let patches = PATCHES.iter().filter_map(|key| root.get(key)).flat_map(Node::items);
    let paths = patches.filter_map(|one| one.get("path").unwrap_or(one).text());
    let own = plain(Path::new(patch.name()));
    paths.into_iter().any(|path| plain(&folder.join(&*path)) == own)
}

/// The files that the kustomization takes; `None` when the bases are changed on the way, or lie elsewhere.
fn below(root: Node<'_>, folder: &Path, levels: usize, texts: &mut Vec<Arc<Source>>) -> Option<()> {
    let items = ["resources", "bases"].iter().filter_map(|key| root.get(key)).flat_map(Node::items);
    for item in items {
        let path = plain(&folder.join(&*item.text()?));
        if let Some(source) = discover::neighbour(&path) {
            texts.push(source);
            continue;
        }
        let tree = kustomization(&path).filter(|_| levels > 1)?;
        let base = tree.document(0)?;
        if PATCHES.iter().chain(&["components", "replacements", "transformers"]).any(|key| base.get(key).is_some()) {
            return None;
        }
        below(base, &path, levels - 1, texts)?;
    }
    Some(())
}

/// Without `.` and, where a name stands before it, without `..`.
fn plain(path: &Path) -> PathBuf {
    path.components().fold(PathBuf::new(), |mut plain, part| {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(plain.components().next_back(), Some(Component::Normal(_))) => {
                plain.pop();
            }
            part => plain.push(part),
        }
        plain
    })
}
