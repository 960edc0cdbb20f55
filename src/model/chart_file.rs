//! Chart.yaml beside values: which chart they are for, and under which name a dependency reads its own.

use std::borrow::Cow;
use std::sync::Arc;

use super::release::Release;
use crate::input::node::Node;
use crate::input::scalar::Reader;
use crate::input::splice::value_place;
use crate::input::yaml;
use crate::source::{Place, Source};

/// The name of our chart.
pub const OURS: &str = "influxdb3-clustered";

/// What a Chart.yaml says about our chart.
#[derive(Clone, Debug, Default)]
pub struct ChartFile {
    /// True for our chart itself.
    pub is_ours: bool,
    /// The version of our chart that is deployed: its own, or that of the dependency.
    pub version: Option<String>,
    /// The dependency on our chart, when there is exactly one that cannot be switched off.
    pub dependency: Option<Dependency>,
    /// The names under which other dependencies read their values.
    pub others: Vec<String>,
}

/// A dependency on our chart.
#[derive(Clone, Debug)]
pub struct Dependency {
    /// The key of its values: the alias, else the name.
    pub key: String,
    /// Where that stands.
    pub place: Place,
    /// Its version, where that stands; `None` for a chart that lies in this repository.
    pub version: Option<(String, Place)>,
}

impl ChartFile {
    /// Reads a Chart.yaml; a text that is none says nothing.
    pub fn read(source: &Arc<Source>) -> Self {
        let (tree, error) = yaml::read(source, Reader::Kubectl);
        match tree.document(0).filter(|_| error.is_none()) {
            Some(root) => Self::of(root),
            None => Self::default(),
        }
    }

    /// The release that the chart deploys when no image tag is set.
    pub fn release(&self) -> Option<Release> {
        Release::of_chart(self.version.as_deref()?)
    }

    /// Takes the exact version of the dependency from a Chart.lock.
    pub fn lock(&mut self, source: &Arc<Source>) {
        let locked = Self::read(source).version;
        self.version = locked.or_else(|| self.version.take());
    }

    fn of(root: Node<'_>) -> Self {
        let text = |node: Node<'_>, key: &str| node.get(key).and_then(Node::text).map(Cow::into_owned);
        let is_ours = text(root, "name").is_some_and(|name| name == OURS);
        let all = || root.get("dependencies").into_iter().flat_map(Node::items);
        let (ours, others): (Vec<_>, Vec<_>) = all().partition(|one| text(*one, "name").is_some_and(|n| n == OURS));
        let key = |one: Node<'_>| text(one, "alias").or_else(|| text(one, "name"));
        let dependency = match ours.as_slice() {
            [one] if !may_be_off(*one) => {
                let node = one.get("alias").or_else(|| one.get("name"));
                let is_local = text(*one, "repository").is_none_or(|at| at.is_empty() || at.starts_with("file:"));
                let version = one.get("version").filter(|_| !is_local);
                let version = version.and_then(|node| Some((node.text()?.into_owned(), value_place(node))));
                key(*one).zip(node).map(|(key, node)| Dependency { key, place: node.place(), version })
            }
            _ => None,
        };
        let version = if is_ours { text(root, "version") } else { ours.first().and_then(|one| text(*one, "version")) };
        Self { is_ours, version, dependency, others: others.into_iter().filter_map(key).collect() }
    }
}

/// True where a condition, a tag or an unknown value decides.
fn may_be_off(dependency: Node<'_>) -> bool {
    let is_unknown = |key: &str| dependency.get(key).is_some_and(Node::is_unknown);
    dependency.get("condition").is_some()
        || dependency.get("tags").is_some()
        || ["name", "alias", "repository"].into_iter().any(is_unknown)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(dependencies: &str) -> Option<String> {
        let text = format!("name: wrapper\nversion: 1.0.0\ndependencies: [{dependencies}]\n");
        ChartFile::read(&Source::new("Chart.yaml", text)).dependency.map(|dependency| dependency.key)
    }

    #[test]
    fn an_alias_is_the_key_of_the_values() {
        assert_eq!(key("{name: influxdb3-clustered}").as_deref(), Some(OURS));
        assert_eq!(key("{name: influxdb3-clustered, alias: influx}, {name: redis}").as_deref(), Some("influx"));
        assert_eq!(key("{name: influxdb3-clustered, alias: a}, {name: influxdb3-clustered, alias: b}"), None);
        assert_eq!(key("{name: influxdb3-clustered, condition: influx.enabled}"), None);
        assert_eq!(key("{name: influxdb3-clustered, alias: '{{ x }}'}"), None);
        assert_eq!(key("{name: redis}"), None);
        assert_eq!(ChartFile::read(&Source::new("Chart.yaml", "- a\n")).version, None);
    }

    #[test]
    fn the_lock_tells_which_version_a_range_means() {
        let dependency = |version| format!("dependencies: [{{name: influxdb3-clustered, version: {version}}}]\n");
        let mut chart = ChartFile::read(&Source::new("Chart.yaml", dependency("~0.1.0")));
        assert_eq!(chart.release(), None);
        chart.lock(&Source::new("Chart.lock", dependency("0.1.6")));
        assert_eq!(chart.release().map(|release| release.to_string()).as_deref(), Some("20240819-1176644"));
    }
}
