//! Which URLs and addresses may be called: the linted file is untrusted, and so is every redirect.

use super::address::{Grant, Opens, Range};
use super::{AllowedHost, Policy};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::future::Future;
use std::io;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::pin::Pin;
use std::str::FromStr;
use std::sync::Arc;
use thiserror::Error;
use url::{Host, Url};

/// Why a URL is not called.
#[derive(Clone, Debug, Error)]
pub(super) enum Refusal {
    #[error("plain `http` is not asked")]
    PlainHttp,
    #[error("only `https` is asked")]
    Scheme,
    #[error("the URL names no host")]
    NoHost,
    #[error("the URL carries a user name or password")]
    Credentials,
    #[error("`{address}` is {}", range.name)]
    Address { address: IpAddr, range: Range },
}

/// The name could not be turned into addresses.
#[derive(Clone, Copy, Debug, Error)]
#[error("the name does not resolve")]
pub(super) struct Unresolved;

impl Refusal {
    /// One step to take; `host` is spelled as `--allow-host` wants it.
    pub(super) fn hint(&self, host: &str) -> String {
        match self {
            Self::PlainHttp => format!("write `https`, or allow it with `--allow-host {host}`"),
            Self::Scheme | Self::NoHost => "write an `https` URL".to_owned(),
            Self::Credentials => "take user name and password out of the URL".to_owned(),
            Self::Address { range, .. } => match range.opens {
                Opens::PrivateNetwork => {
                    format!("if you trust it, add `--allow-host {host}` or `--allow-private-network`")
                }
                Opens::Named => format!("if you trust it, add `--allow-host {host}`"),
                Opens::Nothing => "check the host; no flag opens this address".to_owned(),
            },
        }
    }
}

/// Judges URLs before each request and each hop of a redirect.
#[derive(Clone, Debug)]
pub(super) struct Guard {
    allowed: Vec<AllowedHost>,
    unnamed: Grant,
}

impl Guard {
    pub(super) fn new(policy: &Policy) -> Self {
        let unnamed = if policy.allow_private_network { Grant::PrivateNetwork } else { Grant::Public };
        Self { allowed: policy.allowed_hosts.clone(), unnamed }
    }

    /// What a URL may reach. Addresses written in the URL are judged here, for they never pass the
    /// resolver; the `url` crate has folded their odd spellings (`0x7f.1`, `2130706433`) before.
    pub(super) fn judge(&self, url: &Url) -> Result<Grant, Refusal> {
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Refusal::Credentials);
        }
        let host = url.host().ok_or(Refusal::NoHost)?;
        let named = self.allowed.iter().any(|allowed| allowed.is_of(url));
        match url.scheme() {
            "https" => {}
            "http" if named => {}
            "http" => return Err(Refusal::PlainHttp),
            _ => return Err(Refusal::Scheme),
        }
        let grant = if named { Grant::Named } else { self.unnamed };
        let literal = match host {
            Host::Ipv4(address) => Some(IpAddr::V4(address)),
            Host::Ipv6(address) => Some(IpAddr::V6(address)),
            Host::Domain(_) => None,
        };
        if let Some(address) = literal {
            grant.judge(address).map_err(|range| Refusal::Address { address, range })?;
        }
        Ok(grant)
    }
}

/// Finds the addresses of a name.
pub(super) type Lookup = Arc<dyn Fn(String) -> Found + Send + Sync>;

/// Addresses to come, with port 0.
type Found = Pin<Box<dyn Future<Output = io::Result<Vec<SocketAddr>>> + Send>>;

/// The lookup of the machine: hosts file, DNS, and what else it is set up for.
pub(super) fn system_lookup() -> Lookup {
    Arc::new(|name| Box::pin(async move { Ok(tokio::net::lookup_host((name.as_str(), 0)).await?.collect()) }))
}

/// Resolves names and gives only addresses that were judged, so that nothing can change between
/// the judgement and the connection (DNS rebinding). One forbidden address denies the name.
pub(super) struct JudgingResolver {
    grant: Grant,
    lookup: Lookup,
}

impl JudgingResolver {
    pub(super) fn new(grant: Grant, lookup: Lookup) -> Self {
        Self { grant, lookup }
    }
}

