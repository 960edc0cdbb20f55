//! Values, AppInstance or profiles: recognised by content, never by file name; nobody else's `admin:` is ours.

use super::schema::folded;
use crate::input::node::Node;
use crate::input::scalar::Reader;

/// What carries the `admin` block, once its containers are taken off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    /// Values of the chart influxdb3-clustered.
    HelmValues,
    /// The custom resource of InfluxDB Clustered.
    AppInstance,
    /// Profiles of influxctl.
    Influxctl,
    /// Our own project file.
    Config,
}

impl Shape {
    /// The word of `--kind` and of every report.
    pub fn word(self) -> &'static str {
        match self {
            Self::HelmValues => "helm-values",
            Self::AppInstance => "app-instance",
            Self::Influxctl => "influxctl-config",
            Self::Config => "config",
        }
    }

    /// The shape of that word, as far as a flag may say it.
    pub fn of_word(word: &str) -> Option<Self> {
        [Self::HelmValues, Self::AppInstance, Self::Influxctl].into_iter().find(|shape| shape.word() == word)
    }

    /// Who reads it where it stands in a file of its own.
    pub fn reader(self) -> Reader {
        match self {
            Self::HelmValues => Reader::Helm,
            Self::AppInstance => Reader::Kubectl,
            Self::Influxctl => Reader::Toml,
            Self::Config => Reader::Ours,
        }
    }

    /// Where the `admin` block is; nowhere in a file of TOML.
    pub fn admin_path(self) -> &'static [&'static str] {
        match self {
            Self::HelmValues => &["admin"],
            Self::AppInstance => &["spec", "package", "spec", "admin"],
            Self::Influxctl | Self::Config => &[],
        }
    }
}

/// Group `kubecfg.dev` and our package: other AppInstances share the kind, even the group.
pub(super) fn is_app_instance(root: Node<'_>) -> bool {
    let text = |path: &[&str]| root.at(path).and_then(Node::text);
    let of_kubit = text(&["apiVersion"]).is_some_and(|v| v.starts_with("kubecfg.dev/"))
        && text(&["kind"]).is_some_and(|kind| kind == "AppInstance");
    if !of_kubit {
        return false;
    }
    let package = text(&["spec", "package", "apiVersion"]);
    let image = text(&["spec", "package", "image"]);
    let by_package = package.as_deref().is_some_and(|v| v.starts_with("influxdata.com/"));
    let by_image = image.as_deref().is_some_and(|image| repository(image).ends_with("/clustered/influxdb"));
    // A patch names neither: then the block itself must tell.
    let is_patch = package.is_none() && image.is_none();
    by_package || by_image || (is_patch && holds_our_block(root))
}

/// An image reference without tag and digest.
fn repository(image: &str) -> &str {
    let image = image.split('@').next().unwrap_or(image);
    match image.rsplit_once(':') {
        Some((name, tag)) if !tag.contains('/') => name,
        _ => image,
    }
}

fn holds_our_block(root: Node<'_>) -> bool {
    let places: [&[&str]; 4] =
        [&["spec", "package", "spec", "admin"], &["spec", "package", "admin"], &["spec", "admin"], &["admin"]];
    let users_patched = root.at(&["spec", "package", "spec", "admin", "users"]).is_some_and(Node::is_seq);
    users_patched || places.iter().filter_map(|path| root.at(path)).any(is_our_admin)
}

/// A map with `jwksEndpoint` or `identityProvider`, also in another spelling of case, `_` and `-`.
fn is_our_admin(admin: Node<'_>) -> bool {
    has(admin, &["jwksendpoint", "identityprovider"])
}

/// True when a key of the map has one of these names, in any spelling of case, `_` and `-`.
fn has(map: Node<'_>, names: &[&str]) -> bool {
    map.entries().any(|entry| names.contains(&&*folded(&entry.name())))
}

/// True for values that can be nobody else's, wherever they stand: under the name of a dependency, or for a
/// chart of another name.
pub(super) fn is_unmistakable(values: Node<'_>) -> bool {
    let has_keys = |admin| has(admin, &["jwksendpoint"]) && has(admin, &["identityprovider", "users", "dsn"]);
    values.get("admin").is_some_and(has_keys) || has_two_of_our_keys(values)
}

/// True when two keys stand there that no other chart has; one alone may be a chance.
fn has_two_of_our_keys(values: Node<'_>) -> bool {
    let keys = ["ingesterStorage", "monitoringStorage", "kubitSingleNamespace", "useCustomEgress"];
    let paths = keys.iter().map(std::slice::from_ref).chain([["catalog", "dsn", "SecretName"].as_slice()]);
    paths.filter(|path| values.at(path).is_some()).count() >= 2
}

/// True for values of our chart at the root of their file.
pub(super) fn is_helm_values(root: Node<'_>) -> bool {
    if !root.is_map() || root.get("kind").is_some() || root.get("apiVersion").is_some() {
        return false;
    }
    // A name for the provider alone is in the values of many.
    let is_ours =
        |admin| has(admin, &["jwksendpoint"]) || (has(admin, &["identityprovider"]) && has(admin, &["users", "dsn"]));
    // Beside other documents this is a manifest that a stray `...` cut in two.
    let is_only = root.tree().documents().count() == 1;
    let has_patch_shape = is_only && root.at(&["spec", "package", "spec", "admin"]).is_some_and(is_ours);
    root.get("admin").is_some_and(is_ours) || has_patch_shape || has_two_of_our_keys(root)
}

/// True for a text that somebody else renders first.
pub fn is_template(text: &str) -> bool {
    ["{{", "{%", "%{"].iter().any(|mark| text.contains(mark))
}

/// True for a text that is unmistakably ours although it cannot be read: `kubecfg.dev/` with `AppInstance`,
/// or a key `jwksEndpoint`, which may follow others on a line of JSON.
pub fn is_ours_by_text(text: &str) -> bool {
    let is_resource = text.contains("kubecfg.dev/") && text.contains("AppInstance");
    let mut lines = text.lines().map(|line| line.trim_start().trim_start_matches(['"', '{']));
    let mut entries = text.lines().flat_map(|line| line.split(['{', ',']).skip(1));
    let is_key = |entry: &str| {
        let rest = entry.trim_start().trim_start_matches('"').strip_prefix("jwksEndpoint");
        rest.is_some_and(|rest| rest.trim_start_matches('"').trim_start().starts_with(':'))
    };
    is_resource || lines.any(|line| line.starts_with("jwksEndpoint")) || entries.any(is_key)
}
