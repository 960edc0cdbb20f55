//! Scripts that call InfluxDB's tools, or kubectl and helm with names of ours: read line by line, never interpreted.

mod admin_token;
mod blocks;
mod ci;
mod expiry;
mod run;

pub use self::admin_token::AdminToken;
pub(super) use self::ci::of_pipeline;
pub use self::expiry::Expiry;
pub use self::run::{Flag, Run};

use std::path::Path;
use std::sync::Arc;

use super::token::{self, Held, Kind, Token};
use crate::input::shell::{Commands, Pipeline};
use crate::source::{Place, Source, Span};

/// Programs of InfluxData.
const PROGRAMS: [&str; 3] = ["influxctl", "influxdb3", "influxd-ctl"];
/// Programs that handle objects of ours under their names.
const HANDLERS: [&str; 3] = ["kubectl", "oc", "helm"];
/// Words that tell that a script is about a cluster of ours.
const MARKS: [&str; 5] = ["influxctl", "influxdb3-clustered", "token-management", "appinstance", "kubecfg.dev"];
/// Programs that send requests.
pub const CLIENTS: [&str; 4] = ["curl", "wget", "http", "https"];
/// Names of what belongs to no other program's cluster.
const NAMES: [&str; 3] = ["influxdb3-clustered", "token-management", "appinstance"];
/// Names of a cluster of ours that others use as well: the Kubernetes dashboard has an `admin-token`, too.
const SHARED_NAMES: [&str; 4] = ["admin-token", "rsa-keys", "key-gen", "create-admin-token"];
/// InfluxData's own console.
pub const CONSOLE: &str = "console.influxdata.com";

/// What a script is written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A shell.
    Shell,
    /// make.
    Makefile,
    /// An image.
    Dockerfile,
}

/// The system that commands run on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum System {
    /// GNU or BusyBox tools.
    Linux,
    /// BSD tools.
    MacOs,
}

/// Commands that run one after the other in one shell.
#[derive(Debug)]
pub struct Block {
    /// What stands before the paths of its commands: `jobs.deploy.steps[0].run: `.
    pub prefix: String,
    /// Its commands.
    pub commands: Commands,
    /// True where its bytes stand in the file as they are read.
    pub may_edit: bool,
    /// True where its output is kept in the log of a job that others can read.
    pub is_logged: bool,
    /// The system, when something tells it.
    pub system: Option<System>,
}

/// One file with commands of ours.
#[derive(Debug)]
pub struct Script {
    source: Arc<Source>,
    /// Its commands.
    pub blocks: Vec<Block>,
    /// True when something in it belongs to no other program.
    is_marked: bool,
}

/// What the name or the first line of a file tells; `None` for no script.
pub(super) fn form(source: &Source) -> Option<Form> {
    let path = Path::new(source.name());
    let name = path.file_name()?.to_str()?.to_ascii_lowercase();
    let end = path.extension().and_then(|end| end.to_str()).map(str::to_ascii_lowercase);
    let is_image = |name: &str| ["dockerfile", "containerfile"].contains(&name);
    match end.as_deref() {
        Some("sh" | "bash" | "zsh" | "ksh") => return Some(Form::Shell),
        Some("mk") => return Some(Form::Makefile),
        Some("yaml" | "yml" | "json" | "toml") => return None,
        _ => {}
    }
    if name == "makefile" || name == "gnumakefile" {
        return Some(Form::Makefile);
    }
    if name.split('.').any(is_image) {
        return Some(Form::Dockerfile);
    }
    let first = source.text().lines().next().unwrap_or_default();
    let is_shell = |program: &str| ["sh", "bash", "dash", "zsh", "ksh"].contains(&program);
    (first.starts_with("#!") && first.split(['/', ' ']).any(is_shell)).then_some(Form::Shell)
}

impl Script {
    /// The script that a text is; `None` where it calls nothing of ours.
    pub(super) fn read(source: &Arc<Source>, form: Form) -> Option<Self> {
        Self::of(Arc::clone(source), blocks::read(source.text(), form))
    }

    fn of(source: Arc<Source>, blocks: Vec<Block>) -> Option<Self> {
        let text = source.text().to_ascii_lowercase();
        let is_marked = MARKS.iter().any(|mark| text.contains(mark));
        let script = Self { source, blocks, is_marked };
        (text.contains("influx") && script.runs().iter().any(calls_ours)).then_some(script)
    }

    /// Every command with its surroundings, those of substitutions included, in the order of the text.
    pub fn runs(&self) -> Vec<Run<'_>> {
        let mut found = Vec::new();
        for block in &self.blocks {
            let mut index = 0;
            collect(self, block, &block.commands.pipelines, &mut index, &mut found);
        }
        found
    }

    /// The file.
    pub fn source(&self) -> &Arc<Source> {
        &self.source
    }

    /// Every token that is written out, comments included; a JWT where it is given as one.
    pub fn tokens(&self) -> Vec<Held> {
        const BEFORE: [&str; 3] = ["Bearer ", "--token ", "--token="];
        let text = self.source.text();
        let is_given = |token: &Token| {
            let before = text[..token.span.start as usize].trim_end_matches(['"', '\'']);
            token.kind != Kind::Signed || BEFORE.iter().any(|mark| before.ends_with(mark))
        };
        let held = |token: Token| Held {
            kind: token.kind,
            path: String::new(),
            place: Place { source: Arc::clone(&self.source), span: token.span },
        };
        token::find_in_secret(text).into_iter().filter(is_given).map(held).collect()
    }

    /// Comments among its commands; true where they can be cut out.
    pub(super) fn comments(&self) -> impl Iterator<Item = (Span, bool)> {
        let spans =
            |block: &Block| block.commands.comments.iter().map(|&span| (span, block.may_edit)).collect::<Vec<_>>();
        let comments = self.blocks.iter().flat_map(spans);
        comments.filter(|(span, _)| self.source.slice(*span).starts_with('#'))
    }
}

fn collect<'s>(
    script: &'s Script,
    block: &'s Block,
    pipelines: &'s [Pipeline],
    index: &mut usize,
    found: &mut Vec<Run<'s>>,
) {
    for pipeline in pipelines {
        for (at, command) in pipeline.commands.iter().enumerate() {
            found.push(Run::new(script, block, pipeline, at, *index));
            *index += 1;
            for word in command.all_words() {
                collect(script, block, &word.inner, index, found);
            }
        }
    }
}

fn calls_ours(run: &Run<'_>) -> bool {
    let has = |names: &[&str]| run.arguments().iter().any(|word| names.iter().any(|name| word.text.contains(name)));
    let program = run.program();
    PROGRAMS.contains(&program)
        || (HANDLERS.contains(&program) && (has(&NAMES) || (has(&SHARED_NAMES) && run.is_of_cluster())))
        || (CLIENTS.contains(&program) && has(&[CONSOLE]))
}

#[cfg(test)]
mod tests;
