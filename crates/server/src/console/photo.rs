//! Photos of a complaint, for officers of its commune. Not for phones.
//!
//! What a newcomer would get wrong: the bytes came from outside. Only what begins like a picture is called one.

use super::page::Fault;
use super::session::Signed;
use crate::db::{apart, complaints};
use crate::state::AppState;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use vungsam_domain::ComplaintId;
use vungsam_domain::complaint::is_sha256;

/// `GET /photos/{complaint}/{sha256}`.
pub async fn show(
    State(state): State<AppState>,
    signed: Signed,
    Path((complaint, sha256)): Path<(String, String)>,
) -> Result<Response, Fault> {
    let id: ComplaintId = complaint.parse().map_err(|_| Fault::NotFound)?;
    let me = &signed.0.officer;
    if !is_sha256(&sha256) {
        return Err(Fault::NotFound);
    }
    // What was set apart is never kept by a browser: the next one at this desk may be no leader.
    let keep = if complaints::for_officer(&state.db, id, &me.id).await?.is_some() {
        "private, no-cache"
    } else if apart::for_leader(&state.db, id, &me.id).await?.is_some() {
        state.desk().looked(me, id, "photo").await?;
        "private, no-store"
    } else {
        return Err(Fault::NotFound);
    };
    let bytes = state.blobs.get(id, &sha256).await?.ok_or(Fault::NotFound)?;
    let kind = kind(&bytes).ok_or(Fault::NotFound)?;
    Ok(([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, keep)], bytes).into_response())
}

fn kind(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [0x89, b'P', b'N', b'G', ..] => Some("image/png"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::kind;

    #[test]
    fn a_page_in_the_clothes_of_a_picture_is_not_shown() {
        assert_eq!(kind(b"<html><script>"), None);
        assert_eq!(kind(b""), None);
        assert_eq!(kind(&[0xff, 0xd8, 0xff, 0xe0]), Some("image/jpeg"));
    }
}
