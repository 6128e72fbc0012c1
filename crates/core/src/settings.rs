//! What the person chose about the app itself: `settings.json` in the data folder. Not for anything about anybody: it
//! lies outside the vault.
//!
//! What a newcomer would get wrong: a settings file that cannot be read is not an error; the defaults are used.

use crate::vault::files;
use crate::views::Settings;
use std::path::Path;

const FILE: &str = "settings.json";

/// The stored settings, or the defaults.
#[must_use]
pub fn read(data_dir: &Path) -> Settings {
    let stored: Option<Settings> =
        std::fs::read(data_dir.join(FILE)).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
    stored.map(sane).unwrap_or_default()
}

/// Stores them, whole or not at all.
///
/// # Errors
/// When the folder cannot be written.
pub fn write(data_dir: &Path, settings: &Settings) -> std::io::Result<()> {
    files::write(&data_dir.join(FILE), &serde_json::to_vec_pretty(settings)?)
}

/// Values outside the known ones become the default.
#[must_use]
pub fn sane(mut settings: Settings) -> Settings {
    settings.lang = settings.lang.filter(|l| matches!(l.as_str(), "vi" | "en"));
    settings.theme = settings.theme.filter(|t| matches!(t.as_str(), "light" | "dark"));
    settings.unit = settings.unit.filter(|u| !u.is_empty() && u.len() <= 64);
    // Who lives in a commune is no guest of the area.
    settings.visitor = settings.visitor && settings.unit.is_none();
    let usual = Settings::default();
    if settings.quiet_from > 23 || settings.quiet_to > 23 {
        (settings.quiet_from, settings.quiet_to) = (usual.quiet_from, usual.quiet_to);
    }
    if !matches!(settings.text_percent, 100 | 125 | 150 | 200) {
        settings.text_percent = 100;
    }
    settings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_damaged_or_strange_file_means_defaults() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(read(dir.path()), Settings::default());
        std::fs::write(dir.path().join(FILE), "{\"lang\":").unwrap();
        assert_eq!(read(dir.path()), Settings::default());
        std::fs::write(dir.path().join(FILE), r#"{"lang":"tlh","theme":"dark","text_percent":7,"new":1}"#).unwrap();
        assert_eq!(read(dir.path()), Settings { theme: Some("dark".to_owned()), ..Settings::default() });
    }

    #[test]
    fn what_was_chosen_is_there_after_a_restart() {
        let dir = tempfile::tempdir().unwrap();
        let chosen = Settings {
            lang: Some("en".to_owned()),
            theme: None,
            text_percent: 150,
            photos_wifi_only: true,
            unit: Some("nam-tra-my".to_owned()),
            reminders: false,
            quiet_from: 20,
            quiet_to: 6,
            welcomed: true,
            visitor: false,
        };
        write(dir.path(), &chosen).unwrap();
        assert_eq!(read(dir.path()), chosen);
    }

    #[test]
    fn who_lives_in_a_commune_is_no_guest() {
        let guest = Settings { visitor: true, ..Settings::default() };
        assert!(sane(guest.clone()).visitor);
        assert!(!sane(Settings { unit: Some("nam-tra-my".to_owned()), ..guest }).visitor);
    }
}
