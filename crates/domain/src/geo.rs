//! How far and in which direction, as the crow flies. Not for roads, which nobody here knows the length of, and not for
//! which positions may be used: [`crate::content::Pack::position`] decides that.
//!
//! What a newcomer would get wrong: the distance is over a ball, not along a valley. In mountains the road is far longer,
//! and whoever shows the number says so.

use serde::{Deserialize, Serialize};

/// Mean radius of the earth, metres.
const RADIUS_M: f64 = 6_371_008.8;

/// A point on the earth (WGS 84), in degrees.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Point {
    /// North; south is negative.
    pub lat: f64,
    /// East; west is negative.
    pub lon: f64,
}

impl Point {
    /// A point, if it is one: numbers, and within the degrees there are.
    #[must_use]
    pub fn new(lat: f64, lon: f64) -> Option<Self> {
        ((-90.0..=90.0).contains(&lat) && (-180.0..=180.0).contains(&lon)).then_some(Self { lat, lon })
    }
}

/// One of eight directions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Direction {
    /// North.
    North,
    /// North-east.
    NorthEast,
    /// East.
    East,
    /// South-east.
    SouthEast,
    /// South.
    South,
    /// South-west.
    SouthWest,
    /// West.
    West,
    /// North-west.
    NorthWest,
}

impl Direction {
    const ALL: [Self; 8] = [
        Self::North,
        Self::NorthEast,
        Self::East,
        Self::SouthEast,
        Self::South,
        Self::SouthWest,
        Self::West,
        Self::NorthWest,
    ];

    /// The one nearest to a bearing (degrees clockwise from north, any number of turns).
    #[must_use]
    pub fn of(bearing: f64) -> Self {
        let eighth = (bearing.rem_euclid(360.0) / 45.0).round();
        // A bearing that is no number is north, like that of a point from itself.
        Self::ALL.into_iter().zip(0_u8..).find(|(_, n)| f64::from(*n) == eighth).map_or(Self::North, |(d, _)| d)
    }
}

/// Metres from one to the other over the ball (haversine); at most half a turn of the earth.
#[must_use]
pub fn metres(a: Point, b: Point) -> f64 {
    let (north_a, north_b) = (a.lat.to_radians(), b.lat.to_radians());
    let up = ((north_b - north_a) / 2.0).sin();
    let across = ((b.lon - a.lon).to_radians() / 2.0).sin();
    let h = (up * up + north_a.cos() * north_b.cos() * across * across).clamp(0.0, 1.0);
    2.0 * RADIUS_M * h.sqrt().asin()
}