impl Resolve for JudgingResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let grant = self.grant;
        let found = (self.lookup)(name.as_str().to_owned());
        Box::pin(async move {
            let addresses = judge_all(grant, found.await.map_err(|_| Unresolved)?)?;
            if addresses.is_empty() {
                return Err(Unresolved.into());
            }
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}

fn judge_all(grant: Grant, found: Vec<SocketAddr>) -> Result<Vec<SocketAddr>, Refusal> {
    found
        .into_iter()
        .map(|socket| match grant.judge(socket.ip()) {
            Ok(()) => Ok(socket),
            Err(range) => Err(Refusal::Address { address: socket.ip(), range }),
        })
        .collect()
}

/// A host of `--allow-host` that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{0}` is no host: write HOST or HOST:PORT, an IPv6 address in brackets")]
pub struct NotAHost(String);

impl AllowedHost {
    /// True for a URL on this host, whatever its scheme.
    pub fn is_of(&self, url: &Url) -> bool {
        url.host().is_some_and(|host| self.names(&host, url.port_or_known_default()))
    }

    fn names<S: AsRef<str>>(&self, host: &Host<S>, port: Option<u16>) -> bool {
        let same_host = match (&self.host, host) {
            (Host::Domain(mine), Host::Domain(theirs)) => mine == theirs.as_ref(),
            (Host::Ipv4(mine), Host::Ipv4(theirs)) => mine == theirs,
            (Host::Ipv6(mine), Host::Ipv6(theirs)) => mine == theirs,
            _ => false,
        };
        same_host && (self.port.is_none() || self.port == port)
    }
}

impl FromStr for AllowedHost {
    type Err = NotAHost;

    /// Reads `HOST[:PORT]`; the host is normalised as in a URL (case, Punycode, odd addresses).
    fn from_str(text: &str) -> Result<Self, NotAHost> {
        let error = || NotAHost(text.to_owned());
        if let Ok(address) = text.parse::<Ipv6Addr>() {
            return Ok(Self { host: Host::Ipv6(address), port: None });
        }
        let (host, port) = match text.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => (host, Some(port.parse().map_err(|_| error())?)),
            _ => (text, None),
        };
        Ok(Self { host: Host::parse(host).map_err(|_| error())?, port })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn guard(allowed: &[&str], allow_private_network: bool) -> Guard {
        Guard::new(&Policy {
            allowed_hosts: allowed.iter().map(|host| host.parse().unwrap()).collect(),
            allow_private_network,
            ca_file: None,
            run_timeout: Duration::from_secs(1),
            started: 0,
        })
    }

    fn refusal(guard: &Guard, url: &str) -> Option<String> {
        guard.judge(&Url::parse(url).unwrap()).err().map(|refusal| refusal.to_string())
    }

    #[test]
    fn every_spelling_of_a_forbidden_address_is_refused() {
        for host in [
            "127.0.0.1",
            "127.0.0.1.",
            "2130706433",
            "0177.0.0.1",
            "0x7f.1",
            "127.1",
            "0",
            "１２７.0.0.1",
            "%31%32%37.0.0.1",
            "[::1]",
            "[::]",
            "[::ffff:127.0.0.1]",
            "[::ffff:7f00:1]",
            "[::127.0.0.1]",
            "[64:ff9b::7f00:1]",
            "[2002:7f00:1::]",
            "[2001:0:7f00:1::]",
            "169.254.169.254",
            "[fd00:ec2::254]",
            "[fd00::1]",
            "[fe80::1]",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.0.1",
            "100.64.0.1",
            "198.18.0.1",
            "224.0.0.1",
            "[ff02::1]",
            "168.63.129.16",
            "255.255.255.255",
        ] {
            let url = format!("https://{host}/keys");
            let said = refusal(&guard(&[], false), &url);
            assert!(said.is_some_and(|said| said.contains(" is a")), "{url}");
        }
        assert_eq!(refusal(&guard(&[], false), "https://8.8.8.8/keys"), None);
    }

    #[test]
    fn only_https_and_no_credentials() {
        let guard = guard(&["idp.test", "port.test:8080"], false);
        assert!(refusal(&guard, "http://a.example/keys").unwrap().contains("plain `http`"));
        assert!(refusal(&guard, "ftp://a.example/keys").unwrap().contains("only `https`"));
        assert!(refusal(&guard, "file:///etc/passwd").is_some());
        assert!(refusal(&guard, "https://u:p@idp.test/").unwrap().contains("user name"));
        assert!(refusal(&guard, "https://u@idp.test/").unwrap().contains("user name"));
        assert_eq!(refusal(&guard, "http://idp.test/keys"), None);
        assert_eq!(refusal(&guard, "http://idp.test:8080/keys"), None);
        assert_eq!(refusal(&guard, "http://port.test:8080/keys"), None);
        assert!(refusal(&guard, "http://port.test/keys").is_some());
        assert!(refusal(&guard, "http://sub.idp.test/keys").is_some());
    }

    #[test]
    fn flags_open_what_they_name_and_no_more() {
        let private = guard(&[], true);
        assert_eq!(refusal(&private, "https://10.0.0.1/"), None);
        for url in ["https://127.0.0.1/", "https://100.64.0.1/", "https://169.254.169.254/", "http://10.0.0.1/"] {
            assert!(refusal(&private, url).is_some(), "{url}");
        }
        let named = guard(&["127.0.0.1:8443", "[::1]", "169.254.169.254"], false);
        assert_eq!(refusal(&named, "https://127.0.0.1:8443/"), None);
        assert_eq!(refusal(&named, "https://[::1]:9/"), None);
        assert!(refusal(&named, "https://127.0.0.1/").is_some());
        assert!(refusal(&named, "https://127.0.0.2:8443/").is_some());
        assert!(refusal(&named, "https://169.254.169.254/").is_some(), "no flag opens the metadata service");
    }

    #[test]
    fn one_forbidden_address_denies_the_name() {
        let good: SocketAddr = "8.8.8.8:0".parse().unwrap();
        let bad: SocketAddr = "10.0.0.1:0".parse().unwrap();
        assert_eq!(judge_all(Grant::Public, vec![good]).unwrap(), [good]);
        assert!(judge_all(Grant::Public, vec![good, bad]).is_err());
        assert!(judge_all(Grant::PrivateNetwork, vec![good, bad]).is_ok());
    }

    #[test]
    fn allowed_hosts_are_read_as_urls_read_them() {
        let read = |text: &str| text.parse::<AllowedHost>().map(|allowed| (allowed.host.to_string(), allowed.port));
        assert_eq!(read("IdP.Example"), Ok(("idp.example".to_owned(), None)));
        assert_eq!(read("idp.example:443"), Ok(("idp.example".to_owned(), Some(443))));
        assert_eq!(read("[::1]:8080"), Ok(("[::1]".to_owned(), Some(8080))));
        assert_eq!(read("[::1]"), Ok(("[::1]".to_owned(), None)));
        assert_eq!(read("::1"), Ok(("[::1]".to_owned(), None)));
        assert_eq!(read("0x7f.1:1"), Ok(("127.0.0.1".to_owned(), Some(1))));
        for text in ["", "https://idp.example", "idp.example:", "idp.example:99999", "a b", ":80", "idp.example/x"] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
