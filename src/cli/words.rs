//! Words of flags that shells complete, and values that need words of their own when they are wrong.

use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use clap::{Arg, Command, Error};
use std::ffi::OsStr;

use crate::model::schema;
use crate::report::Format;
use crate::rules;

/// Names of rules.
pub(super) const RULES: Completed = Completed(|| rules::RULES.iter().map(|rule| rule.id).collect());
/// Formats of a report.
pub(super) const FORMATS: Completed = Completed(|| Format::ALL.map(Format::word).to_vec());
/// Names of schemas.
pub(super) const SCHEMAS: Completed = Completed(|| schema::NAMES.map(|(name, _)| name).to_vec());

/// Takes any text; its words are for completion. Whoever uses the text judges it, because more than the words is
/// right: a rule's old name, a format with its file.
#[derive(Clone)]
pub(super) struct Completed(fn() -> Vec<&'static str>);

impl TypedValueParser for Completed {
    type Value = String;

    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<String, Error> {
        StringValueParser::new().parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new((self.0)().into_iter().map(PossibleValue::new)))
    }
}

/// Whole seconds; in none nobody can answer.
pub(super) fn seconds(text: &str) -> Result<u64, &'static str> {
    text.parse().ok().filter(|seconds| *seconds > 0).ok_or("write whole seconds, for example 20")
}
