//! The places that the parser gives no span of.

use crate::source::Span;

/// The `|` or `>` with its indicators. It stands on the last line before the body that is not blank; of an
/// empty body the parser may give the header itself.
pub(super) fn block_header(text: &str, body: Span, empty: bool) -> Span {
    let start = body.start as usize;
    let (line_start, line_end) = if empty && !body.is_empty() {
        (start, text[start..].find('\n').map_or(text.len(), |at| start + at))
    } else {
        let end = text[..start].trim_end().len();
        (text[..end].rfind('\n').map_or(0, |at| at + 1), end)
    };
    let line = &text[line_start..line_end];
    let header = line.match_indices(['|', '>']).find_map(|(at, _)| {
        let rest = line[at + 1..].trim_start_matches(['+', '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
        let after = rest.trim_start();
        let ends = after.is_empty() || (after.starts_with('#') && after.len() < rest.len());
        ends.then(|| Span::new(line_start + at, line_start + line.len() - rest.len()))
    });
    header.unwrap_or(Span::new(start, start))
}

/// The first dash of a block list that is the value of the key before `start`: where the dashes stand in the
/// key's own column, the parser gives the first item instead.
pub(super) fn first_dash(text: &str, key_end: usize, start: usize) -> usize {
    let gap = text.get(key_end..start).unwrap_or_default();
    let line_starts = gap.match_indices('\n').map(|(at, _)| at + 1);
    let dash = line_starts.map(|at| at + gap[at..].len() - gap[at..].trim_start_matches(' ').len());
    dash.into_iter().find(|&at| gap[at..].starts_with('-')).map_or(start, |at| key_end + at)
}
