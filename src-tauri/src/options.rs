//! Where the app keeps its data and which gateway it trusts. Not for what a person may change (see the core's settings).
//!
//! What a newcomer would get wrong: a released app takes no flags. They exist only with feature `demo`, because whoever
//! chooses the deployment file chooses whose receipts count.

use crate::notice::Notice;
use serde_json::json;
use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;
use tauri::{AppHandle, Manager, Runtime};
use vungsam_core::Deployment;
use vungsam_core::commands::dispatch;
use vungsam_core::env::{SystemClock, SystemIds};
use vungsam_core::views::ApiError;
use vungsam_core::{Core, CoreConfig, KeyringKind, OpenError, SyncPolicy};

/// The deployment this build belongs to.
const DEPLOYMENT: &str = include_str!("../../assets/deployment.toml");

/// What the program says when it does not understand its flags.
pub const USAGE: &str = if cfg!(feature = "demo") {
    "usage: vung-sam [--data DIR] [--deployment FILE] [--lang vi|en]"
} else {
    "usage: vung-sam (no arguments)"
};

/// What a start of the app is given.
#[derive(Debug)]
pub struct Options {
    /// Folder for everything the app keeps; `None`: the system's place for it.
    pub data: Option<PathBuf>,
    /// Gateway, keys, who answers for personal data.
    pub deployment: Deployment,
    /// Language of a first start; `None`: the system's. A demo's machine may not know the language it is to show.
    pub lang: Option<String>,
}

impl Options {
    /// Without flags: the deployment compiled in.
    ///
    /// # Errors
    /// A sentence, when the build carries a deployment that cannot be read.
    pub fn built_in() -> Result<Self, String> {
        Ok(Self { data: None, deployment: Deployment::parse(DEPLOYMENT)?, lang: None })
    }

    /// Reads the flags after the program's name.
    ///
    /// # Errors
    /// A sentence about the flag or file that is not understood.
    pub fn parse(args: impl Iterator<Item = OsString>) -> Result<Self, String> {
        let mut options = Self::built_in()?;
        let mut args = args;
        while let Some(flag) = args.next() {
            let shown = flag.to_string_lossy().into_owned();
            let mut value = || args.next().map(PathBuf::from).ok_or_else(|| format!("{shown} needs a value"));
            match flag.to_str() {
                Some("--data") if cfg!(feature = "demo") => options.data = Some(value()?),
                Some("--deployment") if cfg!(feature = "demo") => options.deployment = read(&value()?)?,
                Some("--lang") if cfg!(feature = "demo") => {
                    options.lang = Some(value()?.to_string_lossy().into_owned())
                }
                _ => return Err(format!("not understood: {shown}")),
            }
        }
        Ok(options)
    }

    /// Opens the core.
    ///
    /// # Errors
    /// Which page to show in place of the screens.
    pub fn open<R: Runtime>(self, app: &AppHandle<R>) -> Result<Arc<Core>, Notice> {
        let data_dir = match self.data {
            Some(data) => data,
            None => app.path().app_local_data_dir().map_err(|error| Notice::NoFolder(error.to_string()))?,
        };
        let config = CoreConfig {
            data_dir,
            deployment: self.deployment,
            app_version: app.package_info().version.to_string(),
            keyring: KeyringKind::System,
            clock: Arc::new(SystemClock),
            ids: Arc::new(SystemIds),
            sync: SyncPolicy::default(),
            content: None,
        };
        let core = Core::open(config).map_err(|error| match error {
            OpenError::InUse => Notice::InUse,
            other => Notice::NoFolder(other.to_string()),
        })?;
        if let Some(lang) = &self.lang
            && let Err(error) = choose_language(&core, lang)
        {
            eprintln!("the language was not chosen: {error}");
        }
        Ok(core)
    }
}

fn choose_language(core: &Core, lang: &str) -> Result<(), ApiError> {
    let state = dispatch(core, "app_state", json!({}), None)?;
    let mut settings = state.get("settings").cloned().unwrap_or_default();
    if let Some(chosen) = settings.get_mut("lang").filter(|chosen| chosen.is_null()) {
        *chosen = json!(lang);
        dispatch(core, "settings_set", settings, None)?;
    }
    Ok(())
}

fn read(path: &std::path::Path) -> Result<Deployment, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    Deployment::parse(&text).map_err(|error| format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(args: &[&str]) -> Result<Options, String> {
        Options::parse(args.iter().map(OsString::from))
    }

    #[test]
    fn the_deployment_compiled_in_can_be_read() {
        assert!(Options::built_in().is_ok(), "{:?}", Options::built_in().err());
    }

    #[test]
    fn a_flag_that_is_not_known_or_has_no_value_is_refused() {
        assert!(parse(&["--nonsense"]).unwrap_err().contains("--nonsense"));
        assert!(parse(&["--data"]).unwrap_err().contains("--data"));
    }

    #[test]
    fn a_deployment_file_that_cannot_be_read_is_named() {
        assert!(parse(&["--deployment", "/nowhere/deployment.toml"]).unwrap_err().contains("/nowhere/deployment.toml"));
    }
}
