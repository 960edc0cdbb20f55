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
}
