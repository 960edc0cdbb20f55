//! What can be wrong with the `id` of a user: at most one fault, so at most one rule speaks.

use super::placeholder;
use super::setting::Setting;
use crate::input::scalar::Typed;
use crate::provider::{self, Family};

/// What the id is judged by.
pub(super) struct Expected<'a> {
    /// The provider in force.
    pub(super) family: Option<Family>,
    /// The tenant that `jwksEndpoint` names: a directory, never a person.
    pub(super) tenant: Option<&'a str>,
}

/// The one fault of an id. Unknown ids, blanks and placeholders have none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IdFault {
    /// A scalar without quotes, or with the tag of a number, that its reader takes for one.
    TypedAsNumber {
        /// The number as the cluster gets it.
        seen: String,
    },
    /// A name that people log in with, at a provider whose ids never look like one.
    LoginName {
        /// An e-mail address or UPN; else `DOMAIN\name`.
        is_email: bool,
        /// The provider.
        family: Family,
    },
    /// No object id of Microsoft Entra ID.
    Entra {
        /// The object id inside braces or behind `urn:uuid:`.
        meant: Option<String>,
        /// It is the tenant of `jwksEndpoint`.
        is_tenant: bool,
    },
    /// No connection of Auth0 in front of the id.
    Auth0 {
        /// The id with its `%7C` decoded.
        meant: Option<String>,
        /// It is `…@clients`, an application.
        is_application: bool,
    },
    /// Neither a UUID as Keycloak writes it nor the id of a federated user.
    Keycloak {
        /// The UUID in lower case.
        meant: Option<String>,
    },
}

/// The fault of `id`, when there is one.
pub(super) fn judge(id: &Setting<'_>, email: Option<&Setting<'_>>, expected: &Expected<'_>) -> Option<IdFault> {
    if id.is_unknown() || id.is_retyped() {
        return None;
    }
    if let Some(Typed::Number(seen)) = id.node.typed() {
        return Some(IdFault::TypedAsNumber { seen });
    }
    let text = id.text()?;
    if placeholder::find(text).is_some() {
        return None;
    }
    let family = expected.family?;
    let has_shape_of_its_own = match family {
        Family::Auth0 => text.contains('|') || text.to_ascii_lowercase().contains("%7c") || text.ends_with("@clients"),
        Family::Keycloak => is_federated(text),
        Family::Entra => false,
        _ => return None,
    };
    let is_email = is_email(text) || (text.contains('@') && email.and_then(Setting::text) == Some(text));
    if !has_shape_of_its_own && (is_email || is_account_name(text)) {
        return Some(IdFault::LoginName { is_email, family });
    }
    match family {
        Family::Entra => entra(text, expected.tenant),
        Family::Auth0 => auth0(text),
        Family::Keycloak => keycloak(text),
        _ => None,
    }
}

/// In help texts: where the id of a person is found.
pub fn where_to_find(family: Option<Family>) -> String {
    match family {
        Some(family) => {
            format!("the id that {} shows for this person ({})", family.display(), provider::user_id_place(family))
        }
        None => {
            "the user's id at the provider (Keycloak: Users, Details; Entra: Users, Object ID; Auth0: Users, user_id)"
                .to_owned()
        }
    }
}

/// Object ids are GUIDs in any case ("the unique user ID is the Microsoft ObjectId", InfluxData's auth.md).
fn entra(text: &str, tenant: Option<&str>) -> Option<IdFault> {
    let is_tenant = |id: &str| tenant.is_some_and(|tenant| tenant.eq_ignore_ascii_case(id));
    if provider::is_guid(text) {
        return is_tenant(text).then_some(IdFault::Entra { meant: None, is_tenant: true });
    }
    let inner = unwrapped_guid(text);
    let is_tenant = inner.is_some_and(is_tenant);
    let meant = inner.filter(|_| !is_tenant).map(str::to_owned);
    Some(IdFault::Entra { meant, is_tenant })
}

/// `{connection}|{id}`; the connection is free text (Auth0 "Identify Users").
fn auth0(text: &str) -> Option<IdFault> {
    if text.contains('|') {
        return None;
    }
    let decoded = text.replace("%7C", "|").replace("%7c", "|");
    let meant = (decoded != text).then_some(decoded);
    Some(IdFault::Auth0 { meant, is_application: text.ends_with("@clients") })
}

fn keycloak(text: &str) -> Option<IdFault> {
    let is_lower = !text.bytes().any(|byte| byte.is_ascii_uppercase());
    if is_federated(text) || (provider::is_guid(text) && is_lower) {
        return None;
    }
    let guid = Some(text).filter(|text| provider::is_guid(text)).or_else(|| unwrapped_guid(text));
    Some(IdFault::Keycloak { meant: guid.map(str::to_ascii_lowercase) })
}

/// `f:<component>:<name>`: a user of a storage provider (Keycloak `StorageId`). The component's id is a UUID
/// or a shorter form of one.
fn is_federated(text: &str) -> bool {
    let parts = text.strip_prefix("f:").and_then(|rest| rest.split_once(':'));
    parts.is_some_and(|(component, name)| !component.is_empty() && !name.is_empty())
}

/// A GUID in `{}` (Windows) or behind `urn:uuid:` (RFC 9562 section 4).
fn unwrapped_guid(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("urn:uuid:").unwrap_or(text);
    let inner = rest.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or(rest);
    (inner.len() < text.len() && provider::is_guid(inner)).then_some(inner)
}

/// One `@` with something in one piece on both sides; a host without a dot counts, as in a UPN.
fn is_email(text: &str) -> bool {
    let in_one_piece =
        |part: &str| !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || "<>,;\"".contains(c));
    text.split_once('@').is_some_and(|(name, host)| in_one_piece(name) && in_one_piece(host) && !host.contains('@'))
}

/// `DOMAIN\name`.
fn is_account_name(text: &str) -> bool {
    let is_word = |part: &str| !part.is_empty() && !part.contains(char::is_whitespace);
    text.split_once('\\').is_some_and(|(domain, name)| is_word(domain) && is_word(name) && !name.contains('\\'))
}

#[cfg(test)]
mod tests;
