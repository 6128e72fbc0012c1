//! Sentences of the list of questions without an answer. Not for the other pages (see `words` of the console).
//!
//! What a newcomer would get wrong: the questions themselves are never translated; they stand as they were asked.

use crate::console::words::Lang;

macro_rules! words {
    ($( $(#[$doc:meta])* $name:ident: $vi:literal, $en:literal; )*) => {
        /// One language. `{}` is filled by [`fill`](crate::console::words::fill).
        pub struct Said { $( $(#[$doc])* pub $name: &'static str, )* }
        const VI: Said = Said { $( $name: $vi, )* };
        const EN: Said = Said { $( $name: $en, )* };
        #[cfg(test)]
        const ALL: &[(&str, &str, &str)] = &[ $( (stringify!($name), $vi, $en), )* ];
    };
}

words! {
    /// Title.
    title: "Câu hỏi chưa có câu trả lời", "Questions without an answer";
    /// Under it.
    more: "Người dân hỏi trong ứng dụng mà nội dung chưa trả lời được. Không ai biết người hỏi là ai.", "What people asked in the app and its content could not answer. Nobody knows who asked.";
    /// Tab.
    open: "Chưa xem xét", "Open";
    /// Tab.
    answered: "Đã có trong nội dung", "Answered in content";
    /// Tab.
    not_ours: "Không thuộc ứng dụng", "Not for us";
    /// Label of the tabs.
    which: "Đã làm gì", "What was made of them";
    /// Label.
    unit: "Xã", "Commune";
    /// Choice.
    all_units: "Tất cả", "All";
    /// Choice, and in a line.
    no_unit: "Không nói xã nào", "No commune named";
    /// Button.
    show: "Xem", "Show";
    /// Count.
    asked_one: "hỏi 1 lần", "asked once";
    /// Count.
    asked_many: "hỏi {} lần", "asked {} times";
    /// Days.
    days: "{} đến {}", "{} to {}";
    /// Who and when.
    decided: "{} ghi {}", "Noted by {}, {}";
    /// Tag.
    again: "Vẫn có người hỏi", "Asked again since";
    /// Button.
    do_answered: "Đã có trong nội dung", "Answered in content";
    /// Button.
    do_not_ours: "Không thuộc ứng dụng", "Not for us";
    /// Button.
    do_open: "Xem xét lại", "Open again";
    /// Notice.
    done: "Đã ghi.", "Noted.";
    /// Nothing here.
    empty: "Không có câu hỏi nào ở đây", "No questions here";
    /// Under it.
    empty_more: "Câu hỏi chỉ đến khi người dân đồng ý gửi.", "Questions only come when people agree to send them.";
}

/// The words of a language.
#[must_use]
pub fn said(lang: Lang) -> &'static Said {
    match lang {
        Lang::Vi => &VI,
        Lang::En => &EN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_are_complete_differ_and_are_filled_alike() {
        for (name, vi, en) in ALL {
            assert!(!vi.is_empty() && !en.is_empty() && vi != en, "{name}");
            assert_eq!(vi.matches("{}").count(), en.matches("{}").count(), "{name}");
            assert_eq!(*vi, vungsam_domain::fold::clean(vi), "{name} in NFC");
        }
    }
}
