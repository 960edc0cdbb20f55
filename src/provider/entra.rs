//! Microsoft Entra ID: a tenant in every path; External ID and B2C have hosts of their own.

use super::classify::Verdict;
use super::device::{Device, DeviceFault, said, told};
use super::place::Place;
use super::record::{RECORD, Record, SHAPE, Shape, Tenancy, any_host, word};
use super::{Family, UrlKind};
use url::Url;

const KEYS: &str = "discovery/v2.0/keys";
const PUBLIC_CLOUD: &str = "https://login.microsoftonline.com";
const B2C: &str = "*.b2clogin.com";
const LOGIN_HOSTS: [&str; 10] = [
    "login.microsoftonline.com",
    "login.windows.net",
    "login.microsoft.com",
    "sts.windows.net",
    "login.microsoftonline.us",
    "login.usgovcloudapi.net",
    "login.partner.microsoftonline.cn",
    "login.chinacloudapi.cn",
    "*.ciamlogin.com",
    B2C,
];
/// Only `azure` itself is right; the others are what people write for it.
pub(super) const ALIASES: [&str; 9] =
    ["azure", "azuread", "azure-ad", "aad", "entra", "entra-id", "entraid", "microsoft", "msft"];

const V2_OTHERS: &[(&str, &str)] = &[
    ("oauth2/v2.0/token", word::TOKEN),
    ("oauth2/v2.0/devicecode", word::DEVICE),
    ("oauth2/v2.0/authorize", word::AUTHORIZE),
    ("oauth2/v2.0/logout", word::LOGOUT),
];

/// Microsoft identity platform "OpenID Connect on the Microsoft identity platform"; msal-js for the clouds.
pub(super) const ENTRA: Record = Record {
    family: Family::Entra,
    display: "Microsoft Entra ID",
    names: &["azure"],
    user_id_place: "Users, Object ID",
    hosts: &LOGIN_HOSTS,
    many_hosts: true,
    consoles: &["portal.azure.com", "entra.microsoft.com"],
    shapes: &[
        Shape {
            hosts: &["login.*", "*.ciamlogin.com", "sts.windows.net"],
            base: "*",
            issuer: "v2.0",
            keys: &[KEYS],
            others: V2_OTHERS,
            fixed: true,
            keeps_query: true,
            ..SHAPE
        },
        Shape {
            hosts: &[B2C],
            base: "*/*",
            issuer: "v2.0",
            keys: &[KEYS],
            others: V2_OTHERS,
            keeps_query: true,
            ..SHAPE
        },
        // the issuer of B2C names no policy, so no keys follow from it
        Shape { hosts: &[B2C], base: "*", issuer: "v2.0", ..SHAPE },
        Shape { hosts: &["login.*", "*.ciamlogin.com"], ..V1 },
        Shape { hosts: &["sts.windows.net"], issuer_at: Some(PUBLIC_CLOUD), keys_at: Some(PUBLIC_CLOUD), ..V1 },
    ],
    device: LOGIN,
    tenancy: Some(Tenancy {
        word: "tenant",
        at: |place| place.segments.first().filter(|first| !is_endpoint_word(first)).map(|_| 0),
        unknown: &["AADSTS90002:", "AADSTS900023:"],
        help: "copy the tenant ID from the overview in the Entra admin center; each national cloud has its own host",
    }),
    otherwise: hosted,
    refine,
    derive: policy_in_query,
    scopes: &["CLIENT_ID/.default", "offline_access"],
    ..RECORD
};

