//! Whether two words are one slip of the finger apart. Not for how often which slip happens.
//!
//! What a newcomer would get wrong: two letters that changed places are one slip, not two.

/// Whether `a` and `b` differ by at most one letter put in, left out or mistaken, or two neighbours exchanged.
pub(crate) fn one_slip(a: &[u8], b: &[u8]) -> bool {
    let (a, b) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if b.len() - a.len() > 1 {
        return false;
    }
    let same = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (a.get(same..).unwrap_or_default(), b.get(same..).unwrap_or_default());
    match (a, b) {
        ([], _) => true,
        ([x, rest @ ..], [y, other @ ..]) if a.len() == b.len() => {
            rest == other || matches!((rest, other), ([p, tail @ ..], [q, end @ ..]) if x == q && y == p && tail == end)
        }
        (_, [_, other @ ..]) => a == other,
        _ => false,
    }
}

/// Whether `typed` is one slip away from how `word` begins.
pub(super) fn one_slip_prefix(typed: &[u8], word: &[u8]) -> bool {
    let n = typed.len();
    [n, n + 1, n - 1].into_iter().any(|len| word.get(..len).is_some_and(|begin| one_slip(typed, begin)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slip_is_one_letter_or_two_neighbours() {
        for (a, b) in [("thuong", "thuong"), ("thuong", "thuogn"), ("thuong", "thuon"), ("thuong", "thuongg")] {
            assert!(one_slip(a.as_bytes(), b.as_bytes()) && one_slip(b.as_bytes(), a.as_bytes()), "{a} {b}");
        }
        for (a, b) in [("thuong", "tuhogn"), ("thuong", "thu"), ("duong", "gioung"), ("abcd", "badc"), ("abc", "bca")] {
            assert!(!one_slip(a.as_bytes(), b.as_bytes()) && !one_slip(b.as_bytes(), a.as_bytes()), "{a} {b}");
        }
        assert!(one_slip(b"duong", b"huong") && one_slip(b"ab", b"ba"));
        assert!(one_slip_prefix(b"thuogn", b"thuongtru") && !one_slip_prefix(b"thugno", b"thuongtru"));
    }
}
