//! UNDERSTAND: a tree becomes the settings of InfluxDB that it holds.

pub mod admin;
pub mod chart;
pub mod chart_file;
pub mod companion;
pub mod container;
pub mod dsn;
pub mod egress;
pub mod endpoint;
pub mod helm;
pub mod image_tag;
pub mod influxctl;
pub mod ingress;
pub mod login;
pub mod object;
pub mod pair;
pub mod placeholder;
pub mod provider_fault;
pub mod reference;
pub mod release;
pub mod residue;
pub mod roster;
pub mod schema;
pub mod script;
pub mod secret;
pub mod setting;
pub mod shape;
pub mod stray;
pub mod token;
pub mod twice;
pub mod unjudged;
pub mod user;
pub mod user_id;

use std::sync::OnceLock;

use self::admin::Admin;
use self::container::{Container, Contents, Part};
use self::endpoint::KeyedEndpoint;
use self::influxctl::{Config, Form, Login, Profile};
use self::release::Release;
use self::schema::{Fault, Violation};
use self::setting::Setting;
use self::shape::Shape;
use crate::input::node::{Node, NodeId, Tree};
use crate::input::scalar::Reader;

/// One recognised document with its settings.
#[derive(Debug)]
pub struct Document<'t> {
    /// Index in its file, from 0.
    pub index: usize,
    /// What it is, its containers taken off.
    pub shape: Shape,
    /// The outermost container.
    pub container: Container,
    /// What stands before its key paths in the file: `items[0].`, `spec.source.helm.values: `.
    pub prefix: String,
    /// Its root.
    pub root: Node<'t>,
    /// The release in force, when something tells it.
    pub release: Option<Release>,
    /// The `admin` block.
    pub admin: Option<Admin<'t>>,
    /// The profiles, in a file of influxctl.
    pub influxctl: Option<Config<'t>>,
    /// True when nothing in the document itself says that other layers complete it.
    pub seems_whole: bool,
    /// True when all its layers are stated: no other file of the repository has a say.
    pub is_stated: bool,
    /// True when the object that carries it is rendered already, or of a cluster.
    is_carried_final: bool,
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
    fn understand(contents: &'t Contents, part: &Part, hints: &Hints) -> Self {
        let Part { shape, way, .. } = part;
        let (shape, root) = (*shape, contents.root(part));
        let of_chart = || way.release.clone().filter(|_| !way.fragment && !has_tag(root));
        let release = release_of(root, shape).or_else(of_chart).or_else(|| hints.release.clone());
        Self {
            index: way.document,
            shape,
            container: way.container(shape),
            prefix: way.prefix.clone(),
            root,
            release,
            admin: Admin::read(root, shape),
            influxctl: (shape == Shape::Influxctl).then(|| Config::read(root)),
            seems_whole: !way.fragment && (way.stated || seems_whole(root, shape)),
            is_stated: way.stated,
            is_carried_final: way.is_final,
            violations: OnceLock::new(),
        }
    }

    /// True for a values file in which nothing but the version of its chart tells the release.
    pub fn has_release_of_chart(&self) -> bool {
        let is_file = self.container == Container::HelmValues && self.shape == Shape::HelmValues;
        // Another layer of a fragment may set the tag.
        is_file && (self.seems_whole || seems_whole(self.root, self.shape)) && !has_tag(self.root)
    }

    /// A node that a violation names.
    pub fn node(&self, id: NodeId) -> Node<'t> {
        self.root.relative(id)
    }

    /// True when `map` holds `key` under another spelling.
    pub fn is_misspelled(&self, map: Node<'_>, key: &str) -> bool {
        self.violations().iter().any(|violation| {
            let is_key = matches!(&violation.fault, Fault::Misspelled { known, .. } if known == key);
            is_key && violation.within == map.id()
        })
    }

    /// Every setting whose text people fill in by hand.
    pub fn filled_in(&self) -> Vec<Setting<'t>> {
        let admin = self.admin.iter().flat_map(Admin::filled_in);
        let references: &[&[&str]] = match self.shape {
            Shape::HelmValues => {
                &[&["catalog", "dsn"], &["egress", "customCertificates", "valueFrom", "configMapKeyRef"], &["ingress"]]
            }
            Shape::Influxctl | Shape::Config => &[],
            Shape::AppInstance => &[
                &["spec", "package", "spec", "catalog", "dsn", "valueFrom", "secretKeyRef"],
                &["spec", "package", "spec", "egress", "customCertificates", "valueFrom", "configMapKeyRef"],
                &["spec", "package", "spec", "ingress"],
            ],
        };
        let named = references.iter().flat_map(|path| {
            let map = self.root.at(path);
            let keys = ["name", "key", "SecretName", "SecretKey", "tlsSecretName"];
            keys.into_iter().filter_map(move |key| Setting::read(map?, key, &path.join(".")))
        });
        let hosts = self.package_setting("ingress").and_then(|ingress| ingress.below("hosts"));
        let hosts: Vec<_> = hosts.iter().flat_map(Setting::items).collect();
        let profiles = self.profiles().flat_map(Profile::filled_in);
        admin.chain(named).chain(hosts).chain(self.pull_secrets()).chain(profiles).collect()
    }

    /// Who reads it in the end.
    pub fn reader_in_words(&self) -> &'static str {
        match self.shape {
            Shape::Influxctl => "influxctl",
            Shape::Config => "idplint",
            Shape::HelmValues | Shape::AppInstance => "the cluster",
        }
    }

    /// The profiles, in a file of influxctl.
    pub fn profiles(&self) -> impl Iterator<Item = &Profile<'t>> {
        self.influxctl.iter().flat_map(|config| &config.profiles)
    }

    /// Every URL of an endpoint with its key: `jwksEndpoint` of a cluster, `device_url` and `token_url` of profiles.
    pub fn endpoints(&self) -> impl Iterator<Item = KeyedEndpoint<'_>> {
        let of_admin = self.admin.iter().filter_map(|admin| {
            let (setting, endpoint) = (admin.jwks_endpoint.as_ref()?, admin.endpoint.as_ref()?);
            Some(KeyedEndpoint { key: "jwksEndpoint", setting, endpoint })
        });
        let logins = self.profiles().filter_map(|profile| profile.login.as_ref());
        let of_logins = logins.flat_map(Login::urls).filter_map(|url| {
            Some(KeyedEndpoint { key: url.key, setting: &url.setting, endpoint: url.endpoint.as_ref()? })
        });
        of_admin.chain(of_logins)
    }

    /// The names of the Secrets that images are pulled with.
    fn pull_secrets(&self) -> Vec<Setting<'t>> {
        let (map, base) = match self.shape {
            Shape::HelmValues => (Some(self.root), ""),
            Shape::AppInstance => (self.root.get("spec"), "spec"),
            Shape::Influxctl | Shape::Config => (None, ""),
        };
        let list = map.and_then(|map| Setting::read(map, "imagePullSecrets", base));
        list.iter().flat_map(Setting::items).filter_map(|item| item.below("name")).collect()
    }

    /// What our schema says about it; the schema is compiled when the first rule asks.
    pub fn violations(&self) -> &[Violation] {
        self.violations.get_or_init(|| {
            // What influxctl 1.x wrote has a rule of its own.
            if self.influxctl.as_ref().is_some_and(|config| matches!(config.form, Form::Legacy)) {
                return Vec::new();
            }
            let mut violations = schema::violations(self.shape, self.root, self.release.as_ref());
            // The chart's defect has a rule of its own.
            if self.chart_defect().is_some() {
                violations.retain(|violation| violation.path != chart::PAUSE.join("."));
            }
            // So has what `--set` makes of a text.
            let retyped: Vec<_> = self.admin.iter().flat_map(Admin::retyped).map(|setting| setting.node.id()).collect();
            let is_type = |fault: &Fault| matches!(fault, Fault::Type { .. });
            violations.retain(|violation| !(is_type(&violation.fault) && retyped.contains(&violation.at)));
            violations
        })
    }

    /// Keys that are written twice on the way to the `admin` block or within it.
    pub fn given_twice(&self) -> Vec<twice::Twice<'t>> {
        let mut found = twice::find(self.root, self.shape.admin_path());
        // The operator refuses the payload for that: a fault of its container.
        found.retain(|twice| !(self.root.reader() == Reader::Operator && twice.path == "spec"));
        found
    }

    /// True when a key in another spelling, or at another level, is meant to be the one at `path`.
    pub fn is_elsewhere(&self, path: &str) -> bool {
        self.violations().iter().any(|violation| violation.stands_for(path))
    }
}

