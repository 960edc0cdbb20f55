//! Containers of the `admin` block: what surrounds Helm values and AppInstances, and where they are inside.
//!
//! A document that is nobody's we know yields nothing. The copy of an object in its annotation
//! `kubectl.kubernetes.io/last-applied-configuration` is never read: the live object beside it is what the
//! cluster uses, and `kubectl apply` rewrites the copy; `status` and `managedFields` are not settings.

mod argo;
mod config_map;
pub mod fault;
mod files;
mod fleet;
mod flux;
mod helmfile;
mod json_patch;
mod k3s;
mod kustomize;
mod layers;
mod manifest;
mod profiles;
mod set;
mod values;
mod way;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use self::fault::Fault;
use self::files::Allowance;
pub use self::files::{Base, Files};
use self::json_patch::Target;
pub use self::layers::Argument;
use self::values::Chart;
pub(super) use self::way::Way;
use super::Hints;
use super::companion::{self, Companion};
use super::script::Script;
use super::shape::{Shape, is_ours_by_text, is_template};
use super::unjudged::Unjudged;
use crate::input::embedded::{self, Embedded};
use crate::input::node::{Node, NodeId, Tree};
use crate::input::scalar::Reader;
use crate::input::unknown::Unknown;
use crate::input::{ReadError, strict, yaml};
use crate::source::{Place, Source, Span};

/// Strings in strings are followed this deep: an Argo CD Application in a ConfigMap in a List.
const MAX_EMBEDDED: usize = 4;

/// What the outermost layer of a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Container {
    /// A values file, an umbrella chart's included.
    HelmValues,
    /// An AppInstance.
    AppInstance,
    /// `kind: List`, as `kubectl get` prints it.
    List,
    /// A ConfigMap: the operator's `app-instance`, or values for Flux.
    ConfigMap,
    /// A Secret with `stringData`.
    Secret,
    /// Argo CD Application.
    ArgoApplication,
    /// Argo CD ApplicationSet.
    ArgoApplicationSet,
    /// Flux HelmRelease.
    FluxHelmRelease,
    /// kustomization.yaml, or a Flux Kustomization.
    Kustomization,
    /// A JSON patch (RFC 6902) in a file of its own.
    KustomizePatch,
    /// helmfile.yaml.
    Helmfile,
    /// HelmChart or HelmChartConfig of k3s and RKE2.
    K3sHelmChart,
    /// fleet.yaml of Rancher Fleet.
    Fleet,
    /// config.toml of influxctl.
    InfluxctlConfig,
    /// .idplint.toml, our own.
    ProjectFile,
}

impl Container {
    /// The word of every report.
    pub fn word(self) -> &'static str {
        match self {
            Self::HelmValues => "helm-values",
            Self::AppInstance => "app-instance",
            Self::List => "list",
            Self::ConfigMap => "config-map",
            Self::Secret => "secret-manifest",
            Self::ArgoApplication => "argo-application",
            Self::ArgoApplicationSet => "argo-application-set",
            Self::FluxHelmRelease => "flux-helm-release",
            Self::Kustomization => "kustomization",
            Self::KustomizePatch => "kustomize-patch",
            Self::Helmfile => "helmfile",
            Self::K3sHelmChart => "k3s-helm-chart",
            Self::Fleet => "fleet",
            Self::InfluxctlConfig => "influxctl-config",
            Self::ProjectFile => "config",
        }
    }
}

/// A text, taken apart into the documents of ours that it holds.
#[derive(Debug, Default)]
pub struct Contents {
    /// The text's own tree first, then those of its strings, and settings that were put together.
    trees: Vec<Tree>,
    pub(super) parts: Vec<Part>,
    /// Where the text cannot be read, and where strings of ours in it cannot.
    pub broken: Vec<Broken>,
    /// What is wrong around documents of ours.
    pub faults: Vec<Fault>,
    /// Strings that may carry values or an AppInstance, but are encrypted or rendered first.
    pub closed: Vec<Unjudged>,
    /// Files of values that are layers of documents here.
    pub layers: Vec<Arc<Source>>,
    /// True when a flag says what the text is: then it is ours, whatever it holds.
    is_named: bool,
    /// What goes along with settings.
    pub companions: Vec<Companion>,
}

/// One document of ours.
#[derive(Debug)]
pub(super) struct Part {
    tree: usize,
    root: NodeId,
    reader: Reader,
    pub(super) shape: Shape,
    pub(super) way: Way,
}

/// A text of ours that its reader would refuse.
#[derive(Debug)]
pub struct Broken {
    /// Why and where, in the file.
    pub error: ReadError,
    /// The way to the string that holds the text; empty for the file itself.
    pub prefix: String,
}

