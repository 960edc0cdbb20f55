//! The way from a file to a document in it: what was entered, and what it says on the way.

use super::values::Chart;
use super::{Broken, Container};
use crate::input::ReadError;
use crate::input::node::Node;
use crate::input::splice::value_place;
use crate::model::release::Release;
use crate::model::shape::Shape;
use crate::source::Place;

/// The way from a file to a document in it.
#[derive(Clone, Debug)]
pub(in crate::model) struct Way {
    /// Index of the document in the file.
    pub(in crate::model) document: usize,
    /// The outermost container, once one was met.
    pub(in crate::model) container: Option<Container>,
    /// What stands before key paths: `items[0].`, `spec.source.helm.values: `.
    pub(in crate::model) prefix: String,
    /// Other layers complete it.
    pub(in crate::model) fragment: bool,
    /// All layers are stated, whatever the document looks like.
    pub(in crate::model) stated: bool,
    /// The release that the chart's version deploys when no image tag is set.
    pub(in crate::model) release: Option<Release>,
    /// Nothing renders it any more: the object that carries it is rendered, or of a cluster.
    pub(in crate::model) is_final: bool,
    /// The version of our chart, where it stands, and whether it can be written over.
    pub(super) version: Option<(String, Place, bool)>,
}

impl Way {
    /// At the root of document `index`.
    pub(super) fn of_document(document: usize) -> Self {
        Self {
            document,
            container: None,
            prefix: String::new(),
            fragment: false,
            stated: false,
            release: None,
            is_final: false,
            version: None,
        }
    }

    /// Enters a container; the outermost one gives its name.
    pub(super) fn of(&self, container: Container) -> Self {
        Self { container: self.container.or(Some(container)), ..self.clone() }
    }

    /// Down a path of keys.
    pub(super) fn down(&self, path: &str) -> Self {
        Self { prefix: format!("{}{path}.", self.prefix), ..self.clone() }
    }

    /// Into the text that the string at `path` carries.
    pub(super) fn inside(&self, path: &str) -> Self {
        Self { prefix: format!("{}{path}: ", self.prefix), ..self.clone() }
    }

    /// Marks what others complete.
    pub(super) fn layered(&self, layered: bool) -> Self {
        Self { fragment: self.fragment || layered, ..self.clone() }
    }

    /// The path that it has come along.
    pub(super) fn here(&self) -> &str {
        self.prefix.trim_end_matches(['.', ':', ' '])
    }

    /// The version of our chart, when it is exact.
    pub(super) fn of_version(&self, version: Option<Node<'_>>, chart: Chart) -> Self {
        let version = version.filter(|_| chart == Chart::Ours).and_then(|node| {
            let text = node.text()?.into_owned();
            Some((text, value_place(node), node.tree().is_editable() && node.used_at().is_none()))
        });
        let release = version.as_ref().and_then(|(version, ..)| Release::of_chart(version));
        Self { release, version, ..self.clone() }
    }

    /// An error of the text that is reached this way.
    pub(super) fn broken(&self, error: ReadError) -> Broken {
        Broken { error: ReadError { document: self.document, ..error }, prefix: self.prefix.clone() }
    }

    /// The container's name for a document of this shape.
    pub(in crate::model) fn container(&self, shape: Shape) -> Container {
        self.container.unwrap_or(match shape {
            Shape::HelmValues => Container::HelmValues,
            Shape::AppInstance => Container::AppInstance,
            Shape::Influxctl => Container::InfluxctlConfig,
            Shape::Config => Container::ProjectFile,
        })
    }
}
