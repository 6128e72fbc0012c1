//! `Range: bytes=…` on a body we hold whole. Not for uploads (see `uploads`) and not for several ranges, which are
//! answered with the whole body, as HTTP allows.
//!
//! What a newcomer would get wrong: a range that is not readable is no error, it is as if none was asked for.

/// What is wanted of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// All of it.
    Whole,
    /// Bytes `from..=to`.
    Part {
        /// First byte.
        from: usize,
        /// Last byte.
        to: usize,
    },
    /// Bytes it does not have.
    Outside,
}

/// Reads the header for a body of `len` bytes.
#[must_use]
pub fn wanted(header: Option<&str>, len: usize) -> Wanted {
    let Some(set) = header.and_then(|h| h.trim().strip_prefix("bytes=")) else { return Wanted::Whole };
    let Some((from, to)) = set.trim().split_once('-') else { return Wanted::Whole };
    let number = |text: &str| match text.bytes().all(|b| b.is_ascii_digit()) && !text.is_empty() {
        // More digits than fit mean a byte far behind the end.
        true => Some(text.parse().unwrap_or(usize::MAX)),
        false => None,
    };
    let end = len.saturating_sub(1);
    match (number(from), number(to)) {
        (Some(from), Some(to)) if from > to => Wanted::Whole,
        (Some(from), _) if (to.is_empty() || number(to).is_some()) && from >= len => Wanted::Outside,
        (Some(from), Some(to)) => Wanted::Part { from, to: to.min(end) },
        (Some(from), None) if to.is_empty() => Wanted::Part { from, to: end },
        (None, Some(last)) if from.is_empty() => match last {
            0 => Wanted::Outside,
            _ if len == 0 => Wanted::Outside,
            last => Wanted::Part { from: len.saturating_sub(last), to: end },
        },
        _ => Wanted::Whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_range_is_read_as_http_says() {
        for (header, is) in [
            ("bytes=0-", Wanted::Part { from: 0, to: 9 }),
            ("bytes=4-", Wanted::Part { from: 4, to: 9 }),
            ("bytes=4-5", Wanted::Part { from: 4, to: 5 }),
            ("bytes=4-400", Wanted::Part { from: 4, to: 9 }),
            ("bytes=-3", Wanted::Part { from: 7, to: 9 }),
            ("bytes=-30", Wanted::Part { from: 0, to: 9 }),
            ("bytes=10-", Wanted::Outside),
            ("bytes=99999999999999999999999-", Wanted::Outside),
            ("bytes=-0", Wanted::Outside),
            ("bytes=5-4", Wanted::Whole),
            ("bytes=a-", Wanted::Whole),
            ("bytes=-", Wanted::Whole),
            ("bytes=+1-", Wanted::Whole),
            ("bytes=0-1,3-4", Wanted::Whole),
            ("lines=1-2", Wanted::Whole),
            ("", Wanted::Whole),
        ] {
            assert_eq!(wanted(Some(header), 10), is, "{header}");
        }
        assert_eq!(wanted(None, 10), Wanted::Whole);
        assert_eq!(wanted(Some("bytes=0-"), 0), Wanted::Outside);
    }

    proptest! {
        #[test]
        fn no_header_makes_a_part_that_is_not_there(header in "(bytes=)?[0-9,+ -]{0,12}", len in 0_usize..40) {
            if let Wanted::Part { from, to } = wanted(Some(&header), len) {
                prop_assert!(from <= to && to < len);
            }
        }
    }
}
