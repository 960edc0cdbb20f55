//! Flags, subcommands and their help.

pub mod help;
mod words;

use clap::builder::NonEmptyStringValueParser;
use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use std::path::PathBuf;

use crate::finding::Severity;
use words::{FORMATS, RULES, SCHEMAS, seconds};

/// The command line.
#[derive(Debug, Parser)]
#[command(
    name = "idplint",
    version,
    about = "Checks the identity-provider settings of InfluxDB before they lock everybody out",
    args_conflicts_with_subcommands = true,
    disable_help_subcommand = true
)]
pub struct Cli {
    /// What to do; `check` when nothing is said.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Flags of `check`, which may stand without its name.
    #[command(flatten)]
    pub check: Check,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Find the files, judge them, ask the provider, tell (the default)
    Check(Box<Check>),
    /// Print a rule's page
    Explain {
        /// The rule's name
        #[arg(value_parser = RULES, hide_possible_values = true)]
        rule: String,
        /// When to use colours
        #[arg(long, value_enum, value_name = "WHEN", default_value_t = ColorArg::Auto, help_heading = "Output")]
        color: ColorArg,
    },
    /// List every rule
    Rules {
        /// How to print the list
        #[arg(long, value_enum, default_value_t = ListFormat::Human, help_heading = "Output")]
        format: ListFormat,
    },
    /// Print the `admin` block and the profile that fit a provider
    Init(Box<Init>),
    /// Print a JSON Schema for editors, Helm and validators
    Schema {
        /// Which one: appinstance, config, helm-values, influxctl
        #[arg(value_parser = SCHEMAS, hide_possible_values = true)]
        name: String,
        /// The release it is for [default: the newest known]
        #[arg(long, value_name = "RELEASE", help_heading = "Input")]
        package_version: Option<String>,
    },
    /// Print the completions of a shell
    Completions {
        /// Which one
        shell: clap_complete::Shell,
    },
    /// Print the manual page, of the program or of one command
    Man {
        /// The command [default: the program]
        command: Option<String>,
    },
}

/// Formats of `idplint rules`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// A table for people
    Human,
    /// An array of objects
    Json,
    /// A Markdown table
    Markdown,
}

/// Flags of `check`.
#[derive(Debug, Args)]
pub struct Check {
    /// Files, folders, or `-` for standard input [default: .]
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,

