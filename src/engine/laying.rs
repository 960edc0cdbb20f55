//! Texts that several files make: layers of the command line, and files of values that containers name.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Text;
use crate::input::ReadError;
use crate::input::discover::File;
use crate::model::container::{Argument, Contents};
use crate::source::{Source, Span};

/// The document that the layers make, and each layer for what is wrong with it alone.
pub(super) fn lay(layers: Vec<File>, settings: &[Argument], complete: bool) -> Vec<Text> {
    let sources: Vec<_> = layers.iter().map(|file| Arc::clone(&file.source)).collect();
    let Some(last) = sources.last().cloned() else { return Vec::new() };
    let (whole, mut each) = Contents::of_layers(&sources, settings, complete);
    for (file, contents) in layers.iter().zip(&mut each) {
        if let Some(at) = file.encoding_error {
            contents.refuse(not_utf8(&file.source, at));
        }
    }
    let mut texts: Vec<Text> =
        layers.into_iter().zip(each).map(|(file, contents)| Text::new(file.source, contents)).collect();
    texts.push(Text { source: last, contents: whole, layers: sources });
    texts
}

/// What containers take from other files is judged there, with its other layers; each such file stays for its
/// comments, and for what is wrong with it alone.
pub(super) fn share(texts: &mut Vec<Text>) {
    let mut taken = BTreeMap::new();
    for text in texts.iter_mut() {
        let layers = std::mem::take(&mut text.contents.layers);
        if !layers.is_empty() {
            text.layers = std::iter::once(&text.source).chain(&layers).cloned().collect();
        }
        taken.extend(layers.into_iter().map(|layer| (layer.name().to_owned(), layer)));
    }
    texts.retain(|text| !text.layers.is_empty() || !taken.contains_key(text.source.name()));
    texts.extend(taken.into_values().map(|source| {
        let contents = Contents::of_layer(&source);
        Text::new(source, contents)
    }));
}

pub(super) fn not_utf8(source: &Source, at: usize) -> ReadError {
    let width = source.text().get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    ReadError {
        span: Span::new(at, at + width),
        document: 0,
        language: "YAML",
        reason: "this byte is not UTF-8".to_owned(),
        help: "save the file as UTF-8".to_owned(),
    }
}
