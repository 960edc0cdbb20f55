//! READ: files and text become one tree with byte-exact spans, typed as the cluster types it.

pub mod assembly;
pub mod discover;
pub mod embedded;
pub mod layers;
pub mod lines;
pub mod node;
pub mod scalar;
pub mod setting;
pub mod shell;
pub mod splice;
pub mod strict;
pub mod toml;
pub mod tree;
pub mod unknown;
pub mod yaml;

use crate::source::Span;

/// Largest file that is read, in bytes (8 MiB).
pub const MAX_FILE_BYTES: u64 = 8 << 20;
/// Deepest nesting that is read, aliases followed.
pub const MAX_DEPTH: usize = 128;
/// Most nodes of one file once every alias is written out.
pub const MAX_EXPANDED_NODES: u64 = 1_000_000;

/// Why a text is not what its reader would take, and where the reader stops.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError {
    /// Where the reader stops.
    pub span: Span,
    /// Index of the document that cannot be read, from 0.
    pub document: usize,
    /// What it should have been: "YAML", "TOML".
    pub language: &'static str,
    /// Why, as a part of a sentence: "tabs cannot indent".
    pub reason: String,
    /// What to write instead.
    pub help: String,
}
