//! Versions of the chart influxdb3-clustered, and which of them cannot be deployed.

use super::Document;
use super::shape::Shape;
use crate::input::node::Node;

/// Where the defective versions write `pause`.
pub(super) const PAUSE: [&str; 4] = ["spec", "package", "spec", "pause"];

/// Why no cluster can come from a version of the chart (influxdata/helm-charts, Chart.yaml history).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Defect {
    /// 0.1.7: its `appVersion`, the default of `image.tag`, begins with a blank.
    BlankInTag,
    /// 0.1.15 to 0.1.18: `pause` in `package.spec`, which every schema rejects (helm-charts#736).
    PauseInPackage,
}

/// The version that rendered a document, and where it says so.
#[derive(Clone, Debug)]
pub struct Chart<'t> {
    /// "0.1.17".
    pub version: &'t str,
    /// The label, of whose text the version is a slice.
    pub node: Node<'t>,
}

impl Defect {
    /// The defect of exactly this version; a range or a branch tells nothing.
    pub fn of(version: &str) -> Option<Self> {
        match version {
            "0.1.7" => Some(Self::BlankInTag),
            "0.1.15" | "0.1.16" | "0.1.17" | "0.1.18" => Some(Self::PauseInPackage),
            _ => None,
        }
    }

    /// What goes wrong, for people.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::BlankInTag => "its default image tag begins with a blank",
            Self::PauseInPackage => "it writes `pause` into `package.spec`, which the package refuses",
        }
    }
}

impl<'t> Document<'t> {
    /// The chart that rendered this resource, by its label `helm.sh/chart`.
    pub fn chart(&self) -> Option<Chart<'t>> {
        let node =
            self.root.at(&["metadata", "labels", "helm.sh/chart"]).filter(|_| self.shape == Shape::AppInstance)?;
        let version = node.scalar()?.text.strip_prefix("influxdb3-clustered-")?;
        Some(Chart { version, node })
    }

    /// The chart's version, when the resource it rendered shows the version's defect.
    pub fn chart_defect(&self) -> Option<(Chart<'t>, Defect)> {
        let chart = self.chart()?;
        let defect = Defect::of(chart.version)?;
        // `image.tag` in the values, or a repair behind Helm, leaves a sound image.
        let image = self.root.at(&["spec", "package", "image"]).and_then(Node::text);
        let is_there = match defect {
            Defect::BlankInTag => image.is_some_and(|image| image.contains(": ")),
            Defect::PauseInPackage => self.root.at(&PAUSE).is_some(),
        };
        is_there.then_some((chart, defect))
    }
}
