//! Removes pictures the camera left behind on a phone. Not for pictures of a report: those live in the core's database.
//!
//! What a newcomer would get wrong: the web view gives the camera a file to write into and never removes it, and that
//! file is the picture as taken, with the place in it. It may still be in use: by the camera, or by a page that reads it.

use std::path::Path;
use std::time::{Duration, SystemTime};

/// How long a picture is left alone. A person may hold the camera open for a while before pressing the button.
const IN_USE: Duration = Duration::from_secs(60 * 60);

/// Removes what the web view named so (`JPEG_…jpg`) and nobody touched for an hour. Answers how many are gone.
pub fn sweep(folder: &Path, now: SystemTime) -> usize {
    let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
    let old = |entry: &std::fs::DirEntry| {
        let name = entry.file_name();
        let named = name.to_str().is_some_and(|name| name.starts_with("JPEG_") && name.ends_with(".jpg"));
        let touched = entry.metadata().ok().filter(std::fs::Metadata::is_file).and_then(|file| file.modified().ok());
        named && touched.is_some_and(|at| now.duration_since(at).is_ok_and(|age| age >= IN_USE))
    };
    entries.flatten().filter(old).filter(|entry| std::fs::remove_file(entry.path()).is_ok()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_camera_left_long_ago_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str| {
            std::fs::write(folder.path().join(name), b"x").unwrap();
            std::fs::metadata(folder.path().join(name)).unwrap().modified().unwrap()
        };
        let taken = file("JPEG_20261122_080000_1.jpg");
        file("IMG_1.jpg");
        file("JPEG_notes.txt");
        std::fs::create_dir(folder.path().join("JPEG_folder.jpg")).unwrap();
        assert_eq!(sweep(folder.path(), taken + IN_USE - Duration::from_secs(1)), 0);
        assert_eq!(sweep(folder.path(), taken + IN_USE + Duration::from_secs(1)), 1);
        assert!(!folder.path().join("JPEG_20261122_080000_1.jpg").exists());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 3);
    }

    #[test]
    fn a_clock_that_went_back_or_a_folder_that_is_not_there_removes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("JPEG_1.jpg"), b"x").unwrap();
        assert_eq!(sweep(folder.path(), SystemTime::UNIX_EPOCH), 0);
        assert_eq!(sweep(&folder.path().join("none"), SystemTime::UNIX_EPOCH), 0);
    }
}
