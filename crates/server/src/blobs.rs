//! Finished photos: files at `photos/<complaint>/<sha256>.jpg` in the data folder. Not for uploads on their way.
//!
//! What a newcomer would get wrong: a write returns only when the file *and* its name are on disk (fsync of file and
//! folder, then rename), because the row that says "received" is written after it.

use bytes::Bytes;
use object_store::local::LocalFileSystem;
use object_store::path::Path as Key;
use object_store::{ObjectStore, ObjectStoreExt, PutPayload};
use std::path::Path;
use std::sync::Arc;
use vungsam_domain::ComplaintId;

/// Why a photo could not be stored or read.
#[derive(Debug, thiserror::Error)]
pub enum BlobError {
    /// No room left.
    #[error("the disk is full")]
    Full,
    /// Anything else.
    #[error("photo storage failed")]
    Other(#[source] object_store::Error),
}

impl From<object_store::Error> for BlobError {
    fn from(e: object_store::Error) -> Self {
        let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(&e);
        while let Some(c) = cause {
            if c.downcast_ref::<std::io::Error>().is_some_and(|io| io.kind() == std::io::ErrorKind::StorageFull) {
                return Self::Full;
            }
            cause = c.source();
        }
        Self::Other(e)
    }
}

/// Where photos are.
#[derive(Debug, Clone)]
pub struct Blobs {
    store: Arc<dyn ObjectStore>,
}

impl Blobs {
    /// In this folder, which must exist.
    ///
    /// # Errors
    /// When it cannot be used.
    pub fn local(dir: &Path) -> Result<Self, BlobError> {
        Ok(Self { store: Arc::new(LocalFileSystem::new_with_prefix(dir)?.with_fsync(true)) })
    }

    fn key(complaint: ComplaintId, sha256: &str) -> Key {
        Key::from_iter(["photos".to_owned(), complaint.to_string(), format!("{sha256}.jpg")])
    }

    /// Stores a photo; storing it again changes nothing.
    ///
    /// # Errors
    /// [`BlobError`].
    pub async fn put(&self, complaint: ComplaintId, sha256: &str, jpeg: Bytes) -> Result<(), BlobError> {
        self.store.put(&Self::key(complaint, sha256), PutPayload::from_bytes(jpeg)).await?;
        Ok(())
    }

    /// Reads a photo; `None` when it is not there.
    ///
    /// # Errors
    /// [`BlobError`].
    pub async fn get(&self, complaint: ComplaintId, sha256: &str) -> Result<Option<Bytes>, BlobError> {
        match self.store.get(&Self::key(complaint, sha256)).await {
            Ok(found) => Ok(Some(found.bytes().await?)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(e) => Err(e.into()),
        }
    }
}
