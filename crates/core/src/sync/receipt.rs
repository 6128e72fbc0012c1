//! What a receipt proves, and what goes from the outbox because of it. The only code that marks anything received.
//!
//! What a newcomer would get wrong: the status of the answer plays no part. A receipt opens with a key of the
//! deployment, names our complaint and the hash of our exact bytes, or it proves nothing.

use super::Session;
use super::retry::RetryKind;
use crate::store::{self, complaints, messages, outbox};
use crate::views::StuckReason;
use vungsam_domain::wire::SealedReceipt;
use vungsam_domain::{ComplaintId, MessageId};

impl Session {
    /// Checks a receipt and stores what it proves, of a complaint or of a message about it. Returns the hashes of the
    /// photos it covers.
    pub(super) async fn accept(
        &self,
        id: ComplaintId,
        message: Option<MessageId>,
        sealed: SealedReceipt,
    ) -> store::Result<Result<Vec<String>, RetryKind>> {
        let Ok(receipt) = sealed.open(self.inner.config.deployment.keys()) else {
            return Ok(Err(RetryKind::Stuck(StuckReason::ReceiptUnproven)));
        };
        if receipt.id != id || receipt.message != message {
            return Ok(Err(RetryKind::NotOurs));
        }
        let ours = self
            .read(move |c| match message {
                None => complaints::body_sha256(c, id),
                Some(message) => messages::body_sha256(c, message),
            })
            .await?;
        if receipt.body_sha256 != ours {
            return Ok(Err(RetryKind::Stuck(StuckReason::IdConflict)));
        }
        let covered: Vec<String> = receipt.photos.iter().map(|p| p.sha256.clone()).collect();
        self.write(move |tx| {
            if let Some(message) = message {
                messages::set_receipt(tx, message, &sealed, &receipt)?;
                outbox::message_done(tx, message)?;
                for photo in &receipt.photos {
                    outbox::message_photo_done(tx, message, &photo.sha256)?;
                }
            } else {
                complaints::set_receipt(tx, &sealed, &receipt)?;
                outbox::words_done(tx, id)?;
                for photo in &receipt.photos {
                    outbox::photo_done(tx, id, &photo.sha256)?;
                }
            }
            Ok(())
        })
        .await?;
        self.inner.changed(Some(id));
        Ok(Ok(covered))
    }
}
