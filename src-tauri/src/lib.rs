//! The shell: window, plugins, permissions, lifecycle. Not for rules: a command goes straight to the core, an event of
//! the core straight to the page.
//!
//! What a newcomer would get wrong: nothing is registered per command. A command added to [`vungsam_core::commands`] is
//! callable from the page without touching this crate.

mod calls;
mod files;
#[cfg(any(target_os = "android", test))]
mod leftovers;
mod life;
mod notice;
mod options;
mod pictures;

use options::{Options, USAGE};

use std::sync::Arc;
use tauri::{Builder, Manager, Runtime, WebviewUrl, WebviewWindowBuilder};

#[cfg(all(feature = "demo", not(debug_assertions)))]
compile_error!(
    "feature `demo` lets a caller choose the gateway and its keys; a release build leaves it out: \
     `cargo build --release -p vungsam-app --no-default-features --features custom-protocol`"
);

/// Entry point on a phone.
#[cfg_attr(mobile, tauri::mobile_entry_point)]
pub fn run() {
    match Options::built_in() {
        Ok(options) => start(options),
        Err(message) => eprintln!("{message}"),
    }
}

/// Entry point on a desktop: reads the flags first.
#[must_use]
pub fn run_desktop() -> std::process::ExitCode {
    match Options::parse(std::env::args_os().skip(1)) {
        Ok(options) => {
            start(options);
            std::process::ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("{message}\n{USAGE}");
            std::process::ExitCode::from(2)
        }
    }
}

/// What the app and its tests share: the way in for commands and pictures.
pub fn wire<R: Runtime>(builder: Builder<R>) -> Builder<R> {
    let builder = builder.invoke_handler(calls::handle).manage(files::Chosen::default());
    let builder = builder.register_asynchronous_uri_scheme_protocol(pictures::SCHEME, pictures::answer);
    builder.register_uri_scheme_protocol(notice::SCHEME, notice::answer)
}

fn start(options: Options) {
    let mut builder = wire(Builder::default());
    #[cfg(desktop)]
    if options.data.is_none() {
        // Registered first, so that a second start leaves before it touches anything. A start with a folder of its own
        // is an instance of its own; the core's lock on the folder still keeps two out of one folder.
        builder = builder.plugin(tauri_plugin_single_instance::init(|app, _, _| life::bring_forward(app)));
    }
    builder = builder.plugin(tauri_plugin_notification::init()).plugin(tauri_plugin_opener::init());
    builder = builder.plugin(tauri_plugin_dialog::init());
    #[cfg(mobile)]
    {
        builder = builder.plugin(tauri_plugin_fs::init()).plugin(tauri_plugin_barcode_scanner::init());
        builder = builder.plugin(tauri_plugin_geolocation::init());
    }
    let app = builder
        .setup(move |app| {
            // Not earlier: on Android the keyring needs the activity that exists from here on.
            let mut instead = None;
            match options.open(app.handle()) {
                Ok(core) => {
                    app.manage(Arc::clone(&core));
                    life::follow(app.handle(), core);
                    life::sweep(app.handle());
                }
                Err(notice) => {
                    eprintln!("{notice}");
                    instead = Some(WebviewUrl::CustomProtocol(notice.url()?));
                }
            }
            for mut window in app.config().app.windows.clone() {
                if let Some(url) = &instead {
                    window.url = url.clone();
                }
                WebviewWindowBuilder::from_config(app.handle(), &window)?.build()?;
            }
            Ok(())
        })
        .build(tauri::generate_context!());
    match app {
        Ok(app) => app.run(life::on_event),
        Err(error) => eprintln!("the window cannot be opened: {error}"),
    }
}
