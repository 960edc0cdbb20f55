//! influxctl's configuration: its profiles, and how each of them logs in.
//!
//! <https://docs.influxdata.com/influxdb3/clustered/reference/cli/influxctl/>: an array of tables `[[profile]]`. Keys
//! are matched without case, as influxctl's TOML reader does.

use super::endpoint::{Parts, masked};
use super::placeholder;
use super::setting::Setting;
use crate::input::node::{Entry, Node};
use crate::input::scalar::Typed;
use crate::provider::{self, HostClass};

pub use super::login::{Login, LoginFault, LoginUrl, LoginUrlFault};

/// One file of influxctl.
#[derive(Debug)]
pub struct Config<'t> {
    /// Its root.
    pub root: Node<'t>,
    /// How its profiles are written.
    pub form: Form<'t>,
    /// Its profiles, in order; one for a single table or a 1.x file.
    pub profiles: Vec<Profile<'t>>,
}

/// How profiles are written.
#[derive(Clone, Copy)]
pub enum Form<'t> {
    /// `[[profile]]`, as influxctl reads it.
    List,
    /// `[profile]`: one table, which influxctl does not read.
    SingleTable(Entry<'t>),
    /// influxctl 1.x: `account_id` and `cluster_id` at the root.
    Legacy,
}

impl std::fmt::Debug for Form<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::List => "List",
            Self::SingleTable(_) => "SingleTable",
            Self::Legacy => "Legacy",
        })
    }
}

/// One profile.
#[derive(Debug)]
pub struct Profile<'t> {
    /// Its table; the place is its header.
    pub node: Node<'t>,
    /// Key path: `profile[0]`.
    pub path: String,
    /// `name`.
    pub name: Option<Setting<'t>>,
    /// `product`: `clustered` or `dedicated`.
    pub product: Option<Setting<'t>>,
    /// `host` of the cluster.
    pub host: Option<Setting<'t>>,
    /// `port` of the cluster.
    pub port: Option<Setting<'t>>,
    /// `mgmt_token`: instead of a login.
    pub mgmt_token: Option<Setting<'t>>,
    /// `auth.token.token_file`: instead of a login, since 2.2.0.
    pub token_file: Option<Setting<'t>>,
    /// `auth.oauth2`.
    pub login: Option<Login<'t>>,
}

/// A `host` that is more than one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostUrl {
    /// As written, for messages: a user name or password is masked.
    pub shown: String,
    /// The host alone.
    pub host: String,
    /// The port, when it names one.
    pub port: Option<String>,
    /// True when nothing else is lost with the host alone: no path, no `http`, nobody's password.
    pub is_plain: bool,
}

/// Keys that a table `profile` of influxctl has and other programs' do not.
const KEYS: [&str; 7] = ["product", "auth", "mgmt_token", "account_id", "cluster_id", "database", "host"];

/// True for influxctl's configuration: `[[profile]]` or `[profile]` with keys of ours. Cargo and others have tables
/// of that name as well. `is_named` says that a flag or a folder called `influxctl` tells it: then a 1.x file, which
/// is nothing but two ids, is one too.
pub(super) fn is_influxctl(root: Node<'_>, is_named: bool) -> bool {
    let is_ours = |profile: Node<'_>| KEYS.iter().any(|key| profile.get(key).is_some());
    match root.get("profile") {
        Some(profile) if profile.is_seq() => profile.items().any(is_ours),
        Some(profile) => KEYS.iter().filter(|key| profile.get(key).is_some()).count() > 1,
        None => is_named && is_legacy(root),
    }
}

fn is_legacy(root: Node<'_>) -> bool {
    let known = ["account_id", "cluster_id", "token", "host", "port"];
    let knows = |name: &str| known.iter().any(|known| known.eq_ignore_ascii_case(name));
    root.get("account_id").is_some()
        && root.get("cluster_id").is_some()
        && root.entries().all(|entry| knows(&entry.name()))
}

impl<'t> Config<'t> {
    /// Reads the configuration at the root of a file.
    pub(super) fn read(root: Node<'t>) -> Self {
        let (form, tables) = match root.entry("profile") {
            Some(entry) if entry.value.is_seq() => (Form::List, entry.value.items().collect()),
            Some(entry) if entry.value.is_map() => (Form::SingleTable(entry), vec![entry.value]),
            Some(_) => (Form::List, Vec::new()),
            None => (Form::Legacy, vec![root]),
        };
        let path = |at: usize| match form {
            Form::List => format!("profile[{at}]"),
            Form::SingleTable(_) => "profile".to_owned(),
            Form::Legacy => String::new(),
        };
        let profiles = tables.into_iter().enumerate().map(|(at, table)| Profile::read(table, path(at))).collect();
        Self { root, form, profiles }
    }
}

impl<'t> Profile<'t> {
    fn read(node: Node<'t>, path: String) -> Self {
        let setting = |name| Setting::read(node, name, &path);
        let inside = |keys: &[&str]| Some((node.at(keys)?, format!("{path}.{}", keys.join("."))));
        Self {
            name: setting("name"),
            product: setting("product"),
            host: setting("host"),
            port: setting("port"),
            mgmt_token: setting("mgmt_token"),
            token_file: inside(&["auth", "token"]).and_then(|(map, path)| Setting::read(map, "token_file", &path)),
            login: inside(&["auth", "oauth2"])
                .filter(|(map, _)| map.is_map())
                .map(|(map, path)| Login::read(map, path)),
            node,
            path,
        }
    }

