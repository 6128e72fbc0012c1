//! Files that leave the app and come into it: the system's dialog, the bytes, nothing else. Not for what is in them.
//!
//! What a newcomer would get wrong: on Android the person's choice is a `content://` address, not a path, and a file read
//! by the page would reach Rust as a list of numbers. So the shell keeps what was chosen under a ticket, reads it itself
//! and hands the bytes to the core; the page sees names and results only. No permission of the dialog or file plugins is
//! given to the page.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::collections::HashMap;
use std::io::{ErrorKind, Read, Write};
#[cfg(desktop)]
use std::path::Path;
use std::sync::{Mutex, PoisonError, mpsc};
use tauri::{AppHandle, Manager, Runtime};
use tauri_plugin_dialog::{DialogExt, FileDialogBuilder, FilePath, PickerMode};
use vungsam_core::Core;
use vungsam_core::commands::dispatch;
use vungsam_core::views::{ApiError, error_codes};

/// How the names of this module's commands begin; all others are the core's.
pub const PREFIX: &str = "shell_";
/// Most bytes read of a chosen file: one more than the core takes in, so that the core says "too large", not we.
const MOST: u64 = 40 * 1024 * 1024 + 1;

/// What the person chose and the page has not asked for yet.
#[derive(Default)]
pub struct Chosen(Mutex<Tickets>);

#[derive(Default)]
struct Tickets {
    last: u64,
    files: HashMap<u64, FilePath>,
}

#[derive(Deserialize)]
struct Save {
    name: String,
    #[cfg_attr(not(target_os = "android"), allow(dead_code, reason = "desktops go by the name's ending"))]
    mime: String,
    #[serde(default)]
    base64: Option<String>,
}

#[derive(Deserialize)]
struct Pick {
    pictures: bool,
    many: bool,
}

#[derive(Deserialize)]
struct Give {
    ticket: u64,
    command: String,
    args: Map<String, Value>,
}

/// Answers `shell_save`, `shell_pick` and `shell_give`. Blocks as long as a dialog is open.
///
/// # Errors
/// [`ApiError`] with a code the UI has a sentence for.
pub fn answer<R: Runtime>(
    app: &AppHandle<R>,
    core: &Core,
    name: &str,
    args: Value,
    body: Option<&[u8]>,
) -> Result<Value, ApiError> {
    match name {
        "shell_save" => save(app, arguments(args)?, body),
        "shell_pick" => pick(app, &arguments(args)?),
        "shell_give" => give(app, core, arguments(args)?),
        _ => Err(ApiError::new(error_codes::ARGUMENTS)),
    }
}

fn arguments<T: serde::de::DeserializeOwned>(args: Value) -> Result<T, ApiError> {
    serde_json::from_value(args).map_err(|_| ApiError::new(error_codes::ARGUMENTS))
}

/// Asks where, and writes there. A dialog that could not be opened looks like one that was closed: Android says no more.
fn save<R: Runtime>(app: &AppHandle<R>, wanted: Save, body: Option<&[u8]>) -> Result<Value, ApiError> {
    let decoded = match wanted.base64 {
        Some(text) => Some(STANDARD.decode(text).map_err(|_| ApiError::new(error_codes::ARGUMENTS))?),
        None => None,
    };
    let bytes = decoded.as_deref().or(body).ok_or_else(|| ApiError::new(error_codes::ARGUMENTS))?;
    let dialog = app.dialog().file().set_file_name(plain_name(&wanted.name));
    #[cfg(target_os = "android")]
    let dialog = dialog.add_filter("", &[&wanted.mime]);
    // Otherwise it opens in the folder the program was started from.
    #[cfg(desktop)]
    let dialog = match app.path().download_dir().or_else(|_| app.path().home_dir()) {
        Ok(folder) => dialog.set_directory(folder),
        Err(_) => dialog,
    };
    let Some(place) = ask(dialog, |dialog, done| dialog.save_file(done)) else {
        return Ok(json!({ "outcome": "cancelled" }));
    };
    write(app, place, bytes).map_err(|error| {
        eprintln!("a file was not written: {}", error.kind());
        let full = matches!(error.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded);
        ApiError::new(if full { error_codes::DISK_FULL } else { error_codes::FILE_UNWRITABLE })
    })?;
    Ok(json!({ "outcome": "saved" }))
}

/// Asks which, and answers a ticket and a name for each; an empty list when the person chose none.
fn pick<R: Runtime>(app: &AppHandle<R>, wanted: &Pick) -> Result<Value, ApiError> {
    let mut dialog = app.dialog().file();
    if wanted.pictures {
        dialog = dialog.set_picker_mode(PickerMode::Image);
    }
    let files = if wanted.many {
        ask(dialog, |dialog, done| dialog.pick_files(done)).unwrap_or_default()
    } else {
        ask(dialog, |dialog, done| dialog.pick_file(done)).into_iter().collect()
    };
    let chosen = app.try_state::<Chosen>().ok_or_else(|| ApiError::new(error_codes::INTERNAL))?;
    let files: Vec<Value> = files
        .into_iter()
        .map(|file| {
            let name = app.path().file_name(&file.to_string()).unwrap_or_default();
            json!({ "ticket": chosen.keep(file), "name": name })
        })
        .collect();
    Ok(json!({ "files": files }))
}

