//! Sentences of the pages of dossiers, in both languages. Not for what all pages share (see `console::words`).
//!
//! What a newcomer would get wrong: the names of the ten statuses and what a citizen reads are those of the national
//! portal's list (`facts`), the same as on the phone; they are not the office's to change.

use crate::console::format;
use crate::console::words::{Lang, fill};

macro_rules! table {
    ($( $(#[$doc:meta])* $name:ident: $vi:literal, $en:literal; )*) => {
        /// One language. `{}` is filled by `words::fill`.
        pub struct Said {
            $( $(#[$doc])* pub $name: &'static str, )*
            /// The office's name of a status.
            pub status: fn(u8) -> &'static str,
            /// What the citizen reads.
            pub seen: fn(u8) -> &'static str,
        }

        static VI: Said = Said { $( $name: $vi, )* status: |c| name(c).0, seen: |c| name(c).2 };
        static EN: Said = Said { $( $name: $en, )* status: |c| name(c).1, seen: |c| name(c).3 };

        #[cfg(test)]
        const ALL: &[(&str, &str, &str)] = &[ $( (stringify!($name), $vi, $en), )* ];
    };
}

/// The words of this language.
pub fn said(lang: Lang) -> &'static Said {
    match lang {
        Lang::Vi => &VI,
        Lang::En => &EN,
    }
}

/// "5 minutes ago", or "just now".
pub fn ago(ms: i64, lang: Lang) -> String {
    let age = format::age(ms, lang);
    if ms < 60_000 { age } else { fill(said(lang).ago, &[&age]) }
}

/// A status: name in Vietnamese and English, what the citizen reads in Vietnamese and English.
fn name(code: u8) -> (&'static str, &'static str, &'static str, &'static str) {
    match code {
        1 => (
            "Mới đăng ký",
            "Newly submitted",
            "Hồ sơ đã gửi, chờ cán bộ tiếp nhận",
            "Sent; an officer has still to accept it",
        ),
        2 => ("Được tiếp nhận", "Accepted", "Đã nhận; xem ngày hẹn trả", "Accepted; see the day of return"),
        3 => ("Không được tiếp nhận", "Not accepted", "Không nhận được; xem lý do", "Not accepted; see the reason"),
        4 => ("Đang xử lý", "Processing", "Đang giải quyết", "Being worked on"),
        5 => (
            "Yêu cầu bổ sung giấy tờ",
            "Supplement requested",
            "Cần bạn nộp thêm giấy tờ",
            "You must hand in more papers",
        ),
        6 => ("Yêu cầu thực hiện nghĩa vụ tài chính", "Payment requested", "Cần bạn thanh toán", "You must pay"),
        7 => ("Công dân yêu cầu rút hồ sơ", "Withdrawal requested", "Bạn đã xin rút hồ sơ", "You asked to withdraw it"),
        8 => ("Dừng xử lý", "Stopped", "Hồ sơ đã dừng", "It was stopped"),
        9 => (
            "Đã xử lý xong",
            "Completed, result ready",
            "Có kết quả, mời đến nhận",
            "The result is ready; come and fetch it",
        ),
        _ => ("Đã trả kết quả", "Result returned", "Đã trả kết quả", "The result was handed over"),
    }
}

table! {
    /// Title of the list.
    title: "Hồ sơ", "Dossiers";
    /// Label of the search.
    find: "Tìm theo mã hồ sơ", "Find by code";
    /// Button.
    find_do: "Tìm", "Find";
    /// Link to the files offices send.
    files: "Tệp của cơ quan", "Office files";
    /// Label of the tabs.
    which: "Xem", "Show";
    /// Tab.
    all: "Tất cả", "All";
    /// Tab.
    late: "Trễ hẹn", "Late";
    /// Tab.
    waiting: "Chờ người dân", "Waiting for the citizen";
    /// Tab.
    ready: "Chờ đến nhận", "Ready to be fetched";
    /// Link to the form.
    add: "Thêm hồ sơ", "Add a dossier";
    /// Column and field.
    code: "Mã hồ sơ", "Code";
    /// Under the field.
    code_hint: "Như trên giấy tiếp nhận. Không nhập số căn cước hay số điện thoại.", "As on the slip. Never a citizen's number or a phone number.";
    /// Column and field.
    status_word: "Trạng thái", "Status";
    /// Column and heading.
    due: "Ngày hẹn trả", "Day of return";
    /// In the list; an age.
    changed: "Đổi {}", "Changed {}";
    /// Column.
    changed_head: "Lần đổi gần nhất", "Last change";
    /// Field.
    procedure: "Thủ tục", "Procedure";
    /// Under the field.
    procedure_hint: "Tên hoặc mã thủ tục. Không ghi tên người.", "Its name or national code. No names of people.";
    /// Where none is known.
    no_procedure: "Chưa rõ thủ tục", "Procedure not known";
    /// Fact and field.
    unit: "Xã", "Commune";
    /// Where none is known.
    no_unit: "Chưa rõ xã", "Commune not known";
    /// First choice.
    unit_choose: "Chọn xã", "Choose a commune";
    /// Problem.
    unit_required: "Hãy chọn xã.", "Choose a commune.";
    /// Empty list.
    none_yet: "Chưa có hồ sơ nào.", "There are no dossiers yet.";
    /// Under it.
    none_yet_more: "Hồ sơ đến từ tệp của cơ quan, hoặc do cán bộ thêm.", "They come from files of the office, or an officer adds them.";
    /// Empty list with a filter.
    none_found: "Không thấy hồ sơ nào.", "No dossier was found.";
    /// Link.
    show_all: "Xem tất cả", "Show all";
    /// Link.
    back: "Danh sách hồ sơ", "All dossiers";
    /// A word of the office that is none of the ten.
    status_unknown: "Trạng thái khác", "Another status";
    /// Clock.
    due_today: "Hạn hôm nay", "Due today";
    /// Clock.
    left_one: "Còn {} ngày làm việc", "{} working day left";
    /// Clock.
    left_many: "Còn {} ngày làm việc", "{} working days left";
    /// Clock.
    late_one: "Trễ {} ngày làm việc", "{} working day late";
    /// Clock.
    late_many: "Trễ {} ngày làm việc", "{} working days late";
    /// Clock.
    paused: "Đồng hồ dừng, chờ người dân", "The clock stands still: waiting for the citizen";
    /// Clock.
    no_day: "Chưa có ngày hẹn", "No day yet";
    /// Clock; a year.
    unknown_year: "Chưa có lịch nghỉ năm {}", "No table of days off for {}";
    /// After the clock.
    provisional: "(lịch nghỉ tạm tính)", "(days off are provisional)";
    /// Note.
    late_more: "Hồ sơ đã quá hẹn. Hãy xin lỗi bằng văn bản (Mẫu 04) và ghi ngày hẹn mới.", "This dossier is late. Apologise in writing (form 04) and give a new day of return.";
    /// Heading.
    timeline: "Các bước", "Steps";
    /// Beside the step that counts.
    counts: "Đang tính", "Counts now";
    /// In a step; an age.
    noted: "ghi {}", "noted {}";
    /// In a step.
    by_hand: "Cán bộ ghi", "By an officer";
    /// In a step.
    by_file: "Từ tệp cơ quan", "From an office file";
    /// In a step; a day.
    due_said: "Hẹn trả {}", "Return on {}";
    /// In a step.
    owner_changed: "Đã thay bốn số đối chiếu", "The four digits were replaced";
    /// Heading.
    sources: "Nguồn", "Sources";
    /// How long ago, where it is more than a moment.
    ago: "{} trước", "{} ago";
    /// How many phones watch.
    watcher_one: "{} điện thoại đang theo dõi", "{} phone watches it";
    /// How many phones watch.
    watcher_many: "{} điện thoại đang theo dõi", "{} phones watch it";
    /// Fact and field.
    received_on: "Ngày nhận hồ sơ", "Handed in on";
    /// Fact.
    digits: "Bốn số đối chiếu", "Four digits";
    /// None held.
    digits_none: "Chưa có. Người dân chưa theo dõi được.", "None. Citizens cannot watch it yet.";
    /// Held.
    digits_phone: "Có, của số điện thoại", "Held, of the phone number";
    /// Held.
    digits_citizen: "Có, của số căn cước", "Held, of the citizen's number";
    /// Held.
    digits_both: "Có, của điện thoại và căn cước", "Held, of the phone and the citizen's number";
    /// Heading of the form.
    next: "Ghi một bước", "Write a step";
    /// Problem.
    status_required: "Hãy chọn trạng thái.", "Choose a status.";
    /// Field.
    on: "Ngày của trạng thái", "Day of the status";
    /// Field.
    supplement: "Giấy tờ nào, hoặc khoản nào", "Which papers, or which fee";
    /// Under the field.
    supplement_hint: "Ghi rõ từng giấy, số tiền, nộp ở đâu. Người dân đọc đúng câu này.", "Each paper, the amount, where. The citizen reads exactly this.";
    /// Problem.
    papers_required: "Hãy ghi rõ cần bổ sung giấy tờ nào.", "Say exactly which papers are missing.";
    /// Problem.
    fee_required: "Hãy ghi rõ khoản phải nộp và nơi nộp.", "Say which fee, and where to pay it.";
    /// Problem; a number.
    too_long: "Dài quá {} ký tự.", "Longer than {} characters.";
    /// Field.
    due_new: "Ngày hẹn trả mới", "New day of return";
    /// Under the field.
    due_hint: "Để trống nếu không đổi.", "Leave it empty if it stays.";
    /// Under the field when late.
    due_late_hint: "Quá hẹn thì phải có ngày mới, kèm phiếu xin lỗi (Mẫu 04).", "When late a new day is required, with the apology (form 04).";
    /// Problem.
    due_required: "Hồ sơ quá hẹn: hãy ghi ngày hẹn mới, từ hôm nay trở đi.", "It is late: give a new day of return, today or after.";
    /// Problem.
    due_before: "Ngày hẹn không thể trước ngày nhận.", "It cannot be due before it was handed in.";
    /// Problem.
    day_unreadable: "Hãy chọn một ngày có thật.", "Choose a day that exists.";
    /// Problem.
    day_to_come: "Ngày này chưa tới.", "This day has not come yet.";
    /// Legend.
    proof_legend: "Bốn số cuối để người dân theo dõi", "Last four digits, so that the citizen can watch";
    /// Under the legend.
    proof_hint: "Không bắt buộc. Chỉ giữ mã băm, không giữ số.", "Optional. Only a keyed hash is kept, never the digits.";
    /// Field.
    phone: "Bốn số cuối điện thoại", "Last four of the phone";
    /// Field.
    citizen: "Bốn số cuối căn cước", "Last four of the citizen's number";
    /// Problem.
    digits_wrong: "Hãy nhập đúng bốn chữ số.", "Enter four digits.";
    /// Tick.
    correct: "Đây là sửa một chỗ ghi nhầm", "This corrects an error";
    /// Under the tick.
    correct_hint: "Cần khi trạng thái lùi lại, hoặc khi thay bốn số.", "Needed when the status moves back, or the digits are replaced.";
    /// Problem.
    back_sure: "Bước này lùi lại. Nếu sửa nhầm, hãy đánh dấu.", "This step moves back. Tick if it corrects an error.";
    /// Problem.
    replace_sure: "Bốn số này khác số đang giữ. Người đang theo dõi sẽ không thấy nữa. Hãy đánh dấu nếu đúng.", "These digits differ from those held: who watches now will see no more. Tick if that is right.";
    /// Before what the citizen reads.
    see: "Người dân sẽ thấy:", "The citizen will see:";
    /// Button.
    write: "Ghi bước này", "Write this step";
    /// Note.
    written: "Đã ghi. Người đang theo dõi sẽ được báo.", "Written. Whoever watches is told.";
    /// Note.
    written_older: "Đã ghi vào lịch sử. Một bước mới hơn vẫn đang tính.", "Written into the history. A younger step still counts.";
    /// Alert.
    stale: "Có bước mới trong lúc bạn đang ghi.", "Somebody wrote a step in the meantime.";
    /// Under it.
    stale_more: "Hãy xem lại rồi ghi tiếp. Những gì bạn nhập vẫn còn.", "Look again, then write. What you typed is still here.";
    /// Title.
    new_title: "Thêm hồ sơ", "Add a dossier";
    /// Button.
    new_do: "Thêm hồ sơ này", "Add this dossier";
    /// Problem.
    code_wrong: "Đây không phải mã hồ sơ.", "This is not the code of a dossier.";
    /// Problem.
    code_there: "Hồ sơ này đã có. Hãy mở ra và ghi bước mới.", "This dossier is here already. Open it and write a step.";
    /// Problem.
    code_elsewhere: "Mã này thuộc một cơ quan khác.", "This code belongs to another office.";
    /// Link.
    open_it: "Mở hồ sơ đã có", "Open the dossier";
    /// Source of an officer without a commune, for citizens.
    desk_name: "Cán bộ một cửa", "Officer at the counter";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_dossiers_are_complete_in_both_languages_and_in_nfc() {
        for (name, vi, en) in ALL {
            assert!(!vi.trim().is_empty() && !en.trim().is_empty() && vi != en, "{name}");
            assert_eq!(vi.matches("{}").count(), en.matches("{}").count(), "{name} is filled differently");
            assert_eq!(vungsam_domain::fold::clean(vi), **vi, "{name}");
        }
        for code in 1..=10 {
            assert!((VI.status)(code) != (EN.status)(code) && (VI.seen)(code) != (EN.seen)(code), "{code}");
        }
    }
}
