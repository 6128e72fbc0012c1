//! Compiles the C side of this crate against the headers of the JPEG library that `mozjpeg-sys` builds.
//!
//! What a newcomer would get wrong: the library itself is not built here; only `shim.c` is.

fn main() {
    println!("cargo:rerun-if-changed=src/shim.c");
    let mut shim = cc::Build::new();
    // Set by mozjpeg-sys, which `links = "jpeg"`.
    if let Some(dirs) = std::env::var_os("DEP_JPEG_INCLUDE") {
        for dir in std::env::split_paths(&dirs) {
            shim.include(dir);
        }
    }
    shim.file("src/shim.c").warnings(true).extra_warnings(true).flag_if_supported("-Wno-unused-parameter");
    shim.compile("vungsam_jpeg_shim");
}
