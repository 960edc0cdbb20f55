//! The time that `--expires-at` gets, as far as the command line tells it.

use jiff::civil::Date;

use super::{Flag, Run, System};
use crate::finding::Edit;
use crate::input::shell::{Command, Word};
use crate::source::{Place, Span};

/// What is wrong with it. Exactly one.
pub enum Expiry {
    /// It is no time as RFC 3339 section 5.6 has it.
    NoTime {
        /// What shows it.
        place: Place,
        /// What is written there.
        shown: String,
    },
    /// It is a time, but `date` writes the offset without a colon.
    NoColon {
        /// The format.
        place: Place,
        /// What is written there.
        shown: String,
        /// What makes it UTC.
        edits: Vec<Edit>,
    },
    /// `date -v` where GNU's or BusyBox's `date` runs.
    OnlyBsd {
        /// The flag.
        place: Place,
    },
    /// A time before today.
    Over {
        /// The time.
        place: Place,
        /// What is written there.
        shown: String,
    },
}

/// Documentation's word for a time.
const PLACEHOLDER: &str = "RFC3339_EXPIRATION";

impl Expiry {
    /// Judges the value of a flag; `None` where it is right or nobody can know it.
    pub fn read(run: &Run<'_>, flag: &Flag<'_>, today: Option<Date>) -> Option<Self> {
        let word = flag.value?;
        if !word.is_known {
            return of_substitution(run, word, flag.text);
        }
        let place = run.place_in(word, flag.text);
        let shown = shown(flag.text);
        if flag.text.contains(PLACEHOLDER) || !is_rfc3339(flag.text) {
            return Some(Self::NoTime { place, shown });
        }
        let day: Option<Date> = flag.text.get(..10).and_then(|day| day.parse().ok());
        let is_over = day.zip(today).is_some_and(|(day, today)| day < today);
        is_over.then_some(Self::Over { place, shown })
    }
}

fn shown(text: &str) -> String {
    text.replace('`', "'")
}

/// `2027-01-31T00:00:00Z`, with a fraction or an offset in its place; small letters are allowed.
fn is_rfc3339(text: &str) -> bool {
    let is_form = |text: &str, form: &str| {
        let fits = |(byte, mark): (u8, u8)| if mark == b'0' { byte.is_ascii_digit() } else { byte == mark };
        text.len() == form.len() && text.bytes().zip(form.bytes()).all(fits)
    };
    let text = text.to_ascii_uppercase();
    let Some((time, zone)) = text.split_at_checked("0000-00-00T00:00:00".len()) else { return false };
    let zone = match zone.strip_prefix('.') {
        Some(fraction) => fraction.trim_start_matches(|c: char| c.is_ascii_digit()),
        None => zone,
    };
    let is_zone = zone == "Z" || is_form(zone, "+00:00") || is_form(zone, "-00:00");
    is_form(time, "0000-00-00T00:00:00") && is_zone && time.get(..10).is_some_and(|day| day.parse::<Date>().is_ok())
}

/// A value that is one `$(date …)` and nothing else.
fn of_substitution(run: &Run<'_>, word: &Word, text: &str) -> Option<Expiry> {
    let is_whole = (text.starts_with("$(") && text.ends_with(')')) || (text.starts_with('`') && text.ends_with('`'));
    let [pipeline] = &word.inner[..] else { return None };
    let [date] = &pipeline.commands[..] else { return None };
    let (program, arguments) = date.words.split_first()?;
    if !is_whole || !matches!(program.text.as_str(), "date" | "gdate") {
        return None;
    }
    let bsd = arguments.iter().find(|word| word.text.starts_with("-v"));
    if let Some(flag) = bsd.filter(|_| run.system() == Some(System::Linux)) {
        return Some(Expiry::OnlyBsd { place: run.place(flag.span) });
    }
    let is_other_form =
        |word: &Word| ["-I", "-R", "--iso", "--rfc", "-j"].iter().any(|flag| word.text.starts_with(flag));
    if arguments.iter().any(is_other_form) {
        return None;
    }
    let Some((word, format)) = format_of(arguments) else {
        let is_known = arguments.iter().all(|word| word.is_known);
        return is_known.then(|| Expiry::NoTime { place: run.place(word.span), shown: shown(text) });
    };
    if !word.is_known {
        return None;
    }
    let printed = printed(format)?;
    let (place, shown) = (run.place_in(word, format), shown(format));
    let with_colon = printed.strip_suffix("+0000").map(|time| format!("{time}+00:00"));
    match with_colon {
        _ if is_rfc3339(&printed) => None,
        Some(time) if is_rfc3339(&time) => Some(Expiry::NoColon { edits: in_utc(run, date, word), place, shown }),
        _ if format.is_empty() => None,
        _ => Some(Expiry::NoTime { place, shown }),
    }
}

/// The operand `+FORMAT`; `-d` has a text of its own, which may begin with `+`.
fn format_of(arguments: &[Word]) -> Option<(&Word, &str)> {
    let takes_value = |at: usize| {
        let before = at.checked_sub(1).and_then(|before| arguments.get(before));
        before
            .is_some_and(|word| matches!(word.text.as_str(), "-d" | "--date" | "-r" | "-f" | "--file" | "--reference"))
    };
    let mut operands = arguments.iter().enumerate().filter(|(at, _)| !takes_value(*at));
    operands.find_map(|(_, word)| Some((word, word.text.strip_prefix('+')?)))
}

/// What `date` prints for a format; `None` for conversions that are not followed.
fn printed(format: &str) -> Option<String> {
    let mut text = String::new();
    let mut rest = format;
    while let Some((before, conversion)) = rest.split_once('%') {
        text.push_str(before);
        const KNOWN: [(&str, &str); 15] = [
            (":z", "+00:00"),
            ("z", "+0000"),
            ("Y", "2027"),
            ("m", "01"),
            ("d", "31"),
            ("H", "12"),
            ("M", "34"),
            ("S", "56"),
            ("F", "2027-01-31"),
            ("T", "12:34:56"),
            ("R", "12:34"),
            ("N", "000000000"),
            ("3N", "000"),
            ("s", "1800000000"),
            ("%", "%"),
        ];
        let (name, value) = KNOWN.into_iter().find(|(name, _)| conversion.starts_with(name))?;
        text.push_str(value);
        rest = &conversion[name.len()..];
    }
    text.push_str(rest);
    Some(text)
}

/// `-u` behind `date`, and `Z` for `%z`; nothing where the format is not written as it reads.
fn in_utc(run: &Run<'_>, date: &Command, format: &Word) -> Vec<Edit> {
    let Some(program) = date.words.first() else { return Vec::new() };
    let place = run.place_in(format, "%z");
    if place.text() != "%z" {
        return Vec::new();
    }
    let is_utc = date.words.iter().any(|word| matches!(word.text.as_str(), "-u" | "--utc" | "--universal"));
    let end = Span { start: program.span.end, end: program.span.end };
    let flag = Edit { place: run.place(end), replacement: " -u".to_owned() };
    let zone = Edit { place, replacement: "Z".to_owned() };
    if is_utc { vec![zone] } else { vec![flag, zone] }
}
