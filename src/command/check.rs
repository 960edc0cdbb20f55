//! `idplint check`: the main job.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::fs::File;
use std::io;
use std::path::PathBuf;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::{CommandError, Io, record, release_named, rule_named};
use crate::cli::{Check, ColorArg, NetworkArg};
use crate::engine::{self, Network, Options};
use crate::input::discover::{Request, words};
use crate::model::Hints;
use crate::model::container::Argument;
use crate::model::shape::Shape;
use crate::net::{AllowedHost, Policy};
use crate::report::{Format, Run, Style, escape, report};
use crate::rules::{RULES, Rule};

/// Runs the check and writes its reports.
pub(super) fn run(args: &Check, io: &mut Io<'_>) -> Result<u8, CommandError> {
    let options = options(args)?;
    let formats = formats(&args.format)?;
    let run = check(args, &options, io);
    if let Some(folder) = &args.record {
        record::write(folder, &run.facts)?;
    }
    for (format, file) in &formats {
        write(args, *format, file.as_ref(), &run, io)?;
    }
    Ok(exit_code(args, &options, &run))
}

/// Tells on a terminal whom it waits for; the line is wiped when the answers are in.
fn check(args: &Check, options: &Options, io: &mut Io<'_>) -> Run {
    let shows = io.terminal.stderr && !args.no_progress && !args.quiet;
    let stderr = std::cell::RefCell::new(&mut *io.stderr);
    // A progress line that cannot be written is no loss.
    let tell = |line: &str| drop(write!(stderr.borrow_mut(), "\r\x1b[2K{}", escape::line(line)));
    let progress = |line: &str| {
        if shows {
            tell(line);
        }
    };
    let run = engine::check(options, io.stdin, &progress);
    progress("");
    run
}

fn write(args: &Check, format: Format, file: Option<&PathBuf>, run: &Run, io: &mut Io<'_>) -> Result<(), CommandError> {
    let to_terminal = file.is_none() && io.terminal.stdout;
    let color = match args.color {
        ColorArg::Always => true,
        ColorArg::Never => false,
        ColorArg::Auto => to_terminal && !io.terminal.no_color,
    };
    let style = Style {
        color,
        width: io.terminal.columns.filter(|_| to_terminal).unwrap_or(100),
        quiet: args.quiet,
        verbose: args.verbose,
    };
    let report = report(format, style);
    match file {
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
    Ok(Options {
        request: Request {
            paths,
            stdin_name: args.stdin_filename.clone(),
            layers: args.values.clone(),
            keep_named: args.kind.is_some(),
        },
        settings: settings(args),
        hints: Hints {
            shape: args.kind.as_deref().and_then(Shape::of_word),
            release: args.package_version.as_deref().map(release_named).transpose()?,
        },
        network,
        policy: policy(args)?,
        rules: rules(args)?,
        today: today(now()),
    })
}

/// Seconds since 1970 in UTC; 0 where the clock is before that.
fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or_default()
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

fn policy(args: &Check) -> Result<Policy, CommandError> {
    let host = |word: &String| {
        word.parse::<AllowedHost>().map_err(|_| CommandError::Usage {
            message: format!("`--allow-host {word}` names no host"),
            help: "write HOST or HOST:PORT, an IPv6 address in brackets".to_owned(),
        })
    };
    let ca_file = match &args.ca_file {
        None => None,
        Some(path) => Some(std::fs::read(path).map_err(|error| CommandError::Usage {
            message: format!("cannot read `--ca-file {}`: {}", path.display(), words(&error)),
            help: "name a file with CA certificates in PEM form".to_owned(),
        })?),
    };
    Ok(Policy {
        allowed_hosts: args.allow_host.iter().map(host).collect::<Result<_, _>>()?,
        allow_private_network: args.allow_private_network,
        ca_file,
        run_timeout: Duration::from_secs(args.timeout),
        started: now(),
    })
}

fn rules(args: &Check) -> Result<Vec<&'static Rule>, CommandError> {
    let named =
        |words: &[String]| words.iter().map(|word| rule_named(word).map(|rule| rule.id)).collect::<Result<Vec<_>, _>>();
    let (select, ignore) = (named(&args.select)?, named(&args.ignore)?);
    let wanted = |rule: &&&'static Rule| (select.is_empty() || select.contains(&rule.id)) && !ignore.contains(&rule.id);
    Ok(RULES.iter().filter(wanted).copied().collect())
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
            help: "write human, concise, json or github".to_owned(),
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
