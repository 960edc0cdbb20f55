//! Which placeholder stands for which value: the same one throughout a run, numbered by first place.

use std::collections::BTreeMap;

use super::vocabulary;
use crate::provider::vendor_hosts;

/// What a value is, as far as its place tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Class {
    Host,
    Tenant,
    Realm,
    Client,
    Id,
    Name,
    Email,
    Key,
    File,
    Value,
}

impl Class {
    fn word(self) -> &'static str {
        match self {
            Self::Host => "host",
            Self::Tenant => "tenant",
            Self::Realm => "realm",
            Self::Client => "client",
            Self::Id => "id",
            Self::Name => "name",
            Self::Email => "email",
            Self::Key => "key",
            Self::File => "file",
            Self::Value => "value",
        }
    }

    /// The class of what stands behind this key.
    pub(super) fn behind(key: &str) -> Self {
        match &*key.to_ascii_lowercase().replace(['-', '_'], "") {
            "id" | "users" | "accountid" | "clusterid" | "sub" | "uid" => Self::Id,
            "firstname" | "lastname" | "name" | "user" => Self::Name,
            "email" => Self::Email,
            "clientid" => Self::Client,
            "host" | "hosts" | "domain" => Self::Host,
            "realm" => Self::Realm,
            "tenant" | "tenantid" => Self::Tenant,
            _ => Self::Value,
        }
    }
}

/// The placeholders of one run.
#[derive(Debug, Default)]
pub(super) struct Table {
    known: BTreeMap<String, String>,
    count: BTreeMap<Class, usize>,
}

impl Table {
    /// What stands for `value`, when it was met before.
    pub(super) fn get(&self, value: &str) -> Option<&str> {
        self.known.get(value).map(String::as_str)
    }

    /// What stands for `value`; its class is that of the first place.
    pub(super) fn of(&mut self, value: &str, class: Class) -> String {
        if let Some(known) = self.get(value) {
            return known.to_owned();
        }
        let counted = self.count.entry(class).or_default();
        *counted += 1;
        let number = *counted;
        let end = match class {
            Class::Host => ".example",
            Class::Email => "@example",
            _ => "",
        };
        self.keep(value, format!("{}-{number}{end}", class.word()))
    }

    /// From now on `shown` stands for `value`.
    pub(super) fn keep(&mut self, value: &str, shown: String) -> String {
        self.known.insert(value.to_owned(), shown.clone());
        shown
    }

    /// A host: that of a vendor keeps its vendor, one inside a cluster stays inside.
    pub(super) fn host(&mut self, name: &str) -> String {
        if vocabulary::is_host(name) {
            return name.to_owned();
        }
        if let Some(known) = self.get(name) {
            return known.to_owned();
        }
        let lower = name.to_ascii_lowercase();
        for pattern in vendor_hosts() {
            let Some((start, end)) = pattern.split_once('*') else {
                if lower == pattern {
                    return name.to_owned();
                }
                continue;
            };
            let middle = lower.strip_prefix(start).and_then(|rest| rest.strip_suffix(end));
            if let Some(middle) = middle.filter(|middle| !middle.is_empty()) {
                let shown =
                    if is_region(middle) && !start.is_empty() { middle.to_owned() } else { self.tenant(middle) };
                return self.keep(name, format!("{start}{shown}{end}"));
            }
        }
        let inside = [".svc.cluster.local", ".svc", ".cluster.local", ".internal", ".local"];
        match inside.into_iter().find(|end| lower.ends_with(end)) {
            Some(end) => {
                let host = self.of(name, Class::Host).replace(".example", end);
                self.keep(name, host)
            }
            None => self.of(name, Class::Host),
        }
    }

    /// `acme.us` of `acme.us.auth0.com`: the region stays.
    fn tenant(&mut self, labels: &str) -> String {
        let (mut tenant, mut region) = (labels, String::new());
        while let Some((before, last)) = tenant.rsplit_once('.').filter(|(_, last)| is_region(last) || *last == "auth")
        {
            region = format!(".{last}{region}");
            tenant = before;
        }
        self.of(tenant, Class::Tenant) + &region
    }
}

/// `us`, `us-3`, `eu-west-1`.
fn is_region(label: &str) -> bool {
    let mut parts = label.split('-');
    let is_land =
        parts.next().is_some_and(|land| land.len() == 2 && land.bytes().all(|byte| byte.is_ascii_lowercase()));
    let (mut rest, last) = (parts.clone(), parts.next_back());
    rest.next_back();
    let is_direction =
        |word: &str| ["north", "south", "east", "west", "central", "gov"].iter().any(|d| word.contains(d));
    is_land
        && rest.all(is_direction)
        && last.is_none_or(|last| last.len() == 1 && last.bytes().all(|b| b.is_ascii_digit()))
}
