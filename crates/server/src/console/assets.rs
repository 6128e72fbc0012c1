//! Style sheet, fonts and mark of the console, embedded. Not for photos of complaints.
//!
//! What a newcomer would get wrong: the style sheet's address carries its hash, so it may be kept for a year and still
//! be new after an upgrade.

use axum::extract::Path;
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::sync::LazyLock;
use vungsam_domain::sign::sha256_hex;

static CSS: LazyLock<String> = LazyLock::new(|| {
    format!("{}\n{}", include_str!("../../../../ui/src/lib/tokens.css"), include_str!("../../static/console.css"))
});

static CSS_HREF: LazyLock<String> =
    LazyLock::new(|| format!("/static/console.css?v={}", sha256_hex(CSS.as_bytes()).get(..12).unwrap_or_default()));

/// Address of the style sheet.
#[must_use]
pub fn css_href() -> &'static str {
    &CSS_HREF
}

macro_rules! font {
    ($name:literal) => {
        include_bytes!(concat!("../../../../assets/fonts/be-vietnam-pro-", $name, "-normal.woff2"))
    };
}

fn file(name: &str) -> Option<(&'static str, &'static [u8])> {
    const WOFF2: &str = "font/woff2";
    Some(match name {
        "console.css" => ("text/css; charset=utf-8", CSS.as_bytes()),
        "mark.svg" => ("image/svg+xml", include_bytes!("../../static/mark.svg").as_slice()),
        "fonts/be-vietnam-pro-latin-500-normal.woff2" => (WOFF2, font!("latin-500").as_slice()),
        "fonts/be-vietnam-pro-latin-800-normal.woff2" => (WOFF2, font!("latin-800").as_slice()),
        "fonts/be-vietnam-pro-vietnamese-500-normal.woff2" => (WOFF2, font!("vietnamese-500").as_slice()),
        "fonts/be-vietnam-pro-vietnamese-800-normal.woff2" => (WOFF2, font!("vietnamese-800").as_slice()),
        "fonts/OFL.txt" => ("text/plain; charset=utf-8", include_bytes!("../../../../assets/fonts/OFL.txt").as_slice()),
        _ => return None,
    })
}

/// `GET /static/{*name}`.
pub async fn serve(Path(name): Path<String>) -> Response {
    const KEEP: (HeaderName, &str) = (header::CACHE_CONTROL, "public, max-age=31536000, immutable");
    file(&name).map_or_else(
        || StatusCode::NOT_FOUND.into_response(),
        |(kind, bytes)| ([(header::CONTENT_TYPE, kind), KEEP], bytes).into_response(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_the_style_sheet_asks_for_is_there() {
        let mut asked = 0;
        for part in CSS.split("url(/static/").skip(1) {
            let name = part.split(')').next().unwrap();
            assert!(file(name).is_some(), "{name}");
            asked += 1;
        }
        assert_eq!(asked, 4);
        assert!(file("../Cargo.toml").is_none());
    }

    #[test]
    fn the_style_sheet_has_no_colour_of_its_own() {
        let own = include_str!("../../static/console.css");
        for (n, line) in own.lines().enumerate() {
            let stripped = line.replace("id=\"#", "");
            for word in stripped.split([' ', ';', ':', ',', '(', ')']) {
                let hex =
                    word.strip_prefix('#').is_some_and(|h| h.len() >= 3 && h.bytes().all(|b| b.is_ascii_hexdigit()));
                assert!(!hex && word != "rgb" && word != "rgba", "line {}: {word}", n + 1);
            }
        }
    }
}
