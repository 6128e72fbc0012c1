//! Identities made by the phone (UUIDv7 but for one). Not for ids the gateway hands out: there are none a phone must wait for.
//!
//! What a newcomer would get wrong: the time inside a UUIDv7 is never read, not for order, age, expiry or law.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(as = "String"))]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(s: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(s).map(Self)
            }
        }
    };
}

id!(
    /// One complaint, from its first draft to its last event, on every machine.
    ComplaintId
);
id!(
    /// One installation of the app.
    DeviceId
);
id!(
    /// One step in the life of a complaint.
    EventId
);
id!(
    /// One message of the sender about a complaint.
    MessageId
);
id!(
    /// One dossier in somebody's wallet. Known to that phone only.
    DossierId
);
id!(
    /// One list of papers to take along. Known to that phone only.
    ChecklistId
);
id!(
    /// One question nobody could answer, on its way to being counted. Random, not a UUIDv7: it tells no time.
    UnansweredId
);
id!(
    /// One watch of a dossier's code by a device.
    WatchId
);
