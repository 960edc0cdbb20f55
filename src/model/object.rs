//! Secrets and ConfigMaps that stand in the same text as a document of ours.

use super::Document;
use super::reference::Kind;
use crate::input::node::{Entry, Node, Tree};

/// Length of the hash that kustomize appends to names.
const HASH: usize = 10;
/// `-----BEGIN CERTIFICATE-----` in base64 starts in one of three ways, by what stands before it.
const CERTIFICATE_IN_BASE64: [&str; 3] = ["QkVHSU4gQ0VSVElGSUNBVE", "JFR0lOIENFUlRJRklDQVRF", "CRUdJTiBDRVJUSUZJQ0FUR"];

/// A Secret, a SealedSecret or a ConfigMap.
#[derive(Clone, Copy, Debug)]
pub struct Object<'t> {
    root: Node<'t>,
}

impl<'t> Document<'t> {
    /// The objects in this text that a reference by this name may lead to.
    pub fn objects(&self, kind: Kind, name: &str) -> Vec<Object<'t>> {
        self.objects_of(self.root.tree(), kind, name)
    }

    /// The same in other files of its folder; nothing where kustomize generates an object of that name, or adds
    /// keys to it.
    pub fn objects_near<'a>(&self, near: &'a [Tree], kind: Kind, name: &str) -> Vec<Object<'a>> {
        let is_generated = near.iter().flat_map(Tree::documents).any(|root| generates(root, name));
        let trees = near.iter().filter(|_| !is_generated);
        trees.flat_map(|tree| self.objects_of(tree, kind, name)).collect()
    }

    fn objects_of<'a>(&self, tree: &'a Tree, kind: Kind, name: &str) -> Vec<Object<'a>> {
        let roots = tree.documents().flat_map(|root| {
            let items = root.get("items").filter(|_| is_kind(root, "List"));
            std::iter::once(root).chain(items.into_iter().flat_map(Node::items))
        });
        let namespace = namespace(self.root);
        let fits = |root: &Node<'_>| match kind {
            Kind::ConfigMap => is_kind(*root, "ConfigMap"),
            Kind::Secret => is_kind(*root, "Secret") || is_kind(*root, "SealedSecret"),
        };
        let here = |root: &Node<'_>| match (&namespace, self::namespace(*root)) {
            (Some(ours), Some(theirs)) => *ours == theirs,
            _ => true,
        };
        let objects = roots.filter(fits).filter(here).map(|root| Object { root });
        objects.filter(|object| object.is_named(name)).collect()
    }
}

fn generates(kustomization: Node<'_>, name: &str) -> bool {
    let generators = ["configMapGenerator", "secretGenerator"].into_iter().filter_map(|key| kustomization.get(key));
    let names = generators.flat_map(Node::items).filter_map(|one| one.get("name").and_then(Node::text));
    names.into_iter().any(|generated| generated == name)
}

fn is_kind(root: Node<'_>, kind: &str) -> bool {
    root.get("kind").and_then(Node::text).is_some_and(|text| text == kind)
}

fn namespace(root: Node<'_>) -> Option<String> {
    root.at(&["metadata", "namespace"]).and_then(Node::text).map(std::borrow::Cow::into_owned)
}

impl<'t> Object<'t> {
    fn is_named(&self, name: &str) -> bool {
        let is_hash =
            |rest: &str| rest.len() == HASH && rest.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        self.root.at(&["metadata", "name"]).and_then(Node::text).is_some_and(|own| {
            own == name || own.strip_prefix(name).and_then(|rest| rest.strip_prefix('-')).is_some_and(is_hash)
        })
    }

    /// All of it.
    pub(super) fn root(&self) -> Node<'t> {
        self.root
    }

    /// Its name, as it is written.
    pub fn name(&self) -> Option<Node<'t>> {
        self.root.at(&["metadata", "name"])
    }

    /// Its keys with their values, and whether the values are base64; empty when others fill it.
    pub fn entries(&self) -> Vec<(Entry<'t>, bool)> {
        const PARTS: [(&[&str], bool); 4] =
            [(&["data"], false), (&["stringData"], false), (&["binaryData"], true), (&["spec", "encryptedData"], true)];
        let of_part = |(path, is_base64): (&[&str], bool)| {
            let entries = self.root.at(path).into_iter().flat_map(Node::entries);
            entries.map(move |entry| (entry, is_base64))
        };
        PARTS.into_iter().flat_map(of_part).collect()
    }

    /// The names of its keys.
    pub fn keys(&self) -> Vec<String> {
        self.entries().iter().map(|(entry, _)| entry.name().into_owned()).collect()
    }

    /// True when its content cannot be known: a template, or something that is injected later.
    pub fn is_unknown(&self) -> bool {
        let parts = ["data", "stringData", "binaryData", "spec"].into_iter().filter_map(|part| self.root.get(part));
        let keys = self.entries();
        self.is_injected()
            || parts.into_iter().any(Node::is_unknown)
            || keys.iter().any(|(entry, _)| entry.key.is_unknown())
    }

    /// True when an operator writes the bundle: OpenShift, cert-manager and trust-manager mark it so.
    fn is_injected(&self) -> bool {
        let maps = ["annotations", "labels"].into_iter().filter_map(|map| self.root.at(&["metadata", map]));
        maps.flat_map(Node::entries).any(|entry| {
            let name = entry.name();
            name.contains("inject") || name.starts_with("trust.cert-manager.io/")
        })
    }
}

/// Why a value is no PEM bundle; `None` when it is one or when nobody can know it.
pub fn without_certificate(value: Node<'_>, is_base64: bool) -> Option<&'static str> {
    if value.is_unknown() {
        return None;
    }
    let text = value.text().unwrap_or_default();
    let packed: String = text.split_whitespace().collect();
    let holds_encoded = CERTIFICATE_IN_BASE64.iter().any(|mark| packed.contains(mark));
    let holds_pem = text.contains("-----BEGIN ") && text.contains("CERTIFICATE-----");
    let is_path = text.trim().starts_with(['/', '.', '~']) && text.trim().lines().count() == 1;
    match () {
        () if is_base64 && holds_encoded || !is_base64 && holds_pem => None,
        () if packed.is_empty() => Some("empty"),
        () if is_base64 => Some("no PEM in it"),
        () if holds_encoded => Some("base64 of a PEM"),
        () if text.contains("PRIVATE KEY-----") => Some("a private key"),
        () if packed.starts_with("MII") => Some("DER in base64"),
        () if is_path => Some("a file path"),
        () => Some("no `BEGIN CERTIFICATE`"),
    }
}
