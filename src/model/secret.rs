//! Secrets of a cluster that stand readable in a manifest, and what in them must not be there.

use super::Document;
use super::egress::Egress;
use super::placeholder;
use super::reference::Kind as ReferenceKind;
use super::setting::Setting;
use super::token::{self, Kind};
use crate::input::node::{Entry, Node, Tree};
use crate::input::splice::value_place;
use crate::source::Place;

/// Secrets that a cluster makes for itself (bypass-identity-provider.md) and that charts of InfluxData read.
const NAMES: [&str; 4] = ["admin-token", "rsa-keys", "influxdb-auth", "influxdb-shared-secret"];

/// Secrets of InfluxData's pages and examples: everybody knows them (Enterprise v1 authentication.md and ldap.md,
/// influxd-ctl reference, example-resources.yaml of chart influxdb-enterprise).
const SAMPLES: [&str; 7] = [
    "MY RANDOM STRING",
    "my super secret pass phrase",
    "MYSUPERSECRETPASSPHRASE",
    "long pass phrase used for signing tokens",
    "sHaR3dS3cRe7",
    "oatclusters",
    "read-only-admin's password",
];

/// Words that stand where a secret belongs.
const TO_BE_FILLED_IN: [&str; 8] =
    ["changeme", "replaceme", "todo", "placeholder", "redacted", "dummy", "yoursecret", "secret"];

/// A Secret whose values everybody can read who can read the file.
#[derive(Debug)]
pub struct Secret {
    /// Index of its document in the file, from 0.
    pub document: usize,
    /// Its name.
    pub name: String,
    /// Where the name stands.
    pub named_at: Place,
    /// The worst that it holds. Exactly one, so one rule speaks.
    pub leak: Leak,
}

/// What a readable Secret gives away.
#[derive(Debug)]
pub enum Leak {
    /// A private key: whoever has it signs tokens.
    PrivateKey(Spot),
    /// A secret out of the documentation.
    Sample(Spot),
    /// The values of a Secret of the cluster.
    Values(Spot),
    /// A token, in a Secret that is nobody's we know.
    Token(Kind, Spot),
}

/// One value of a Secret.
#[derive(Debug)]
pub struct Spot {
    /// Key path: `stringData.token`.
    pub path: String,
    /// Its key: the value may fill many lines.
    pub key: Place,
    /// Its value.
    pub value: Place,
}

/// True for a text that is a sample of the documentation.
pub fn is_sample(text: &str) -> bool {
    SAMPLES.contains(&text.trim()) || is_sample_dsn(text)
}

/// The first sample of the documentation that a text holds as a word or as several.
pub fn sample_in(text: &str) -> Option<&'static str> {
    SAMPLES.into_iter().find(|sample| {
        text.match_indices(sample).any(|(at, _)| {
            let goes_on = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
            !goes_on(text[..at].chars().next_back()) && !goes_on(text[at + sample.len()..].chars().next())
        })
    })
}

fn is_sample_dsn(text: &str) -> bool {
    text.contains("://") && text.contains(":passw0rd@")
        || text.split_whitespace().any(|word| word == "password=passw0rd")
}

impl Secret {
    /// The Secret at `root`, when it is one of ours and readable.
    pub(super) fn read(root: Node<'_>, document: usize, prefix: &str) -> Option<Self> {
        let name = root.at(&["metadata", "name"])?;
        let is_ours = name.text().is_some_and(|text| NAMES.contains(&&*text)) && mentions_influx(root);
        Self::of(root, is_ours, document, prefix)
    }

    /// The Secret at `root`; `is_ours` where its values count, whatever they are.
    fn of(root: Node<'_>, is_ours: bool, document: usize, prefix: &str) -> Option<Self> {
        let kind = root.get("kind").and_then(Node::text);
        let version = root.get("apiVersion").and_then(Node::text);
        // SOPS leaves its own block beside what it encrypts.
        if kind? != "Secret" || version? != "v1" || root.get("sops").is_some() {
            return None;
        }
        let node = root.at(&["metadata", "name"])?;
        let name = node.text()?.into_owned();
        let values = readable(root, prefix);
        let first = |is: &dyn Fn(&Readable) -> bool| values.iter().find(|value| is(value)).map(Readable::spot);
        let is_key = |value: &Readable| token::is_private_key(&value.text);
        let is_sample = |value: &Readable| value.is_sample(&name);
        let token = |value: &Readable| Some((token::find(&value.text).first()?.kind, value.spot()));
        let of_ours = || {
            let key = first(&is_key).map(Leak::PrivateKey);
            key.or_else(|| first(&is_sample).map(Leak::Sample)).or_else(|| first(&|_| true).map(Leak::Values))
        };
        let leak = if is_ours { of_ours() } else { None };
        let leak = leak.or_else(|| values.iter().find_map(token).map(|(kind, spot)| Leak::Token(kind, spot)))?;
        Some(Self { document, name, named_at: value_place(node), leak })
    }
}

fn mentions_influx(root: Node<'_>) -> bool {
    let has = |text: &str| text.to_ascii_lowercase().contains("influx");
    has(root.raw()) || has(root.tree().source().name())
}

/// A value that can be read.
struct Readable {
    path: String,
    key: Place,
    value: Place,
    name: String,
    text: String,
}

