//! Layers of one values document: `helm -f … -f … --set …`, and containers that state several.

use std::sync::Arc;

use super::fault::{Expression, Fault, FaultKind};
use super::set::{self, Setting};
use super::{Broken, Chart, Contents, Expect, Finds, Inner, Unjudged, Way, closed, not_a_map, values};
use crate::input::embedded::{self, Embedded};
use crate::input::layers::Stack;
use crate::input::node::{Node, Tree};
use crate::input::scalar::Reader;
use crate::input::setting;
use crate::input::unknown::Unknown;
use crate::input::{ReadError, strict, yaml};
use crate::model::chart::Defect;
use crate::model::shape::{self, Shape, is_ours_by_text, is_template};
use crate::model::twice;
use crate::source::{Place, Source, Span};

/// Most layers that are laid again for each unknown one among them.
const MAX_PILED: usize = 16;

/// One layer that a container holds, and its path there.
pub(super) enum Layer<'t> {
    /// A map.
    Map(Node<'t>, String),
    /// A string that holds values.
    Text(Node<'t>, String),
    /// Settings.
    Settings(Vec<Setting<'t>>, String),
    /// A file.
    File(Arc<Source>, String),
    /// One that nobody here can know.
    Unknown,
}

impl Layer<'_> {
    fn file(&self) -> Option<&Arc<Source>> {
        match self {
            Self::File(file, _) => Some(file),
            _ => None,
        }
    }

    fn is_ours(&self, chart: Chart) -> bool {
        match self {
            Self::Map(map, _) => holds_ours(map.read_by(Reader::Helm), chart),
            Self::Text(text, _) => says_something(*text, chart),
            Self::File(file, _) => {
                values_of(&Contents::of_layer(file).trees[0]).is_some_and(|root| holds_ours(root, chart))
            }
            Self::Settings(..) | Self::Unknown => false,
        }
    }

    /// True for a text that somebody else renders or decrypts first, and for a file that cannot be read.
    fn is_closed(&self) -> bool {
        match self {
            Self::Text(text, _) => closed(*text).is_some() || text.text().is_some_and(|text| is_template(&text)),
            Self::File(file, _) => is_template(file.text()) || !Contents::of_layer(file).is_read(),
            Self::Map(..) | Self::Settings(..) | Self::Unknown => false,
        }
    }
}

/// True when a string holds keys of our chart; that it is given to our chart is not enough.
pub(super) fn says_something(text: Node<'_>, chart: Chart) -> bool {
    let chart = if chart == Chart::Ours { Chart::Untold } else { chart };
    let inside = embedded::read(text, Reader::Helm);
    inside.is_some_and(|inside| inside.tree.document(0).is_some_and(|root| holds_ours(root, chart)))
}

fn holds_ours(values: Node<'_>, chart: Chart) -> bool {
    let mut finds = Finds::default();
    values::visit(values, &Way::of_document(0), chart, &mut finds);
    !finds.parts.is_empty()
}

/// The values that the layers make, the strongest last. `at` is the path of the container that states them.
///
/// An unknown layer may replace anything beneath it: what lies beneath is judged apart from what lies above.
pub(super) fn lay(place: Node<'_>, layers: &[Layer<'_>], at: &str, way: &Way, chart: Chart, finds: &mut Finds) {
    judge_version(layers, way, finds);
    let is_unknown = |layer: &Layer<'_>| matches!(layer, Layer::Unknown);
    let way = way.layered(layers.iter().any(is_unknown));
    let mut start = 0;
    for known in layers.split(is_unknown) {
        let end = start + known.len();
        let (below, above): (&[_], &[_]) =
            if layers.len() <= MAX_PILED { (&layers[..start], &layers[end..]) } else { (&[], &[]) };
        let pile = Pile { below, known, above };
        if !known.is_empty() {
            pile.lay(place, at, &way, chart, finds);
        }
        start = end + 1;
    }
}

/// Layers without an unknown one between them, and those beyond the unknown ones.
struct Pile<'p, 't> {
    below: &'p [Layer<'t>],
    known: &'p [Layer<'t>],
    above: &'p [Layer<'t>],
}

