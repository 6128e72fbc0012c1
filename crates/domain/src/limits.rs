//! Sizes and counts both sides enforce. Not for rates: those are the gateway's configuration.
//!
//! What a newcomer would get wrong: text is counted in characters (what a person sees), bodies and photos in bytes.

/// Longest description, in characters (`feedback.json`: about 1,000).
pub const TEXT_CHARS: usize = 1_000;
/// Longest village or landmark text, in characters.
pub const PLACE_CHARS: usize = 120;
/// Longest name, in characters.
pub const NAME_CHARS: usize = 80;
/// Longest text of an officer to a citizen, in characters.
pub const ANSWER_CHARS: usize = 2_000;
/// Most photos in a complaint.
pub const PHOTOS: usize = 5;
/// Largest photo as it leaves the phone, in bytes.
pub const PHOTO_BYTES: usize = 250 * 1024;
/// Longest edge of a photo as it leaves the phone, in px.
pub const PHOTO_EDGE: u32 = 1_600;
/// Largest file taken in as a photo, in bytes.
pub const INPUT_BYTES: usize = 40 * 1024 * 1024;
/// Most pixels taken in as a photo.
pub const INPUT_PIXELS: u64 = 108_000_000;
/// Largest photo the gateway takes from any client, in bytes.
pub const UPLOAD_BYTES: u64 = 1024 * 1024;
/// Largest complaint body, in bytes.
pub const BODY_BYTES: usize = 64 * 1024;
/// How often a sender may reopen a complaint; after that a reopening is kept as a remark.
pub const REOPENINGS: usize = 3;
/// Largest sealed package (a complaint with its photos and messages in one file), in bytes.
pub const PACKAGE_BYTES: usize = 4 * 1024 * 1024;
/// Wrong PINs a number may meet in a day (UTC) before it is closed for the rest of it.
pub const WRONG_PINS: u32 = 5;
/// Wrong proofs a dossier's code may meet in a day (UTC) before it is closed for the rest of it.
pub const WRONG_PROOFS: u32 = 5;
/// New codes a device may ask to watch in a day (UTC).
pub const NEW_CODES: u32 = 20;
/// Longest note at a stop of a planned day, in characters.
pub const PLAN_NOTE_CHARS: usize = 300;
/// Most stops of a planned day.
pub const PLAN_STOPS: usize = 30;
/// Longest dossier code, in characters.
pub const CODE_CHARS: usize = 64;
/// Longest question that is sent to be counted, in characters.
pub const QUESTION_CHARS: usize = 300;
/// Unanswered questions a device may send in a day (UTC).
pub const QUESTIONS: u32 = 20;
/// Longest text of an office about missing papers or a fee, in characters.
pub const SUPPLEMENT_CHARS: usize = 500;
