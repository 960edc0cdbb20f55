//! Times that servers tell: how long to wait, and whether our own clock is right.

use jiff::fmt::rfc2822::DateTimeParser;
use reqwest::header::{AGE, DATE, HeaderMap, HeaderName, RETRY_AFTER};
use std::time::Duration;
use tokio::time::Instant;

/// 2025-01-01 to 2100-01-01: a server that tells another date has no clock.
const PLAUSIBLE: std::ops::Range<i64> = 1_735_689_600..4_102_444_800;

/// The clock of this machine, read once.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clock {
    started: i64,
    since: Instant,
}

impl Clock {
    /// A run that began now, at `started` in seconds since 1970; 0 for an unknown time.
    pub(super) fn new(started: i64) -> Self {
        Self { started, since: Instant::now() }
    }

    /// Seconds that the server is ahead of us, by its `Date` and the `Age` that the answer has in
    /// caches on the way (RFC 9111 section 5.1); `None` when it tells no plausible date.
    pub(super) fn behind(&self, headers: &HeaderMap) -> Option<i64> {
        if self.started == 0 {
            return None;
        }
        let age = header(headers, &AGE).map_or(Some(0), |age| age.trim().parse::<u32>().ok())?;
        let theirs = date(headers)?.checked_add(i64::from(age))?;
        PLAUSIBLE.contains(&theirs).then(|| theirs - self.now())
    }

    /// `Retry-After`: seconds or a date (RFC 9110 section 10.2.3), which is compared with the
    /// server's own `Date` where it tells one, for our clock may be wrong.
    pub(super) fn retry_after(&self, headers: &HeaderMap) -> Option<Duration> {
        let text = header(headers, &RETRY_AFTER)?;
        if let Ok(seconds) = text.trim().parse() {
            return Some(Duration::from_secs(seconds));
        }
        let wait = http_date(text)? - date(headers).unwrap_or_else(|| self.now());
        Some(Duration::from_secs(u64::try_from(wait).unwrap_or(0)))
    }

    fn now(&self) -> i64 {
        let elapsed = i64::try_from(self.since.elapsed().as_secs()).unwrap_or(0);
        self.started.saturating_add(elapsed)
    }
}

fn date(headers: &HeaderMap) -> Option<i64> {
    http_date(header(headers, &DATE)?)
}

/// An HTTP-date in the one form that senders may use (RFC 9110 section 5.6.7), in seconds since 1970.
fn http_date(text: &str) -> Option<i64> {
    Some(DateTimeParser::new().parse_timestamp(text.trim()).ok()?.as_second())
}

/// The text of a header; `None` when it is absent or no text.
pub(super) fn header<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sun, 01 Mar 2026 00:00:00 GMT
    const NOW: i64 = 1_772_323_200;

    fn headers(told: &[(HeaderName, &'static str)]) -> HeaderMap {
        told.iter().map(|(name, value)| (name.clone(), value.parse().unwrap())).collect()
    }

    #[test]
    fn a_wait_is_seconds_or_a_date() {
        let wait = |told: &[(HeaderName, &'static str)]| {
            Clock::new(NOW).retry_after(&headers(told)).map(|wait| wait.as_secs())
        };
        assert_eq!(wait(&[(RETRY_AFTER, "120")]), Some(120));
        assert_eq!(wait(&[(RETRY_AFTER, "Sun, 01 Mar 2026 00:01:00 GMT")]), Some(60));
        assert_eq!(wait(&[(RETRY_AFTER, "Sat, 28 Feb 2026 00:00:00 GMT")]), Some(0), "over already");
        let theirs = (DATE, "Sun, 06 Nov 1994 08:49:30 GMT");
        assert_eq!(wait(&[theirs, (RETRY_AFTER, "Sun, 06 Nov 1994 08:49:37 GMT")]), Some(7), "by their own clock");
        for text in ["", "soon", "-1", "1.5", "Mon, 06 Nov 1994 08:49:37 GMT", "Sun, 99 Nov 1994 08:49:37 GMT"] {
            assert_eq!(wait(&[(RETRY_AFTER, text)]), None, "{text}");
        }
    }

    #[test]
    fn clocks_are_compared_where_both_are_plausible() {
        let behind = |told: &[(HeaderName, &'static str)]| Clock::new(NOW).behind(&headers(told));
        assert_eq!(behind(&[(DATE, "Sun, 01 Mar 2026 00:10:00 GMT")]), Some(600));
        assert_eq!(behind(&[(DATE, "Sat, 28 Feb 2026 23:50:00 GMT")]), Some(-600));
        assert_eq!(behind(&[(DATE, "Sat, 28 Feb 2026 23:50:00 GMT"), (AGE, "600")]), Some(0), "an answer of a cache");
        assert_eq!(behind(&[(DATE, "Sat, 28 Feb 2026 23:50:00 GMT"), (AGE, "old")]), None);
        assert_eq!(behind(&[(DATE, "Thu, 01 Jan 1970 00:00:00 GMT")]), None);
        assert_eq!(behind(&[(DATE, "Fri, 31 Dec 9999 23:59:59 GMT")]), None);
        assert_eq!(behind(&[]), None);
        let unknown = Clock::new(0).behind(&headers(&[(DATE, "Sun, 01 Mar 2026 00:10:00 GMT")]));
        assert_eq!(unknown, None);
    }
}
