//! From the page to the core: every command of [`vungsam_core::commands`], with its arguments and its raw body; and the
//! few that are the shell's own (`files`). Not for doing anything with them.
//!
//! What a newcomer would get wrong: a raw body leaves no room for arguments, so they come in the header `x-args`
//! (percent-encoded JSON). On Android a raw body never arrives as one; there the page sends base64 in the arguments.

use crate::files;
use percent_encoding::percent_decode;
use serde_json::{Map, Value};
use std::sync::Arc;
use tauri::ipc::{Invoke, InvokeBody};
use tauri::{AppHandle, Manager, Runtime};
use vungsam_core::Core;
use vungsam_core::commands::dispatch;
use vungsam_core::views::{ApiError, error_codes};

/// Header with the arguments of a call whose body is raw.
const ARGS: &str = "x-args";

/// Answers off the UI thread. Always `true`: an unknown name is the core's to refuse, with a code like any other error.
pub fn handle<R: Runtime>(invoke: Invoke<R>) -> bool {
    let Invoke { message, resolver, .. } = invoke;
    let app = message.webview_ref().app_handle().clone();
    let core = app.try_state::<Arc<Core>>().map(|state| Arc::clone(&state));
    let name = message.command().to_owned();
    let header = message.headers().get(ARGS).map(|value| value.as_bytes().to_vec());
    let payload = message.payload().clone();
    tauri::async_runtime::spawn(async move {
        let work =
            tauri::async_runtime::spawn_blocking(move || run(&app, core.as_deref(), &name, header.as_deref(), payload));
        // A panic in there must not leave the page waiting for ever.
        match work.await.unwrap_or_else(|_| Err(ApiError::new(error_codes::INTERNAL))) {
            Ok(value) => resolver.resolve(value),
            Err(error) => resolver.reject(error),
        }
    });
    true
}

fn run<R: Runtime>(
    app: &AppHandle<R>,
    core: Option<&Core>,
    name: &str,
    header: Option<&[u8]>,
    payload: InvokeBody,
) -> Result<Value, ApiError> {
    let core = core.ok_or_else(|| ApiError::new(error_codes::INTERNAL))?;
    let (args, body) = match payload {
        InvokeBody::Json(Value::Null) => (Value::Object(Map::new()), None),
        InvokeBody::Json(args) => (args, None),
        InvokeBody::Raw(body) => (header_args(header)?, Some(body)),
    };
    if name.starts_with(files::PREFIX) {
        return files::answer(app, core, name, args, body.as_deref());
    }
    dispatch(core, name, args, body.as_deref())
}

