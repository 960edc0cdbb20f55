//! The tag that names the release: `spec.package.image`, or `image.tag` of the chart, and what is wrong with it.

use super::Document;
use super::chart::Defect;
use super::placeholder;
use super::release::{self, Release};
use super::setting::Setting;
use super::shape::Shape;
use crate::input::node::Node;
use crate::input::splice::{part_place, value_place};
use crate::source::Place;

/// The repository of the package's image at the vendor.
const VENDOR: &str = "us-docker.pkg.dev/influxdb2-artifacts/clustered/influxdb";

/// What is wrong with the release that a document names. Exactly one, so one rule speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TagFault {
    /// No such release was published.
    Unpublished {
        /// The published tag that was meant.
        near: Option<&'static str>,
    },
    /// It was withdrawn.
    Withdrawn,
    /// It loses the options of a DSN, and nothing in the document overrides the image at fault.
    LosesOptions,
}

/// The tag as it is written.
#[derive(Clone, Debug)]
pub struct ImageTag<'t> {
    /// The setting that holds it.
    pub setting: Setting<'t>,
    /// The image's repository when the same text names it.
    pub repository: Option<String>,
    /// The tag, blanks included.
    pub tag: String,
    /// What is wrong with it.
    pub fault: TagFault,
}

impl ImageTag<'_> {
    /// Where the tag stands.
    pub fn place(&self) -> Place {
        let tag = self.setting.exact_text().and_then(|text| text.get(text.len() - self.tag.len()..));
        match tag.map(str::trim).filter(|tag| !tag.is_empty()) {
            Some(tag) => part_place(self.setting.node, tag),
            None => value_place(self.setting.node),
        }
    }
}

impl<'t> Document<'t> {
    /// What is wrong with the release that the document names.
    pub fn faulty_tag(&self) -> Option<ImageTag<'t>> {
        // The chart wrote the tag: its defect has a rule of its own.
        if self.chart_defect().is_some_and(|(_, defect)| defect == Defect::BlankInTag) {
            return None;
        }
        let (setting, repository, tag) = self.written_tag()?;
        let is_digest = tag.contains('@');
        let is_slot = tag.contains(['<', '>']) || tag.bytes().all(|b| b.is_ascii_uppercase() || b == b'_');
        if is_digest || is_slot || tag.trim().is_empty() || placeholder::find(&tag).is_some() {
            return None;
        }
        let at_vendor = repository.as_deref().is_none_or(|repository| repository == VENDOR);
        let is_ours = at_vendor || repository.as_deref().is_some_and(|name| name.ends_with("/clustered/influxdb"));
        let release = Release::parse(&tag).filter(|release| release.tag() == tag);
        let fault = match release {
            Some(release) => self.fault_of(&release).filter(|_| is_ours)?,
            // Mirrors may tag as they like.
            None if at_vendor => TagFault::Unpublished { near: meant(tag.trim()) },
            None => return None,
        };
        let repository = repository.filter(|_| self.shape == Shape::AppInstance);
        Some(ImageTag { setting, repository, tag, fault })
    }

    /// Setting, repository (`None`: the chart's own) and tag.
    fn written_tag(&self) -> Option<(Setting<'t>, Option<String>, String)> {
        match self.shape {
            Shape::Influxctl | Shape::Config => None,
            Shape::AppInstance => {
                let setting = Setting::read(self.root.at(&["spec", "package"])?, "image", "spec.package")?;
                let (repository, tag) = setting.exact_text()?.rsplit_once(':').filter(|(_, tag)| !tag.contains('/'))?;
                let (repository, tag) = (repository.to_owned(), tag.to_owned());
                Some((setting, Some(repository), tag))
            }
            Shape::HelmValues => {
                let setting = Setting::read(self.root.get("image")?, "tag", "image")?;
                let tag = setting.exact_text()?.to_owned();
                // The chart's other name for the repository; one that nobody can know is not the vendor's.
                let other = Setting::read(self.root, "fullnameOverride", "").filter(|other| !other.is_empty());
                let repository = other.map(|other| other.text().unwrap_or_default().to_owned());
                Some((setting, repository, tag))
            }
        }
    }

    fn fault_of(&self, release: &Release) -> Option<TagFault> {
        match release.tag() {
            release::WITHDRAWN => Some(TagFault::Withdrawn),
            release::WITH_DSN_DEFECT => (!self.overrides_granite()).then_some(TagFault::LosesOptions),
            _ if release.is_published() || !release.before(release::NEWEST_KNOWN) => None,
            _ => Some(TagFault::Unpublished { near: release.nearest_published() }),
        }
    }

    /// True when `images.overrides` replaces the image of the `core` pods, or may do so.
    fn overrides_granite(&self) -> bool {
        let Some(images) = self.package_setting("images") else { return false };
        let Some(overrides) = images.node.get("overrides") else { return images.is_unknown() };
        let may_be = |item: Node<'_>| {
            let name = item.get("name");
            item.is_unknown() || name.is_some_and(|n| n.is_unknown() || n.text().is_some_and(|n| n.contains("granite")))
        };
        overrides.is_unknown() || overrides.items().any(may_be)
    }
}

/// The published tag that a text of another form means: blanks around it, or its date alone.
fn meant(tag: &str) -> Option<&'static str> {
    let date = tag.strip_suffix('-').unwrap_or(tag);
    release::PUBLISHED.into_iter().find(|known| *known == tag || known.split('-').next() == Some(date))
}
