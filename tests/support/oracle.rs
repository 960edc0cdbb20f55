//! The measured table `testdata/oracle/helm-typing.tsv`, and the values file that each of its rows means.

pub mod given;

use std::ops::RangeInclusive;

const TABLE: &str = include_str!("../../testdata/oracle/helm-typing.tsv");

/// One input and what real tools made of it.
pub struct Row<'t> {
    pub number: u16,
    pub field: &'t str,
    /// The text in the file, with a line break at its end.
    pub snippet: String,
    /// What Helm 4.1.4 prints.
    pub rendered: String,
    /// What arrives by Helm 4.1.4.
    pub helm: String,
    /// What arrives from the same text in an AppInstance by kubectl.
    pub app_instance: String,
}

pub fn rows() -> impl Iterator<Item = Row<'static>> {
    TABLE.lines().skip(1).map(|line| {
        let cells: Vec<&str> = line.split('\t').collect();
        Row {
            number: cells[0].parse().unwrap(),
            field: cells[2],
            snippet: unescape(cells[3]) + "\n",
            rendered: unescape(cells[4]),
            helm: unescape(cells[5]),
            app_instance: unescape(cells[12]),
        }
    })
}

/// The table writes line breaks, tabs and backslashes as `\n`, `\t`, `\\`.
fn unescape(cell: &str) -> String {
    let mut text = String::new();
    let mut chars = cell.chars();
    while let Some(c) = chars.next() {
        text.push(match (c, (c == '\\').then(|| chars.next()).flatten()) {
            (_, Some('n')) => '\n',
            (_, Some('t')) => '\t',
            (_, Some('\\')) => '\\',
            (c, None) => c,
            (_, Some(other)) => panic!("`\\{other}` in {cell}"),
        });
    }
    text
}

/// Rows that are not one values file of UTF-8: what Helm got for them is in `given.rs`.
const NO_VALUES_FILE: [RangeInclusive<u16>; 4] = [240..=248, 251..=270, 283..=283, 285..=285];

/// A whole values file, sound but for the text of one row.
pub struct ValuesFile {
    pub text: String,
    /// The lines of that text, from 1; the whole file where something is absent.
    pub lines: RangeInclusive<usize>,
}

/// `admin` but for `users`, then the fields of the one user.
const ADMIN: [(&str, &str); 3] = [
    ("identityProvider", "acme"),
    ("jwksEndpoint", "https://idp.example.com/certs"),
    ("dsn", "{valueFrom: {secretKeyRef: {name: influxdb-dsn, key: dsn}}}"),
];
const USER: [(&str, &str); 4] = [
    ("firstName", "Ada"),
    ("lastName", "Lovelace"),
    ("email", "ada@example.com"),
    ("id", "8f6c1c7e-2f0a-4e53-9d0e-5f3c2b1a0d9e"),
];
const BESIDE: &str =
    "catalog:\n  dsn: {SecretName: influxdb-catalog, SecretKey: dsn}\nobjectStore:\n  bucket: influxdb\n";
const PEOPLE: &str = "firstName: Ada, lastName: Lovelace, email: ada@example.com";

