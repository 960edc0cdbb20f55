//! TOML: influxctl's profiles and our own project file stand at the root, nothing surrounds them.

use std::path::Path;
use std::sync::Arc;

use super::{Broken, Contents, Finds, Way};
use crate::input::{discover, toml};
use crate::model::Hints;
use crate::model::influxctl::is_influxctl;
use crate::model::shape::Shape;
use crate::source::Source;

/// True for a text to be read as TOML: said so, named so, or with a line that only influxctl's TOML has.
pub(super) fn is_toml(source: &Source, hints: &Hints) -> bool {
    let is_named = Path::new(source.name()).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("toml"));
    match hints.shape {
        Some(shape) => matches!(shape, Shape::Influxctl | Shape::Config),
        None => is_named || (source.text().contains("[profile") && has_header(source.text())),
    }
}

fn has_header(text: &str) -> bool {
    text.lines().any(|line| ["[[profile]]", "[profile.auth.oauth2]"].contains(&line.trim()))
}

/// Reads a file of influxctl or our own; of another program's TOML nothing is kept.
pub(super) fn read(source: &Arc<Source>, hints: &Hints) -> Contents {
    let (tree, errors) = toml::read(source);
    let said = hints.shape.or_else(|| discover::is_project_file(Path::new(source.name())).then_some(Shape::Config));
    let mut contents = Contents { is_named: said.is_some(), ..Contents::default() };
    let mut finds = Finds::default();
    let is_named = said.is_some() || source.name().contains("influxctl");
    let root = tree.document(0).filter(|root| said.is_some() || is_influxctl(*root, is_named));
    if let Some(root) = root {
        let shape = said.unwrap_or(Shape::Influxctl);
        finds.part(root.read_by(shape.reader()), shape, &Way::of_document(0));
    }
    // What is broken may be the very line that tells whose file it is.
    if root.is_some() || contents.is_named || has_header(source.text()) {
        let broken = errors.into_iter().map(|error| Broken { error, prefix: String::new() });
        contents.broken = broken.collect();
    }
    contents.keep(tree, finds);
    contents
}