    /// A setting of the profile: `database`, `tls.insecure`.
    pub fn setting(&self, keys: &str) -> Option<Setting<'t>> {
        let (above, last) = keys.rsplit_once('.').map_or((None, keys), |(above, last)| (Some(above), last));
        let Some(above) = above else { return Setting::read(self.node, last, &self.path) };
        let map = self.node.at(&above.split('.').collect::<Vec<_>>())?;
        Setting::read(map, last, &format!("{}.{above}", self.path))
    }

    /// True when the boolean `keys` says `true`.
    pub fn is_on(&self, keys: &str) -> bool {
        self.setting(keys).is_some_and(|setting| setting.node.typed() == Some(Typed::Bool(true)))
    }

    /// From where the cluster can be reached, by the text of `host`; `None` when it is no host, or nobody can know.
    pub fn host_class(&self) -> Option<HostClass> {
        let host = self.host.as_ref().and_then(Setting::text).filter(|host| placeholder::find(host).is_none())?;
        let is_bare_v6 = host.parse::<std::net::Ipv6Addr>().is_ok();
        let text = match host.split_once("://") {
            Some(_) => host.to_owned(),
            None if is_bare_v6 => format!("https://[{host}]"),
            None => format!("https://{host}"),
        };
        Some(provider::host_class(&url::Url::parse(&text).ok()?))
    }

    /// What `host` says when it is more than a host: a scheme, a port, a path.
    pub fn host_url(&self) -> Option<HostUrl> {
        let text = self.host.as_ref().and_then(Setting::text).filter(|text| placeholder::find(text).is_none())?;
        let bracketed = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
        if bracketed.parse::<std::net::Ipv6Addr>().is_ok() {
            return None;
        }
        let parts = Parts::of(text);
        let (host, port) = match parts.host.rsplit_once(':').filter(|(_, port)| !port.contains(']')) {
            Some((host, port)) => (host, Some(port.to_owned()).filter(|port| !port.is_empty())),
            None => (parts.host, None),
        };
        let is_more = host != text && !host.is_empty();
        is_more.then(|| HostUrl {
            shown: masked(text),
            is_plain: matches!(parts.scheme, "" | "https")
                && matches!(parts.path, "" | "/")
                && parts.user_info.is_none(),
            host: host.to_owned(),
            port,
        })
    }

    /// The ways to log in that the profile has, by their keys.
    pub fn ways_to_log_in(&self) -> Vec<(&'static str, Node<'t>)> {
        let filled = |setting: &Option<Setting<'t>>| {
            setting.as_ref().filter(|setting| !setting.is_empty()).map(|setting| setting.key)
        };
        let oauth = self.login.as_ref().map(|login| ("auth.oauth2", login.node));
        let file = filled(&self.token_file).map(|key| ("auth.token.token_file", key));
        let token = filled(&self.mgmt_token).map(|key| ("mgmt_token", key));
        [oauth, file, token].into_iter().flatten().collect()
    }

    /// The settings that are compared or sent as they are, with their keys.
    pub fn compared(&self) -> Vec<(&'static str, Setting<'t>)> {
        let own = [("host", &self.host), ("port", &self.port)];
        let own = own.into_iter().filter_map(|(key, setting)| Some((key, setting.clone()?)));
        let login = self.login.iter().flat_map(|login| {
            let urls = login.urls().map(|url| (url.key, url.setting.clone()));
            let scopes = login.scopes.iter().flat_map(Setting::items).map(|scope| ("scopes", scope));
            login.client_id.iter().map(|id| ("client_id", id.clone())).chain(urls).chain(scopes)
        });
        own.chain(login).collect()
    }

    /// The settings that people fill in by hand. `client_secret` is none: it goes, whatever its value.
    pub fn filled_in(&self) -> Vec<Setting<'t>> {
        const OTHERS: [&str; 4] = ["account_id", "cluster_id", "database", "token"];
        let own = [&self.name, &self.host, &self.port, &self.mgmt_token, &self.token_file];
        let own = own.into_iter().flatten().cloned();
        let others = OTHERS.iter().filter_map(|key| self.setting(key));
        let login = self.login.iter().flat_map(|login| {
            let texts = login.client_id.iter().chain(login.urls().map(|url| &url.setting)).cloned();
            let scopes = login.scopes.iter().flat_map(Setting::items);
            texts.chain(scopes).chain(login.parameters.iter().flat_map(Setting::members))
        });
        own.chain(others).chain(login).collect()
    }

    /// The name as messages print it: influxctl uses `default` unless `--profile` is given.
    pub fn shown_name(&self) -> &str {
        self.name.as_ref().and_then(Setting::text).unwrap_or("default")
    }

    /// True when `product` says so.
    pub fn is_clustered(&self) -> bool {
        self.product.as_ref().and_then(Setting::text).is_some_and(|product| product.eq_ignore_ascii_case("clustered"))
    }
}