/// The values file of a row; `None` for those of [`NO_VALUES_FILE`].
pub fn values_file(row: &Row<'_>) -> Option<ValuesFile> {
    if NO_VALUES_FILE.iter().any(|numbers| numbers.contains(&row.number)) {
        return None;
    }
    let in_admin = |snippet: &str| file("", row.field, snippet);
    let single_namespace = |snippet: &str| file("kubitSingleNamespace: true\n", row.field, snippet);
    Some(match row.number {
        0 => whole(BESIDE.to_owned()),
        1 => file("", "users", ""),
        10 | 13 | 17 | 21 => in_admin(""),
        18 | 19 => whole(format!("{}{BESIDE}", row.snippet)),
        9 => file("", "users", &format!("users:\n- {{id: u-1, {PEOPLE}}}   # dash not indented\n")),
        192 => in_admin("jwksEndpoint: https://a.example.com/\njwksEndpoint: https://b.example.com/\n"),
        191 => in_admin("id: first\nid: second\n"),
        193 => {
            let first = in_admin("jwksEndpoint: https://a.example.com/\n").text;
            whole(format!("{first}admin: {{jwksEndpoint: https://b.example.com/}}\n"))
        }
        194 => in_admin(&format!("users: [{{id: first, {PEOPLE}}}]\nusers: [{{id: second, {PEOPLE}}}]\n")),
        195 => users(
            "{id: a, firstName: Ada, lastName: &l Lovelace, email: a@x.io}",
            "{id: b, firstName: Bob, lastName: *l, email: b@x.io}",
        ),
        196 => users(&format!("&u {{id: a, {PEOPLE}}}"), "{<<: *u, id: b, firstName: Bob}"),
        197 => {
            let two = format!("- {{id: a, {PEOPLE}}}\n- &b {{id: b, {PEOPLE}}}\n");
            file("", "users", &format!("users:\n{two}- {{<<: [{{lastName: Babbage}}, *b], id: c}}\n"))
        }
        198 => users(&format!("&u {{id: a, {PEOPLE}}}"), "{id: b, <<: *u}"),
        200 => {
            let mut file = file("", "users", "users: [*u]\n");
            file.text.insert_str(0, &format!("x-user: &u {{id: a, {PEOPLE}}}\n"));
            whole(file.text)
        }
        201 => in_admin("users:\n\t- id: a\n"),
        202 => whole(in_admin("id: u-1\n").text.replace('\n', "\r\n")),
        203 => whole(format!("\u{feff}{}", in_admin("id: u-1\n").text)),
        204 => file("", "users[0].id", "id: a\n1: x\nyes: true\n"),
        205 => whole(format!(
            "{}---\nadmin: {{jwksEndpoint: https://b.example.com/}}\n",
            in_admin("jwksEndpoint: https://a.example.com/\n").text
        )),
        206 => whole(format!("{}...\njunk\n", in_admin("id: u-1\n").text)),
        249 => file(&row.snippet, "", ""),
        282 => file("", "users", "users:\n- {FirstName: Ada, ID: u-1}\n"),
        284 => whole(json_file()),
        290 => single_namespace("users: []\n"),
        291 => single_namespace("jwksEndpoint: 'https://idp.example.com/certs?a: b'\n"),
        292 => single_namespace("id: 1234567890123456789\n"),
        293 => single_namespace("id: 0123\n"),
        294 => single_namespace("id: 'yes'\n"),
        295 => single_namespace("identityProvider: 'true'\n"),
        _ => match row.snippet.split_once("\n(top level) ") {
            Some((snippet, top)) => file(top, row.field, &format!("{snippet}\n")),
            None => in_admin(&row.snippet),
        },
    })
}

fn whole(text: String) -> ValuesFile {
    let lines = 1..=text.lines().count();
    ValuesFile { text, lines }
}

fn users(first: &str, second: &str) -> ValuesFile {
    file("", "users", &format!("users:\n- {first}\n- {second}\n"))
}

fn json_file() -> String {
    let mut values = serde_json::json!({
        "admin": {"users": [{"id": 0}]},
        "catalog": {"dsn": {"SecretName": "influxdb-catalog", "SecretKey": "dsn"}},
        "objectStore": {"bucket": "influxdb"},
    });
    for (key, value) in ADMIN {
        values["admin"][key] = value.into();
    }
    values["admin"]["dsn"] = serde_json::json!({"valueFrom": {"secretKeyRef": {"name": "influxdb-dsn", "key": "dsn"}}});
    for (key, value) in USER {
        values["admin"]["users"][0][key] = value.into();
    }
    values["admin"]["users"][0]["id"] = 1_234_567_890_123_456_789_i64.into();
    serde_json::to_string_pretty(&values).unwrap()
}

/// The file in which `snippet` stands for `field`; an empty one takes the field away.
fn file(top: &str, field: &str, snippet: &str) -> ValuesFile {
    let mut text = format!("{top}admin:\n");
    let mut lines = 0..=0;
    let mut put = |text: &mut String, key: &str, value: &str, first: &str, indent: &str| {
        let is_own = field.rsplit('.').next() == Some(key);
        let own = if is_own { snippet.to_owned() } else { format!("{key}: {value}\n") };
        let start = text.lines().count() + 1;
        for (at, line) in own.split_inclusive('\n').enumerate() {
            *text += if at == 0 { first } else { indent };
            *text += line;
        }
        if is_own {
            lines = start..=text.lines().count().max(start);
        }
    };
    for (key, value) in ADMIN {
        put(&mut text, key, value, "  ", "  ");
    }
    if field == "users" {
        put(&mut text, "users", "", "  ", "  ");
    } else {
        text += "  users:\n";
        for (at, (key, value)) in USER.into_iter().enumerate() {
            put(&mut text, key, value, if at == 0 { "    - " } else { "      " }, "      ");
        }
    }
    text += BESIDE;
    assert!(snippet.is_empty() || lines != (0..=0), "`{field}` is no key of the file");
    if snippet.is_empty() { whole(text) } else { ValuesFile { text, lines } }
}
