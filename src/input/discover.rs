//! STUB
#![allow(missing_docs)]
use crate::facts::Trouble;
use crate::source::Source;
use std::io::Read;
use std::path::PathBuf;
use std::sync::Arc;
#[derive(Default)]
pub struct Request {
    pub paths: Vec<PathBuf>,
    pub stdin_name: Option<String>,
}
pub struct File {
    pub source: Arc<Source>,
    pub path: Option<PathBuf>,
    pub named: bool,
    pub encoding_error: Option<usize>,
}
impl File {
    pub fn of_text(source: Arc<Source>) -> Self {
        Self { source, path: None, named: true, encoding_error: None }
    }
}
pub struct Skipped {
    pub name: String,
    pub reason: String,
}
pub struct Found {
    pub files: Vec<File>,
    pub checked: usize,
    pub troubles: Vec<Trouble>,
    pub skipped: Vec<Skipped>,
}
pub fn find(r: &Request, _stdin: &mut dyn Read) -> Found {
    let mut files: Vec<File> = Vec::new();
    for p in &r.paths {
        if p.is_file() {
            files.push(File {
                encoding_error: None,
                path: Some(p.clone()),
                named: true,
                source: Source::new(p.to_string_lossy(), std::fs::read_to_string(p).unwrap_or_default()),
            });
        }
    }
    Found { checked: files.len(), files, troubles: vec![], skipped: vec![] }
}
