//! The functions and structures of `shim.c`, field by field. Not for calling from outside this crate.
//!
//! What a newcomer would get wrong: nothing checks that both sides agree; change them together.

use mozjpeg_sys as _;

/// Opaque.
#[repr(C)]
pub struct Decoder {
    _private: [u8; 0],
}

#[repr(C)]
#[derive(Default)]
pub struct Header {
    pub width: u32,
    pub height: u32,
    pub colour: i32,
    pub progressive: i32,
    pub adobe: i32,
}

#[repr(C)]
#[derive(Default, Clone, Copy)]
pub struct Plane {
    pub stride: u32,
    pub rows: u32,
    pub width: u32,
    pub height: u32,
    pub h: u32,
    pub max_h: u32,
    pub v: u32,
    pub max_v: u32,
}

#[repr(C)]
#[derive(Default)]
pub struct Layout {
    pub raw: i32,
    pub planes: i32,
    pub plane: [Plane; super::PLANES],
}

#[repr(C)]
pub struct Picture {
    pub width: u32,
    pub height: u32,
    pub plane: [*const u8; 3],
    pub stride: [u32; 3],
    pub rows: [u32; 3],
}

impl Default for Picture {
    fn default() -> Self {
        Self { width: 0, height: 0, plane: [std::ptr::null(); 3], stride: [0; 3], rows: [0; 3] }
    }
}

unsafe extern "C" {
    pub fn vs_decoder_new(data: *const u8, len: usize, max_memory: usize, max_scans: i32) -> *mut Decoder;
    pub fn vs_decoder_header(d: *mut Decoder, out: *mut Header) -> i32;
    pub fn vs_decoder_start(d: *mut Decoder, eighths: i32, out: *mut Layout) -> i32;
    pub fn vs_decoder_read(
        d: *mut Decoder,
        buffers: *const *mut u8,
        lens: *const usize,
        done: *mut i32,
        rows: *mut u32,
    ) -> i32;
    pub fn vs_decoder_free(d: *mut Decoder);
    pub fn vs_encode(
        picture: *const Picture,
        quality: i32,
        trellis: i32,
        out: *mut u8,
        cap: usize,
        written: *mut usize,
    ) -> i32;
}