/// Every document of ours, in the order of the file.
pub fn understand<'t>(contents: &'t Contents, hints: &Hints) -> Vec<Document<'t>> {
    contents.parts.iter().map(|part| Document::understand(contents, part, hints)).collect()
}

fn release_of(root: Node<'_>, shape: Shape) -> Option<Release> {
    match shape {
        Shape::AppInstance => Release::of_image(&root.at(&["spec", "package", "image"])?.text()?),
        Shape::HelmValues => Release::parse(&root.at(&["image", "tag"])?.text()?),
        Shape::Influxctl | Shape::Config => None,
    }
}

fn has_tag(root: Node<'_>) -> bool {
    let tag = root.at(&["image", "tag"]);
    tag.is_some_and(|tag| !tag.is_null() && tag.text().is_none_or(|text| !text.is_empty()))
}

/// The signs of RULES' "whole" that the document itself carries.
fn seems_whole(root: Node<'_>, shape: Shape) -> bool {
    let filled = |path: &[&str]| {
        root.at(path).is_some_and(|node| node.is_unknown() || node.text().is_some_and(|text| !text.is_empty()))
    };
    // Our own file is no documentation of somebody's.
    if shape != Shape::Config && is_excerpt(root.tree()) {
        return false;
    }
    match shape {
        Shape::AppInstance => filled(&["spec", "package", "image"]),
        Shape::Influxctl | Shape::Config => true,
        Shape::HelmValues => {
            filled(&["catalog", "dsn", "SecretName"])
                && filled(&["catalog", "dsn", "SecretKey"])
                && filled(&["objectStore", "bucket"])
        }
    }
}

/// True for documentation that leaves something out: a comment `# ...`.
fn is_excerpt(tree: &Tree) -> bool {
    let leaves_out = |comment: &str| comment.trim_start_matches(['#', ' ', '-']).starts_with("...");
    tree.comments().iter().any(|&span| leaves_out(tree.source().slice(span)))
}
