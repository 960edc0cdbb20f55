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

use clap::Parser;
use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::process::ExitCode;

use crate::cli::{Cli, Command};
use crate::model::release::Release;

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

/// What is known about the terminal; all false and `None` when there is none.
#[derive(Clone, Copy, Debug, Default)]
pub struct Terminal {
    /// Standard output is a terminal.
    pub stdout: bool,
    /// Standard error is a terminal.
    pub stderr: bool,
    /// `NO_COLOR` is set and not empty (no-color.org).
    pub no_color: bool,
    /// Its width.
    pub columns: Option<usize>,
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
    /// Fixes could not be written; one line per file.
    #[error("{0}\n  help: the file is as it was; check its permissions and those of its folder")]
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
    #[error("cannot write the report: {0}")]
    Write(#[from] io::Error),
}

/// Runs the program: arguments in, exit code out.
pub fn run(args: impl IntoIterator<Item = OsString>, io: &mut Io<'_>) -> ExitCode {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => return usage(&error, io),
    };
    let outcome = match &cli.command {
        Some(Command::Check(args)) => check::run(args, io),
        Some(Command::Explain { rule }) => explain::run(rule, io),
        Some(Command::Rules { format }) => rules::run(*format, io),
        Some(Command::Init(args)) => init::run(args, io),
        Some(Command::Completions { shell }) => shell::completions(*shell, io),
        Some(Command::Man) => shell::man(io),
        Some(Command::Schema { name, package_version }) => schema::run(name, package_version.as_deref(), io),
        None => check::run(&cli.check, io),
    };
    match outcome {
        Ok(code) => ExitCode::from(code),
        // A closed pipe ends quietly.
        Err(CommandError::Write(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            let code = if matches!(error, CommandError::Usage { .. }) { 2 } else { 3 };
            let _ = writeln!(io.stderr, "error: {error}");
            ExitCode::from(code)
        }
    }
}

/// `--help` and `--version` are reports; every other message of the parser is an error.
fn usage(error: &clap::Error, io: &mut Io<'_>) -> ExitCode {
    let colored = io.terminal.stdout && !io.terminal.no_color;
    let text = error.render();
    let text = if colored { text.ansi().to_string() } else { text.to_string() };
    let (out, code): (&mut dyn Write, u8) = if error.use_stderr() { (io.stderr, 2) } else { (io.stdout, 0) };
    let _ = write!(out, "{text}");
    ExitCode::from(code)
}

/// The nearest of some names, for a suggestion.
fn nearest(word: &str, names: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    let scored = names.map(|name| (strsim::jaro_winkler(word, name), name));
    scored.filter(|(score, _)| *score > 0.8).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, name)| name)
}

/// The release of that tag.
fn release_named(word: &str) -> Result<Release, CommandError> {
    Release::parse(word).ok_or_else(|| CommandError::Usage {
        message: format!("`{word}` is no release of InfluxDB Clustered"),
        help: "write it as the image tag does, for example `20260421-2022186`".to_owned(),
    })
}

/// The rule of that name, or an error that suggests one.
pub(crate) fn rule_named(word: &str) -> Result<&'static crate::rules::Rule, CommandError> {
    crate::rules::find(word).ok_or_else(|| CommandError::Usage {
        message: format!("unknown rule `{word}`"),
        help: match nearest(word, crate::rules::RULES.iter().map(|rule| rule.id)) {
            Some(id) => format!("did you mean `{id}`? `idplint rules` lists all"),
            None => "`idplint rules` lists all".to_owned(),
        },
    })
}