impl Readable {
    fn spot(&self) -> Spot {
        Spot { path: self.path.clone(), key: self.key.clone(), value: self.value.clone() }
    }

    /// `admin` is a name in one key and a sample in the other.
    fn is_sample(&self, secret: &str) -> bool {
        let is_default = secret == "influxdb-auth" && self.name.ends_with("password") && self.text.trim() == "admin";
        is_default || is_sample(&self.text)
    }
}

/// The values that are neither empty, nor filled in later, nor public.
fn readable(root: Node<'_>, prefix: &str) -> Vec<Readable> {
    let parts = [("data", true), ("stringData", false)];
    let entries = parts.into_iter().flat_map(|(part, is_base64)| {
        let entries = root.get(part).into_iter().flat_map(Node::entries);
        entries.map(move |entry| (part, entry, is_base64))
    });
    let value = |(part, entry, is_base64): (&str, Entry<'_>, bool)| {
        let written = entry.value.text().filter(|_| !entry.value.is_unknown())?;
        let text = if is_base64 { token::decoded(&written) } else { None };
        let text = text.unwrap_or_else(|| written.into_owned());
        let (name, key) = (entry.name().into_owned(), entry.key.place());
        let path = format!("{prefix}{part}.{name}");
        is_secret(&text).then(|| Readable { path, key, value: value_place(entry.value), name, text })
    };
    entries.filter_map(value).collect()
}

fn is_secret(text: &str) -> bool {
    let text = text.trim();
    let folded: String = text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    let is_filled_in = text.starts_with('<') && text.ends_with('>') || TO_BE_FILLED_IN.contains(&folded.as_str());
    let is_crossed_out = text.chars().all(|c| matches!(c, 'x' | 'X' | '*' | '.'));
    let is_public = ["-----BEGIN CERTIFICATE", "-----BEGIN PUBLIC KEY", "-----BEGIN RSA PUBLIC KEY"]
        .iter()
        .any(|mark| text.starts_with(mark) && !text.contains("PRIVATE KEY"));
    // SOPS, Vault and others, base64 or not.
    let is_unknown = crate::input::unknown::Unknown::of_text(text).is_some() && !is_sample(text);
    !is_filled_in && !is_crossed_out && !is_public && !is_unknown && placeholder::find(text).is_none()
}

impl Document<'_> {
    /// True when a setting leads to a Secret.
    pub fn refers_to_secrets(&self) -> bool {
        self.dsn_references().iter().any(|reference| reference.kind == ReferenceKind::Secret && reference.is_filled())
    }

    /// The readable Secrets that a setting refers to, in this text and in `near`, with the places of the references;
    /// those that have a name of ours are judged where they stand.
    pub fn referred_secrets(&self, near: &[Tree]) -> Vec<(Secret, Place)> {
        let mut found: Vec<(Secret, Place)> = Vec::new();
        for reference in self.dsn_references().iter().filter(|reference| reference.kind == ReferenceKind::Secret) {
            let Some((setting, _)) = reference.target() else { continue };
            let name = setting.text().unwrap_or_default();
            let here = self.objects(ReferenceKind::Secret, name);
            let objects = here.into_iter().chain(self.objects_near(near, ReferenceKind::Secret, name));
            let secrets =
                objects.filter_map(|object| Secret::of(object.root(), !NAMES.contains(&name), self.index, ""));
            found.extend(secrets.map(|secret| (secret, value_place(setting.node))));
        }
        found.dedup_by(|(one, _), (other, _)| one.named_at == other.named_at);
        found
    }

    /// Private keys among the settings, each with its path and the place of its key: the signing key of a cluster, the
    /// TLS key of a profile, what stands beside the CA bundle.
    pub fn private_keys(&self) -> Vec<(String, Place)> {
        const SIGNING: [&str; 6] = ["spec", "package", "spec", "admin", "internalSigningKey", "privateKey"];
        let signing = self.root.at(&SIGNING).and_then(|map| Setting::read(map, "value", &SIGNING.join(".")));
        let profiles = self.influxctl.iter().flat_map(|config| &config.profiles);
        let keys = signing.into_iter().chain(profiles.filter_map(|profile| profile.setting("tls.key")));
        let is_key = |key: &Setting<'_>| key.exact_text().is_some_and(token::is_private_key);
        let keys = keys.filter(is_key).map(|key| (key.path.clone(), key.key.place()));
        keys.chain(self.keys_in_bundle()).collect()
    }

    fn keys_in_bundle(&self) -> Vec<(String, Place)> {
        let Egress::InForce(reference) = self.egress() else { return Vec::new() };
        let Some((name, key)) = reference.target() else { return Vec::new() };
        let (name, bundle) = (name.text().unwrap_or_default(), key.text().unwrap_or_default());
        let objects = self.objects(reference.kind, name);
        // A bundle that is a key and nothing else is another fault.
        let is_beside = |entry: &Entry<'_>, text: &str| entry.name() != bundle || text.contains("CERTIFICATE-----");
        let entries = objects.iter().flat_map(|object| {
            let entries = object.entries().into_iter();
            let is_key = |entry: &Entry<'_>, text: &str| is_beside(entry, text) && token::is_private_key(text);
            entries.filter(move |(entry, _)| entry.value.text().is_some_and(|text| is_key(entry, &text)))
        });
        entries.map(|(entry, _)| (format!("data.{}", entry.name()), entry.key.place())).collect()
    }
}