/// In which direction one sets out from `a` to reach `b` the shortest way: degrees clockwise from north, 0 to under 360.
#[must_use]
pub fn bearing(a: Point, b: Point) -> f64 {
    let (north_a, north_b) = (a.lat.to_radians(), b.lat.to_radians());
    let east = (b.lon - a.lon).to_radians();
    let y = east.sin() * north_b.cos();
    let x = north_a.cos() * north_b.sin() - north_a.sin() * north_b.cos() * east.cos();
    let degrees = y.atan2(x).to_degrees().rem_euclid(360.0);
    // A hair below 0 turns to 360 exactly.
    if degrees >= 360.0 { 0.0 } else { degrees }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(lat: f64, lon: f64) -> Point {
        Point::new(lat, lon).unwrap()
    }

    fn close(found: f64, published: f64, within: f64) {
        assert!((found - published).abs() <= within, "{found} is not {published}");
    }

    #[test]
    fn two_airports_are_as_far_as_rosetta_code_says() {
        // Nashville to Los Angeles, 2886.444 km on a ball of 6371.0 km.
        let (bna, lax) = (at(36.12, -86.67), at(33.94, -118.40));
        close(metres(bna, lax) / RADIUS_M * 6_371_000.0, 2_886_444.4, 1.0);
    }

    #[test]
    fn from_one_end_of_britain_to_the_other_is_as_movable_type_says() {
        // 50 03 59 N 005 42 53 W to 58 38 38 N 003 04 12 W: 968.9 km, setting out on 009 07 11.
        let degrees = |d: f64, m: f64, s: f64| d + m / 60.0 + s / 3600.0;
        let land = at(degrees(50.0, 3.0, 59.0), -degrees(5.0, 42.0, 53.0));
        let john = at(degrees(58.0, 38.0, 38.0), -degrees(3.0, 4.0, 12.0));
        close(metres(land, john), 968_900.0, 60.0);
        close(bearing(land, john), degrees(9.0, 7.0, 11.0), 0.001);
        // Baghdad to Osaka: 60 degrees.
        close(bearing(at(35.0, 45.0), at(35.0, 135.0)), 60.16, 0.01);
    }

    #[test]
    fn pole_to_pole_is_half_a_turn_and_a_pole_is_the_same_on_every_meridian() {
        close(metres(at(90.0, 0.0), at(-90.0, 77.0)), std::f64::consts::PI * RADIUS_M, 1.0);
        close(metres(at(90.0, -170.0), at(90.0, 33.0)), 0.0, 1e-6);
        assert_eq!(Direction::of(bearing(at(10.0, 20.0), at(90.0, 120.0))), Direction::North);
        assert_eq!(Direction::of(bearing(at(10.0, 20.0), at(-90.0, 120.0))), Direction::South);
    }

    #[test]
    fn across_the_date_line_it_is_near_and_to_the_east() {
        let (west, east) = (at(0.0, 179.5), at(0.0, -179.5));
        close(metres(west, east), 111_195.0, 10.0);
        assert_eq!(Direction::of(bearing(west, east)), Direction::East);
        assert_eq!(Direction::of(bearing(east, west)), Direction::West);
    }

    #[test]
    fn eight_directions_share_the_circle() {
        let names = [0.0, 22.4, 22.6, 45.0, 90.0, 135.0, 180.0, 225.0, 270.0, 315.0, 337.6, 360.0, -90.0, 720.0];
        use Direction::*;
        let wanted = [
            North, North, NorthEast, NorthEast, East, SouthEast, South, SouthWest, West, NorthWest, North, North, West,
            North,
        ];
        assert_eq!(names.map(Direction::of), wanted);
        assert_eq!(Direction::of(f64::NAN), North);
    }

    #[test]
    fn what_is_no_position_is_none() {
        for (lat, lon) in [(90.1, 0.0), (0.0, 180.5), (f64::NAN, 0.0), (0.0, f64::INFINITY)] {
            assert_eq!(Point::new(lat, lon), None);
        }
    }

    prop_compose! {
        fn anywhere()(lat in -90.0..=90.0_f64, lon in -180.0..=180.0_f64) -> Point { Point { lat, lon } }
    }

    proptest! {
        #[test]
        fn there_is_as_far_as_back_and_never_further_than_half_a_turn(a in anywhere(), b in anywhere()) {
            let there = metres(a, b);
            prop_assert!((there - metres(b, a)).abs() < 1e-6);
            prop_assert!((0.0..=std::f64::consts::PI * RADIUS_M + 1.0).contains(&there));
            prop_assert!((0.0..360.0).contains(&bearing(a, b)));
            prop_assert!(metres(a, a) < 1e-6);
        }

        #[test]
        fn a_detour_is_never_shorter(a in anywhere(), b in anywhere(), c in anywhere()) {
            // Near the far side of the earth the formula loses up to a metre.
            prop_assert!(metres(a, c) <= metres(a, b) + metres(b, c) + 2.0);
        }

        #[test]
        fn a_short_way_back_points_the_other_way(lat in -60.0..60.0_f64, lon in -179.0..179.0_f64, up in -0.1..0.1_f64, right in 0.001..0.1_f64) {
            let (a, b) = (Point { lat, lon }, Point { lat: lat + up, lon: lon + right });
            let turn = (bearing(b, a) - bearing(a, b)).rem_euclid(360.0);
            prop_assert!((turn - 180.0).abs() < 0.2, "{turn}");
        }
    }
}
