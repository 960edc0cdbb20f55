//! A provider that does every wrong thing on a path of its own, and what the program must say about each.
//!
//! The table is data: a row is a name (its folder on the server), what answers there, and the one verdict.

pub(crate) mod bodies;
mod http;
mod keys;
mod text;
mod tls;

use crate::provider::{Authority, Reply, Server};
use rustls::ServerConfig;
use std::net::TcpStream;
use std::sync::{Arc, OnceLock};

/// What the program must say about a row: this and nothing else.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Says {
    /// No finding, no trouble.
    Nothing,
    /// This rule alone.
    Finds(&'static str),
    /// This cause alone.
    Incomplete(&'static str),
    /// Nothing about a host that may be another one elsewhere; this rule alone about a public one.
    FindsInPublic(&'static str),
}

/// Who listens for a row.
pub(crate) enum Origin {
    /// The server of all rows, over plain HTTP and over TLS with a good certificate.
    Shared,
    /// A server with this certificate.
    Tls(Arc<ServerConfig>),
    /// A port that does this with each connection, asked with this scheme.
    Raw(&'static str, fn(&mut TcpStream)),
}

/// One fault.
pub(crate) struct Row {
    pub(crate) name: &'static str,
    pub(crate) origin: Origin,
    /// What answers, by path inside the row's folder; everything else is 404. `BASE` in an answer is the URL of
    /// that folder, `TRAP` a host and port that nothing may reach.
    answers: Vec<(&'static str, Reply)>,
    pub(crate) says: Says,
}

/// A row whose `jwksEndpoint` answers like this.
fn keys(name: &'static str, reply: Reply, says: Says) -> Row {
    Row { name, origin: Origin::Shared, answers: vec![("keys", reply)], says }
}

/// A row whose `jwksEndpoint` and discovery document answer like this.
fn pair(name: &'static str, keys: Reply, discovery: Reply, says: Says) -> Row {
    let answers = vec![("keys", keys), (".well-known/openid-configuration", discovery)];
    Row { name, origin: Origin::Shared, answers, says }
}

/// Every row. `ca` is the authority that runs trust.
fn table(ca: &Authority) -> Vec<Row> {
    let mut rows = http::rows();
    rows.extend(keys::rows());
    rows.extend(text::rows());
    rows.extend(tls::rows(ca));
    rows
}

/// All rows, running until the test ends.
pub(crate) struct Provider {
    pub(crate) rows: Arc<Vec<Row>>,
    plain: Server,
    tls: Server,
    /// The servers of rows with one of their own, by number of the row.
    own: Vec<Option<Server>>,
    /// Counts who follows a redirect that must not be followed.
    pub(crate) trap: Server,
}

impl Provider {
    pub(crate) fn start(ca: &Authority) -> Self {
        let rows = Arc::new(table(ca));
        let trap = Server::start(|_, _| Reply::HangUp);
        let trap_address = format!("127.0.0.1:{}", trap.port);
        let shared = |origin: &Arc<OnceLock<String>>| {
            let (rows, origin, trap) = (Arc::clone(&rows), Arc::clone(origin), trap_address.clone());
            move |path: &str, _: usize| answer(&rows, path, origin.get().map_or("", String::as_str), &trap)
        };
        let (plain_origin, tls_origin) = (Arc::default(), Arc::default());
        let plain = Server::start(shared(&plain_origin));
        let tls = Server::start_tls(ca.server("localhost", 2100), shared(&tls_origin));
        let _ = plain_origin.set(format!("http://127.0.0.1:{}", plain.port));
        let _ = tls_origin.set(format!("https://localhost:{}", tls.port));
        let own = rows.iter().map(Row::listen).collect();
        Self { rows, plain, tls, own, trap }
    }

    /// The `jwksEndpoint` of a row: two where it is served with and without TLS.
    pub(crate) fn urls(&self, number: usize) -> Vec<String> {
        let row = &self.rows[number];
        let port = |server: &Server| server.port;
        let origins = match (&row.origin, self.own[number].as_ref().map(port)) {
            (Origin::Raw("http", _), Some(port)) => vec![format!("http://127.0.0.1:{port}")],
            (_, Some(port)) => vec![format!("https://localhost:{port}")],
            (_, None) => {
                vec![format!("http://127.0.0.1:{}", self.plain.port), format!("https://localhost:{}", self.tls.port)]
            }
        };
        origins.iter().map(|origin| format!("{origin}/{}/keys", row.name)).collect()
    }
}

impl Row {
    fn listen(&self) -> Option<Server> {
        match &self.origin {
            Origin::Shared => None,
            Origin::Tls(config) => Some(Server::start_tls(Arc::clone(config), |_, _| bodies::good())),
            Origin::Raw(_, act) => Some(Server::start_raw(*act)),
        }
    }
}

fn answer(rows: &[Row], path: &str, origin: &str, trap: &str) -> Reply {
    let (folder, rest) = path.trim_start_matches('/').split_once('/').unwrap_or_default();
    let found = rows.iter().find(|row| row.name == folder);
    let reply = found.and_then(|row| row.answers.iter().find(|(path, _)| *path == rest));
    let Some((_, reply)) = reply else { return crate::provider::status(404) };
    let fill = |text: &str| text.replace("BASE", &format!("{origin}/{folder}")).replace("TRAP", trap);
    match reply.clone() {
        Reply::Say(status, headers, body) => {
            let headers = headers.into_iter().map(|(name, value)| (name, fill(&value))).collect();
            // only texts name a place
            let body =
                String::from_utf8(body).map_or_else(std::string::FromUtf8Error::into_bytes, |text| fill(&text).into());
            Reply::Say(status, headers, body)
        }
        other => other,
    }
}
