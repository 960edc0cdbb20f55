//! One file per subcommand, and the way from arguments to an exit code.

mod baseline;
mod check;
mod explain;
mod init;
mod mend;
mod network;
mod outputs;
mod record;
mod rules;
mod schema;
mod shell;
mod terminal;
mod usage;

pub use terminal::Terminal;

use clap::FromArgMatches;
use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::process::ExitCode;

use crate::cli::{Cli, ColorArg, Command, help};
use crate::input::discover::words;
use crate::model::release::Release;
use crate::report::escape;
use crate::rules::{self as judge, Rule};
use crate::spelling::near;

/// What the program is given besides its arguments: tests give their own.
pub struct Io<'a> {
    /// Standard input.
    pub stdin: &'a mut dyn Read,
    /// The report goes here, and nothing else.
    pub stdout: &'a mut dyn Write,
    /// Everything else goes here.
    pub stderr: &'a mut dyn Write,
    /// What the terminal is like.
    pub terminal: Terminal,
}

/// Why a command ends early.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// Wrong usage or configuration: exit code 2.
    #[error("{message}\n  help: {help}")]
    Usage {
        /// What is wrong.
        message: String,
        /// What to do.
        help: String,
    },
    /// Fixes could not be written: exit code 3. One line per file, and one that says which were written.
    #[error("{0}\n  help: see to that and run `--fix` again, or take the patch of `--diff`")]
    Unwritten(String),
    /// The provider could not be asked, or says what no configuration can be made of: exit code 3.
    #[error("{message}\n  help: {help}")]
    Provider {
        /// What happened.
        message: String,
        /// What to do.
        help: String,
    },
    /// A report could not be written.
    #[error("cannot write the report: {}", words(.0))]
    Write(#[from] io::Error),
}

/// Runs the program: arguments in, exit code out.
pub fn run(args: impl IntoIterator<Item = OsString>, io: &mut Io<'_>) -> ExitCode {
    let mut parser = help::parser(io.terminal.columns);
    let parsed = parser.try_get_matches_from_mut(args);
    let cli = match parsed.and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => cli,
        Err(error) => {
            let outcome = if error.use_stderr() { Err(usage::error(&error)) } else { told(&error, io) };
            return ended(outcome, io);
        }
    };
    let outcome = match &cli.command {
        Some(Command::Check(args)) => check::run(args, io),
        Some(Command::Explain { rule, color }) => explain::run(rule, *color, io),
        Some(Command::Rules { format }) => rules::run(*format, io),
        Some(Command::Init(args)) => init::run(args, io),
        Some(Command::Completions { shell }) => shell::completions(*shell, io),
        Some(Command::Man { command }) => shell::man(command.as_deref(), io),
        Some(Command::Schema { name, package_version }) => schema::run(name, package_version.as_deref(), io),
        None => check::run(&cli.check, io),
    };
    ended(outcome, io)
}

/// The exit code. What a buffer still holds is a part of the report; a closed pipe ends quietly.
fn ended(outcome: Result<u8, CommandError>, io: &mut Io<'_>) -> ExitCode {
    let outcome = outcome.and_then(|code| {
        io.stdout.flush()?;
        Ok(code)
    });
    match outcome {
        Ok(code) => ExitCode::from(code),
        Err(CommandError::Write(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => failed(&error, io),
    }
}

/// Help or version, which were asked for.
fn told(text: &clap::Error, io: &mut Io<'_>) -> Result<u8, CommandError> {
    let text = text.render();
    let has_color = io.terminal.has_color(ColorArg::Auto, io.terminal.stdout);
    let text = if has_color { text.ansi().to_string() } else { text.to_string() };
    io.stdout.write_all(text.as_bytes())?;
    Ok(0)
}

/// An argument, a file's name or a key in it may be anybody's text: nothing of it reaches the terminal as a control.
fn failed(error: &CommandError, io: &mut Io<'_>) -> ExitCode {
    let code = if matches!(error, CommandError::Usage { .. }) { 2 } else { 3 };
    let _ = writeln!(io.stderr, "error: {}", escape::paragraph(&error.to_string()));
    ExitCode::from(code)
}

/// The release of that tag.
fn release_named(word: &str) -> Result<Release, CommandError> {
    Release::parse(word).ok_or_else(|| CommandError::Usage {
        message: format!("`{word}` is no release of InfluxDB Clustered"),
        help: "write it as the image tag does, for example `20260421-2022186`".to_owned(),
    })
}

/// The rule of that name, or an error that suggests up to three.
pub(crate) fn rule_named(word: &str) -> Result<&'static Rule, CommandError> {
    judge::find(word).ok_or_else(|| {
        let names = judge::RULES.iter().map(|rule| rule.id).chain(judge::RENAMED.iter().map(|(old, _)| *old));
        let near: Vec<String> = near(word, names, 3).iter().map(|id| format!("`{id}`")).collect();
        let question = if near.is_empty() { String::new() } else { format!("did you mean {}? ", near.join(" or ")) };
        CommandError::Usage {
            message: format!("unknown rule `{word}`"),
            help: format!("{question}`idplint rules` lists all"),
        }
    })
}
