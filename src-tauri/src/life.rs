//! What happens while the app runs: the core works beside the window, its events reach the page, and coming back to the
//! front asks it to try now. Not for deciding what an event means.
//!
//! What a newcomer would get wrong: a page that was too slow may have missed events; it is told that anything may have
//! changed and reads again, so nothing depends on receiving every one.

use std::sync::Arc;
use tauri::{AppHandle, Emitter, Manager, RunEvent, Runtime, WindowEvent};
use tokio::sync::broadcast::error::RecvError;
use vungsam_core::Core;
use vungsam_core::views::CoreEvent;

/// Name of the one event the page hears.
const EVENT: &str = "core";

/// Starts the core's worker and passes its events on until it ends.
pub fn follow<R: Runtime>(app: &AppHandle<R>, core: Arc<Core>) {
    let mut events = core.subscribe();
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        loop {
            let event = match events.recv().await {
                Ok(event) => event,
                Err(RecvError::Lagged(_)) => CoreEvent::Changed { complaint: None },
                Err(RecvError::Closed) => break,
            };
            if let Err(error) = app.emit(EVENT, event) {
                eprintln!("an event did not reach the page: {error}");
            }
        }
    });
    tauri::async_runtime::spawn(core.run());
}

/// Back in front, or resumed on a phone: a good moment to send and fetch.
#[allow(clippy::needless_pass_by_value)] // the shape Tauri asks for
pub fn on_event<R: Runtime>(app: &AppHandle<R>, event: RunEvent) {
    if is_return(&event)
        && let Some(core) = app.try_state::<Arc<Core>>()
    {
        core.wake();
        sweep(app);
    }
}

/// Android tells it of the window, iOS of the app, a desktop by the focus.
fn is_return(event: &RunEvent) -> bool {
    match event {
        RunEvent::Resumed | RunEvent::WindowEvent { event: WindowEvent::Focused(true), .. } => true,
        #[cfg(mobile)]
        RunEvent::WindowEvent { event: WindowEvent::Resumed, .. } => true,
        _ => false,
    }
}

/// Pictures the camera left behind, off the UI thread.
#[cfg(target_os = "android")]
pub fn sweep<R: Runtime>(app: &AppHandle<R>) {
    use vungsam_core::env::{Clock, SystemClock};
    let Ok(now) = u64::try_from(SystemClock.now_ms()) else { return };
    let now = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_millis(now);
    let app = app.clone();
    tauri::async_runtime::spawn_blocking(move || {
        if let Ok(folder) = app.path().picture_dir() {
            crate::leftovers::sweep(&folder, now);
        }
    });
}

/// Only Android's web view leaves pictures behind.
#[cfg(not(target_os = "android"))]
pub fn sweep<R: Runtime>(_: &AppHandle<R>) {}

/// Shows the window that is already there to a person who started the app again.
#[cfg(desktop)]
pub fn bring_forward<R: Runtime>(app: &AppHandle<R>) {
    for window in app.webview_windows().values() {
        for done in [window.unminimize(), window.show(), window.set_focus()] {
            if let Err(error) = done {
                eprintln!("the window did not come forward: {error}");
            }
        }
    }
}
