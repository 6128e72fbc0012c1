//! Which positions may be used and how far things are from there. Not for the arithmetic ([`crate::geo`]).
//!
//! What a newcomer would get wrong: coordinates in a record are not enough. What its kinds guard has no position, whatever
//! the record says: records also come from a feed, past the check of the folder. And the point of a commune stands for
//! the commune, never for a place in it.

use super::{Coordinates, Pack, Place};
use crate::fold::fold;
use crate::geo::{Direction, Point, bearing, metres};
use serde::{Deserialize, Serialize};

/// How sure a distance is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Basis {
    /// To the place's own point.
    Place,
    /// To the point given for its commune.
    Commune,
    /// None: it lies in the commune one is in.
    Same,
    /// None: the position is not known.
    Unknown,
}

/// How far something is.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Away {
    /// To what.
    pub basis: Basis,
    /// As the crow flies; the road is longer. `None`: not known.
    pub metres: Option<f64>,
    /// In which direction; `None`: not known, or it is here.
    pub direction: Option<Direction>,
}

/// Nearer than this there is no direction worth naming: a coarse position is no better (metres).
const HERE_M: f64 = 200.0;

fn point(c: &Coordinates) -> Option<Point> {
    Point::new(c.lat, c.lon)
}

impl Pack {
    /// Whether a place speaks of something strangers must not find.
    #[must_use]
    pub fn is_guarded(&self, place: &Place) -> bool {
        let said = [&place.name, &place.summary].into_iter().flat_map(|t| [&t.vi, &t.en]).chain(&place.tags);
        let said: Vec<String> = said.map(|s| format!(" {} ", fold(s))).collect();
        let mut words = self.place_kinds.iter().flat_map(|k| &k.guarded).map(|w| format!(" {} ", fold(w)));
        words.any(|word| said.iter().any(|text| text.contains(&word)))
    }

    /// Where a place lies, as far as that may be used.
    #[must_use]
    pub fn position<'a>(&self, place: &'a Place) -> Option<&'a Coordinates> {
        place.coordinates.as_ref().filter(|_| !self.is_guarded(place))
    }

    /// How far a place is from where somebody is: a point, or only a commune. One of a commune says which distances are
    /// nought, not where in the commune they are.
    #[must_use]
    pub fn away(&self, place: &Place, from: Option<Point>, unit: Option<&str>) -> Away {
        let to = |basis, c: Option<&Coordinates>| {
            let (from, to) = (from?, point(c?)?);
            let m = metres(from, to);
            let direction = (m > HERE_M).then(|| Direction::of(bearing(from, to)));
            Some(Away { basis, metres: Some(m), direction })
        };
        let own = || self.units.iter().find(|u| Some(&u.id) == place.unit.as_ref())?.point.as_ref();
        let same = unit.is_some() && place.unit.as_deref() == unit;
        let none = Away { basis: if same { Basis::Same } else { Basis::Unknown }, metres: None, direction: None };
        to(Basis::Place, self.position(place)).or_else(|| to(Basis::Commune, own())).unwrap_or(none)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::compile;

    const META: &str = "order = 1\nas_of = \"2026\"\nverified = false\nsources = []\n";
    const POINT: &str =
        "lat = 15.0\nlon = 108.0\nof = { vi = \"điểm\", en = \"a point\" }\nsource = { title = \"sách\" }\n";

    fn place(id: &str, name: &str, more: &str) -> (String, String) {
        let text = format!(
            "id = \"{id}\"\nkind = \"nature\"\nname = {{ vi = \"{name}\", en = \"x\" }}\nsummary = {{ vi = \"a\", en = \"a\" }}\n{META}{more}"
        );
        (format!("places/{id}.toml"), text)
    }

    fn area(places: Vec<(String, String)>) -> Result<Pack, crate::content::ContentError> {
        let kind = format!(
            "id = \"nature\"\nname = {{ vi = \"Núi\", en = \"Hills\" }}\nguarded = [\"vườn lan\", \"orchid garden\"]\n{META}"
        );
        let unit = format!("id = \"x\"\nname = {{ vi = \"Xã X\", en = \"X\" }}\n{META}[point]\n{POINT}");
        let mut files = vec![
            ("place-kinds/nature.toml".to_owned(), kind),
            ("units/x.toml".to_owned(), unit.clone()),
            (
                "units/y.toml".to_owned(),
                unit.replace("id = \"x\"", "id = \"y\"").replace(&format!("[point]\n{POINT}"), ""),
            ),
        ];
        files.extend(places);
        compile(files.iter().map(|(n, t)| (n.as_str(), t.as_str())))
    }

    #[test]
    fn what_is_guarded_may_not_have_coordinates() {
        let with = format!("[coordinates]\n{POINT}");
        for (name, more) in
            [("Vườn lan cổ", ""), ("Đồi", "tags = [\"vuon lan\"]\n"), ("Đồi", "tags = [\"the Orchid Garden\"]\n")]
        {
            let refused = area(vec![place("a", name, &format!("{more}{with}"))]).unwrap_err();
            assert!(refused.what.contains("guarded"), "{name} {more}: {refused}");
            assert!(area(vec![place("a", name, more)]).is_ok(), "without coordinates it stands");
        }
        assert!(area(vec![place("a", "Vườn lanh", &with)]).is_ok(), "another word is another thing");
    }

    #[test]
    fn a_guarded_record_of_the_feed_has_no_position_and_no_distance_to_it() {
        let mut pack = area(vec![place("a", "Đồi", &format!("[coordinates]\n{POINT}"))]).unwrap();
        let here = Point::new(15.5, 108.5);
        assert_eq!(pack.away(&pack.places[0], here, None).basis, Basis::Place);
        pack.places[0].name.vi = "Vườn lan".to_owned();
        assert_eq!(pack.position(&pack.places[0]), None);
        assert_eq!(pack.away(&pack.places[0], here, None).basis, Basis::Unknown);
    }

    #[test]
    fn a_place_without_a_point_is_as_far_as_its_commune_s_or_not_known() {
        let pack =
            area(vec![place("a", "A", "unit = \"x\"\n"), place("b", "B", "unit = \"y\"\n"), place("c", "C", "")])
                .unwrap();
        let here = Point::new(15.1, 108.0);
        let away = |at: usize, unit| pack.away(&pack.places[at], here, unit);
        assert_eq!((away(0, None).basis, away(0, None).direction), (Basis::Commune, Some(Direction::South)));
        assert_eq!(away(1, Some("y")), Away { basis: Basis::Same, metres: None, direction: None });
        assert_eq!(away(1, Some("x")).basis, Basis::Unknown);
        assert_eq!(away(2, None).basis, Basis::Unknown);
        assert_eq!(pack.away(&pack.places[0], None, Some("x")).basis, Basis::Same, "no point to count from");
    }

    #[test]
    fn where_one_stands_there_is_no_direction() {
        let pack = area(vec![place("a", "A", &format!("[coordinates]\n{POINT}"))]).unwrap();
        assert_eq!(pack.away(&pack.places[0], Point::new(15.001, 108.0), None).direction, None);
    }
}
