//! What the parser of the command line complains about, in our words.

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use std::error::Error as _;

use super::CommandError;
use crate::cli::help;
use crate::spelling::nearest;

/// Most values that an error lists; there are more rules.
const MOST_LISTED: usize = 12;

/// The error of a command line that the parser refuses: what is wrong, and what to write.
pub(super) fn error(error: &Error) -> CommandError {
    let (message, help) = words(error).unwrap_or_else(|| {
        let text = error.render().to_string();
        let first = text.lines().next().unwrap_or_default();
        (first.trim_start_matches("error: ").to_owned(), whole(error))
    });
    CommandError::Usage { message, help }
}

fn words(error: &Error) -> Option<(String, String)> {
    let arg = text(error, ContextKind::InvalidArg);
    match error.kind() {
        ErrorKind::InvalidValue => Some(value(error, &name(arg?))),
        ErrorKind::ValueValidation => {
            let (arg, value) = (name(arg?), text(error, ContextKind::InvalidValue)?);
            Some((format!("`{arg}` cannot be `{value}`"), error.source()?.to_string()))
        }
        ErrorKind::UnknownArgument => Some(unknown(error, arg?)),
        ErrorKind::ArgumentConflict => conflict(error),
        ErrorKind::MissingRequiredArgument => Some(missing(error, texts(error, ContextKind::InvalidArg)?)),
        ErrorKind::TooManyValues => {
            let arg = name(arg?);
            Some((format!("`{arg}` takes no value"), format!("write `{arg}` alone")))
        }
        ErrorKind::InvalidUtf8 => Some(("an argument is not UTF-8".to_owned(), whole(error))),
        _ => None,
    }
}

/// A value that is none of those which the argument has.
fn value(error: &Error, arg: &str) -> (String, String) {
    let known = texts(error, ContextKind::ValidValue).unwrap_or_default();
    match text(error, ContextKind::InvalidValue).filter(|value| !value.is_empty()) {
        None if !arg.starts_with('-') => (format!("an empty text is no `{arg}`"), "leave it out".to_owned()),
        None if known.is_empty() || known.len() > MOST_LISTED => {
            (format!("`{arg}` has no value"), format!("write a value after `{arg}`; {}", whole(error)))
        }
        None => (format!("`{arg}` has no value"), format!("write one of {}", known.join(", "))),
        Some(value) => {
            let message = match arg.starts_with('-') {
                true => format!("unknown value `{value}` of `{arg}`"),
                false => format!("unknown {} `{value}`", arg.to_lowercase()),
            };
            (message, choice(value, &known.iter().map(String::as_str).collect::<Vec<_>>()))
        }
    }
}

/// What to write instead of an unknown word: the nearest known one, and which there are.
pub(super) fn choice(word: &str, known: &[&str]) -> String {
    match nearest(word, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`? there are {}", known.join(", ")),
        None => format!("write one of {}", known.join(", ")),
    }
}

fn unknown(error: &Error, arg: &str) -> (String, String) {
    let kind = if arg.starts_with('-') { "flag" } else { "argument" };
    let near =
        text(error, ContextKind::SuggestedArg).map(|near| format!("did you mean `{near}`? ")).unwrap_or_default();
    let dash = match near.is_empty() && arg.starts_with('-') && !arg.starts_with("--") {
        true => "; `--` stands before files whose names start with `-`",
        false => "",
    };
    (format!("unknown {kind} `{arg}`"), format!("{near}{}{dash}", whole(error)))
}

fn conflict(error: &Error) -> Option<(String, String)> {
    if let Some(command) = text(error, ContextKind::InvalidSubcommand) {
        let message = format!("`{command}` stands after flags or files of `check`");
        return Some((message, format!("write `idplint {command}` first; a file of this name is `./{command}`")));
    }
    let arg = name(text(error, ContextKind::InvalidArg)?);
    let prior = match error.get(ContextKind::PriorArg) {
        Some(ContextValue::String(prior)) => name(prior),
        Some(ContextValue::Strings(prior)) => prior.iter().map(|prior| name(prior)).collect::<Vec<_>>().join("` and `"),
        _ => arg.clone(),
    };
    Some(match prior == arg {
        true => (format!("`{arg}` is given twice"), "leave one of them out".to_owned()),
        false => (format!("`{arg}` and `{prior}` exclude each other"), "leave one of them out".to_owned()),
    })
}

/// Where all flags of the command are told.
fn whole(error: &Error) -> String {
    let usage = usage(error);
    let words = usage.split_whitespace();
    let command: Vec<&str> = words.take_while(|word| !word.starts_with(['<', '[', '-'])).collect();
    format!(
        "`{} --help` tells what there is",
        if command.is_empty() { "idplint".to_owned() } else { command.join(" ") }
    )
}

/// An argument of the command, or a flag that another one needs.
fn missing(error: &Error, args: &[String]) -> (String, String) {
    // `--values <FILE>`, `<RULE>`, `<--fix|--diff>`
    let either = |arg: &String| name(arg).replace('|', "` or `");
    let message = format!("`{}` is missing", args.iter().map(either).collect::<Vec<_>>().join("` and `"));
    match args.iter().any(|arg| arg.contains("--")) {
        true => (message, format!("a flag that is given needs it; {}", whole(error))),
        false => (message, format!("write `{}`", usage(error))),
    }
}

/// `idplint explain <RULE>`.
fn usage(error: &Error) -> String {
    let usage = error.get(ContextKind::Usage).map(ToString::to_string).unwrap_or_default();
    usage.trim().trim_start_matches("Usage:").trim().to_owned()
}

/// The flag without its value: `--fail-on` of `--fail-on <SEVERITY>`; `SHELL` of `<SHELL>`.
fn name(arg: &str) -> String {
    let first = arg.split(' ').next().unwrap_or(arg);
    first.trim_matches(['<', '>', '[', ']', '.']).to_owned()
}

fn text(error: &Error, kind: ContextKind) -> Option<&str> {
    match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text),
        _ => None,
    }
}

fn texts(error: &Error, kind: ContextKind) -> Option<&[String]> {
    match error.get(kind) {
        Some(ContextValue::Strings(texts)) => Some(texts),
        _ => None,
    }
}

/// What a path may have been meant as, when there is no such file: a command.
pub(super) fn command_meant(path: &str) -> Option<String> {
    // Words of other programs.
    if ["help", "version"].contains(&path) {
        return Some(format!("did you mean `idplint --{path}`?"));
    }
    let command = help::command();
    let near = nearest(path, command.get_subcommands().map(clap::Command::get_name))?;
    Some(match near == path {
        true => format!("a command comes before all flags and files: `idplint {near}`"),
        false => format!("did you mean `idplint {near}`?"),
    })
}