impl Pile<'_, '_> {
    fn lay(&self, place: Node<'_>, at: &str, way: &Way, chart: Chart, finds: &mut Finds) {
        let (outer, layers) = (way, self.known);
        let is_unknown = |layer: &Layer<'_>| matches!(layer, Layer::Unknown);
        let is_all = self.below.iter().chain(self.above).all(is_unknown);
        let way = match layers {
            [Layer::Map(map, path)] if is_all => {
                return values::visit(map.read_by(Reader::Helm), &way.down(path), chart, finds);
            }
            [Layer::Text(text, path)] if is_all => {
                return finds.string(*text, Reader::Helm, way.inside(path), Expect::Values(chart));
            }
            [Layer::Text(_, path) | Layer::Settings(_, path) | Layer::File(_, path)] => way.inside(path),
            _ => way.inside(at),
        };
        // A key here and a key there do not make another chart's values ours.
        if chart == Chart::Other && layers.len() > 1 && !layers.iter().any(|layer| layer.is_ours(chart)) {
            return;
        }
        // What cannot be opened may say anything, and settings alone are the rest of something.
        let only_settings = layers.iter().all(|layer| matches!(layer, Layer::Settings(..)));
        let way = way.layered(only_settings || layers.iter().any(Layer::is_closed));
        let mut stack = Stack::new(place.tree().source(), Reader::Helm);
        // What is wrong with the others is told where they are judged.
        lay_all(self.below, &mut stack, outer, &way, &mut Finds::default());
        stack.veil();
        let refusals = lay_all(layers, &mut stack, outer, &way, finds);
        let mut over = Stack::new(place.tree().source(), Reader::Helm);
        lay_all(self.above, &mut over, outer, &way, &mut Finds::default());
        over.veil();
        if let Some(over) = over.finish() {
            over.document(0).into_iter().for_each(|root| stack.lay(root));
        }
        if let Some(tree) = stack.finish() {
            let files = layers.iter().filter_map(Layer::file).cloned().collect();
            finds.inner.push(Inner { tree, way, expect: Expect::Values(chart), refusals, files });
        }
    }
}

