//! `idplint check`: the main job.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

use indicatif::ProgressBar;

use super::network::{now, policy};
use super::outputs::Outputs;
use super::{CommandError, Io, baseline, mend, record, release_named, rule_named, usage};
use crate::cli::{Check, NetworkArg};
use crate::config::{self, Config, ConfigError};
use crate::engine::{self, Network, Options};
use crate::facts::Cause;
use crate::input::MAX_FILE_BYTES;
use crate::input::discover::Request;
use crate::model::Hints;
use crate::model::container::Argument;
use crate::model::shape::Shape;
use crate::report::{Run, escape, redact, tell};
use crate::rules::{RULES, Rule};

/// How often the progress line is drawn; a run that is over before shows none.
const TICK: Duration = Duration::from_millis(100);

/// Whether the tree is somebody else's; no flag says so yet.
const UNTRUSTED: bool = false;

/// Runs the check and writes its reports.
pub(super) fn run(args: &Check, io: &mut Io<'_>) -> Result<u8, CommandError> {
    let mut options = options(args)?;
    let outputs = Outputs::read(args)?;
    let is_required = matches!(options.network, Network::Require);
    let stdin = read_stdin(args, io)?;
    let mut run = check(args, &options, &mut stdin.as_slice(), io);
    outputs.spare(&run)?;
    if let Some(folder) = &args.record {
        record::write(folder, &run.facts)?;
    }
    // A mended standard input goes where a report would go.
    let mut text = None;
    if args.fix || args.diff {
        let again = |options: &Options| engine::check(options, &mut stdin.as_slice(), &|_| {});
        let (mended_run, mended) = mend::mend(args, &mut options, run.clone(), again);
        if args.diff {
            mended.show(io)?;
        } else {
            mended.write(&mended_run, io)?;
            run = mended_run;
            text = reads_stdin(args).then(|| mended.stdin(&run).map(str::to_owned));
        }
    }
    match &args.write_baseline {
        Some(path) => baseline::write(path, &mut run, io)?,
        None => run.remarks.extend(baseline::remark(args.baseline.as_deref(), UNTRUSTED, &run)),
    }
    if args.redact {
        run = redact(&run);
    }
    if args.verbose {
        // A word on standard error that cannot be written is no loss.
        drop(tell(&run, io.stderr));
    }
    if let Some(text) = &text {
        io.stdout.write_all(text.as_ref().map_or(stdin.as_slice(), String::as_bytes))?;
    }
    outputs.write(&run, text.is_some(), io)?;
    Ok(exit_code(args, is_required, &run))
}

fn reads_stdin(args: &Check) -> bool {
    args.paths.iter().chain(&args.values).any(|path| path.as_os_str() == "-")
}

