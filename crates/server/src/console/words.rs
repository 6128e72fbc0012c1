//! Every sentence of the console, one table a language: long because each has a line saying where it stands. Not for names
//! that are content (categories, communes).
//!
//! What a newcomer would get wrong: a template holds no words. A sentence that is missing in one language does not
//! compile, and a test finds one that was left in the other language.

use super::{words_en::EN, words_vi::VI};
use vungsam_domain::{Action, Status};

/// Language of the console.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// Vietnamese, the default.
    #[default]
    Vi,
    /// English.
    En,
}

impl Lang {
    /// The language with this id.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        match id {
            "vi" => Some(Self::Vi),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    /// `vi` or `en`.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }

    /// The other one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Vi => Self::En,
            Self::En => Self::Vi,
        }
    }

    /// Its words.
    #[must_use]
    pub fn words(self) -> &'static Words {
        match self {
            Self::Vi => &VI,
            Self::En => &EN,
        }
    }

    /// A content text in this language.
    #[must_use]
    pub fn of(self, text: &vungsam_domain::content::Text) -> &str {
        match self {
            Self::Vi => &text.vi,
            Self::En => &text.en,
        }
    }
}

macro_rules! table {
    ($( $(#[$doc:meta])* $name:ident ),* $(,)?) => {
        /// One language. `{}` is filled by [`fill`].
        pub struct Words {
            $( $(#[$doc])* pub $name: &'static str, )*
            /// Days of the week, from Monday.
            pub weekdays: [&'static str; 7],
            /// What the office calls each state.
            pub status: fn(Status) -> &'static str,
            /// What an officer chooses.
            pub action: fn(Action) -> &'static str,
            /// One line under the choice.
            pub action_hint: fn(Action) -> &'static str,
            /// What the timeline says was done.
            pub done: fn(Action) -> &'static str,
            /// What comes after a state; empty when nothing is expected.
            pub next: fn(Status) -> &'static str,
        }

        #[cfg(test)]
        impl Words {
            fn all(&self) -> Vec<(&'static str, &'static str)> {
                vec![ $( (stringify!($name), self.$name), )* ]
            }
        }
    };
}

table! {
    /// Name of the product.
    brand,
    /// Name of the console, under the brand on the sign-in page.
    console,
    /// Link to the other language, in that language.
    other_language,
    /// Skip link.
    skip,
    /// Label of the navigation.
    desk,
    /// The queue.
    complaints,
    /// The dossiers.
    dossiers,
    /// Signs out.
    sign_out,
    /// Link to the password page.
    change_password,
    /// Title of the sign-in page.
    sign_in,
    /// Field.
    login,
    /// Field.
    password,
    /// Button.
    enter,
    /// Login or password wrong; says nothing about which.
    wrong,
    /// Too many wrong ones.
    locked,
    /// Both must be filled.
    fill_both,
    /// After signing out.
    signed_out,
    /// The session ended by itself.
    expired,
    /// Head of an error summary.
    mend,
    /// Title of the password page.
    new_password_title,
    /// Why it must be changed now.
    must_change,
    /// Field.
    old_password,
    /// Field.
    new_password,
    /// Hint: how long.
    password_rule,
    /// Field.
    repeat_password,
    /// Button.
    save_password,
    /// The old one is wrong.
    old_wrong,
    /// Too short.
    too_short,
    /// Too long.
    too_long_password,
    /// New equals old or login.
    same_password,
    /// The two are not alike.
    not_alike,
    /// Changed.
    password_saved,
    /// Column and filter.
    state,
    /// Filter.
    commune,
    /// Filter.
    category,
    /// Filter.
    order,
    /// Filter.
    search,
    /// Button of the filter.
    apply,
    /// Choice: open ones.
    open,
    /// Choice: everything.
    all,
    /// Choice.
    oldest,
    /// Choice.
    newest,
    /// Column heading for the drawing (read aloud only).
    picture,
    /// Column.
    matter,
    /// Column.
    received,
    /// Column.
    age,
    /// Column.
    photos,
    /// No row at all, and no filter.
    queue_empty,
    /// Second line for it.
    queue_empty_more,
    /// No row fits the filter.
    none_fit,
    /// Nothing is open, but there are others.
    none_open,
    /// Link from there: all of them.
    show_all,
    /// "10 communes": of an officer with more than a line of them.
    communes_many,
    /// Link: without filter.
    clear_filter,
    /// Link: the same search in every state.
    search_all,
    /// Choice: the sender named no commune.
    no_commune,
    /// "{} open"; one.
    open_one,
    /// "{} open"; several.
    open_many,
    /// "8 of 41": shown, total.
    shown_of,
    /// "1 of 2" photos: here, announced.
    here_of,
    /// Link.
    next_page,
    /// Link.
    previous_page,
    /// Label of the paging links.
    pages,
    /// A complaint without text, only photos.
    no_text,
    /// Place unknown to the person.
    no_place,
    /// Link back to the queue.
    queue,
    /// Nobody named.
    anonymous,
    /// Heading.
    person,
    /// Who sees it.
    officers_only,
    /// Heading.
    place,
    /// In front of "near what".
    near,
    /// A position, rounded.
    position_rough,
    /// A position, exact.
    position_exact,
    /// No photos.
    no_photos,
    /// All there; one.
    whole_one,
    /// All there; several.
    whole_many,
    /// In the gap of a photo that is not there.
    photo_coming,
    /// Summary; one missing.
    coming_one,
    /// Summary; several missing.
    coming_many,
    /// "Photo {}".
    photo_n,
    /// Times: saved at {}, received {}.
    saved_received,
    /// Why the two times differ in weight.
    claimed,
    /// Heading of the timeline.
    timeline,
    /// First step.
    received_step,
    /// Who says the first step.
    receipt_signed,
    /// The sender, as speaker.
    sender,
    /// Somebody acted on an older version.
    replaced_by,
    /// Heading of the form.
    what_next,
    /// Field, optional.
    message,
    /// Field, required for some choices.
    message_hint,
    /// In front of what the citizen will see.
    will_see,
    /// Accept or start: with the message and your name.
    will_see_message,
    /// Answer: the text and your name.
    will_see_answer,
    /// Refuse: the reason and your name.
    will_see_reason,
    /// The button.
    write,
    /// Nothing to do: sender's turn or finished.
    nothing_to_do,
    /// Choose something.
    choose_action,
    /// Text missing for an answer.
    text_required,
    /// Text missing for a refusal.
    reason_required,
    /// Text too long: limit.
    text_too_long,
    /// Somebody was faster: status now.
    changed,
    /// What to do then.
    changed_more,
    /// Success.
    written,
    /// 403 title.
    forbidden,
    /// 403 text.
    forbidden_more,
    /// 404 title.
    not_found,
    /// 404 text.
    not_found_more,
    /// 400 title.
    bad_request,
    /// 400 text.
    bad_request_more,
    /// 500 title.
    broken,
    /// 500 text.
    broken_more,
    /// Link.
    to_start,
    /// Less than a minute.
    just_now,
    /// Minutes; one.
    minute_one,
    /// Minutes; several.
    minute_many,
    /// Hours; one.
    hour_one,
    /// Hours; several.
    hour_many,
    /// Days; one.
    day_one,
    /// Days; several.
    day_many,
    /// Date with weekday: weekday, date.
    dated,
    /// More than five photos chosen.
    photos_too_many,
    /// A file is no picture: its name.
    photo_unreadable,
    /// A picture is too large: its name.
    photo_too_large,
    /// After an error: files are forgotten by the browser.
    photos_again,
    /// No body chosen for a transfer.
    agency_required,
    /// The day of a transfer is not a day.
    day_unreadable,
    /// The day of a transfer is in the future.
    day_to_come,
    /// Nobody chosen to give it to.
    to_required,
    /// No question for the sender.
    question_required,
    /// The number of the other report is not one.
    other_unreadable,
    /// No such report here.
    other_missing,
    /// It was joined to another one itself.
    other_joined,
    /// Ask more: the question and your name.
    will_see_question,
    /// Transfer: where to, its number.
    will_see_transfer,
    /// Duplicate: a sentence.
    will_see_duplicate,
    /// Assign: who is told.
    will_see_assign,
    /// Field: photos beside the answer.
    proof_photos,
    /// Hint under it.
    proof_hint,
    /// "Photo {} of the office".
    proof_n,
    /// Field and fact: body it is handed to.
    agency,
    /// First line of the list.
    agency_choose,
    /// Field: a body not in the list.
    agency_other,
    /// Hint under it.
    agency_other_hint,
    /// Field: number the body gave.
    agency_number,
    /// Hint under it.
    agency_number_hint,
    /// Field: day.
    handed_on,
    /// Field: officer or commune.
    to_whom,
    /// First line of the list.
    to_choose,
    /// Group of the list.
    to_officers,
    /// Group of the list.
    to_units,
    /// Line of the list.
    to_nobody,
    /// Line of the list: name.
    to_me,
    /// Field: number of the other report.
    other_number,
    /// Hint under it.
    other_hint,
    /// The clock: since.
    stands_still,
    /// In the timeline, over: how long.
    stood_still,
    /// In the timeline, not over: how long.
    stands_still_for,
    /// A newer version arrived.
    received_again,
    /// Head of an older version: when.
    older_version,
    /// Note: the link led to an older version.
    newest_shown,
    /// Nothing to do: the newest version is another commune's.
    elsewhere_now,
    /// Timeline, inside: to whom.
    given_to,
    /// Timeline, inside: to nobody.
    given_back,
    /// Timeline: commune.
    moved_to,
    /// Tag in the timeline.
    inside,
    /// Timeline: body, number, day.
    handed,
    /// Timeline: body, day.
    handed_no_number,
    /// Who holds it: name.
    held_by,
    /// It is mine.
    held_by_me,
    /// Filter and tag: the sender said something.
    spoke,
    /// Note on the case.
    spoke_more,
    /// Button.
    mark_read,
    /// After pressing it.
    marked_read,
    /// After giving it to an officer.
    written_inside,
    /// Filter: who holds it.
    holder,
    /// Choice.
    mine,
    /// Choice.
    nobody,
    /// Note on the queue.
    moved_away,
    /// Link: number of the main report.
    joined_to,
    /// Link: number of a joined report.
    joined_here,
    /// To the sender: commune.
    tell_moved,
    /// To the sender.
    tell_duplicate,
    /// Fact on a confirm page.
    new_commune,
    /// Fact on a confirm page.
    none_given,
    /// Title of a confirm page.
    sure_unit,
    /// Title of a confirm page.
    sure_transfer,
    /// Title of a confirm page.
    sure_duplicate,
    /// Under the title.
    sure_more,
    /// Legend: which report.
    sure_which,
    /// Button.
    sure_yes,
    /// Button.
    sure_no,
    /// Heading under the form.
    more_steps,
    /// Side bar.
    unanswered,
    /// Filter, side bar, title.
    muted,
    /// Under the title.
    muted_more,
    /// Nothing muted.
    muted_empty,
    /// Link to their reports.
    muted_see,
    /// Who and when.
    muted_by,
    /// After muting.
    muted_done,
    /// After taking it back.
    unmuted,
    /// Button.
    unmute,
    /// On a case: who, when, why.
    is_muted,
    /// Reports of a device; one.
    report_one,
    /// Reports of a device; several.
    report_many,
    /// Last of them.
    last_at,
    /// A muted device without reports here.
    no_reports,
    /// Link and title.
    mute_title,
    /// Under the link.
    mute_hint,
    /// On the form.
    mute_more,
    /// Field.
    mute_reason,
    /// Missing.
    mute_reason_required,
    /// Button.
    mute_do,
    /// Side bar, title of the leaders' page.
    apart,
    /// Under the title.
    apart_more,
    /// Nothing set apart.
    apart_empty,
    /// Link and title.
    apart_title,
    /// Under the link.
    apart_hint,
    /// First question.
    apart_which,
    /// What happens.
    apart_effect,
    /// Warning: the commune has none.
    apart_no_leader,
    /// Fact on the form.
    apart_kind,
    /// Link: another kind.
    apart_change,
    /// Field.
    apart_text,
    /// Hint under it.
    apart_text_hint,
    /// Missing.
    apart_text_required,
    /// Button.
    apart_do,
    /// Link back.
    apart_cancel,
    /// Note on the queue.
    apart_done,
    /// Note on the leaders' page.
    apart_undone,
    /// Heading of the undo form.
    apart_undo,
    /// What it does.
    apart_undo_more,
    /// Button.
    apart_undo_do,
    /// Heading: who looked at it.
    looks,
    /// Who set it apart.
    look_set,
    /// Who read it.
    look_read,
    /// Who opened a photo.
    look_photo,
    /// Who undid it.
    look_undo,
    /// Kind.
    kind_khieu_nai,
    /// Kind.
    kind_to_cao,
    /// Kind.
    kind_to_giac,
    /// Kind.
    kind_tranh_chap_dat,
    /// One line.
    kind_khieu_nai_hint,
    /// One line.
    kind_to_cao_hint,
    /// One line.
    kind_to_giac_hint,
    /// One line.
    kind_tranh_chap_dat_hint,
    /// Opening quotation mark.
    quote_open,
    /// Closing quotation mark.
    quote_close,
}

/// Puts `values` in the place of each `{}`, in order.
#[must_use]
pub fn fill(pattern: &str, values: &[&str]) -> String {
    let mut out = String::with_capacity(pattern.len() + 16);
    let mut values = values.iter();
    let mut parts = pattern.split("{}");
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        out.push_str(values.next().unwrap_or(&""));
        out.push_str(part);
    }
    out
}

/// The pattern for this count, filled with it.
#[must_use]
pub fn count(n: u64, one: &str, many: &str) -> String {
    fill(if n == 1 { one } else { many }, &[&n.to_string()])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Alike in both languages on purpose.
    const SAME: [&str; 3] = ["brand", "quote_open", "quote_close"];

    #[test]
    fn both_languages_are_complete_and_no_sentence_was_left_in_the_other() {
        for ((name, vi), (_, en)) in VI.all().into_iter().zip(EN.all()) {
            assert!(!vi.trim().is_empty() && !en.trim().is_empty(), "{name} is empty");
            assert_eq!(vi.matches("{}").count(), en.matches("{}").count(), "{name} is filled differently");
            assert!(SAME.contains(&name) || vi != en, "{name} is the same in both");
        }
        for s in Status::ALL {
            assert_ne!((VI.status)(s), (EN.status)(s));
            assert_eq!((VI.next)(s).is_empty(), (EN.next)(s).is_empty());
        }
        for a in Action::ALL {
            for (vi, en) in [
                ((VI.action)(a), (EN.action)(a)),
                ((VI.action_hint)(a), (EN.action_hint)(a)),
                ((VI.done)(a), (EN.done)(a)),
            ] {
                assert!(!vi.is_empty() && vi != en, "{a:?}: {vi}");
            }
        }
        assert!(VI.weekdays.iter().zip(EN.weekdays).all(|(v, e)| *v != e));
    }

    #[test]
    fn vietnamese_is_written_in_nfc() {
        for (name, text) in VI.all() {
            assert_eq!(text, vungsam_domain::fold::clean(text), "{name}");
        }
    }

    #[test]
    fn no_template_holds_words() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
        let mut seen = 0;
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let text = std::fs::read_to_string(&path).unwrap();
            for name in ["alt", "title", "placeholder", "aria-label"] {
                for after in text.split(&format!("{name}=\"")).skip(1) {
                    let value = after.split('"').next().unwrap();
                    let left = outside(value, "{{", "}}");
                    assert!(!left.chars().any(char::is_alphabetic), "{}: {name}={value}", path.display());
                }
            }
            let bare = outside(&outside(&outside(&text, "{#", "#}"), "{%", "%}"), "{{", "}}");
            let bare = outside(&bare, "<", ">").replace("&#8209;", "");
            assert!(!bare.chars().any(char::is_alphabetic), "{}: {:?}", path.display(), bare.trim());
            seen += 1;
        }
        assert!(seen >= 5);
    }

    fn outside(text: &str, open: &str, close: &str) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once(open) {
            out.push_str(before);
            rest = after.split_once(close).map_or("", |(_, r)| r);
        }
        out + rest
    }

    #[test]
    fn places_are_filled_in_order() {
        assert_eq!(fill("{} of {}.", &["1", "2"]), "1 of 2.");
        assert_eq!(fill("{} {}", &["1"]), "1 ");
        assert_eq!(count(1, "{} day", "{} days"), "1 day");
        assert_eq!(count(0, "{} day", "{} days"), "0 days");
    }
}
