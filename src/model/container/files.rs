//! Files of values that a container names; whoever knows the repository around it finds them.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;

use super::Finds;
use super::layers::Layer;
use crate::input::MAX_FILE_BYTES;
use crate::input::node::Node;
use crate::source::Source;

/// Where the path of a file of values begins.
#[derive(Clone, Copy, Debug)]
pub enum Base<'a> {
    /// In the folder of the container's file.
    Folder,
    /// At the root of the git repository of this URL; `None` where nobody can know the URL.
    Repository(Option<&'a str>),
}

/// The repository around a container's file.
pub trait Files: Send + Sync {
    /// The file of values at `path`; `None` for one that is not there, or not of this repository.
    fn find(&self, container: &Source, base: Base<'_>, path: &str) -> Option<Arc<Source>>;
}

/// What one text may still take from files: together no more than a file may hold, however often it names one.
pub(super) struct Allowance {
    files: Arc<dyn Files>,
    left: Cell<u64>,
}

/// What the smallest file counts, in bytes: so many small ones are too much as well.
const LEAST: u64 = 1 << 10;

impl Allowance {
    pub(super) fn new(files: &Arc<dyn Files>) -> Rc<Self> {
        Rc::new(Self { files: Arc::clone(files), left: Cell::new(MAX_FILE_BYTES) })
    }

    fn take(&self, container: &Source, base: Base<'_>, path: &str) -> Option<Arc<Source>> {
        if self.left.get() == 0 {
            return None;
        }
        let file = self.files.find(container, base, path)?;
        let left = self.left.get().checked_sub(LEAST.max(file.text().len() as u64));
        self.left.set(left.unwrap_or(0));
        left.map(|_| file)
    }
}

impl Finds {
    /// The layer that `name` names: a file that is found, or an unknown one.
    pub(super) fn file<'t>(&self, name: Node<'t>, base: Base<'_>, path: &str, at: String) -> Layer<'t> {
        let files = self.files.as_ref().filter(|_| !name.is_unknown());
        let found = files.and_then(|files| files.take(name.tree().source(), base, path));
        found.map_or(Layer::Unknown, |source| Layer::File(source, at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct One(Arc<Source>);

    impl Files for One {
        fn find(&self, _: &Source, _: Base<'_>, _: &str) -> Option<Arc<Source>> {
            Some(Arc::clone(&self.0))
        }
    }

    #[test]
    fn a_text_takes_no_more_than_a_file_may_hold() {
        let taken = |size: usize| {
            let files: Arc<dyn Files> = Arc::new(One(Source::new("values.yaml", " ".repeat(size))));
            let allowance = Allowance::new(&files);
            let source = Source::new("application.yaml", "");
            (0..10_000).filter(|_| allowance.take(&source, Base::Folder, "values.yaml").is_some()).count()
        };
        assert_eq!((taken(0), taken(3 << 20), taken(9 << 20)), (8192, 2, 0));
    }
}
