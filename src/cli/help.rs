//! What `-h` shows of the flags, and what stands around the flags in help and manual.

use clap::builder::styling::Style;
use clap::{Arg, ArgAction, Command, CommandFactory};

use super::Cli;

/// The flags of `check` that `-h` shows. Every other one, a new one too, is in `--help` alone.
const SHORT: [&str; 11] =
    ["values", "influxctl", "kind", "select", "ignore", "fail_on", "offline", "allow_host", "format", "fix", "diff"];

/// Columns that no line of help exceeds, even where the terminal has more.
const WIDEST: usize = 80;

/// How `check` is called.
pub const USAGE: &str = "idplint [check] [FLAG]... [PATH]...";

/// Exit codes and what each says about the run.
pub const EXIT_CODES: [(&str, &str); 4] = [
    ("0", "nothing at or above `--fail-on`"),
    ("1", "findings at or above it"),
    ("2", "wrong usage or configuration"),
    ("3", "could not finish: unreadable input, or `--network require` not met"),
];

/// Environment variables that change what the program does.
pub const VARIABLES: [(&str, &str); 4] = [
    ("NO_COLOR", "no colours, unless `--color always`"),
    ("FORCE_COLOR, CLICOLOR_FORCE", "colours, also where no terminal is"),
    ("COLUMNS", "the width to wrap at, instead of the terminal's"),
    ("SSL_CERT_FILE, SSL_CERT_DIR", "on Linux: where the trusted CA certificates are"),
];

/// Files that are read without being named.
pub const FILES: [(&str, &str); 2] = [
    (".idplint.toml", "the project file; for each file the nearest one, upward to the root of the repository"),
    (".gitignore, .ignore", "what a walk of a folder leaves out"),
];

/// What people do with it; the three doors first: audit, pre-commit, CI.
pub const EXAMPLES: [(&str, &str); 8] = [
    ("every file of ours below a folder", "idplint deploy/"),
    ("staged files before a commit, without a network", "idplint --offline values.yaml config.toml"),
    ("in CI, with a report for code scanning", "idplint --format github --format sarif=idplint.sarif ."),
    ("a rendered stream", "helm template influxdb ./chart | idplint -"),
    ("layers, as Helm merges them", "idplint --values base.yaml --values prod.yaml --set image.tag=20260421-2022186"),
    ("a profile beside its cluster", "idplint --influxctl ~/.config/influxctl/config.toml deploy/"),
    ("look at the fixes, then write them", "idplint --diff values.yaml; idplint --fix values.yaml"),
    ("a first configuration for a provider", "idplint init https://sso.acme.io/realms/ops"),
];

/// The commands with all their flags, as completions and the manual list them.
pub fn command() -> Command {
    dressed(Cli::command()).mut_subcommands(dressed)
}

/// The same, as the parser of a run with its help: `columns` is the terminal's width.
pub fn parser(columns: Option<usize>) -> Command {
    let command =
        command().bin_name("idplint").max_term_width(WIDEST).term_width(columns.unwrap_or(WIDEST).min(WIDEST));
    let (short, long) = (short_list(&command), long_list(&command));
    let told = |command: Command| shortened(command).before_help(short.clone()).before_long_help(long.clone());
    // Every subcommand is in our lists, so the one that clap makes is hidden.
    let sub = |sub: Command| if sub.get_name() == "check" { told(sub) } else { sub }.hide(true);
    told(command.mut_subcommands(sub))
}

/// With our own `--help` and `--version`, under a heading like every flag.
fn dressed(command: Command) -> Command {
    let flag = |name: &'static str, short: char, action, help: &'static str| {
        Arg::new(name).short(short).long(name).action(action).help(help).help_heading("Help")
    };
    let is_program = command.get_name() == "idplint";
    let command = command.disable_help_flag(true).arg(flag(
        "help",
        'h',
        ArgAction::Help,
        "Print help: `-h` the short one, `--help` everything",
    ));
    if !is_program {
        return command;
    }
    command.disable_version_flag(true).arg(flag("version", 'V', ArgAction::Version, "Print the version"))
}

/// The two helps of `check`, which are also those of the program.
fn shortened(command: Command) -> Command {
    let hide = |arg: Arg| {
        let shown = SHORT.contains(&arg.get_id().as_str());
        arg.hide_short_help(!shown)
    };
    command
        .override_usage(USAGE)
        .help_template("{about}\n\n{usage-heading} {usage}\n{before-help}{all-args}{after-help}")
        .mut_args(hide)
        .after_help("Every flag, with examples and exit codes: `idplint --help`")
        .after_long_help(ending())
}

/// `check (the default), explain RULE, rules, …`
fn short_list(command: &Command) -> String {
    let words = command.get_subcommands().map(|sub| match sub.get_name() {
        "check" => "check (the default)".to_owned(),
        name => sub
            .get_positionals()
            .filter(|arg| arg.is_required_set())
            .fold(name.to_owned(), |words, arg| words + " " + arg.get_id().as_str().to_uppercase().as_str()),
    });
    format!("{} {}", title("Commands"), words.collect::<Vec<_>>().join(", "))
}

/// One line per subcommand.
fn long_list(command: &Command) -> String {
    let width = command.get_subcommands().map(|sub| sub.get_name().len()).max().unwrap_or(0);
    let lines = command.get_subcommands().map(|sub| {
        let about = sub.get_about().map(ToString::to_string).unwrap_or_default();
        format!("  {:width$}  {about}", sub.get_name())
    });
    let lines: Vec<String> = lines.collect();
    format!("\n{}\n{}", title("Commands"), lines.join("\n"))
}

fn ending() -> String {
    let pairs = |name: &str, pairs: &[(&str, &str)]| {
        let lines: Vec<String> = pairs.iter().map(|(word, text)| format!("  {word}\n          {text}")).collect();
        format!("{}\n{}", title(name), lines.join("\n"))
    };
    let codes: Vec<String> = EXIT_CODES.iter().map(|(code, text)| format!("  {code}  {text}")).collect();
    let examples: Vec<String> = EXAMPLES.iter().map(|(what, line)| format!("  # {what}\n  {line}")).collect();
    [
        format!("{}\n{}", title("Exit codes"), codes.join("\n")),
        pairs("Environment", &VARIABLES),
        pairs("Files", &FILES),
        format!("{}\n{}", title("Examples"), examples.join("\n")),
    ]
    .join("\n\n")
}

/// A heading, as clap draws its own.
fn title(name: &str) -> String {
    let style = Style::new().bold().underline();
    format!("{style}{name}:{style:#}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_short_help_names_flags_that_there_are() {
        let command = command();
        for id in SHORT {
            assert!(command.get_arguments().any(|arg| arg.get_id().as_str() == id), "{id}");
        }
    }
}