/// Lays them one over the other; gives what the reader of their strings refuses.
fn lay_all(layers: &[Layer<'_>], stack: &mut Stack, outer: &Way, way: &Way, finds: &mut Finds) -> Vec<ReadError> {
    let mut refusals = Vec::new();
    for layer in layers {
        match layer {
            Layer::Map(map, _) if map.is_map() => stack.lay(map.read_by(Reader::Helm)),
            Layer::Text(text, path) => refusals.extend(lay_text(*text, stack, &outer.inside(path), finds)),
            Layer::Settings(settings, _) => settings.iter().for_each(|one| one.apply(stack, way, finds)),
            Layer::File(file, _) => {
                let contents = Contents::of_layer(file);
                values_of(&contents.trees[0]).into_iter().for_each(|root| stack.lay(root));
            }
            Layer::Map(..) | Layer::Unknown => {}
        }
    }
    refusals
}

/// Tells of a version that cannot be deployed; 0.1.7 can be with a tag, which a layer out of sight may set.
pub(super) fn judge_version(layers: &[Layer<'_>], way: &Way, finds: &mut Finds) {
    let Some((version, place, may_mend)) = &way.version else { return };
    let is_sound = |defect: &Defect| *defect == Defect::BlankInTag && (way.fragment || sets_tag(layers));
    let Some(defect) = Defect::of(version).filter(|defect| !is_sound(defect)) else { return };
    let kind = FaultKind::ChartDefect { version: version.clone(), defect, may_mend: *may_mend };
    finds.faults.push(Fault { document: way.document, path: way.here().to_owned(), place: place.clone(), kind });
}

/// True when a layer sets `image.tag`, or may.
fn sets_tag(layers: &[Layer<'_>]) -> bool {
    layers.iter().any(|layer| match layer {
        Layer::Map(map, _) => map.at(&["image", "tag"]).is_some(),
        Layer::Text(text, _) => text.is_unknown() || text.text().is_some_and(|text| text.contains("tag")),
        Layer::Settings(settings, _) => settings.iter().any(|one| one.name.text().is_none_or(|n| n == "image.tag")),
        Layer::File(file, _) => file.text().contains("tag"),
        Layer::Unknown => true,
    })
}

/// Lays the values that a string carries; gives what their reader refuses.
fn lay_text(text: Node<'_>, stack: &mut Stack, way: &Way, finds: &mut Finds) -> Vec<ReadError> {
    if let Some(why) = closed(text) {
        finds.closed(text, way, why);
        return Vec::new();
    }
    let (Some(string), Some(inside)) = (text.text(), embedded::read(text, Reader::Helm)) else { return Vec::new() };
    let Embedded { tree, error, refusals } = inside;
    let error = error.filter(|_| is_ours_by_text(&string));
    if let Some(root) = values_of(&tree) {
        stack.lay(root);
        stack.keep_comments(&tree);
    }
    if is_template(&string) {
        if error.is_some() {
            finds.closed(text, way, Unknown::Template);
        }
        return Vec::new();
    }
    finds.broken.extend(error.map(|error| way.broken(error)));
    refusals
}

/// One `--set` or `--set-string` of the command line.
#[derive(Clone, Debug)]
pub struct Argument {
    /// `admin.users[0].id=123`.
    pub text: String,
    /// `--set-string`.
    pub is_text: bool,
}

impl Argument {
    /// Named by the path alone: a value may be a secret, and names are printed as they are.
    fn source(&self) -> Arc<Source> {
        let flag = if self.is_text { "--set-string" } else { "--set" };
        let path = self.text.split_once('=').map_or("", |(path, _)| path);
        Source::new(format!("{flag} {path}").trim_end(), self.text.as_str())
    }

    fn apply(&self, stack: &mut Stack, way: &Way, finds: &mut Finds) {
        let source = self.source();
        match setting::read(&self.text, self.is_text) {
            Ok(assignments) => {
                let whole = Place { source, span: Span::new(0, self.text.len()) };
                for assignment in assignments {
                    set::assign(assignment, &whole, stack, way, finds);
                }
            }
            Err(refusal) => {
                let (fault, path, span) = Expression::of_refusal(refusal, &self.text);
                let (place, kind) = (Place { source, span }, FaultKind::Expression(fault));
                finds.faults.push(Fault { document: 0, path, place, kind });
            }
        }
    }
}

impl Contents {
    /// The document that the files make, the strongest last, with the settings over them; and what each file is
    /// by itself: its comments, and where Helm cannot read it. `complete` is false when a layer is not known.
    pub fn of_layers(files: &[Arc<Source>], arguments: &[Argument], complete: bool) -> (Self, Vec<Self>) {
        let layers: Vec<Self> = files.iter().map(Self::of_layer).collect();
        let name = files.last().cloned().unwrap_or_else(|| Source::new("--values", ""));
        let is_known = complete && layers.iter().all(Self::is_read);
        let way = Way { fragment: !is_known, stated: true, ..Way::of_document(0) };
        let mut finds = Finds::default();
        let mut stack = Stack::new(&name, Reader::Helm);
        for root in layers.iter().filter_map(|layer| values_of(&layer.trees[0])) {
            stack.lay(root);
        }
        for argument in arguments {
            argument.apply(&mut stack, &way, &mut finds);
        }
        let mut whole = Self::default();
        match stack.finish() {
            Some(tree) => {
                visit(&tree, &way, &mut finds);
                whole.keep(tree, finds);
            }
            None => whole.faults = finds.faults,
        }
        (whole, layers)
    }

    /// What one layer is by itself.
    pub fn of_layer(source: &Arc<Source>) -> Self {
        let (tree, error) = yaml::read(source, Reader::Helm);
        if let Some(error) = error.as_ref().filter(|_| is_template(source.text())) {
            let place = Place { source: Arc::clone(source), span: error.span };
            let closed = vec![Unjudged { what: format!("`{}`", source.name()), place, why: Unknown::Template }];
            return Self { trees: vec![tree], closed, is_named: true, ..Self::default() };
        }
        let refused = strict::refusals(&tree, 0);
        let not_a_map = || tree.document(0).and_then(|root| not_a_map(root, 0, Shape::HelmValues));
        let errors = error.or_else(not_a_map).into_iter().chain(refused);
        let broken = errors.map(|error| Broken { error, prefix: String::new() }).collect();
        let faults = second_values(&tree).into_iter().collect();
        Self { trees: vec![tree], broken, faults, is_named: true, ..Self::default() }
    }

    fn is_read(&self) -> bool {
        self.broken.is_empty() && self.closed.is_empty()
    }
}

fn second_values(tree: &Tree) -> Option<Fault> {
    let second = twice::two_documents(tree)?.second;
    let (path, place) = (second.name().into_owned(), second.place());
    Some(Fault { document: 0, path, place, kind: FaultKind::SecondValues })
}

/// Helm 3 reads the first document of a values file.
fn values_of(tree: &Tree) -> Option<Node<'_>> {
    tree.document(0).filter(|root| root.is_map())
}

/// Values are ours because they are named so, unless only a dependency's block in them is.
fn visit(tree: &Tree, way: &Way, finds: &mut Finds) {
    let Some(root) = tree.document(0) else { return };
    if !shape::is_helm_values(root) {
        values::visit(root, way, Chart::Untold, finds);
    }
    if finds.parts.is_empty() {
        finds.part(root, Shape::HelmValues, way);
    }
}