    /// A layer of values, as `helm -f`; the last one wins
    ///
    /// All layers together are one document, with the chart's defaults underneath: maps merge, lists replace, null
    /// deletes.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Input")]
    pub values: Vec<PathBuf>,
    /// Set a value over the layers, as `helm --set`
    #[arg(long, value_name = "K=V", requires = "values", help_heading = "Input")]
    pub set: Vec<String>,
    /// Set a string over the layers, as `helm --set-string`
    #[arg(long, value_name = "K=V", requires = "values", help_heading = "Input")]
    pub set_string: Vec<String>,
    /// Pair the profiles of this file with the clusters
    ///
    /// Whatever the name of the file is, and whatever hosts its profiles name.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Input")]
    pub influxctl: Vec<PathBuf>,
    /// No guess: helm-values, app-instance, influxctl-config
    ///
    /// What every file named on the command line is, whatever it looks like. Files of a folder tell it themselves.
    #[arg(long, value_name = "KIND", value_parser = ["helm-values", "app-instance", "influxctl-config"], hide_possible_values = true, help_heading = "Input")]
    pub kind: Option<String>,
    /// The name to show for standard input
    #[arg(long, value_name = "NAME", help_heading = "Input")]
    pub stdin_filename: Option<String>,
    /// The project file, instead of the nearest `.idplint.toml`
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with = "isolated", help_heading = "Input")]
    pub config: Option<PathBuf>,
    /// Read no project file
    #[arg(long, help_heading = "Input")]
    pub isolated: bool,
    /// Pass over what the project file excludes where it is named, too
    #[arg(long, help_heading = "Input")]
    pub force_exclude: bool,
    /// Exit with 3 when no file was recognised
    #[arg(long, help_heading = "Input")]
    pub fail_on_no_inputs: bool,
    /// The release in force, when no image tag tells it
    #[arg(long, value_name = "RELEASE", help_heading = "Input")]
    pub package_version: Option<String>,

    /// Run only these rules; `idplint rules` lists all
    #[arg(long, value_name = "RULE", value_delimiter = ',', value_parser = RULES, hide_possible_values = true, help_heading = "Checks")]
    pub select: Vec<String>,
    /// Do not run these rules
    #[arg(long, value_name = "RULE", value_delimiter = ',', value_parser = RULES, hide_possible_values = true, help_heading = "Checks")]
    pub ignore: Vec<String>,
    /// Give a rule another severity, or switch it off; stronger than the project file
    #[arg(long, value_name = "RULE=LEVEL", value_delimiter = ',', help_heading = "Checks")]
    pub level: Vec<String>,
    /// Exit 1 from: error, warning (default), note, never
    ///
    /// A finding of this severity, or of a worse one, makes the exit code 1.
    #[arg(long, value_enum, value_name = "SEVERITY", default_value_t = FailOn::Warning, hide_default_value = true, hide_possible_values = true, help_heading = "Checks")]
    pub fail_on: FailOn,
    /// Report only findings that this file does not record
    ///
    /// `--write-baseline` writes it.
    #[arg(long, value_name = "FILE", help_heading = "Checks")]
    pub baseline: Option<PathBuf>,
    /// Record the findings of this run for `--baseline`
    ///
    /// They are hidden from then on, in this run as well.
    #[arg(long, value_name = "FILE", conflicts_with = "diff", help_heading = "Checks")]
    pub write_baseline: Option<PathBuf>,

    /// Whether to ask the identity provider
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = NetworkArg::Auto, help_heading = "Network")]
    pub network: NetworkArg,
    /// Open no socket; short for `--network off`
    #[arg(long, conflicts_with = "network", help_heading = "Network")]
    pub offline: bool,
    /// What the run may reach, and for how long.
    #[command(flatten)]
    pub reach: NetworkArgs,
    /// The files are somebody else's: what in them hides findings or allows hosts does not count
    #[arg(long, conflicts_with = "probe_device", help_heading = "Checks")]
    pub untrusted: bool,
    /// Ask the provider for one device code, to learn whether this client may use the device flow
    #[arg(long, value_name = "CLIENT_ID", value_parser = NonEmptyStringValueParser::new(), conflicts_with_all = ["offline", "replay"], help_heading = "Network")]
    pub probe_device: Option<String>,
    /// Write what the providers said to this folder
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, help_heading = "Network")]
    pub record: Option<PathBuf>,
    /// Judge by a record; open no socket
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, conflicts_with_all = ["network", "offline", "record"], help_heading = "Network")]
    pub replay: Option<PathBuf>,

    /// human, concise, json, sarif, github, gitlab, junit, markdown
    ///
    /// Repeatable: `--format github --format sarif=idplint.sarif` prints one report and writes another to a file.
    #[arg(long, value_name = "FORMAT[=FILE]", value_parser = FORMATS, hide_possible_values = true, help_heading = "Output")]
    pub format: Vec<String>,
    /// Make a report to give away: without hosts, ids and names
    ///
    /// Hosts, tenants, realms, ids, names and every other value become placeholders, the same one for the same value.
    #[arg(long, conflicts_with_all = ["fix", "diff", "record", "write_baseline"], help_heading = "Output")]
    pub redact: bool,
    /// When to use colours
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = ColorArg::Auto, help_heading = "Output")]
    pub color: ColorArg,
    /// Show no progress
    #[arg(long, help_heading = "Output")]
    pub no_progress: bool,
    /// Print findings only
    #[arg(short, long, conflicts_with = "verbose", help_heading = "Output")]
    pub quiet: bool,
    /// Tell which files were recognised and what could not be judged, too
    #[arg(short, long, help_heading = "Output")]
    pub verbose: bool,

    /// Write what is certain to be meant: fixes called safe
    #[arg(long, group = "mends", help_heading = "Mend")]
    pub fix: bool,
    /// With `--fix` or `--diff`: fixes that a person should look at, too
    #[arg(long, requires = "mends", help_heading = "Mend")]
    pub unsafe_fixes: bool,
    /// Print what `--fix` would change, as a patch; write nothing
    #[arg(long, group = "mends", conflicts_with = "fix", help_heading = "Mend")]
    pub diff: bool,
}

