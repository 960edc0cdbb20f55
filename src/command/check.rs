//! `idplint check`: the main job.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use std::io::Read;
use std::path::PathBuf;
use std::time::Duration;

use indicatif::ProgressBar;

use super::network::{now, policy};
use super::outputs::Outputs;
use super::{CommandError, Io, baseline, mend, record, release_named, rule_named, usage};
use crate::cli::{Check, NetworkArg};
use crate::config::{self, Choice, ConfigError};
use crate::engine::{self, Network, Options};
use crate::facts::Cause;
use crate::finding::Severity;
use crate::input::MAX_FILE_BYTES;
use crate::input::discover::Request;
use crate::model::Hints;
use crate::model::container::Argument;
use crate::model::shape::Shape;
use crate::report::{Run, escape, redact, tell};
use crate::rules::{RULES, Rule};

/// How often the progress line is drawn; a run that is over before shows none.
const TICK: Duration = Duration::from_millis(100);

/// Runs the check and writes its reports.
pub(super) fn run(args: &Check, io: &mut Io<'_>) -> Result<u8, CommandError> {
    let mut options = options(args)?;
    let outputs = Outputs::read(args)?;
    let is_required = matches!(options.network, Network::Require);
    let stdin = read_stdin(args, io)?;
    let mut run = check(args, &options, &mut stdin.as_slice(), io).map_err(misconfigured)?;
    outputs.spare(&run)?;
    if let Some(folder) = &args.record {
        record::write(folder, &run.facts)?;
    }
    // A mended standard input goes where a report would go.
    let mut text = None;
    if args.fix || args.diff {
        let mut fault = None;
        let again = |options: &Options| {
            let again = engine::check(options, &mut stdin.as_slice(), &|_| {});
            again.unwrap_or_else(|error| {
                fault = Some(error);
                Run::default()
            })
        };
        let (mended_run, mended) = mend::mend(args, &mut options, run.clone(), again);
        if let Some(error) = fault {
            return Err(misconfigured(error));
        }
        if args.diff {
            mended.show(io)?;
        } else {
            mended.write(&mended_run, io)?;
            run = mended_run;
            text = reads_stdin(args).then(|| mended.stdin(&run).map(str::to_owned));
        }
    }
    match &args.write_baseline {
        // Of a run that judged nothing nothing is known.
        Some(_) if run.misconfigured => {}
        Some(path) => baseline::write(path, &mut run, io)?,
        None => run.remarks.extend(baseline::remark(args.baseline.as_deref(), args.untrusted, &run)),
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
fn check(args: &Check, options: &Options, stdin: &mut dyn Read, io: &Io<'_>) -> Result<Run, ConfigError> {
    let asks = matches!(options.network, Network::Auto | Network::Require);
    let shows = asks && io.terminal.stderr && !args.no_progress && !args.quiet && !args.redact;
    let spinner = if shows { ProgressBar::new_spinner() } else { ProgressBar::hidden() };
    if shows {
        spinner.enable_steady_tick(TICK);
    }
    let progress = |line: &str| spinner.set_message(escape::line(line));
    let run = engine::check(options, stdin, &progress);
    spinner.finish_and_clear();
    let mut run = run?;
    hint_at_commands(args, &mut run);
    Ok(run)
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
    match (run.misconfigured, run.inputs_failed || unmet || no_inputs, fails) {
        (true, ..) => 2,
        (false, true, _) => 3,
        (false, false, true) => 1,
        (false, false, false) => 0,
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
    let levels = levels(&args.level)?;
    Ok(Options {
        request: Request {
            paths,
            stdin_name: args.stdin_filename.clone(),
            layers: args.values.clone(),
            profiles: args.influxctl.clone(),
            keep_named: args.kind.is_some(),
            force_exclude: args.force_exclude,
            ..Request::default()
        },
        settings: settings(args),
        hints: Hints {
            shape: args.kind.as_deref().and_then(Shape::of_word),
            release: args.package_version.as_deref().map(release_named).transpose()?,
        },
        projects: match &args.config {
            Some(path) => Choice::Named(path.clone()),
            None if args.isolated => Choice::Nothing,
            None => Choice::Nearest,
        },
        untrusted: args.untrusted,
        network,
        probe: args.probe_device.clone(),
        policy: policy(&args.reach)?,
        rules: rules(args, &levels)?,
        levels: levels.into_iter().filter_map(|(rule, severity)| Some((rule, severity?))).collect(),
        drafts: BTreeMap::new(),
        today: today(now()),
        baseline: baseline::read(args.baseline.as_deref(), args.untrusted)?,
    })
}

/// What no schema states about the project file, as wrong usage; its text is a stranger's.
fn misconfigured(ConfigError { message, help, place }: ConfigError) -> CommandError {
    let place = place.map(|place| {
        let start = place.source.position(place.span.start);
        format!("{}:{}:{}: ", place.source.name(), start.line, start.column)
    });
    let message = format!("{}{message}", place.unwrap_or_default());
    CommandError::Usage { message: escape::line(&message), help: escape::line(&help) }
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

fn rules(args: &Check, levels: &BTreeMap<&'static str, Option<Severity>>) -> Result<Vec<&'static Rule>, CommandError> {
    let named =
        |words: &[String]| words.iter().map(|word| rule_named(word).map(|rule| rule.id)).collect::<Result<Vec<_>, _>>();
    let (select, ignore) = (named(&args.select)?, named(&args.ignore)?);
    let is_off = |id| ignore.contains(id) || levels.get(id) == Some(&None);
    let wanted = |rule: &&&'static Rule| (select.is_empty() || select.contains(&rule.id)) && !is_off(&rule.id);
    let rules: Vec<_> = RULES.iter().filter(wanted).copied().collect();
    if rules.is_empty() {
        return Err(CommandError::Usage {
            message: "no rule is left to judge by: `--ignore` or `--level` switches off all that `--select` names"
                .to_owned(),
            help: "leave one of them out".to_owned(),
        });
    }
    Ok(rules)
}

/// `--level`; of one rule the last one counts.
fn levels(words: &[String]) -> Result<BTreeMap<&'static str, Option<Severity>>, CommandError> {
    let one = |word: &String| {
        let (rule, level) = word.split_once('=').ok_or_else(|| CommandError::Usage {
            message: format!("`--level {word}` names no level"),
            help: format!("write `--level {word}=off`, or `=error`, `=warning`, `=note`"),
        })?;
        let severity = config::level(level).map_err(|config::LevelError(near)| CommandError::Usage {
            message: format!("unknown level `{level}`"),
            help: near.map_or_else(
                || "write `error`, `warning`, `note` or `off`".to_owned(),
                |near| format!("did you mean `{near}`?"),
            ),
        })?;
        Ok((rule_named(rule)?.id, severity))
    };
    words.iter().map(one).collect()
}