/// What a tree should hold.
#[derive(Clone, Copy)]
enum Expect {
    /// Anything that stands at the root of a file.
    Anything,
    /// A Kubernetes object; strings hold the files of everybody, so it must say its `kind`.
    Resource,
    /// Values of a chart.
    Values(Chart),
    /// A patch of kustomize: a partial resource, or a list of operations.
    Patch(Target),
    /// A document of ours, put together from settings.
    Ours(Shape),
}

/// A tree that is still to be looked at.
struct Inner {
    tree: Tree,
    way: Way,
    expect: Expect,
    /// What its reader refuses, should it turn out to be ours.
    refusals: Vec<ReadError>,
    /// The files that are layers of it.
    files: Vec<Arc<Source>>,
}

/// What the visit of one tree turns up, and where it looks for files.
#[derive(Default)]
struct Finds {
    parts: Vec<(NodeId, Reader, Shape, Way)>,
    inner: Vec<Inner>,
    broken: Vec<Broken>,
    faults: Vec<Fault>,
    closed: Vec<Unjudged>,
    files: Option<Rc<Allowance>>,
}

impl Finds {
    /// A document of ours.
    fn part(&mut self, node: Node<'_>, shape: Shape, way: &Way) {
        self.parts.push((node.id(), node.reader(), shape, way.clone()));
    }

    /// A string that may carry something; any other value carries nothing.
    fn string(&mut self, string: Node<'_>, reader: Reader, way: Way, expect: Expect) {
        if let Some(why) = closed(string) {
            return self.closed(string, &way, why);
        }
        let (Some(text), Some(inside)) = (string.text(), embedded::read(string, reader)) else { return };
        let Embedded { tree, error, mut refusals } = inside;
        let error = error.filter(|_| is_ours_by_text(&text));
        if is_template(&text) {
            refusals.clear();
            if error.is_some() {
                self.closed(string, &way, Unknown::Template);
            }
        } else if let Some(error) = error {
            self.broken.push(way.broken(error));
        }
        self.inner.push(Inner { tree, way, expect, refusals, files: Vec::new() });
    }

    /// A string that nobody can open yet.
    fn closed(&mut self, string: Node<'_>, way: &Way, why: Unknown) {
        self.closed.push(Unjudged { what: format!("`{}`", way.here()), place: string.place(), why });
    }

    /// Settings that were put together.
    fn assembled(&mut self, tree: Option<Tree>, way: Way, expect: Expect) {
        let (refusals, files) = Default::default();
        self.inner.extend(tree.map(|tree| Inner { tree, way, expect, refusals, files }));
    }
}

impl Contents {
    /// Reads a text, whatever its strings carry, and the layers that `files` finds.
    pub fn read(source: &Arc<Source>, hints: &Hints, files: Option<&Arc<dyn Files>>) -> Self {
        if profiles::is_toml(source, hints) {
            return profiles::read(source, hints);
        }
        if let Some(companions) = companion::read_script(source).filter(|_| hints.shape.is_none()) {
            return Self { companions, ..Self::default() };
        }
        let (tree, error) = yaml::read(source, Reader::Kubectl);
        let mut contents = Self { is_named: hints.shape.is_some(), ..Self::default() };
        let files = files.map(Allowance::new);
        let nothing = || Finds { files: files.clone(), ..Finds::default() };
        let mut finds = nothing();
        let mut not_maps = Vec::new();
        for (document, root) in tree.documents().enumerate() {
            let way = Way::of_document(document);
            match hints.shape {
                Some(shape) => match not_a_map(root, document, shape) {
                    Some(error) => not_maps.push(error),
                    None if shape == Shape::HelmValues => values::said(root.read_by(shape.reader()), &way, &mut finds),
                    None => finds.part(root.read_by(shape.reader()), shape, &way),
                },
                None => visit(root, &way, Expect::Anything, &mut finds),
            }
        }
        if hints.shape.is_none() {
            contents.companions = companion::read(&tree);
        }
        let mut open = contents.keep(tree, finds);
        for _ in 0..MAX_EMBEDDED {
            let mut deeper = Vec::new();
            for Inner { tree, way, expect, refusals, files: layers } in open {
                let mut finds = nothing();
                // Helm reads the first document of a values text.
                let documents = if matches!(expect, Expect::Values(_)) { 1 } else { usize::MAX };
                for root in tree.documents().take(documents) {
                    visit(root, &way, expect, &mut finds);
                }
                if !finds.parts.is_empty() {
                    finds.broken.extend(refusals.into_iter().map(|error| way.broken(error)));
                    contents.layers.extend(layers);
                }
                deeper.extend(contents.keep(tree, finds));
            }
            open = deeper;
        }
        let start = |part: &Part| contents.trees[part.tree].node(part.root).span().start;
        let mut parts = std::mem::take(&mut contents.parts);
        parts.sort_by_key(|part| (part.way.document, start(part)));
        contents.parts = parts;
        let error = error.filter(|_| contents.is_named || is_ours_by_text(source.text()));
        if !is_template(source.text()) {
            // What the text is cannot be told where it cannot be read.
            contents.refusals(if error.is_some() { error.into_iter().collect() } else { not_maps });
        } else if let Some(error) = error {
            let place = Place { source: Arc::clone(source), span: error.span };
            contents.closed.push(Unjudged { what: format!("`{}`", source.name()), place, why: Unknown::Template });
        }
        contents
    }

