//! Finished photos: files at `photos/<complaint>/<sha256>.jpg` in the data folder. Not for uploads on their way.
//!
//! What a newcomer would get wrong: a write returns only when the file *and* its name are on disk (fsync of file and
//! folder, then rename), because the row that says "received" is written after it.

use bytes::Bytes;
use object_store::local::LocalFileSystem;
use object_store::path::Path as Key;
use object_store::{ObjectStore, ObjectStoreExt, PutPayload};
use std::io::ErrorKind;
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
            let kind = c.downcast_ref::<std::io::Error>().map(std::io::Error::kind);
            // A quota or a limit on files is no room either: the operator can make some.
            if matches!(kind, Some(ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge)) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_seen_through_the_storage_library() {
        let io = std::io::Error::from(std::io::ErrorKind::StorageFull);
        let e = object_store::Error::Generic { store: "local", source: Box::new(io) };
        assert!(matches!(BlobError::from(e), BlobError::Full));
        let other = object_store::Error::NotImplemented { operation: "x".into(), implementer: "y".into() };
        assert!(matches!(BlobError::from(other), BlobError::Other(_)));
    }

    #[tokio::test]
    async fn a_photo_is_there_whole_and_only_under_its_name() {
        let dir = tempfile::tempdir().unwrap();
        let blobs = Blobs::local(dir.path()).unwrap();
        let (id, hash) = (ComplaintId(uuid::Uuid::from_u128(1)), "a".repeat(64));
        assert_eq!(blobs.get(id, &hash).await.unwrap(), None);
        for _ in 0..2 {
            blobs.put(id, &hash, Bytes::from_static(b"jpeg")).await.unwrap();
        }
        assert_eq!(blobs.get(id, &hash).await.unwrap().unwrap(), "jpeg");
        let folder = dir.path().join(format!("photos/{id}"));
        let names: Vec<_> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(names, [format!("{hash}.jpg").as_str()]);
    }
}
