//! What the whole-system stories are told with: a real gateway, a real phone, and a bad road between them. Not for
//! tests of one crate, which live beside their code.
//!
//! What a newcomer would get wrong: nothing is mocked. The gateway is the gateway on a free port with a real
//! certificate, the phone is the core with its files on disk, and what fails is the network between them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "everything here is a test")]
#![allow(clippy::missing_panics_doc, clippy::missing_errors_doc)]

pub mod authority;
pub mod gateway;
pub mod officer;
pub mod phone;
pub mod proxy;
pub mod relay;
pub mod wire;
