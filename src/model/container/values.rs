//! Helm values: those of our chart, and those of an umbrella chart that depends on it.

use super::fault::{Fault, FaultKind};
use super::{Finds, Way};
use crate::input::lines::unwrap_entry;
use crate::input::node::Node;
use crate::input::splice::value_place;
use crate::model::chart_file::OURS;
use crate::model::shape::{self, Shape};

/// How deep umbrella charts may be stacked.
const MAX_UMBRELLAS: usize = 3;

/// Which chart the values are said to be for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Chart {
    /// influxdb3-clustered.
    Ours,
    /// Another one, or a wrapper around ours: the block itself must tell.
    Other,
    /// Nobody says.
    Untold,
}

impl Chart {
    /// By the last part of a name, repository path or OCI reference.
    pub(super) fn of(name: Option<Node<'_>>) -> Self {
        let Some(node) = name.filter(|node| !node.is_unknown()) else { return Self::Untold };
        let Some(text) = node.text() else { return Self::Untold };
        let last = text.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        if last.split(':').next() == Some(OURS) { Self::Ours } else { Self::Other }
    }
}

/// True for values of our chart itself.
pub(super) fn is_ours(root: Node<'_>, chart: Chart) -> bool {
    match chart {
        Chart::Ours => root.is_map(),
        Chart::Untold => shape::is_helm_values(root),
        Chart::Other => shape::is_unmistakable(root),
    }
}

/// The values of our chart in `root`, or those under the names of an umbrella's dependencies.
pub(super) fn visit(root: Node<'_>, way: &Way, chart: Chart, finds: &mut Finds) {
    if let Some(entry) = root.entry(OURS).filter(|entry| chart == Chart::Ours && shape::is_unmistakable(entry.value)) {
        // Oracle row 283: as good as absent.
        let path = format!("{}{OURS}", way.prefix);
        let (document, place) = (way.document, value_place(entry.key));
        let is_free = !entry.value.entries().any(|inner| root.get(&inner.name()).is_some());
        let mend = unwrap_entry(entry).filter(|_| is_free && root.tree().is_editable());
        let kind = FaultKind::UnderChartName { mend };
        return finds.faults.push(Fault { document, path, place, kind });
    }
    if is_ours(root, chart) {
        let wrapped = chart == Chart::Other;
        return finds.part(root, Shape::HelmValues, &way.layered(wrapped));
    }
    // Helm's own `global` reaches every chart, but ours reads nothing from it.
    umbrella(root, &way.layered(true), MAX_UMBRELLAS, finds);
}

/// Values by the user's word: those of an umbrella, where ours stand under the name of a dependency, or else the root.
pub(super) fn said(root: Node<'_>, way: &Way, finds: &mut Finds) {
    let before = finds.parts.len();
    if !shape::is_helm_values(root) {
        umbrella(root, &way.layered(true), MAX_UMBRELLAS, finds);
    }
    if finds.parts.len() == before {
        finds.part(root, Shape::HelmValues, way);
    }
}

fn umbrella(root: Node<'_>, way: &Way, levels: usize, finds: &mut Finds) {
    for entry in root.entries().filter(|entry| entry.value.is_map() && entry.name() != "global") {
        let inner = way.down(&key(&entry.name()));
        if shape::is_unmistakable(entry.value) {
            finds.part(entry.value, Shape::HelmValues, &inner);
        } else if levels > 1 {
            umbrella(entry.value, &inner, levels - 1, finds);
        }
    }
}

/// A key as a part of a path: `data["values.yaml"]` would be ambiguous with a dot in it.
fn key(name: &str) -> String {
    if name.contains(['.', ':', ' ']) { format!("[\"{name}\"]") } else { name.to_owned() }
}
