//! Files of values that a container names; whoever knows the repository around it finds them.

use std::sync::Arc;

use super::Finds;
use super::layers::Layer;
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

impl Finds {
    /// The layer that `name` names: a file that is found, or an unknown one.
    pub(super) fn file<'t>(&self, name: Node<'t>, base: Base<'_>, path: &str, at: String) -> Layer<'t> {
        let found = self.files.as_ref().filter(|_| !name.is_unknown());
        let found = found.and_then(|files| files.find(name.tree().source(), base, path));
        found.map_or(Layer::Unknown, |source| Layer::File(source, at))
    }
}
