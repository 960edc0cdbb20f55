//! What could not be read, in words.

use std::io;

use super::super::MAX_FILE_BYTES;
use crate::facts::{Cause, Trouble};

pub(super) fn too_large(name: String) -> Trouble {
    let message = format!("`{name}` is larger than {} MiB and was not checked", MAX_FILE_BYTES >> 20);
    Trouble { cause: Cause::TooLarge, host: name, message, hint: "keep the settings in a file of their own".into() }
}

pub(super) fn broken_link(name: String) -> Trouble {
    let message = format!("could not read `{name}`: the link leads to nothing");
    Trouble { cause: Cause::Unreadable, host: name, message, hint: "mend the link or remove it".into() }
}

pub(super) fn unreadable(name: String, error: &io::Error) -> Trouble {
    let hint = match error.kind() {
        io::ErrorKind::NotFound => "check the path, and the folder that you run in",
        io::ErrorKind::PermissionDenied => "let the user who runs this read it, or name it in `.ignore`",
        io::ErrorKind::IsADirectory => "name a file; a folder is a PATH without a flag",
        _ => "see whether another program can read it",
    };
    let message = format!("could not read `{name}`: {}", words(error));
    Trouble { cause: Cause::Unreadable, host: name, message, hint: hint.into() }
}

/// The system's reason without its number: people search for words.
pub fn words(error: &io::Error) -> String {
    if error.kind() == io::ErrorKind::NotFound {
        return "no such file or folder".into();
    }
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default().trim_end_matches('.');
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_told_in_words() {
        assert_eq!(words(&io::Error::other("Is odd. (os error 99)")), "is odd");
        assert_eq!(words(&io::Error::other("")), "");
    }
}
