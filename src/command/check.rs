//! `idplint check`: the main job.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;
use std::time::Duration;

use indicatif::ProgressBar;

use super::network::{now, policy};
use super::terminal::WIDTH;
use super::{CommandError, Io, mend, record, release_named, rule_named, usage};
use crate::cli::{Check, ColorArg, NetworkArg};
use crate::config::{self, Choice, ConfigError};
use crate::engine::{self, Network, Options};
use crate::facts::Cause;
use crate::finding::Severity;
use crate::input::MAX_FILE_BYTES;
use crate::input::discover::{Request, words};
use crate::model::Hints;
use crate::model::container::Argument;
use crate::model::shape::Shape;
use crate::report::{Format, Run, Style, escape, report, tell};
use crate::rules::{RULES, Rule};

/// How often the progress line is drawn; a run that is over before shows none.
const TICK: Duration = Duration::from_millis(100);

/// Runs the check and writes its reports.
pub(super) fn run(args: &Check, io: &mut Io<'_>) -> Result<u8, CommandError> {
    let mut options = options(args)?;
    let formats = formats(&args.format)?;
    let stdin = read_stdin(args, io)?;
    let mut run = check(args, &options, &mut stdin.as_slice(), io).map_err(misconfigured)?;
    let mut code = exit_code(args, &options, &run);
    if let Some(folder) = &args.record {
        record::write(folder, &run.facts)?;
    }
    let mut mended = None;
    if args.fix || args.diff {
        let fault = RefCell::new(None);
        let again = |options: &Options| {
            let again = engine::check(options, &mut stdin.as_slice(), &|_| {});
            again.unwrap_or_else(|error| {
                fault.replace(Some(error));
                Run::default()
            })
        };
        let done = mend::mend(args, &mut options, &mut run, again);
        if let Some(error) = fault.into_inner() {
            return Err(misconfigured(error));
        }
        if args.diff {
            done.show(io)?;
            return Ok(code);
        }
        done.write(&run, io)?;
        code = exit_code(args, &options, &run);
        mended = Some(done);
    }
    if args.verbose {
        // A word on standard error that cannot be written is no loss.
        drop(tell(&run, io.stderr));
    }
    // A mended standard input goes where a report would go.
    let text = mended.filter(|_| reads_stdin(args)).map(|done| done.stdin(&run).map(str::to_owned));
    if let Some(text) = &text {
        io.stdout.write_all(text.as_ref().map_or(stdin.as_slice(), String::as_bytes))?;
    }
    for (format, file) in &formats {
        write(args, *format, file.as_ref(), &run, text.is_some(), io)?;
    }
    Ok(code)
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
    let shows = io.terminal.stderr && !args.no_progress && !args.quiet;
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

/// To its file, else to standard output, or to standard error where the mended text goes there.
fn write(
    args: &Check,
    format: Format,
    file: Option<&PathBuf>,
    run: &Run,
    is_text_out: bool,
    io: &mut Io<'_>,
) -> Result<(), CommandError> {
    let to_terminal = file.is_none() && io.terminal.stdout;
    // A file gets colours only where they are asked for by name.
    let color = match file {
        Some(_) => args.color == ColorArg::Always,
        None => io.terminal.has_color(args.color, io.terminal.stdout),
    };
    let width = if to_terminal { io.terminal.width() } else { WIDTH };
    let style = Style { color, width, quiet: args.quiet };
    let report = report(format, style);
    match file {
        None if is_text_out => report.write(run, io.stderr)?,
        None => {
            report.write(run, io.stdout)?;
            io.stdout.flush()?;
        }
        Some(path) => {
            let mut out = File::create(path).map_err(|error| unwritable(path, &error))?;
            report.write(run, &mut out)?;
        }
    }
    Ok(())
}

fn unwritable(path: &std::path::Path, error: &io::Error) -> CommandError {
    CommandError::Usage {
        message: format!("cannot write `{}`: {}", path.display(), words(error)),
        help: "name a file in a folder that exists and that you may write to".to_owned(),
    }
}

/// 3 before 1: a run that could not finish must not look like one that did.
fn exit_code(args: &Check, options: &Options, run: &Run) -> u8 {
    let unmet = matches!(options.network, Network::Require) && !run.incomplete.is_empty();
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
    Ok(RULES.iter().filter(wanted).copied().collect())
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

fn formats(words: &[String]) -> Result<Vec<(Format, Option<PathBuf>)>, CommandError> {
    if words.is_empty() {
        return Ok(vec![(Format::Human, None)]);
    }
    let one = |word: &String| {
        let (name, file) =
            word.split_once('=').map_or((word.as_str(), None), |(name, file)| (name, Some(PathBuf::from(file))));
        Format::parse(name).map(|format| (format, file)).ok_or_else(|| CommandError::Usage {
            message: format!("unknown format `{name}`"),
            help: usage::choice(name, &Format::ALL.map(Format::word)),
        })
    };
    let formats = words.iter().map(one).collect::<Result<Vec<_>, _>>()?;
    match formats.iter().filter(|(_, file)| file.is_none()).count() {
        0 | 1 => Ok(formats),
        _ => Err(CommandError::Usage {
            message: "two reports for standard output".to_owned(),
            help: "send all but one to a file: `--format json=report.json`".to_owned(),
        }),
    }
}
