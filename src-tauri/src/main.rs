//! The desktop program: starts [`vungsam_app::run`]. Not for anything else; a phone enters through the library.
//!
//! What a newcomer would get wrong: code put here does not run on Android.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() -> std::process::ExitCode {
    vungsam_app::run_desktop()
}
