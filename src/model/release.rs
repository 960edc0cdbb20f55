//! Releases of InfluxDB Clustered: `YYYYMMDD-` and a build number; what changed is keyed by the date.

use std::fmt;

/// A release, as the image tag names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    tag: String,
    date: u32,
}

/// The newest release that our facts know (docs-v2, clustered-release-artifacts).
pub const NEWEST_KNOWN: u32 = 20_260_421;

/// Every release that was ever published, oldest first: those with artifacts (docs-v2,
/// clustered-release-artifacts), those that only the release notes name, and the one that was withdrawn.
pub const PUBLISHED: [&str; 34] = [
    "20230907-597343",
    "20230908-600131",
    "20230911-604209",
    "20230912-619813",
    "20230914-628600",
    "20230915-630658",
    "20230922-650371",
    "20231004-666907",
    "20231024-711448",
    "20231115-746129",
    "20231117-750011",
    "20231213-791734",
    "20240111-824437",
    "20240214-863513",
    "20240227-883344",
    "20240326-922145",
    "20240418-955990",
    "20240430-976585",
    "20240605-1035562",
    "20240717-1117630",
    "20240819-1176644",
    WITHDRAWN,
    WITH_DSN_DEFECT,
    "20241217-1494922",
    "20250212-1570743",
    "20250508-1719206",
    "20250613-1754010",
    "20250618-1758428",
    "20250707-1777929",
    "20250721-1796368",
    "20250814-1819052",
    "20250925-1878107",
    "20251218-1946608",
    NEWEST,
];

/// The newest published release.
pub const NEWEST: &str = "20260421-2022186";
/// Its upgrades hang and its image overrides are ignored: withdrawn (release notes, 20241024-1354148).
pub const WITHDRAWN: &str = "20240925-1257864";
/// Its `core` pods read the options of a DSN as a part of the database name (release notes, 20241217-1494922).
pub const WITH_DSN_DEFECT: &str = "20241024-1354148";

/// The appVersion of the chart influxdb3-clustered 0.1.N, each row up to and including this N
/// (the history of Chart.yaml in influxdata/helm-charts).
const CHARTS: [(u32, &str); 16] = [
    (2, "20240326-922145"),
    (3, "20240605-1035562"),
    (5, "20240717-1117630"),
    (6, "20240819-1176644"),
    (8, WITHDRAWN),
    (11, "20241217-1494922"),
    (12, "20250212-1570743"),
    (13, "20250508-1719206"),
    (15, "20250613-1754010"),
    (16, "20250618-1758428"),
    (17, "20250707-1777929"),
    (19, "20250721-1796368"),
    (20, "20250814-1819052"),
    (23, "20250925-1878107"),
    (24, "20251218-1946608"),
    (25, NEWEST),
];

impl Release {
    /// Reads a tag such as `20240819-1176644`; `latest`, digests and versions of other shapes tell nothing.
    pub fn parse(tag: &str) -> Option<Self> {
        let (date, build) = tag.trim().split_once('-')?;
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        let shaped = date.len() == 8 && (6..=7).contains(&build.len()) && digits(date) && digits(build);
        let date = date.parse().ok()?;
        shaped.then(|| Self { tag: tag.trim().to_owned(), date })
    }

    /// The release in the tag of an image reference, digest cut off.
    pub fn of_image(image: &str) -> Option<Self> {
        let name = image.split('@').next()?;
        let (_, tag) = name.rsplit_once(':')?;
        Self::parse(tag)
    }

    /// The release that a version of the chart influxdb3-clustered deploys when no image tag is set; `None` for
    /// ranges and for charts that our facts do not know.
    pub fn of_chart(version: &str) -> Option<Self> {
        let patch: u32 = version.trim().strip_prefix("0.1.")?.parse().ok()?;
        let (_, tag) = CHARTS.iter().find(|(last, _)| patch <= *last)?;
        Self::parse(tag)
    }

    /// True for a release that was published once.
    pub fn is_published(&self) -> bool {
        PUBLISHED.contains(&self.tag.as_str())
    }

    /// The tag, as images have it.
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// The published release that was meant: a slip of the hand, else the next one from that day on.
    pub fn nearest_published(&self) -> Option<&'static str> {
        let slip = PUBLISHED.into_iter().find(|known| strsim::osa_distance(known, &self.tag) <= 2);
        slip.or_else(|| PUBLISHED.into_iter().find(|known| *known >= self.tag.as_str()))
    }

    /// True for releases before the given date (`20240819`).
    pub fn before(&self, date: u32) -> bool {
        self.date < date
    }

    /// True for releases that our facts do not know yet.
    pub fn is_newer_than_known(&self) -> bool {
        self.date > NEWEST_KNOWN
    }
}

impl fmt::Display for Release {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.tag)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_vendors_shape_is_a_release() {
        assert!(Release::parse("20240819-1176644").is_some_and(|r| r.before(20_241_024)));
        for tag in ["latest", "20240819", "v1.2.3", "2024-08-19", "20240819-abc", "20240819-12"] {
            assert_eq!(Release::parse(tag), None, "{tag}");
        }
        let image = "registry:5000/clustered/influxdb:20260421-2022186@sha256:00";
        assert_eq!(Release::of_image(image).map(|r| r.to_string()).as_deref(), Some("20260421-2022186"));
        assert_eq!(Release::of_image("registry:5000/clustered/influxdb"), None);
    }

    #[test]
    fn charts_deploy_their_release() {
        let tag = |version| Release::of_chart(version).map(|release| release.to_string());
        for (version, release) in
            [("0.1.0", "20240326-922145"), ("0.1.8", WITHDRAWN), ("0.1.22", "20250925-1878107"), ("0.1.25", NEWEST)]
        {
            assert_eq!(tag(version).as_deref(), Some(release), "{version}");
        }
        for version in ["0.1.26", "0.2.0", ">=0.1.0", "0.1", "*"] {
            assert_eq!(tag(version), None, "{version}");
        }
    }

    #[test]
    fn unpublished_tags_have_a_neighbour() {
        assert!(PUBLISHED.is_sorted());
        let near = |tag| Release::parse(tag).and_then(|release| release.nearest_published());
        // The two that the vendor's release notes print (lines 466 and 525).
        assert_eq!(near("20241022-1346953"), Some(WITH_DSN_DEFECT));
        assert_eq!(near("20250805-1812019"), Some("20250814-1819052"));
        assert_eq!(near("20240819-1176645"), Some("20240819-1176644"));
        assert_eq!(near("20270101-1000000"), None);
    }
}