/// Microsoft "AADSTS error codes": the number tells, the OAuth code beside it varies.
const LOGIN: Device = Device {
    scopes: &["CLIENT_ID/.default"],
    said: &[
        said("*", "AADSTS700016:*", DeviceFault::UnknownClient),
        said("*", "AADSTS7000218:*", DeviceFault::NotPublic),
        told("*", "AADSTS90014:*", DeviceFault::ScopeRefused, NAME_SCOPE),
        said("*", "AADSTS65001:*", DeviceFault::ScopeRefused),
        said("*", "AADSTS90094:*", DeviceFault::ScopeRefused),
        told("*", "AADSTS530035:*", DeviceFault::Policy, SECURITY_DEFAULTS),
        said("*", "AADSTS53003:*", DeviceFault::Policy),
        said("*", "AADSTS530036:*", DeviceFault::Policy),
        said("unauthorized_client", "*", DeviceFault::Other),
    ],
    client: "copy the Application (client) ID from App registrations of this tenant",
    public: "set `Allow public client flows` to Yes under App registrations, Authentication",
    grant: "set `Allow public client flows` to Yes under App registrations, Authentication",
    consent: "grant admin consent under App registrations, API permissions",
    policy: "except this app from the Conditional Access policy whose condition `Authentication flows` names the \
             device code flow",
};

const NAME_SCOPE: &str = "name the scope `CLIENT_ID/.default` in the profile of influxctl";
const SECURITY_DEFAULTS: &str = "replace the security defaults of the tenant by Conditional Access policies that allow the \
                                 device code flow for this app";

/// The older layout. Its issuer lives on sts.windows.net, its documents do not.
const V1: Shape = Shape {
    base: "*",
    keys: &["discovery/keys"],
    others: &[
        ("oauth2/token", word::TOKEN),
        ("oauth2/devicecode", word::DEVICE),
        ("oauth2/authorize", word::AUTHORIZE),
        ("oauth2/logout", word::LOGOUT),
        ("openid/userinfo", word::USERINFO),
    ],
    keeps_query: true,
    ..SHAPE
};

/// What stands where a Microsoft login URL names its tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tenant {
    /// A directory id.
    Guid(String),
    /// A domain name of the tenant.
    Domain(String),
    /// `common`, `organizations`, `consumers` or the consumers' GUID: anybody's tokens.
    Shared(String),
    /// A documentation word or a template; not judged.
    Placeholder(String),
    /// None of these; empty when the segment is.
    Malformed(String),
}

/// True for Azure AD B2C, which has no device authorization flow.
pub fn is_b2c_host(url: &Url) -> bool {
    url.host_str().is_some_and(|host| any_host(&[B2C], host.trim_end_matches('.')))
}

/// The tenant of a Microsoft login URL as written; `None` on other hosts, on B2C and External ID
/// (their first segment may be anything), and where no tenant is named at all.
pub fn tenant_of(written: &str, url: &Url) -> Option<Tenant> {
    tenant(&Place::read(written.trim(), url)?)
}

fn tenant(place: &Place) -> Option<Tenant> {
    if !any_host(&LOGIN_HOSTS, &place.host) || any_host(&[B2C, "*.ciamlogin.com"], &place.host) {
        return None;
    }
    let first = *place.segments.first()?;
    if is_endpoint_word(first) {
        let empty = place.path.trim_start_matches('/').len() + 1 < place.path.len();
        return empty.then(|| Tenant::Malformed(String::new()));
    }
    Some(judge_tenant(first))
}

fn judge_tenant(text: &str) -> Tenant {
    const CONSUMERS: &str = "9188040d-6c67-4c5b-b112-36a304b66dad";
    let owned = text.to_owned();
    if ["common", "organizations", "consumers", CONSUMERS].iter().any(|word| word.eq_ignore_ascii_case(text)) {
        Tenant::Shared(owned)
    } else if is_guid(text) {
        Tenant::Guid(owned)
    } else if !text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.'))
        || text.to_ascii_lowercase().contains("tenant") && !text.contains('.')
    {
        Tenant::Placeholder(owned)
    } else if text.contains('.') && text.split('.').all(|label| !label.is_empty()) && text != "v2.0" {
        Tenant::Domain(owned)
    } else {
        Tenant::Malformed(owned)
    }
}

