//! Writes the TypeScript bindings into the folder given as argument. `cargo xtask bindings` calls it.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let dir = std::path::PathBuf::from(std::env::args_os().nth(1).ok_or("usage: bindings FOLDER")?);
    std::fs::create_dir_all(&dir)?;
    for (name, text) in vungsam_core::bindings() {
        std::fs::write(dir.join(name), text)?;
    }
    Ok(())
}
