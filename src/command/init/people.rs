//! The administrators: from the command line, and from the file that Microsoft Entra ID exports.

use csv::{ReaderBuilder, StringRecord};
use std::path::Path;

use super::super::CommandError;
use crate::input::discover::words;

/// An entry of `admin.users`; what is not known is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Person {
    pub(super) id: String,
    pub(super) first_name: String,
    pub(super) last_name: String,
    pub(super) email: String,
}

/// Columns of Entra's "Download users" and of people who make such a file by hand: lower case, no blanks.
const ID: &[&str] = &["id", "objectid"];
const FIRST_NAME: &[&str] = &["givenname", "firstname"];
const LAST_NAME: &[&str] = &["surname", "lastname"];
const EMAIL: &[&str] = &["mail", "email"];
const LOGIN_NAME: &[&str] = &["userprincipalname"];

/// The people of `--user`, then those of `--users-csv`.
///
/// # Errors
/// When a text or the file names no people.
pub(super) fn gather(users: &[String], file: Option<&Path>) -> Result<Vec<Person>, CommandError> {
    let mut people = users.iter().map(|text| from_text(text)).collect::<Result<Vec<_>, _>>()?;
    if let Some(path) = file {
        let of_file = |why: String| CommandError::Usage {
            message: format!("cannot read `--users-csv {}`: {why}", path.display()),
            help: "export it in the Entra admin center: Users, All users, Download users; its `id` column is the \
                   object id"
                .to_owned(),
        };
        let bytes = std::fs::read(path).map_err(|error| of_file(words(&error)))?;
        people.extend(from_table(&bytes).map_err(of_file)?);
    }
    Ok(people)
}

/// One person: `id,first,last,email`, quoted as in a CSV file; what is missing at the end is unknown.
fn from_text(text: &str) -> Result<Person, CommandError> {
    let unreadable = |why: &str| CommandError::Usage {
        message: format!("`--user {text}` {why}"),
        help: "write ID,FIRST,LAST,EMAIL".to_owned(),
    };
    let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut records = reader.records();
    let record = match (records.next(), records.next()) {
        (Some(Ok(record)), None) if record.len() <= 4 => record,
        (None, _) => return Err(unreadable("names nobody")),
        _ => return Err(unreadable("is not one person")),
    };
    let cell = |at| record.get(at).unwrap_or_default().trim().to_owned();
    match cell(0) {
        id if id.is_empty() => Err(unreadable("has no id")),
        id => Ok(Person { id, first_name: cell(1), last_name: cell(2), email: cell(3) }),
    }
}

/// The people of a table with a row of names; UTF-8, with or without a BOM.
fn from_table(bytes: &[u8]) -> Result<Vec<Person>, String> {
    let mut reader = ReaderBuilder::new().flexible(true).from_reader(bytes);
    let heads: Vec<String> = match reader.headers() {
        Ok(heads) => heads.iter().map(folded).collect(),
        Err(_) => return Err("its first row is no CSV in UTF-8".to_owned()),
    };
    let column = |names: &[&str]| heads.iter().position(|head| names.contains(&head.as_str()));
    let id = column(ID).ok_or("no column is called `id`")?;
    let columns = [column(FIRST_NAME), column(LAST_NAME), column(EMAIL), column(LOGIN_NAME)];
    let mut people = Vec::new();
    for (number, row) in reader.records().enumerate() {
        let row = row.map_err(|_| format!("row {} is no CSV in UTF-8", number + 2))?;
        let person = person(&row, id, columns);
        if person.id.is_empty() {
            return Err(format!("row {} has no id", number + 2));
        }
        people.push(person);
    }
    if people.is_empty() { Err("it has no rows".to_owned()) } else { Ok(people) }
}

fn person(row: &StringRecord, id: usize, [first, last, email, login]: [Option<usize>; 4]) -> Person {
    let cell = |at: Option<usize>| at.and_then(|at| row.get(at)).unwrap_or_default().trim().to_owned();
    let mut email = cell(email);
    // The login name of a guest (`ada_acme.io#EXT#@…`) is no address.
    if email.is_empty() && !cell(login).contains('#') {
        email = cell(login);
    }
    Person { id: cell(Some(id)), first_name: cell(first), last_name: cell(last), email }
}

fn folded(head: &str) -> String {
    head.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(person: &Person) -> [&str; 4] {
        [&person.id, &person.first_name, &person.last_name, &person.email]
    }

    #[test]
    fn a_person_of_the_command_line() {
        let person = from_text("auth0|1f, Ada ,\"Lovelace, Countess\",ada@acme.io").unwrap();
        assert_eq!(told(&person), ["auth0|1f", "Ada", "Lovelace, Countess", "ada@acme.io"]);
        assert_eq!(told(&from_text("7").unwrap()), ["7", "", "", ""]);
        for text in ["", ",Ada", "1,2,3,4,5", "1,2\n3,4"] {
            assert!(from_text(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn people_as_entra_exports_them() {
        let table = "\u{feff}userPrincipalName,displayName,surname,mail,givenName,ID\r\n\
            ada@acme.io,Ada Lovelace,Lovelace,,Ada,7b2e1c54-4a2d-4b0e-9c55-2d1f6a3e9b01\r\n\
            g_x.io#EXT#@acme.io,\"Hopper, G.\",,,,0e5d9a33-90f7-4f0c-8d2c-5a1e7c4b6d02\r\n";
        let people = from_table(table.as_bytes()).unwrap();
        assert_eq!(told(&people[0]), ["7b2e1c54-4a2d-4b0e-9c55-2d1f6a3e9b01", "Ada", "Lovelace", "ada@acme.io"]);
        assert_eq!(told(&people[1]), ["0e5d9a33-90f7-4f0c-8d2c-5a1e7c4b6d02", "", "", ""]);
    }

    #[test]
    fn a_table_without_people_says_why() {
        let why = |table: &[u8]| from_table(table).unwrap_err();
        assert_eq!(why(b""), "no column is called `id`");
        assert_eq!(why(b"mail\nada@acme.io\n"), "no column is called `id`");
        assert_eq!(why(b"id,mail\n"), "it has no rows");
        assert_eq!(why(b"id,mail\n1,a@acme.io\n,b@acme.io\n"), "row 3 has no id");
        assert_eq!(why(b"id,mail\n\xff,b@acme.io\n"), "row 2 is no CSV in UTF-8");
        assert_eq!(why(b"\xff\xfe\n1\n"), "its first row is no CSV in UTF-8");
    }
}