/// Standard input, which rounds of fixes read again; up to one byte more than any file that is judged.
fn read_stdin(args: &Check, io: &mut Io<'_>) -> Result<Vec<u8>, CommandError> {
    let mut bytes = Vec::new();
    if reads_stdin(args) {
        io.stdin.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

/// Tells on a terminal whom it waits for; the line is wiped when the answers are in.
fn check(args: &Check, options: &Options, stdin: &mut dyn Read, io: &Io<'_>) -> Run {
    let asks = matches!(options.network, Network::Auto | Network::Require);
    let shows = asks && io.terminal.stderr && !args.no_progress && !args.quiet && !args.redact;
    let spinner = if shows { ProgressBar::new_spinner() } else { ProgressBar::hidden() };
    if shows {
        spinner.enable_steady_tick(TICK);
    }
    let progress = |line: &str| spinner.set_message(escape::line(line));
    let mut run = engine::check(options, stdin, &progress);
    spinner.finish_and_clear();
    hint_at_commands(args, &mut run);
    run
}

/// A misspelt command is taken for a path, which is not there.
fn hint_at_commands(args: &Check, run: &mut Run) {
    let unread = run.incomplete.iter_mut().filter(|trouble| trouble.cause == Cause::Unreadable);
    for trouble in unread {
        let named = args.paths.iter().any(|path| path.as_os_str() == trouble.host.as_str() && !path.exists());
        if let Some(hint) = usage::command_meant(&trouble.host).filter(|_| named) {
            trouble.hint = hint;
        }
    }
}

/// 3 before 1: a run that could not finish must not look like one that did.
fn exit_code(args: &Check, is_required: bool, run: &Run) -> u8 {
    let unmet = is_required && !run.incomplete.is_empty();
    let no_inputs = args.fail_on_no_inputs && run.inputs.is_empty();
    let fails = args.fail_on.severity().is_some_and(|limit| engine::worst(run).is_some_and(|worst| worst >= limit));
    match (run.inputs_failed || unmet || no_inputs, fails) {
        (true, _) => 3,
        (false, true) => 1,
        (false, false) => 0,
    }
}

fn options(args: &Check) -> Result<Options, CommandError> {
    // Layers are an input of their own: no walk then, unless a path is named as well.
    let walks = args.paths.is_empty() && args.values.is_empty();
    let paths = if walks { vec![PathBuf::from(".")] } else { args.paths.clone() };
    let network = match (&args.replay, args.network) {
        (Some(folder), _) => Network::Replay(Box::new(record::read(folder)?)),
        _ if args.offline => Network::Off,
        (None, NetworkArg::Off) => Network::Off,
        (None, NetworkArg::Auto) => Network::Auto,
        (None, NetworkArg::Require) => Network::Require,
    };
    if args.probe_device.is_some() && matches!(network, Network::Off) {
        return Err(CommandError::Usage {
            message: "`--probe-device` asks the provider, and `--network off` asks nobody".to_owned(),
            help: "leave one of them out".to_owned(),
        });
    }
    let pairs = config(args, &paths)?.pairs;
    Ok(Options {
        request: Request {
            paths,
            stdin_name: args.stdin_filename.clone(),
            layers: args.values.clone(),
            profiles: args.influxctl.clone(),
            keep_named: args.kind.is_some(),
        },
        settings: settings(args),
        hints: Hints {
            shape: args.kind.as_deref().and_then(Shape::of_word),
            release: args.package_version.as_deref().map(release_named).transpose()?,
        },
        pairs,
        network,
        probe: args.probe_device.clone(),
        policy: policy(&args.reach)?,
        rules: rules(args)?,
        drafts: BTreeMap::new(),
        today: today(now()),
        baseline: baseline::read(args.baseline.as_deref(), UNTRUSTED)?,
    })
}

/// The project file in force.
fn config(args: &Check, paths: &[PathBuf]) -> Result<Config, CommandError> {
    if args.isolated {
        return Ok(Config::default());
    }
    let first = args.values.first().or(paths.first()).filter(|path| path.as_os_str() != "-");
    let found = || config::find(first.map_or(Path::new("."), PathBuf::as_path));
    let Some(path) = args.config.clone().or_else(found) else { return Ok(Config::default()) };
    config::read(&path).map_err(|ConfigError { message, help, place }| {
        let place = place.map(|place| {
            let start = place.source.position(place.span.start);
            format!("{}:{}:{}: ", place.source.name(), start.line, start.column)
        });
        CommandError::Usage { message: format!("{}{message}", place.unwrap_or_default()), help }
    })
}

/// In UTC; `None` where the clock cannot be right.
fn today(now: i64) -> Option<Date> {
    let moment = Timestamp::from_second(now).ok().filter(|_| now > 0)?;
    Some(moment.to_zoned(TimeZone::UTC).date())
}

/// Helm applies every `--set` before the first `--set-string`.
fn settings(args: &Check) -> Vec<Argument> {
    let argument = |text: &String, is_text| Argument { text: text.clone(), is_text };
    let typed = args.set.iter().map(|text| argument(text, false));
    typed.chain(args.set_string.iter().map(|text| argument(text, true))).collect()
}

fn rules(args: &Check) -> Result<Vec<&'static Rule>, CommandError> {
    let named =
        |words: &[String]| words.iter().map(|word| rule_named(word).map(|rule| rule.id)).collect::<Result<Vec<_>, _>>();
    let (select, ignore) = (named(&args.select)?, named(&args.ignore)?);
    let wanted = |rule: &&&'static Rule| (select.is_empty() || select.contains(&rule.id)) && !ignore.contains(&rule.id);
    Ok(RULES.iter().filter(wanted).copied().collect())
}
