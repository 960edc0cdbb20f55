//! influxctl's configuration: its profiles, and how each of them logs in.
//!
//! <https://docs.influxdata.com/influxdb3/clustered/reference/cli/influxctl/>: an array of tables `[[profile]]`. Keys
//! are matched without case, as influxctl's TOML reader does.

use super::admin::Setting;
use super::endpoint::Endpoint;
use crate::input::node::{Entry, Node};

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

/// `auth.oauth2` of a profile: the device flow at the identity provider (RFC 8628).
#[derive(Debug)]
pub struct Login<'t> {
    /// Its table.
    pub node: Node<'t>,
    /// Key path: `profile[0].auth.oauth2`.
    pub path: String,
    /// `client_id`.
    pub client_id: Option<Setting<'t>>,
    /// `device_url`: the device authorization endpoint.
    pub device: Option<LoginUrl<'t>>,
    /// `token_url`: the token endpoint.
    pub token: Option<LoginUrl<'t>>,
    /// `scopes`.
    pub scopes: Option<Setting<'t>>,
    /// `parameters`.
    pub parameters: Option<Setting<'t>>,
}

/// One URL of a login.
#[derive(Debug)]
pub struct LoginUrl<'t> {
    /// The key with its value.
    pub setting: Setting<'t>,
    /// What its text tells; `None` where its form cannot be judged.
    pub endpoint: Option<Endpoint>,
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

    /// The name as messages print it: influxctl uses `default` unless `--profile` is given.
    pub fn shown_name(&self) -> &str {
        self.name.as_ref().and_then(Setting::text).unwrap_or("default")
    }

    /// True when `product` says so.
    pub fn is_clustered(&self) -> bool {
        self.product.as_ref().and_then(Setting::text).is_some_and(|product| product.eq_ignore_ascii_case("clustered"))
    }
}

impl<'t> Login<'t> {
    fn read(node: Node<'t>, path: String) -> Self {
        let setting = |name| Setting::read(node, name, &path);
        let url = |name| {
            let setting = setting(name)?;
            let endpoint = setting.text().and_then(|text| Endpoint::judge(text, None));
            Some(LoginUrl { setting, endpoint })
        };
        Self {
            client_id: setting("client_id"),
            device: url("device_url"),
            token: url("token_url"),
            scopes: setting("scopes"),
            parameters: setting("parameters"),
            node,
            path,
        }
    }

    /// Both URLs, as far as they are written.
    pub fn urls(&self) -> impl Iterator<Item = &LoginUrl<'t>> {
        [&self.device, &self.token].into_iter().flatten()
    }
}