/// Reads a chosen file and hands its bytes to a command of the core. The ticket can be used again (a second try).
fn give<R: Runtime>(app: &AppHandle<R>, core: &Core, wanted: Give) -> Result<Value, ApiError> {
    let chosen = app.try_state::<Chosen>().ok_or_else(|| ApiError::new(error_codes::INTERNAL))?;
    let file = chosen.file(wanted.ticket).ok_or_else(|| ApiError::new(error_codes::FILE_UNREADABLE))?;
    let bytes = read(app, file).map_err(|error| {
        eprintln!("a chosen file was not read: {}", error.kind());
        ApiError::new(error_codes::FILE_UNREADABLE)
    })?;
    dispatch(core, &wanted.command, Value::Object(wanted.args), Some(&bytes))
}

impl Chosen {
    /// A ticket for a file the person chose.
    pub fn keep(&self, file: FilePath) -> u64 {
        let mut tickets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        tickets.last += 1;
        let ticket = tickets.last;
        tickets.files.insert(ticket, file);
        ticket
    }

    fn file(&self, ticket: u64) -> Option<FilePath> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).files.get(&ticket).cloned()
    }
}

/// Shows a dialog and waits for it. The plugin's own waiting calls panic where Android answers something unexpected;
/// here that is nothing chosen.
fn ask<R: Runtime, T: Send + 'static>(
    dialog: FileDialogBuilder<R>,
    show: impl FnOnce(FileDialogBuilder<R>, Box<dyn FnOnce(Option<T>) + Send>),
) -> Option<T> {
    let (answer, answers) = mpsc::sync_channel(1);
    // Nobody waits any more: then nobody needs the answer.
    show(dialog, Box::new(move |chosen| drop(answer.send(chosen))));
    answers.recv().ok().flatten()
}

/// The name without a folder and without what a file system may refuse.
fn plain_name(name: &str) -> String {
    let plain: String = name.chars().filter(|c| !c.is_control() && !r#"/\:*?"<>|"#.contains(*c)).collect();
    let plain = plain.trim_matches(['.', ' ']);
    if plain.is_empty() { "vung-sam".to_owned() } else { plain.to_owned() }
}

#[cfg(mobile)]
fn read<R: Runtime>(app: &AppHandle<R>, file: FilePath) -> std::io::Result<Vec<u8>> {
    use tauri_plugin_fs::{FsExt, OpenOptions};
    let mut options = OpenOptions::new();
    options.read(true);
    up_to_most(app.fs().open(file, options)?)
}

#[cfg(desktop)]
fn read<R: Runtime>(_: &AppHandle<R>, file: FilePath) -> std::io::Result<Vec<u8>> {
    up_to_most(std::fs::File::open(file.into_path().map_err(std::io::Error::other)?)?)
}

fn up_to_most(file: impl Read) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(MOST).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(mobile)]
fn write<R: Runtime>(app: &AppHandle<R>, place: FilePath, bytes: &[u8]) -> std::io::Result<()> {
    use tauri_plugin_fs::{FsExt, OpenOptions};
    let mut options = OpenOptions::new();
    options.write(true).truncate(true);
    let mut file = app.fs().open(place, options)?;
    file.write_all(bytes)?;
    // What a content provider hands out may be a pipe, which cannot be synced.
    match file.sync_all() {
        Err(error) if error.kind() != ErrorKind::InvalidInput => Err(error),
        _ => Ok(()),
    }
}

#[cfg(desktop)]
fn write<R: Runtime>(_: &AppHandle<R>, place: FilePath, bytes: &[u8]) -> std::io::Result<()> {
    write_whole(&place.into_path().map_err(std::io::Error::other)?, bytes)
}

/// Beside the place first, then under its name: a full disk must not cost the file that is there already.
#[cfg(desktop)]
fn write_whole(place: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut beside = place.as_os_str().to_owned();
    beside.push(".part");
    let beside = Path::new(&beside);
    let written = (|| {
        let mut file = std::fs::File::create(beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(beside, place)
    })();
    if written.is_err() {
        // It may never have been made.
        let _gone = std::fs::remove_file(beside);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_written_whole_or_the_old_one_stays() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("phieu.txt");
        write_whole(&place, b"old").unwrap();
        write_whole(&place, b"new").unwrap();
        assert_eq!(std::fs::read(&place).unwrap(), b"new");
        let taken = folder.path().join("a folder");
        std::fs::create_dir(&taken).unwrap();
        assert!(write_whole(&taken, b"x").is_err());
        let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(left.len(), 2, "something half-written stayed: {left:?}");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_is_an_error_of_its_own() {
        // `/dev/full` takes nothing; through a link, because the bytes go beside the place first.
        let folder = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink("/dev/full", folder.path().join("phieu.txt.part")).unwrap();
        let error = write_whole(&folder.path().join("phieu.txt"), b"x").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::StorageFull);
        assert!(!folder.path().join("phieu.txt").exists());
    }

    #[test]
    fn a_name_is_only_a_name() {
        assert_eq!(plain_name("../../etc/passwd"), "etcpasswd");
        assert_eq!(plain_name("phiếu 482-735.txt"), "phiếu 482-735.txt");
        assert_eq!(plain_name("..\n/"), "vung-sam");
    }

    #[test]
    fn no_more_is_read_than_the_core_needs_to_refuse_it() {
        assert_eq!(up_to_most(std::io::repeat(7)).unwrap().len() as u64, MOST);
    }

    #[test]
    fn a_ticket_opens_its_own_file_and_no_other() {
        let chosen = Chosen::default();
        let (a, b) = (chosen.keep(FilePath::Path("a".into())), chosen.keep(FilePath::Path("b".into())));
        assert_eq!(chosen.file(a).unwrap().as_path().unwrap(), Path::new("a"));
        assert_eq!(chosen.file(b).unwrap().as_path().unwrap(), Path::new("b"));
        assert!(chosen.file(b + 1).is_none());
    }
}
