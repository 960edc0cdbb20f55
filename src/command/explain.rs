//! `idplint explain RULE`: the rule's page.

use super::{CommandError, Io, rule_named};

/// Prints the page, with its facts under the title.
pub(super) fn run(rule: &str, io: &mut Io<'_>) -> Result<u8, CommandError> {
    let rule = rule_named(rule)?;
    let mut page = crate::rules::page::of(rule);
    if !page.ends_with('\n') {
        page.push('\n');
    }
    io.stdout.write_all(page.as_bytes())?;
    Ok(0)
}