/// The same endpoint of version 2, when `written`, parsed as `url`, is a device or token endpoint of version 1.
pub fn on_version_2(written: &str, url: &Url) -> Option<String> {
    let place = Place::read(written.trim(), url)?;
    // A password must not be repeated.
    if place.has_user_info() || !any_host(&LOGIN_HOSTS, &place.host) {
        return None;
    }
    let [tenant, "oauth2", last @ ("token" | "devicecode")] = place.segments.as_slice() else { return None };
    let origin = (place.host == "sts.windows.net").then_some(PUBLIC_CLOUD);
    Some(place.with_path(origin, &[tenant, "oauth2", "v2.0"], last))
}

/// True for a UUID in its canonical form, in any case (RFC 9562 section 4).
pub fn is_guid(text: &str) -> bool {
    let mut groups = text.split('-');
    let fits = [8, 4, 4, 4, 12].iter().all(|length| {
        groups.next().is_some_and(|group| group.len() == *length && group.bytes().all(|b| b.is_ascii_hexdigit()))
    });
    fits && groups.next().is_none()
}

/// Which of Microsoft's clouds a login host belongs to; hosts of one cloud are aliases (msal-js
/// `AuthorityMetadata.ts`).
pub(super) fn cloud_name(host: &str) -> Option<&'static str> {
    match host {
        "login.microsoftonline.us" | "login.usgovcloudapi.net" => Some("US government"),
        "login.partner.microsoftonline.cn" | "login.chinacloudapi.cn" => Some("China"),
        _ if any_host(&["*.ciamlogin.com"], host) => Some("External ID"),
        _ if any_host(&[B2C], host) => Some("B2C"),
        _ => any_host(&LOGIN_HOSTS, host).then_some("public"),
    }
}

/// The id of the one directory that a segment names, in lower case; a domain may belong to any.
pub(super) fn directory(segment: &str) -> Option<String> {
    match judge_tenant(segment) {
        Tenant::Guid(id) => Some(id.to_ascii_lowercase()),
        _ => None,
    }
}

fn is_endpoint_word(segment: &str) -> bool {
    matches!(segment, "discovery" | "oauth2" | "v2.0" | "v1.0" | ".well-known" | "openid")
        || segment.eq_ignore_ascii_case("federationmetadata")
}

/// A tenant that is none outranks a path that serves nothing, and leaves nothing to replace.
fn refine(place: &Place, verdict: Verdict) -> Verdict {
    if let Some(Tenant::Malformed(text)) = tenant(place) {
        let kind = match verdict.kind {
            UrlKind::Keys | UrlKind::HostedPathUnknown => UrlKind::EntraTenantMalformed(text),
            kind => kind,
        };
        return Verdict { kind, keys: None };
    }
    let no_tenant = place.segments.first().is_some_and(|first| is_endpoint_word(first));
    let bare_authority = place.segments.len() == 1 && place.host != "sts.windows.net";
    match verdict.kind {
        UrlKind::Keys if no_tenant => hosted(place),
        UrlKind::Issuer if bare_authority => hosted(place),
        _ => verdict,
    }
}

/// Where the keys of the tenant are, when the URL names one.
fn hosted(place: &Place) -> Verdict {
    if any_host(&[B2C], &place.host) {
        return Verdict::keys();
    }
    let tenant = place.segments.iter().find(|segment| !is_endpoint_word(segment) && **segment != "keys");
    let known = tenant.filter(|tenant| !matches!(judge_tenant(tenant), Tenant::Malformed(_)));
    let origin = (place.host == "sts.windows.net").then_some(PUBLIC_CLOUD);
    let url = known.map(|tenant| place.with_path(origin, &[tenant], KEYS));
    Verdict::new(UrlKind::HostedPathUnknown, url, true)
}

/// B2C's older form: the policy stands in the query, its document has it in the path.
fn policy_in_query(place: &Place) -> Option<String> {
    let [tenant, "discovery", "v2.0", "keys"] = place.segments.as_slice() else {
        return None;
    };
    let policy = place.query?.split('&').find_map(|pair| pair.strip_prefix("p="))?;
    any_host(&[B2C], &place.host)
        .then(|| place.with_path(None, &[tenant, policy, "v2.0"], ".well-known/openid-configuration"))
}
