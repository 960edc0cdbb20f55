//! The page of a rule: its `//!` header with a line of facts under the title.

use super::{RULES, Rule};
use std::fmt::Write as _;

/// The page in Markdown, as `idplint explain` prints it and docs/rules/ holds it.
pub fn of(rule: &Rule) -> String {
    let text = rule.markdown();
    let (title, body) = text.split_once('\n').unwrap_or((&text, ""));
    let (severity, confidence) = (rule.severity.word(), rule.confidence.word());
    let (fix, needs) = (rule.fix.word(), rule.needs.word());
    format!(
        "{title}\n\n{}\n\n{severity} · {confidence} · fix: {fix} · needs: {needs} · since {}\n{body}",
        rule.summary, rule.since
    )
}

/// The table of all rules in Markdown; `links` is the folder of the pages.
pub fn table(links: &str) -> String {
    let mut table = String::from("| rule | severity | what it catches | fix | needs |\n|---|---|---|---|---|\n");
    for rule in RULES {
        let Rule { id, severity, summary, fix, needs, .. } = rule;
        // Writing to a String cannot fail.
        let _ = writeln!(
            table,
            "| [`{id}`]({links}/{id}.md) | {severity} | {summary} | {} | {} |",
            fix.word(),
            needs.word()
        );
    }
    table
}
