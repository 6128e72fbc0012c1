//! The page in place of the screens when the core cannot open its folder at all. Not for a vault that is locked or
//! lost: with that the screens still open, and ask.
//!
//! What a newcomer would get wrong: nothing of the core or of the screens is there, so both languages are on the page.

use tauri::http::{Request, Response, header};
use tauri::{Runtime, UriSchemeContext, Url};

/// Name of the scheme.
pub const SCHEME: &str = "notice";

const IN_USE: &str = "/in-use";
const NO_FOLDER: &str = "/no-folder";

/// Why there are no screens.
#[derive(Debug, thiserror::Error)]
pub enum Notice {
    /// Another instance has the folder.
    #[error("another instance is using the data folder")]
    InUse,
    /// The folder cannot be used.
    #[error("the data folder cannot be used: {0}")]
    NoFolder(String),
}

impl Notice {
    /// Address of the page.
    ///
    /// # Errors
    /// Never in practice: the addresses are fixed.
    pub fn url(&self) -> Result<Url, <Url as std::str::FromStr>::Err> {
        let page = if matches!(self, Self::InUse) { IN_USE } else { NO_FOLDER };
        Url::parse(&format!("{SCHEME}://localhost{page}"))
    }
}

/// Answers with the page.
#[allow(clippy::needless_pass_by_value)] // the shape Tauri asks for
pub fn answer<R: Runtime>(_: UriSchemeContext<'_, R>, request: Request<Vec<u8>>) -> Response<Vec<u8>> {
    let (vi, en) = if request.uri().path() == IN_USE {
        (
            "Ứng dụng đang mở ở cửa sổ khác. Hãy dùng cửa sổ đó, rồi đóng cửa sổ này.",
            "The app is already open in another window. Use that window and close this one.",
        )
    } else {
        (
            "Máy không cho ứng dụng mở nơi cất dữ liệu. Không có gì bị mất. Hãy khởi động lại máy, \
             giải phóng bộ nhớ, rồi mở lại ứng dụng.",
            "This device does not let the app open the place where it keeps its data. Nothing is lost. Restart the \
             device, free some storage, then open the app again.",
        )
    };
    let page = format!(
        "<!doctype html><html lang=\"vi\"><meta charset=\"utf-8\"><title>Vùng Sâm</title>\
         <meta name=\"viewport\" content=\"width=device-width\">\
         <style>body{{font:1.25rem/1.5 sans-serif;margin:2rem;background:#f7efdf;color:#14281f}}</style>\
         <main><h1>Vùng Sâm</h1><p>{vi}</p><p lang=\"en\">{en}</p></main></html>"
    );
    let mut response = Response::new(page.into_bytes());
    response.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static("text/html; charset=utf-8"));
    response
}