/// Flags of every command that asks a provider: what it may reach, and for how long.
#[derive(Debug, Args)]
pub struct NetworkArgs {
    /// Ask this host, wherever it is
    ///
    /// Also at a private address, and over plain http.
    #[arg(long, value_name = "HOST[:PORT]", help_heading = "Network")]
    pub allow_host: Vec<String>,
    /// Allow private addresses
    #[arg(long, help_heading = "Network")]
    pub allow_private_network: bool,
    /// Trust the CA certificates in this file, too
    #[arg(long, value_name = "PEM", value_hint = ValueHint::FilePath, help_heading = "Network")]
    pub ca_file: Option<PathBuf>,
    /// Seconds that all questions together may take
    #[arg(long, value_name = "SECONDS", default_value_t = 20, value_parser = seconds, allow_negative_numbers = true, help_heading = "Network")]
    pub timeout: u64,
}

/// Flags of `init`.
#[derive(Debug, Args)]
pub struct Init {
    /// The provider's issuer URL, or the URL of its discovery document
    pub issuer: String,

    /// The form of the `admin` block
    #[arg(long = "as", value_enum, value_name = "FORM", default_value_t = ClusterForm::Helm, help_heading = "Cluster")]
    pub form: ClusterForm,
    /// An administrator, repeatable
    #[arg(long, value_name = "ID,FIRST,LAST,EMAIL", help_heading = "Cluster")]
    pub user: Vec<String>,
    /// Administrators as Microsoft Entra ID exports them ("Download users")
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Cluster")]
    pub users_csv: Option<PathBuf>,

    /// The id of influxctl's client at the provider
    #[arg(long, value_name = "ID", help_heading = "Profile")]
    pub client_id: Option<String>,
    /// The profile's name
    #[arg(long, value_name = "NAME", default_value = "default", help_heading = "Profile")]
    pub name: String,
    /// The cluster's host
    #[arg(long, value_name = "HOST[:PORT]", help_heading = "Profile")]
    pub host: Option<String>,
    /// The API whose tokens influxctl asks for; Auth0 needs it
    #[arg(long, value_name = "AUDIENCE", help_heading = "Profile")]
    pub audience: Option<String>,

    /// What the run may reach, and for how long.
    #[command(flatten)]
    pub reach: NetworkArgs,

    /// Write one of the two files only
    #[arg(long, value_enum, value_name = "FILE", help_heading = "Output")]
    pub only: Option<InitFile>,
    /// Write the files to this folder; none that exists is overwritten
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, help_heading = "Output")]
    pub out: Option<PathBuf>,
}

/// Words of `init --as`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ClusterForm {
    /// values.yaml of the chart influxdb3-clustered
    Helm,
    /// The same block in an AppInstance manifest
    Appinstance,
}

/// Words of `init --only`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum InitFile {
    /// The `admin` block
    Cluster,
    /// The profile of influxctl
    Profile,
}

/// Words of `--fail-on`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Errors
    Error,
    /// Warnings and errors
    Warning,
    /// Every finding
    Note,
    /// No finding
    Never,
}

impl FailOn {
    /// The lowest severity that fails the run.
    pub fn severity(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Note => Some(Severity::Note),
            Self::Never => None,
        }
    }
}

/// Words of `--network`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum NetworkArg {
    /// Ask; what cannot be reached does not fail the run
    Auto,
    /// Open no socket
    Off,
    /// Exit with 3 when something could not be asked
    Require,
}

/// Words of `--color`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ColorArg {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}
