//! Classes of hosts: public, inside the cluster or the company, and the machine itself.

use std::net::{Ipv4Addr, Ipv6Addr};
use url::{Host, Url};

/// From where a host can be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HostClass {
    /// From anywhere, as far as its name tells.
    Public,
    /// From inside one network only.
    Internal,
    /// The machine, pod or node that asks.
    Loopback,
}

/// Top-level names that no public resolver serves (RFC 6762, RFC 8375, RFC 9476, Kubernetes DNS).
const INTERNAL_SUFFIXES: [&str; 7] = [".svc", ".cluster.local", ".local", ".internal", ".lan", ".corp", ".home.arpa"];

/// From where the host of `url` can be reached, by its text alone: nothing is resolved.
pub fn host_class(url: &Url) -> HostClass {
    match url.host() {
        Some(Host::Domain(name)) => class_of_name(name.trim_end_matches('.')),
        Some(Host::Ipv4(address)) => class_of_v4(address),
        Some(Host::Ipv6(address)) => class_of_v6(address),
        None => HostClass::Public,
    }
}

fn class_of_name(name: &str) -> HostClass {
    let name = name.to_ascii_lowercase();
    if name == "localhost" || name.ends_with(".localhost") || name == "host.docker.internal" {
        HostClass::Loopback
    } else if !name.contains('.') || INTERNAL_SUFFIXES.iter().any(|suffix| name.ends_with(suffix)) {
        HostClass::Internal
    } else {
        HostClass::Public
    }
}

/// True for a name that Kubernetes alone resolves: a single label, `*.svc`, `*.cluster.local` ("DNS for Services and
/// Pods").
pub fn is_cluster_name(url: &Url) -> bool {
    let Some(Host::Domain(name)) = url.host() else { return false };
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    let is_inside = !name.contains('.') || name.ends_with(".svc") || name.ends_with(".cluster.local");
    is_inside && class_of_name(&name) == HostClass::Internal
}

fn class_of_v4(address: Ipv4Addr) -> HostClass {
    // 100.64.0.0/10, the carriers' own addresses (RFC 6598)
    let carrier = matches!(address.octets(), [100, second, ..] if second & 0xc0 == 64);
    if address.is_loopback() || address.is_unspecified() || address.is_link_local() {
        HostClass::Loopback
    } else if address.is_private() || carrier {
        HostClass::Internal
    } else {
        HostClass::Public
    }
}

fn class_of_v6(address: Ipv6Addr) -> HostClass {
    if let Some(address) = address.to_ipv4_mapped() {
        class_of_v4(address)
    } else if address.is_loopback() || address.is_unspecified() || address.is_unicast_link_local() {
        HostClass::Loopback
    } else if address.is_unique_local() {
        HostClass::Internal
    } else {
        HostClass::Public
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_fall_into_their_class() {
        use HostClass::{Internal, Loopback, Public};
        for (host, class) in [
            ("sso.acme.io", Public),
            ("8.8.8.8", Public),
            ("100.63.0.1", Public),
            ("100.128.0.1", Public),
            ("172.32.0.1", Public),
            ("[2001:db8::1]", Public),
            ("svc.acme.io", Public),
            ("mylocal.com", Public),
            ("keycloak", Internal),
            ("keycloak.auth.svc", Internal),
            ("keycloak.auth.svc.cluster.local", Internal),
            ("KEYCLOAK.LOCAL", Internal),
            ("sso.internal", Internal),
            ("sso.internal.", Internal),
            ("sso.lan", Internal),
            ("sso.corp", Internal),
            ("sso.home.arpa", Internal),
            ("10.1.2.3", Internal),
            ("172.16.0.1", Internal),
            ("192.168.1.1", Internal),
            ("100.64.0.1", Internal),
            ("100.127.255.255", Internal),
            ("[fd00::1]", Internal),
            ("[::ffff:10.0.0.1]", Internal),
            ("localhost", Loopback),
            ("sso.localhost", Loopback),
            ("127.9.9.9", Loopback),
            ("2130706433", Loopback),
            ("0.0.0.0", Loopback),
            ("169.254.169.254", Loopback),
            ("host.docker.internal", Loopback),
            ("[::1]", Loopback),
            ("[fe80::1]", Loopback),
            ("[::ffff:127.0.0.1]", Loopback),
        ] {
            let url = Url::parse(&format!("https://{host}:8443/x")).unwrap();
            assert_eq!(host_class(&url), class, "{host}");
        }
    }
}
