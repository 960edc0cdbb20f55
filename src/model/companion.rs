//! Texts that go along with the settings: scripts, Secrets, files and lists of tokens.

use std::sync::Arc;

use super::script::{self, Script};
use super::secret::Secret;
use super::token::{self, Token};
use crate::input::node::{Node, Tree};
use crate::input::splice::value_place;
use crate::source::{Place, Source};

/// One of them.
#[derive(Debug)]
pub enum Companion {
    /// Commands: a shell script, a Makefile, a Dockerfile, a CI file.
    Script(Script),
    /// `kind: Secret`.
    Secret(Secret),
    /// A file that is nothing but a token.
    TokenFile(TokenFile),
    /// What `influxctl management list --format json` prints.
    TokenList(TokenList),
}

/// A file that is nothing but a token, as `token_file` of a profile names it.
#[derive(Debug)]
pub struct TokenFile {
    /// The token.
    pub token: Token,
    /// Where it stands.
    pub place: Place,
    /// Key path; empty where the token is the whole file.
    pub path: String,
}

/// Management tokens of a cluster.
#[derive(Debug)]
pub struct TokenList {
    /// Those that never expire and are not revoked.
    pub endless: Vec<Listed>,
}

/// One token of the list.
#[derive(Debug)]
pub struct Listed {
    /// What its maker wrote about it.
    pub description: String,
    /// The first characters of it, as the list tells them.
    pub prefix: String,
    /// Key path of the entry: `[0]`.
    pub path: String,
    /// Where the prefix stands.
    pub place: Place,
}

/// Characters of a token that the list tells; of what is longer no more is shown.
const LONGEST_PREFIX: usize = 9;

/// Names of the file that the admin token is copied to; what is in it is documented nowhere.
const TOKEN_FILES: [&str; 2] = ["token.json", "admin-token.json"];

impl Companion {
    /// The word of every report.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Script(_) => "script",
            Self::Secret(_) => "secret-manifest",
            Self::TokenFile(_) => "token-file",
            Self::TokenList(_) => "token-list",
        }
    }

    /// The script, when it is one.
    pub fn script(&self) -> Option<&Script> {
        match self {
            Self::Script(script) => Some(script),
            Self::Secret(_) | Self::TokenFile(_) | Self::TokenList(_) => None,
        }
    }

    /// Index of its document in the file, from 0.
    pub fn document(&self) -> usize {
        match self {
            Self::Secret(secret) => secret.document,
            Self::Script(_) | Self::TokenFile(_) | Self::TokenList(_) => 0,
        }
    }
}

/// What a text with a tree holds of these.
pub(super) fn read(tree: &Tree) -> Vec<Companion> {
    let mut found: Vec<_> = script::of_pipeline(tree).map(Companion::Script).into_iter().collect();
    for (document, root) in tree.documents().enumerate() {
        let items = root.get("items").into_iter().flat_map(Node::items).enumerate();
        let items = items.map(|(at, item)| (item, format!("items[{at}].")));
        let secrets = std::iter::once((root, String::new())).chain(items);
        let secrets = secrets.filter_map(|(object, prefix)| Secret::read(object, document, &prefix));
        found.extend(secrets.map(Companion::Secret));
    }
    if let Some(root) = tree.document(0).filter(|_| tree.documents().count() == 1) {
        found.extend(token_list(root).map(Companion::TokenList));
        found.extend(token_file(root).map(Companion::TokenFile));
    }
    found
}

/// `id, account_id, token_prefix, created_at …`, one object a token.
fn token_list(root: Node<'_>) -> Option<TokenList> {
    let is_listed = |item: Node<'_>| ["token_prefix", "account_id", "created_at"].iter().all(|k| item.get(k).is_some());
    let mut items = root.items().peekable();
    items.peek()?;
    let mut endless = Vec::new();
    for (at, item) in items.enumerate() {
        if !is_listed(item) {
            return None;
        }
        let is_set = |key: &str| item.get(key).is_some_and(|time| !time.is_null());
        let Some(prefix) = item.get("token_prefix").filter(|_| !is_set("expires_at") && !is_set("revoked_at")) else {
            continue;
        };
        let text = |node: Option<Node<'_>>| node.and_then(Node::text).unwrap_or_default().into_owned();
        endless.push(Listed {
            description: text(item.get("description")),
            prefix: text(Some(prefix)).chars().take(LONGEST_PREFIX).collect(),
            path: format!("[{at}]"),
            place: value_place(prefix),
        });
    }
    Some(TokenList { endless })
}

/// A JSON object with a token in it, or a token alone. The names of the documentation may hold any; InfluxDB 3 writes
/// `{"token": "apiv3_…"}` under the name that it is given.
fn token_file(root: Node<'_>) -> Option<TokenFile> {
    let source = root.tree().source();
    let file = source.name().rsplit('/').next().unwrap_or_default();
    let is_named = TOKEN_FILES.contains(&file);
    if !file.ends_with(".json") || (root.is_map() && !source.text().trim_start().starts_with('{')) {
        return None;
    }
    let keys: &[&str] = if is_named { &["access_token", "token", "id_token"] } else { &["token"] };
    let values = keys.iter().filter_map(|key| Some(((*key).to_owned(), root.get(key)?)));
    let alone = Some((String::new(), root)).filter(|(_, root)| is_named && root.scalar().is_some());
    values.chain(alone).find_map(|(path, node)| {
        let text = node.text()?;
        let tokens = if is_named { token::find_in_secret(&text) } else { token::find(&text) };
        let token = tokens.into_iter().find(|token| token.span.len() == text.trim().len())?;
        Some(TokenFile { token, place: value_place(node), path })
    })
}

/// The script that a text without a tree is; `None` for a text that is none.
pub(super) fn read_script(source: &Arc<Source>) -> Option<Vec<Companion>> {
    let form = script::form(source)?;
    Some(Script::read(source, form).map(Companion::Script).into_iter().collect())
}
