//! What is public about providers and tells nothing of those who use them: hosts of vendors, words of paths, names.

use super::RECORDS;

/// Hosts of vendors; `*` stands for what names a customer or a region.
pub fn vendor_hosts() -> impl Iterator<Item = &'static str> {
    RECORDS.iter().flat_map(|record| record.hosts.iter().chain(record.consoles)).copied()
}

/// The texts of `identityProvider`, and the words of which the paths of endpoints are made.
pub fn published_words() -> impl Iterator<Item = &'static str> {
    let names = RECORDS.iter().flat_map(|record| record.names.iter().copied());
    let shapes = RECORDS.iter().flat_map(|record| record.shapes);
    let paths = shapes.flat_map(|shape| {
        let others = shape.others.iter().map(|(path, _)| *path);
        [shape.base, shape.issuer].into_iter().chain(shape.keys.iter().copied()).chain(others)
    });
    names.chain(paths.flat_map(|path| path.split(['/', '*'])).filter(|word| !word.is_empty()))
}
