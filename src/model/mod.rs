//! UNDERSTAND: a tree becomes the settings of InfluxDB that it holds.

pub mod admin;
pub mod placeholder;
pub mod release;
pub mod schema;
pub mod shape;

use std::sync::OnceLock;

use self::admin::Admin;
use self::release::Release;
use self::schema::Violation;
use self::shape::Shape;
use crate::input::node::{Node, NodeId, Tree};
use crate::input::scalar::Reader;

/// One recognised document with its settings.
#[derive(Debug)]
pub struct Document<'t> {
    /// Index in its file, from 0.
    pub index: usize,
    /// Which container it is.
    pub shape: Shape,
    /// Its root.
    pub root: Node<'t>,
    /// The release in force, when something tells it.
    pub release: Option<Release>,
    /// The `admin` block.
    pub admin: Option<Admin<'t>>,
    /// True when nothing in the document itself says that other layers complete it.
    pub seems_whole: bool,
    violations: OnceLock<Vec<Violation>>,
}

/// What the user says about the input, instead of what its content tells.
#[derive(Clone, Debug, Default)]
pub struct Hints {
    /// `--kind`.
    pub shape: Option<Shape>,
    /// `--package-version`, when no image tag tells the release.
    pub release: Option<Release>,
}

impl<'t> Document<'t> {
    /// The document's settings, or `None` when it is not ours.
    pub fn understand(root: Node<'t>, index: usize, hints: &Hints) -> Option<Self> {
        let shape = hints.shape.or_else(|| shape::recognise(root))?;
        let release = release_of(root, shape).or_else(|| hints.release.clone());
        let admin = Admin::read(root, shape);
        let seems_whole = seems_whole(root, shape);
        Some(Self { index, shape, root, release, admin, seems_whole, violations: OnceLock::new() })
    }

    /// A node that a violation names.
    pub fn node(&self, id: NodeId) -> Node<'t> {
        self.root.relative(id)
    }

    /// What our schema says about it; the schema is compiled when the first rule asks.
    pub fn violations(&self) -> &[Violation] {
        self.violations.get_or_init(|| schema::violations(self.shape, self.root, self.release.as_ref()))
    }
}

/// Every document of ours in a tree; the tree's reader is the one that the shape has in the cluster.
pub fn understand<'t>(tree: &'t Tree, hints: &Hints) -> Vec<Document<'t>> {
    let documents = tree.documents().enumerate();
    documents.filter_map(|(index, root)| Document::understand(root, index, hints)).collect()
}

/// Who will read a text that holds this shape.
pub fn reader_of(tree: &Tree, hints: &Hints) -> Reader {
    let shape = hints.shape.or_else(|| tree.documents().find_map(shape::recognise));
    match shape {
        Some(Shape::HelmValues) => Reader::Helm,
        _ => Reader::Kubectl,
    }
}

fn release_of(root: Node<'_>, shape: Shape) -> Option<Release> {
    match shape {
        Shape::AppInstance => Release::of_image(&root.at(&["spec", "package", "image"])?.text()?),
        Shape::HelmValues => Release::parse(&root.at(&["image", "tag"])?.text()?),
    }
}

/// The signs of RULES' "whole" that the document itself carries.
fn seems_whole(root: Node<'_>, shape: Shape) -> bool {
    let filled = |path: &[&str]| {
        root.at(path).is_some_and(|node| node.is_unknown() || node.text().is_some_and(|text| !text.is_empty()))
    };
    match shape {
        Shape::AppInstance => filled(&["spec", "package", "image"]),
        Shape::HelmValues => {
            filled(&["catalog", "dsn", "SecretName"])
                && filled(&["catalog", "dsn", "SecretKey"])
                && filled(&["objectStore", "bucket"])
        }
    }
}
