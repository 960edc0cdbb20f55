//! A DSN that is written out: its parts, what it gives away, and why it does not read as meant.
//!
//! Two forms (PostgreSQL documentation, 34.1.1): `postgres://user:password@host/name?option=value` and
//! `host=… password=…`. Passwords that should be percent-encoded and are not must still be recognised whole.

use url::Url;

use crate::provider::{HostClass, host_class};

/// A DSN in its parts, all of them slices of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrittenDsn<'a> {
    /// `postgres`; `None` in the form of keywords, and where it was left out.
    pub scheme: Option<&'a str>,
    /// The password, when there is one that means something.
    pub password: Option<&'a str>,
    /// Hosts with ports, separated by commas.
    hosts: &'a str,
    /// What follows `?`.
    query: &'a str,
    /// The form of keywords: only its password is judged.
    is_keywords: bool,
}

/// Why a DSN does not read as meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slip<'a> {
    /// What shows it; never more of a password than one character.
    pub at: Option<&'a str>,
    /// In words: "unencoded `#` in the password".
    pub what: String,
    /// What to do.
    pub help: String,
    /// What to write at `at`, when there is one way to mean it.
    pub meant: Option<String>,
}

impl<'a> WrittenDsn<'a> {
    /// Takes `text` apart.
    pub fn read(text: &'a str) -> Self {
        let Some((scheme, rest)) = text.split_once("://").filter(|(scheme, _)| !scheme.contains(char::is_whitespace))
        else {
            let is_keywords = text.contains('=');
            let password = if is_keywords { option(text, char::is_whitespace, "password") } else { None };
            let password = password.filter(|password| is_secret(password));
            return Self { scheme: None, password, hosts: text, query: "", is_keywords };
        };
        let (user_info, rest) = match user_info_end(rest) {
            Some(at) => (&rest[..at], &rest[at + 1..]),
            None => ("", rest),
        };
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let query = rest.split_once('?').map_or("", |(_, query)| query);
        let in_user_info = user_info.split_once(':').map(|(_, password)| password);
        let password = in_user_info.or_else(|| option(query, |c| c == '&', "password"));
        let password = password.filter(|password| is_secret(password));
        Self { scheme: Some(scheme), password, hosts: &rest[..end], query, is_keywords: false }
    }

    /// `sslmode=disable` when the DSN lets the connection go without TLS to a host that is not internal.
    pub fn without_tls(&self) -> Option<&'a str> {
        let mode = option(self.query, |c| c == '&', "sslmode")?;
        let is_public =
            |host: &str| Url::parse(&format!("https://{host}")).is_ok_and(|url| host_class(&url) == HostClass::Public);
        let leaves = ["disable", "allow", "prefer"].contains(&mode) && self.hosts.split(',').any(is_public);
        let start =
            (mode.as_ptr() as usize).checked_sub(self.query.as_ptr() as usize)?.checked_sub("sslmode=".len())?;
        self.query.get(start..start + "sslmode=".len() + mode.len()).filter(|_| leaves)
    }

    /// The first thing in it that is not read as it is meant.
    pub fn slip(&self) -> Option<Slip<'a>> {
        if self.is_keywords || self.hosts.contains(['<', '>']) {
            return None;
        }
        let Some(scheme) = self.scheme else {
            let help = "write it with `postgres://` in front".to_owned();
            return Some(Slip { at: None, what: "no scheme".to_owned(), help, meant: None });
        };
        if !["postgres", "postgresql"].contains(&scheme) {
            // `jdbc:postgresql`, `postgresql+asyncpg`, `psql`: the same database by a name of other software.
            let meant = ["postgres", "pgsql", "psql"].iter().any(|name| scheme.to_ascii_lowercase().contains(name));
            return Some(Slip {
                at: Some(scheme),
                what: format!("the scheme `{scheme}`"),
                help: "write `postgres://`".to_owned(),
                meant: meant.then(|| "postgres".to_owned()),
            });
        }
        if let Some(slip) = self.password.and_then(unencoded) {
            return Some(slip);
        }
        let elsewhere = ["host", "hostaddr"].iter().any(|key| option(self.query, |c| c == '&', key).is_some());
        (self.hosts.is_empty() && !elsewhere).then(|| Slip {
            at: None,
            what: "no host".to_owned(),
            help: "name the database's host".to_owned(),
            meant: None,
        })
    }
}

/// Where the user info of what follows `://` ends: at the last `@` before the options. Without one in the
/// authority, an unencoded `/`, `?` or `#` may have cut a password in two; what follows `:` is then no port.
fn user_info_end(rest: &str) -> Option<usize> {
    let (authority, _) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let is_cut = authority.split_once(':').is_some_and(|(_, after)| after.bytes().any(|b| !b.is_ascii_digit()));
    if authority.contains('@') { rest.split('?').next()?.rfind('@') } else { rest.rfind('@').filter(|_| is_cut) }
}

/// The value of an option, as it is written.
fn option<'a>(options: &'a str, separates: impl Fn(char) -> bool, key: &str) -> Option<&'a str> {
    let mut options = options.split(separates).filter_map(|option| option.split_once('='));
    options.find(|(name, value)| *name == key && !value.is_empty()).map(|(_, value)| value)
}

