//! Commands in CI files: GitHub Actions (`run:`), GitLab CI (`script:`).

use std::sync::Arc;

use super::{Block, Script, System};
use crate::input::embedded;
use crate::input::node::{Node, Tree};
use crate::input::shell::{self, Dialect};

/// Keys of a GitLab job that hold commands.
const SCRIPTS: [&str; 3] = ["before_script", "script", "after_script"];

/// Levels of lists in lists that GitLab allows.
const MAX_NESTED: usize = 10;

/// The script that a CI file is; `None` for other files, and where it calls nothing of ours.
pub(in crate::model) fn of_pipeline(tree: &Tree) -> Option<Script> {
    let root = tree.document(0)?;
    if root.get("kind").is_some() || root.get("apiVersion").is_some() {
        return None;
    }
    let mut blocks = Vec::new();
    if let Some(jobs) = root.get("jobs").filter(|jobs| jobs.is_map()) {
        for job in jobs.entries() {
            let system = job.value.get("runs-on").and_then(system_of);
            steps(job.value, &format!("jobs.{}.", job.name()), system, &mut blocks);
        }
    } else if let Some(runs) = root.get("runs").filter(|runs| runs.is_map()) {
        steps(runs, "runs.", None, &mut blocks);
    } else {
        let documents = tree.documents().flat_map(Node::entries);
        for job in documents.filter(|job| job.value.is_map()) {
            for key in SCRIPTS {
                if let Some(script) = job.value.get(key) {
                    lines(script, &format!("{}.{key}", job.name()), MAX_NESTED, &mut blocks);
                }
            }
        }
    }
    Script::of(Arc::clone(tree.source()), blocks)
}

/// Steps of a job, or of a composite action.
fn steps(job: Node<'_>, prefix: &str, system: Option<System>, blocks: &mut Vec<Block>) {
    for (at, step) in job.get("steps").into_iter().flat_map(Node::items).enumerate() {
        let shell = step.get("shell").and_then(Node::text);
        // PowerShell, cmd, Python: not ours to read.
        if shell.is_some_and(|shell| !shell.starts_with("sh") && !shell.starts_with("bash")) {
            continue;
        }
        if let Some(run) = step.get("run") {
            blocks.extend(block(run, format!("{prefix}steps[{at}].run: "), system));
        }
    }
}

/// A command, or a list of commands and of such lists.
fn lines(script: Node<'_>, path: &str, depth: usize, blocks: &mut Vec<Block>) {
    if script.is_seq() {
        for (at, line) in script.items().enumerate().filter(|_| depth > 0) {
            lines(line, &format!("{path}[{at}]"), depth - 1, blocks);
        }
    } else {
        blocks.extend(block(script, format!("{path}: "), None));
    }
}

fn block(string: Node<'_>, prefix: String, system: Option<System>) -> Option<Block> {
    let carried = embedded::carried(string)?;
    let mut commands = shell::read(&carried.text, Dialect::Shell);
    commands.move_into(&|span| carried.outer(span));
    Some(Block { prefix, commands, may_edit: carried.may_edit, is_logged: true, system })
}

/// The names of GitHub's own runners; others tell nothing.
fn system_of(runner: Node<'_>) -> Option<System> {
    let name = runner.text()?;
    match () {
        () if name.starts_with("ubuntu-") => Some(System::Linux),
        () if name.starts_with("macos-") => Some(System::MacOs),
        () => None,
    }
}
