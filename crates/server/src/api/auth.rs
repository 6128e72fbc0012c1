//! Who asks: the device, by its bearer. Not for signatures over bodies (see `complaints`).
//!
//! What a newcomer would get wrong: an unknown device and a wrong bearer are two answers. To the first the phone
//! registers again and repeats; to the second it must not.

use super::problem::Fault;
use crate::db::devices::{self, DeviceRow};
use crate::state::AppState;
use axum::extract::{FromRequestParts, MatchedPath};
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use subtle::ConstantTimeEq;
use vungsam_domain::DeviceId;
use vungsam_domain::sign;
use vungsam_domain::wire::{HEADER_DEVICE, codes};

/// The device that asks, with its right to ask checked and its request counted.
pub struct Caller(pub DeviceRow);

impl FromRequestParts<AppState> for Caller {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Fault> {
        let refused = || Fault::unauthorized(codes::UNAUTHORIZED);
        let text = |name: &str| parts.headers.get(name).and_then(|v| v.to_str().ok());
        let id: DeviceId = text(HEADER_DEVICE).and_then(|v| v.parse().ok()).ok_or_else(refused)?;
        let bearer = text(AUTHORIZATION.as_str())
            .and_then(|v| v.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
            .and_then(|(_, token)| sign::unb64(token.trim()))
            .filter(|b| b.len() == 32)
            .ok_or_else(refused)?;
        let device = devices::find(&state.db, id).await?.ok_or_else(|| Fault::unauthorized(codes::UNKNOWN_DEVICE))?;
        let given = sign::sha256_hex(&bearer);
        if !bool::from(given.as_bytes().ct_eq(device.bearer_sha256.as_bytes())) {
            return Err(refused());
        }
        let route = parts.extensions.get::<MatchedPath>().map_or("", MatchedPath::as_str);
        let kind = format!("{} {route}", parts.method);
        state.per_device.take((id, kind), state.now_ms()).map_err(Fault::too_many)?;
        Ok(Self(device))
    }
}
