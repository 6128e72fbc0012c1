//! Sentences of the pages for office files. Not for the other pages (see `words`).
//!
//! What a newcomer would get wrong: a report names a line and a column. No sentence here has room for what stood there.

use super::words::Lang;
use crate::dossiers::mapping::Field;
use crate::dossiers::rows::Reason;
use crate::dossiers::table::FileFault;

macro_rules! words {
    ($( $(#[$doc:meta])* $name:ident: $vi:literal, $en:literal; )*) => {
        /// One language. `{}` is filled by [`super::words::fill`].
        pub struct FileWords { $( $(#[$doc])* pub $name: &'static str, )* }
        const VI: FileWords = FileWords { $( $name: $vi, )* };
        const EN: FileWords = FileWords { $( $name: $en, )* };
        #[cfg(test)]
        const ALL: &[(&str, &str, &str)] = &[ $( (stringify!($name), $vi, $en), )* ];
    };
}

words! {
    /// Title.
    title: "Tệp hồ sơ của cơ quan", "Office files of dossiers";
    /// Under it.
    more: "Đưa tệp hồ sơ vào để người dân xem được tình trạng. Chỉ mã, thủ tục, ngày và trạng thái được giữ lại.", "Bring a file of dossiers so that people see where theirs stands. Only code, procedure, days and status are kept.";
    /// Heading.
    sources: "Nơi gửi tệp", "Who sends files";
    /// None.
    no_sources: "Chưa có nơi gửi nào. Thêm một nơi trước.", "Nobody yet. Add one first.";
    /// Column.
    name: "Tên người dân thấy", "Name people see";
    /// Column.
    trust: "Mức tin cậy", "Trust";
    /// Column.
    last_file: "Tệp gần nhất", "Last file";
    /// No file.
    no_file: "chưa có tệp", "no file yet";
    /// Day and time.
    file_of: "của ngày {}, nhận lúc {}", "of {}, taken in {}";
    /// Heading.
    bring: "Đưa tệp vào", "Bring a file";
    /// Label.
    file: "Tệp CSV hoặc XLSX, tối đa {} MB", "CSV or XLSX file, up to {} MB";
    /// Label.
    whose: "Tệp của nơi nào?", "Whose file is it?";
    /// Label.
    as_of: "Tệp của ngày nào?", "Which day is the file of?";
    /// Hint.
    as_of_hint: "Để trống: lấy ngày mới nhất trong tệp, hoặc hôm nay.", "Empty: the youngest day in the file, or today.";
    /// Button.
    look: "Xem trước", "Look at it first";
    /// Heading.
    add: "Thêm nơi gửi tệp", "Add who sends files";
    /// Button.
    add_do: "Thêm", "Add";
    /// Hint.
    trust_hint: "Từ 1 đến 99. Cán bộ tự nhập là 60, tệp thường là 50.", "1 to 99. An officer by hand is 60, a file usually 50.";
    /// Notice.
    added: "Đã thêm nơi gửi tệp.", "Added.";
    /// Problem.
    name_bad: "Ghi một tên chưa có trong danh sách.", "Give a name that is not in the list yet.";
    /// Problem.
    trust_bad: "Mức tin cậy là số từ 1 đến 99.", "Trust is a number from 1 to 99.";
    /// Problem.
    no_such_source: "Chọn nơi gửi tệp.", "Choose who sends the file.";
    /// Problem.
    no_such_file: "Chọn một tệp.", "Choose a file.";
    /// Problem.
    day_bad: "Ngày này không có trong lịch.", "There is no such day.";
    /// Heading.
    waiting: "Đang chờ bạn quyết định", "Waiting for you";
    /// Title.
    reading: "Đang đọc tệp", "Reading the file";
    /// Line.
    read_so_far: "Đã đọc {} dòng. Trang tự mở lại.", "{} rows read. This page opens again by itself.";
    /// Title.
    refused: "Không nhận tệp này", "This file is not taken";
    /// Link.
    another: "Chọn tệp khác", "Choose another file";
    /// Title.
    preview: "Xem trước tệp", "Look at the file first";
    /// Line.
    not_yet: "Chưa có gì thay đổi. Xem rồi bấm nút ở dưới.", "Nothing has changed yet. Look, then decide below.";
    /// Line.
    day_said: "Tệp của ngày {}.", "The file is of {}.";
    /// Line.
    day_file: "Tệp của ngày {}, là ngày mới nhất trong tệp.", "The file is of {}, the youngest day in it.";
    /// Line.
    day_today: "Tệp không ghi ngày, nên lấy hôm nay ({}).", "The file names no day, so today is taken ({}).";
    /// Row.
    c_rows: "Dòng trong tệp", "Rows in the file";
    /// Row.
    c_new: "Hồ sơ mới", "New dossiers";
    /// Row.
    c_changed: "Có thay đổi", "Changed";
    /// Row.
    c_same: "Không đổi", "Unchanged";
    /// Row.
    c_older: "Cũ hơn điều đã biết, chỉ lưu lịch sử", "Older than what is known, kept as history";
    /// Row.
    c_repeated: "Lặp lại trong tệp, lấy dòng mới nhất", "Repeated in the file, the youngest counts";
    /// Row.
    c_titles: "Dòng tiêu đề, bỏ qua", "Titles, left out";
    /// Row.
    c_bad: "Dòng có lỗi, không nhận", "Rows with errors, not taken";
    /// Row.
    c_warned: "Dòng được nhận nhưng cần xem", "Taken, but look at them";
    /// Heading.
    faults: "Lỗi và điều cần xem", "Errors and what to look at";
    /// Column.
    line: "Dòng", "Line";
    /// Column.
    column: "Cột", "Column";
    /// Column.
    why: "Vì sao", "Why";
    /// Line.
    and_more: "… và {} điều nữa", "… and {} more";
    /// Heading.
    first_rows: "Những dòng đầu, đúng như sẽ lưu", "The first rows, as they will be kept";
    /// Heading.
    columns: "Cột nào là gì?", "Which column is what?";
    /// Line.
    columns_hint: "Máy đã đoán. Sai thì chọn lại; lần sau máy nhớ.", "This is a guess. Choose again where it is wrong; it is remembered.";
    /// Choice.
    no_column: "không có", "none";
    /// Label.
    sheet: "Trang tính", "Sheet";
    /// Button.
    read_again: "Đọc lại với các cột này", "Read again with these columns";
    /// Tick.
    skip: "Bỏ {} dòng có lỗi, nhận các dòng còn lại", "Leave out {} rows with errors and take the rest";
    /// Button.
    apply: "Nhận vào hệ thống", "Take it in";
    /// Button.
    discard: "Bỏ tệp này", "Throw it away";
    /// Problem.
    tick_first: "Tệp còn dòng có lỗi. Đánh dấu để bỏ các dòng đó, hoặc sửa tệp.", "Some rows have errors. Tick to leave them out, or mend the file.";
    /// Title.
    applying: "Đang nhận vào hệ thống", "Taking it in";
    /// Line.
    applied_so_far: "Đã xong {} trên {} dòng. Trang tự mở lại.", "{} of {} rows are done. This page opens again by itself.";
    /// Title.
    applied: "Đã nhận tệp", "The file was taken in";
    /// Line.
    nothing_new: "Tệp không có gì mới: không hồ sơ nào thay đổi.", "Nothing is new in it: no dossier changed.";
    /// Notice.
    discarded: "Đã bỏ tệp. Không có gì thay đổi.", "Thrown away. Nothing changed.";
    /// Proof is there.
    proven: "có", "yes";
    /// Column.
    proof: "Bốn số để theo dõi", "Four digits to watch it";
    /// Status without a code.
    as_written: "{} (như cơ quan ghi)", "{} (as the office writes it)";
}

impl FileWords {
    /// In this language.
    #[must_use]
    pub fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::Vi => &VI,
            Lang::En => &EN,
        }
    }
}

/// What a field is called.
#[must_use]
pub const fn field(f: Field, lang: Lang) -> &'static str {
    let (vi, en) = match f {
        Field::Code => ("Mã hồ sơ", "Dossier code"),
        Field::Procedure => ("Thủ tục", "Procedure"),
        Field::Unit => ("Xã", "Commune"),
        Field::Received => ("Ngày tiếp nhận", "Received on"),
        Field::Due => ("Ngày hẹn trả", "Due on"),
        Field::Status => ("Trạng thái", "Status"),
        Field::StatusDay => ("Ngày của trạng thái", "Day of the status"),
        Field::Supplement => ("Giấy tờ cần bổ sung", "Missing papers"),
        Field::Phone => {
            ("Số điện thoại (chỉ giữ dấu của bốn số cuối)", "Phone (only a mark of the last four digits is kept)")
        }
        Field::Citizen => (
            "Số căn cước (chỉ giữ dấu của bốn số cuối)",
            "Citizen number (only a mark of the last four digits is kept)",
        ),
    };
    match lang {
        Lang::Vi => vi,
        Lang::En => en,
    }
}

/// Why a row is not taken, or what to look at.
#[must_use]
pub const fn reason(r: Reason, lang: Lang) -> &'static str {
    let vi = match r {
        Reason::Ragged => "Dòng có nhiều ô hơn số cột",
        Reason::QuoteBehind => "Có chữ sau dấu ngoặc kép đóng: kiểm tra dấu ngoặc kép của dòng này",
        Reason::QuoteLines => "Một ô chứa cả dòng của hồ sơ khác: có dấu ngoặc kép chưa đóng",
        Reason::NoCode => "Thiếu mã hồ sơ",
        Reason::CodeIsCitizen => "Chỗ mã hồ sơ lại là số căn cước",
        Reason::CodeIsPhone => "Chỗ mã hồ sơ lại là số điện thoại",
        Reason::CodeUnreadable => "Không phải mã hồ sơ",
        Reason::Day => "Ngày không có trong lịch (ngày/tháng/năm)",
        Reason::Future => "Ngày sau ngày của tệp",
        Reason::Merged => "Ô bị gộp nên không rõ giá trị",
        Reason::NoValue => "Công thức chưa được tính: mở bằng bảng tính rồi lưu lại",
        Reason::CellError => "Ô báo lỗi",
        Reason::TooLong => "Chữ quá dài",
        Reason::UnitUnknown => "Không rõ xã nào",
        Reason::UnitOther => "Xã này không thuộc phần việc của bạn hoặc của nơi gửi tệp",
        Reason::Owners => "Hai dòng cùng mã nhưng khác người nộp",
        Reason::Back => "Trạng thái lùi lại so với điều đã biết",
        Reason::Owner => "Hồ sơ đang ghi là của người khác hoặc xã khác",
        Reason::StatusUnknown => "Trạng thái lạ: người dân thấy đúng chữ này",
        Reason::Repeated => "Mã này có ở dòng khác, lấy dòng đó",
        Reason::NoProof => "Không có bốn số cuối nên không ai theo dõi được",
        Reason::NoProofColumn => "Chưa chọn cột điện thoại hay số căn cước: không ai theo dõi được các hồ sơ này",
        Reason::NoUnitColumn => "Chưa chọn cột xã: cán bộ mọi xã đều thấy các hồ sơ này",
    };
    match lang {
        Lang::Vi => vi,
        Lang::En => r.says(),
    }
}

/// Why a file is not taken, and what to do.
#[must_use]
pub fn fault(f: &FileFault, lang: Lang) -> String {
    let Lang::Vi = lang else { return f.to_string() };
    match f {
        FileFault::TooLarge => "Tệp quá lớn. Chia tệp thành nhiều phần.".to_owned(),
        FileFault::TooManyRows => "Tệp có hơn 500.000 dòng. Chia tệp thành nhiều phần.".to_owned(),
        FileFault::TooManyColumns(n) => format!("Dòng {n} có quá nhiều cột."),
        FileFault::RowTooLong(n) => format!("Dòng {n} không kết thúc. Có dấu ngoặc kép nào chưa đóng không?"),
        FileFault::QuoteOpen(n) => format!("Dòng {n}: dấu ngoặc kép chưa đóng. Đóng hoặc bỏ dấu đó rồi gửi lại tệp."),
        FileFault::Empty => "Tệp trống.".to_owned(),
        FileFault::NotATable(_) => {
            "Đây không phải bảng CSV hoặc XLSX, hoặc tệp có mật khẩu. Lưu lại thành XLSX hoặc CSV (UTF-8).".to_owned()
        }
        FileFault::Letters(n) => {
            format!("Dòng {n} có chữ không đọc được (phông cũ TCVN3, VNI?). Lưu lại thành XLSX hoặc CSV (UTF-8).")
        }
        FileFault::Bomb => "Tệp nén bung ra quá lớn nên không mở.".to_owned(),
        FileFault::Damaged(_) => "Tệp bị hỏng. Mở bằng bảng tính rồi lưu lại thành XLSX.".to_owned(),
        FileFault::NoSheet(all) => format!("Không có trang tính này. Có: {}.", all.join(", ")),
        FileFault::NoHeader => "Không thấy dòng tên cột. Phải có cột mã hồ sơ.".to_owned(),
        FileFault::NoColumn(name) => format!("Không có cột “{name}”."),
        FileFault::Unreadable => "Không đọc được tệp. Thử lại.".to_owned(),
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
        for f in Field::ALL {
            assert_ne!(field(f, Lang::Vi), field(f, Lang::En));
        }
    }
}
