//! The hosts on which a cluster answers: `ingress.hosts`.

use super::Document;
use super::placeholder;
use super::setting::Setting;
use super::shape::Shape;
use crate::input::node::Node;

/// `ingress.hosts` of one document.
#[derive(Debug)]
pub struct Ingress<'t> {
    /// `hosts`.
    pub hosts: Setting<'t>,
    /// True when every host is known and there can be no other.
    pub is_complete: bool,
}

impl<'t> Ingress<'t> {
    /// Reads the block; `None` where no hosts are written.
    pub(super) fn read(root: Node<'t>, shape: Shape) -> Option<Self> {
        let path: &[&str] = match shape {
            Shape::HelmValues => &["ingress"],
            Shape::AppInstance => &["spec", "package", "spec", "ingress"],
            Shape::Influxctl | Shape::Config => return None,
        };
        let block = root.at(path)?;
        let hosts = Setting::read(block, "hosts", &path.join("."))?;
        // Routes and gateways have hosts of their own.
        let kind = block.at(&["template", "kind"]);
        let is_ingress = kind.is_none_or(|kind| kind.text().is_some_and(|kind| kind == "Ingress"));
        let all_plain = hosts.items().all(|host| plain_name(&host).is_some());
        let is_complete = hosts.node.is_seq() && !hosts.is_unknown() && is_ingress && all_plain;
        Some(Self { hosts, is_complete })
    }

    /// Its hosts, as far as they are known.
    pub fn names(&self) -> Vec<String> {
        self.hosts.items().filter_map(|host| plain_name(&host)).collect()
    }

    /// True when the cluster answers on `host` for certain.
    pub fn holds(&self, host: &str) -> bool {
        self.names().contains(&folded(host))
    }
}

impl<'t> Document<'t> {
    /// The hosts on which the cluster answers, when they are written.
    pub fn ingress(&self) -> Option<Ingress<'t>> {
        Ingress::read(self.root, self.shape)
    }

    /// True for profiles, and for a cluster that writes the hosts on which it answers: equal hosts make pairs.
    pub fn has_hosts(&self) -> bool {
        self.influxctl.is_some() || self.ingress().is_some()
    }
}

/// The name of one host; `None` for what matches any, is empty, or that nobody knows.
pub(super) fn plain_name(host: &Setting<'_>) -> Option<String> {
    let name = host.text().filter(|text| placeholder::find(text).is_none())?;
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_') || !byte.is_ascii();
    name.bytes().all(is_plain).then(|| folded(name))
}

/// Names are compared without case, and without the final dot of an absolute one (RFC 1034 section 3.1).
fn folded(host: &str) -> String {
    host.trim_end_matches('.').to_lowercase()
}
