//! `/api/v1/openapi.json`: the API's description, from the handlers themselves. Snapshotted by a test.
//!
//! What a newcomer would get wrong: a route that is not listed here is not described; a test compares the two lists.

use axum::Json;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};

/// The description.
#[derive(OpenApi)]
#[openapi(
    info(title = "Vùng Sâm gateway", version = "1", description = "Citizens' API. See docs/API.md.", license(name = "Apache-2.0 OR MIT")),
    paths(
        super::devices::put, super::changes::get, super::watches::put, super::watches::delete, super::complaints::put, super::receipts::get, super::photos::get,
        super::messages::put, super::messages::receipt,
        super::packages::put, super::track::post, super::unanswered::put, super::content::get, super::content::full,
        super::uploads::options, super::uploads::create, super::uploads::head, super::uploads::patch,
        super::uploads::delete, super::health::alive, super::health::ready
    ),
    modifiers(&Bearer)
)]
pub struct Description;

struct Bearer;

impl Modify for Bearer {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("base64url of the device's 32 bytes, with the header vungsam-device"))
            .build();
        openapi
            .components
            .get_or_insert_with(Default::default)
            .add_security_scheme("device", SecurityScheme::Http(scheme));
    }
}

/// The description as JSON.
pub async fn get() -> Json<utoipa::openapi::OpenApi> {
    std::future::ready(Json(Description::openapi())).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_description_of_version_1_stays() {
        insta::assert_json_snapshot!(Description::openapi());
    }
}