    /// Where the file's own reader stops: `errors`, and what go-yaml refuses in documents of ours.
    fn refusals(&mut self, errors: Vec<ReadError>) {
        let ours: BTreeSet<usize> = self.parts.iter().map(|part| part.way.document).collect();
        let refused = ours.into_iter().flat_map(|document| strict::refusals(&self.trees[0], document));
        let all: Vec<_> = errors.into_iter().chain(refused).collect();
        self.broken.extend(all.into_iter().map(|error| Broken { error, prefix: String::new() }));
    }

    /// A file whose bytes cannot be told.
    pub fn refuse(&mut self, error: ReadError) {
        let is_ours = self.is_named || self.trees.first().is_some_and(|tree| is_ours_by_text(tree.source().text()));
        self.broken = is_ours.then(|| Broken { error, prefix: String::new() }).into_iter().collect();
    }

    /// Comments of the file, those in strings of ours included; true at those that can be cut out as they stand.
    pub fn comments(&self) -> BTreeMap<Span, bool> {
        let spans = self.trees.iter().flat_map(|tree| tree.comments().iter().map(move |&span| (tree, span)));
        // Where a string could not be matched with what is written, a span is no comment.
        let comments = spans.filter(|(tree, span)| tree.source().slice(*span).starts_with('#'));
        let scripts = self.companions.iter().filter_map(Companion::script).flat_map(Script::comments);
        comments.map(|(tree, span)| (span, tree.is_editable())).chain(scripts).collect()
    }

    fn keep(&mut self, tree: Tree, finds: Finds) -> Vec<Inner> {
        let index = self.trees.len();
        self.trees.push(tree);
        let part = |(root, reader, shape, way)| Part { tree: index, root, reader, shape, way };
        self.parts.extend(finds.parts.into_iter().map(part));
        self.broken.extend(finds.broken);
        self.faults.extend(finds.faults);
        self.closed.extend(finds.closed);
        finds.inner
    }

    /// The root of a part.
    pub(super) fn root(&self, part: &Part) -> Node<'_> {
        self.trees[part.tree].node(part.root).read_by(part.reader)
    }
}

fn visit(root: Node<'_>, way: &Way, expect: Expect, finds: &mut Finds) {
    match expect {
        Expect::Anything => manifest::visit(root, way, finds),
        Expect::Values(chart) => values::visit(root, way, chart, finds),
        Expect::Patch(target) if root.is_seq() => json_patch::visit(root, way, target, finds),
        Expect::Resource | Expect::Patch(_) if root.get("kind").is_some() => manifest::visit(root, way, finds),
        Expect::Resource | Expect::Patch(_) => {}
        Expect::Ours(shape) => finds.part(root, shape, way),
    }
}

/// Oracle rows 247 and 248; an empty file is an empty map (row 246).
fn not_a_map(root: Node<'_>, document: usize, shape: Shape) -> Option<ReadError> {
    let is_map = root.is_map() || root.is_null() || root.is_unknown();
    let file = if shape == Shape::HelmValues { "values file" } else { "manifest" };
    (!is_map).then(|| ReadError {
        span: root.span(),
        language: "YAML",
        document,
        reason: format!("a {file} is a map, not {}", root.type_words()),
        help: "write `key: value` lines".to_owned(),
    })
}

/// Why a whole string cannot be opened; a text of several lines is one, whatever it leaves to be filled in.
fn closed(string: Node<'_>) -> Option<Unknown> {
    string.unknown().filter(|_| string.scalar().is_some_and(|scalar| !scalar.text.contains('\n')))
}

/// A map whose every layer is a list: `valueFiles`, `valuesFrom`; true when one of them says something.
fn has_items(map: Node<'_>, keys: &[&str]) -> bool {
    keys.iter().filter_map(|key| map.get(key)).any(|list| list.items().next().is_some() || list.text().is_some())
}

#[cfg(test)]
mod tests;