fn header_args(header: Option<&[u8]>) -> Result<Value, ApiError> {
    let bytes: Vec<u8> = percent_decode(header.unwrap_or(b"{}")).collect();
    serde_json::from_slice(&bytes).map_err(|_| ApiError::new(error_codes::ARGUMENTS))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use std::sync::Arc;
    use tauri::http::HeaderMap;
    use tauri::ipc::{CallbackFn, InvokeBody};
    use tauri::test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder, mock_context, noop_assets};
    use tauri::webview::InvokeRequest;
    use tauri::{App, Manager, WebviewWindow, WebviewWindowBuilder};
    use vungsam_core::env::{SystemClock, SystemIds};
    use vungsam_core::{Core, CoreConfig, KeyringKind, SyncPolicy};

    struct Phone {
        _app: App<MockRuntime>,
        page: WebviewWindow<MockRuntime>,
        _data: tempfile::TempDir,
    }

    fn phone() -> Phone {
        let data = tempfile::tempdir().unwrap();
        let core = Core::open(CoreConfig {
            data_dir: data.path().to_owned(),
            deployment: crate::Options::built_in().unwrap().deployment,
            app_version: "0.0.0".to_owned(),
            keyring: KeyringKind::Off,
            clock: Arc::new(SystemClock),
            ids: Arc::new(SystemIds),
            sync: SyncPolicy::default(),
            content: None,
        });
        let app = crate::wire(mock_builder()).build(mock_context(noop_assets())).unwrap();
        app.manage(core.unwrap());
        let page = WebviewWindowBuilder::new(&app, "main", tauri::WebviewUrl::default()).build().unwrap();
        Phone { _app: app, page, _data: data }
    }

    impl Phone {
        fn call(&self, cmd: &str, body: InvokeBody, args_header: Option<&str>) -> Result<Value, Value> {
            let mut headers = HeaderMap::new();
            if let Some(args) = args_header {
                headers.insert(super::ARGS, args.parse().unwrap());
            }
            let request = InvokeRequest {
                cmd: cmd.to_owned(),
                callback: CallbackFn(0),
                error: CallbackFn(1),
                url: "tauri://localhost".parse().unwrap(),
                body,
                headers,
                invoke_key: INVOKE_KEY.to_owned(),
            };
            get_ipc_response(&self.page, request).map(|body| body.deserialize().unwrap())
        }
    }

    fn code(answer: Result<Value, Value>) -> String {
        let error = answer.unwrap_err();
        error["code"].as_str().unwrap_or_else(|| panic!("no code in {error}")).to_owned()
    }

    #[test]
    fn a_command_of_the_core_is_answered_with_nothing_registered_for_it() {
        let state = phone().call("app_state", InvokeBody::default(), None).unwrap();
        assert_eq!(state["vault"], json!("needs_choice"));
        assert_eq!(state["version"], json!("0.0.0"));
    }

    #[test]
    fn an_unknown_command_comes_back_as_an_error_with_a_code() {
        assert_eq!(code(phone().call("no_such_command", InvokeBody::default(), None)), "arguments");
    }

    #[test]
    fn a_ticket_nobody_gave_out_reads_no_file() {
        let give = |command: &str| json!({ "ticket": 7, "command": command, "args": {} });
        assert_eq!(code(phone().call("shell_give", InvokeBody::Json(give("app_state")), None)), "file_unreadable");
        assert_eq!(code(phone().call("shell_nonsense", InvokeBody::Json(give("app_state")), None)), "arguments");
    }

    #[test]
    fn a_chosen_file_reaches_the_core_as_bytes() {
        let phone = phone();
        phone.call("vault_choose", InvokeBody::Json(json!({ "way": "key_file" })), None).unwrap();
        let draft = phone.call("draft_open", InvokeBody::default(), None).unwrap();
        let picture = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/photos/grass.jpg");
        let chosen = phone._app.state::<crate::files::Chosen>();
        let ticket = chosen.keep(tauri_plugin_dialog::FilePath::Path(picture.into()));
        let give = json!({ "ticket": ticket, "command": "draft_photo_add", "args": { "id": draft["id"] } });
        let held = phone.call("shell_give", InvokeBody::Json(give), None).unwrap();
        assert_eq!(held["photos"].as_array().map(Vec::len), Some(1), "{held}");
    }

    #[test]
    fn a_missing_argument_comes_back_as_an_error_with_a_code() {
        assert_eq!(code(phone().call("place_find", InvokeBody::Json(json!({})), None)), "arguments");
    }

    #[test]
    fn a_raw_body_carries_its_arguments_in_the_header() {
        let phone = phone();
        let typed = "%7B%22typed%22%3A%22Tr%C3%A0%20Mai%22%7D";
        let hits = phone.call("place_find", InvokeBody::Raw(vec![1, 2]), Some(typed)).unwrap();
        assert!(hits["hits"].is_array(), "{hits}");
        for broken in ["%7B", "not json", "%FF"] {
            assert_eq!(code(phone.call("place_find", InvokeBody::Raw(vec![1]), Some(broken))), "arguments");
        }
    }

    #[test]
    fn before_the_core_is_there_a_command_is_refused_and_does_not_hang() {
        let app = crate::wire(mock_builder()).build(mock_context(noop_assets())).unwrap();
        let page = WebviewWindowBuilder::new(&app, "main", tauri::WebviewUrl::default()).build().unwrap();
        let phone = Phone { _app: app, page, _data: tempfile::tempdir().unwrap() };
        assert_eq!(code(phone.call("app_state", InvokeBody::default(), None)), "internal");
    }
}