/// False for what documentation writes where a password belongs.
fn is_secret(password: &str) -> bool {
    let is_word = password.bytes().all(|b| b.is_ascii_uppercase() || b == b'_');
    let is_variable = is_word && (password.contains('_') || ["PASSWORD", "PASS", "PWD", "SECRET"].contains(&password));
    let is_slot = password.starts_with('<') && password.ends_with('>');
    let is_masked = password.chars().all(|c| matches!(c, '*' | 'x' | 'X' | '.' | '…'));
    !(is_masked || is_slot || is_variable)
}

/// The first character of a password that ends it, or that decoding changes (RFC 3986 section 2.1).
fn unencoded(password: &str) -> Option<Slip<'_>> {
    let is_encoded = |at: usize| {
        let digits = password.as_bytes().get(at + 1..at + 3);
        digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    };
    let reserved = |&(at, c): &(usize, char)| {
        matches!(c, '#' | '/' | '?' | '@' | ':') || c.is_whitespace() || (c == '%' && !is_encoded(at))
    };
    let (at, c) = password.char_indices().find(reserved)?;
    let at = &password[at..at + c.len_utf8()];
    let code: String = at.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let what = if c.is_whitespace() {
        "a blank in the password".to_owned()
    } else {
        format!("unencoded `{c}` in the password")
    };
    Some(Slip { at: Some(at), what, help: format!("percent-encode it: `{code}`"), meant: Some(code) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_recognised_whole() {
        for (dsn, password) in [
            ("postgres://influx:hunter2@pg:5432/influxdb", Some("hunter2")),
            ("postgres://influx:p@ss@pg/influxdb", Some("p@ss")),
            ("postgres://influx:p#ss@pg/influxdb", Some("p#ss")),
            ("postgres://influx:p/s?s@pg/influxdb", Some("p/s?s")),
            ("postgres://influx:p@s/s@pg/influxdb", Some("p@s/s")),
            ("postgres://influx@pg/influxdb?password=hunter2&sslmode=disable", Some("hunter2")),
            ("host=pg user=influx password=hunter2", Some("hunter2")),
            ("postgres://influx@pg/influxdb", None),
            ("postgres://pg:5432/influxdb?application_name=a@b", None),
            ("postgres://influx:@pg/influxdb", None),
            ("postgres://influx:<password>@pg/influxdb", None),
            ("postgres://influx:DB_PASSWORD@pg/influxdb", None),
            ("postgres://influx:***@pg/influxdb", None),
        ] {
            assert_eq!(WrittenDsn::read(dsn).password, password, "{dsn}");
        }
    }

    #[test]
    fn slips_are_told_by_kind() {
        let slip = |dsn| WrittenDsn::read(dsn).slip().map(|slip| (slip.what, slip.meant));
        for (dsn, what, meant) in [
            ("postgres://influx:p#ss@pg/influxdb", "unencoded `#` in the password", Some("%23")),
            ("postgres://influx:p@ss@pg/influxdb", "unencoded `@` in the password", Some("%40")),
            ("postgres://influx:p/ss@pg/influxdb", "unencoded `/` in the password", Some("%2F")),
            ("postgres://influx:p?ss@pg/influxdb", "unencoded `?` in the password", Some("%3F")),
            ("postgres://influx:p:ss@pg/influxdb", "unencoded `:` in the password", Some("%3A")),
            ("postgres://influx:100%@pg/influxdb", "unencoded `%` in the password", Some("%25")),
            ("postgres://influx:p ss@pg/influxdb", "a blank in the password", Some("%20")),
            ("jdbc:postgresql://pg/influxdb", "the scheme `jdbc:postgresql`", Some("postgres")),
            ("mysql://pg/influxdb", "the scheme `mysql`", None),
            ("pg.acme.io/influxdb", "no scheme", None),
            ("postgres:///influxdb", "no host", None),
        ] {
            assert_eq!(slip(dsn), Some((what.to_owned(), meant.map(str::to_owned))), "{dsn}");
        }
        for dsn in [
            "postgresql://influx:p%23ss@pg:5432/influxdb?sslmode=disable",
            "postgres:///influxdb?host=/run/postgresql",
            "postgres://influx@a:5432,b:5432/influxdb",
            "host=pg password=p#ss",
            "postgres://<user>:<password>@<host>/<name>",
        ] {
            assert_eq!(slip(dsn), None, "{dsn}");
        }
    }

    #[test]
    fn only_public_hosts_need_tls() {
        let found = |dsn| WrittenDsn::read(dsn).without_tls();
        assert_eq!(found("postgres://pg.acme.io/db?a=b&sslmode=disable"), Some("sslmode=disable"));
        assert_eq!(found("postgres://influx:p/ss@pg.acme.io:5432/db?sslmode=prefer"), Some("sslmode=prefer"));
        for dsn in [
            "postgres://pg.acme.io/db?sslmode=require",
            "postgres://pg.acme.io/db?sslmode=verify-full",
            "postgres://pg.acme.io/db",
            "postgres://pg.db.svc/db?sslmode=disable",
            "postgres://pg/db?sslmode=disable",
            "postgres://10.0.0.7/db?sslmode=disable",
            "postgres://localhost/db?sslmode=disable",
        ] {
            assert_eq!(found(dsn), None, "{dsn}");
        }
    }
}
