//! The content pack the gateway carries: names of communes and categories. Not for serving content to phones.
//!
//! What a newcomer would get wrong: a complaint may name a category or commune this pack does not have (an older or
//! newer app wrote it). It is taken all the same and its id is shown raw.

use std::sync::LazyLock;
use vungsam_domain::Pack;
use vungsam_domain::content::bundle::Bundle;

/// The content that ships with this gateway, as a bundle.
pub const SHIPPED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/pack.vsc"));

static PACK: LazyLock<Pack> =
    LazyLock::new(|| Bundle::open(SHIPPED).map(|(_, lines)| Pack::of(&lines.records).0).unwrap_or_default());

/// The pack compiled in.
#[must_use]
pub fn pack() -> &'static Pack {
    &PACK
}

/// The commune a complaint is routed to: the one it names when the gateway knows it, else none, which every officer
/// sees. A gateway without content (an empty pack) takes the name as it is.
#[must_use]
pub fn route(unit: Option<&str>) -> Option<&str> {
    unit.filter(|u| !u.is_empty() && u.len() <= 64 && (PACK.units.is_empty() || PACK.units.iter().any(|k| k.id == *u)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_pack_is_readable() {
        let (head, lines) = Bundle::open(SHIPPED).unwrap();
        let (pack, not) = Pack::of(&lines.records);
        assert_eq!((not.len(), lines.malformed), (0, 0));
        assert_eq!(pack.metas().len() as u64, head.records);
    }
}
