//! What people, slips, QR codes and messages hold, and what must come of it. Not for the shapes one by one.
//!
//! What a newcomer would get wrong: numbers here are invented, but the forms are not. A form that was seen somewhere
//! new gets a line here first.

use super::*;
use proptest::prelude::*;
use rstest::rstest;

const CODE: &str = "H57.132-260804-0583";

#[rstest]
#[case::national("000.00.19.H47-260105-0001", "000.00.19.H47", "2026-01-05", "0001")]
#[case::short("H57.132-260804-0583", "H57.132", "2026-08-04", "0583")]
#[case::tax("G12.18-260421-00430053", "G12.18", "2026-04-21", "00430053")]
#[case::tax_of_a_year("000.701.18.G12-251219-27110000999999", "000.701.18.G12", "2025-12-19", "27110000999999")]
#[case::sample("000.00.01.H29-240115-0001", "000.00.01.H29", "2024-01-15", "0001")]
#[case::sample("000.00.01.H26-260930-0012", "000.00.01.H26", "2026-09-30", "0012")]
#[case::two_groups_before("38.98.H29-210519-0013", "38.98.H29", "2021-05-19", "0013")]
#[case::police("G01.899.105.015-230505-7001", "G01.899.105.015", "2023-05-05", "7001")]
#[case::province("H57-260804-0583", "H57", "2026-08-04", "0583")]
#[case::three_groups("H17.138.24-250708-0012", "H17.138.24", "2025-07-08", "0012")]
#[case::leap_day("H57.132-240229-0001", "H57.132", "2024-02-29", "0001")]
#[case::long_day("H57.132-20260804-0583", "H57.132", "2026-08-04", "0583")]
#[case::letter_after("H57.132-260804-0583A", "H57.132", "2026-08-04", "0583A")]
#[case::letters_before("H57.132-260804-HT0583", "H57.132", "2026-08-04", "HT0583")]
#[case::part_of_one("H57.132-260804-0583-01", "H57.132", "2026-08-04", "0583-01")]
#[case::lower_case("h57.132-260804-0583", "H57.132", "2026-08-04", "0583")]
#[case::full_width("Ｈ５７．１３２－２６０８０４－０５８３", "H57.132", "2026-08-04", "0583")]
#[case::full_width_lower("ｈ57.132-260804-0583", "H57.132", "2026-08-04", "0583")]
#[case::mathematical("H57.132-260804-𝟎𝟓𝟖𝟑", "H57.132", "2026-08-04", "0583")]
#[case::en_dash("H57.132–260804–0583", "H57.132", "2026-08-04", "0583")]
#[case::em_dash("H57.132—260804—0583", "H57.132", "2026-08-04", "0583")]
#[case::minus("H57.132−260804−0583", "H57.132", "2026-08-04", "0583")]
#[case::hyphen("H57.132‐260804‐0583", "H57.132", "2026-08-04", "0583")]
#[case::non_breaking_hyphen("H57.132\u{2011}260804\u{2011}0583", "H57.132", "2026-08-04", "0583")]
#[case::katakana_dash("H57.132ー260804ー0583", "H57.132", "2026-08-04", "0583")]
#[case::spaced("H57.132 - 260804 - 0583", "H57.132", "2026-08-04", "0583")]
#[case::spaced_by_nbsp("H57.132\u{a0}-\u{a0}260804 -0583", "H57.132", "2026-08-04", "0583")]
#[case::zero_width("H57.132\u{200b}-260804\u{2060}-05\u{feff}83", "H57.132", "2026-08-04", "0583")]
#[case::soft_hyphen("H57.132-\u{ad}260804-0583", "H57.132", "2026-08-04", "0583")]
#[case::broken_line("000.00.19.H47-\n260105-0001", "000.00.19.H47", "2026-01-05", "0001")]
#[case::spaced_dots("000. 00. 19. H47-260105-0001", "000.00.19.H47", "2026-01-05", "0001")]
#[case::unlisted_agency("TN-260105-0001", "TN", "2026-01-05", "0001")]
fn a_code_is_kept_as_typed_and_read(
    #[case] typed: &str,
    #[case] agency: &str,
    #[case] date: &str,
    #[case] serial: &str,
) {
    let reading = Reading {
        raw: typed.to_owned(),
        kind: Kind::Dossier,
        canonical: Some(typed.to_owned()),
        agency: Some(agency.to_owned()),
        date: Some(date.to_owned()),
        serial: Some(serial.to_owned()),
    };
    assert_eq!(read(typed), reading);
}

#[rstest]
#[case("H57.132-260230-0583")]
#[case("H57.132-260229-0583")]
#[case("H57.132-261301-0583")]
#[case("H57.132-260800-0583")]
#[case("H57.132-000000-0583")]
#[case("H57.132-999999-0583")]
#[case::short_day("H57.132-26084-0583")]
#[case::letter_o("H57.132-26O804-0583")]
#[case::long_impossible("H57.132-20260230-0583")]
fn a_day_no_calendar_has_leaves_a_code_a_code(#[case] typed: &str) {
    let reading = read(typed);
    assert_eq!(
        (reading.kind, reading.canonical.as_deref(), reading.date.as_deref()),
        (Kind::Dossier, Some(typed), None)
    );
    assert_eq!((reading.agency.as_deref(), reading.serial.as_deref()), (Some("H57.132"), Some("0583")));
}

#[test]
fn social_insurance_writes_number_year_office() {
    for typed in ["03706/2026/07906", "０３７０６/2026/07906", "03706 / 2026 / 07906"] {
        let reading = read(typed);
        assert_eq!((reading.kind, reading.canonical.as_deref()), (Kind::Dossier, Some(typed)));
        assert_eq!((reading.agency.as_deref(), reading.serial.as_deref()), (Some("07906"), Some("03706")));
        assert_eq!(reading.date, None, "a year alone is no day");
    }
}

#[rstest]
#[case::spaces("  H57.132-260804-0583\t\r\n")]
#[case::bom("\u{feff}H57.132-260804-0583\u{a0}")]
#[case::guillemets("«H57.132-260804-0583»")]
#[case::curly("“H57.132-260804-0583”")]
#[case::low("„H57.132-260804-0583“")]
#[case::straight("\"H57.132-260804-0583\"")]
#[case::single("'H57.132-260804-0583'")]
#[case::back("`H57.132-260804-0583`")]
#[case::round("(H57.132-260804-0583)")]
#[case::square("[H57.132-260804-0583]")]
#[case::stop("H57.132-260804-0583.")]
#[case::comma("H57.132-260804-0583,")]
#[case::semicolon("H57.132-260804-0583;")]
#[case::dots("H57.132-260804-0583...")]
#[case::ideographic_stop("H57.132-260804-0583。")]
#[case::code_39("*H57.132-260804-0583*")]
#[case::symbology("]C1H57.132-260804-0583")]
#[case::hash("#H57.132-260804-0583")]
#[case::control("\u{2}H57.132-260804-0583\u{3}")]
#[case::label("Mã hồ sơ: H57.132-260804-0583")]
#[case::label("Mã số hồ sơ H57.132-260804-0583")]
#[case::label("MÃ HỒ SƠ:H57.132-260804-0583")]
#[case::label("Ma so ho so: H57.132-260804-0583")]
#[case::label("MHS: H57.132-260804-0583")]
#[case::label("MHS-H57.132-260804-0583")]
#[case::label("MHS.H57.132-260804-0583")]
#[case::label("mhsH57.132-260804-0583")]
#[case::label("Mã hồ sơH57.132-260804-0583")]
#[case::label("Số hồ sơ：H57.132-260804-0583")]
#[case::label("So ho so = H57.132-260804-0583")]
#[case::label("Hồ sơ số: H57.132-260804-0583.")]
#[case::label("Ho so so H57.132-260804-0583")]
#[case::label("Mã biên nhận: “H57.132-260804-0583”.")]
#[case::label("Dossier code: H57.132-260804-0583")]
#[case::label("Dossier - H57.132-260804-0583")]
#[case::label_decomposed("Ma\u{303} ho\u{302}\u{300} so\u{31b}: H57.132-260804-0583")]
#[case::two_numbers("Mã số hồ sơ: H57.132-260804-0583 - Số phiếu: 26.10229")]
#[case::two_numbers("H57.132-260804-0583-Số phiếu: 26.10229")]
#[case::numbered("1. H57.132-260804-0583")]
#[case::numbered("12. H57.132-260804-0583")]
#[case::numbered("Số 5 - H57.132-260804-0583")]
#[case::glued_words("H57.132-260804-0583Ngày hẹn trả: 20/08/2026")]
#[case::sentence("Hồ sơ H57.132-260804-0583 của ông/bà đã được tiếp nhận ngày 04/08/2026.")]
#[case::sentence("Hồ sơ số H57.132-260804-0583 (SĐT 0905389330, CCCD 048199001234) hẹn trả 20/08/2026")]
#[case::lines("Người nộp: Hồ Thị Bông\nCCCD: 048199001234\nMã hồ sơ: H57.132-260804-0583\nTTHC: 1.001193")]
#[case::bars("048199001234|Hồ Thị Bông|H57.132-260804-0583|1.001193")]
#[case::semicolons("1.001193;H57.132-260804-0583;0905389330")]
#[case::pairs("MaHoSo=H57.132-260804-0583&SDT=0905389330")]
#[case::json(r#"{"maHoSo":"H57.132-260804-0583","cccd":"048199001234"}"#)]
#[case::json_list(r#"[{"a":{"code":"H57.132-260804-0583"}}]"#)]
#[case::json_broken(r#"{"maHoSo":"H57.132-260804-0583","#)]
#[case::file_name("H57.132-260804-0583.pdf")]
#[case::file_name("files_H57.132-260804-0583_0.xml")]
#[case::html("<b>H57.132-260804-0583</b>")]
#[case::before_address("H57.132-260804-0583 https://dichvucong.gov.vn/tra-cuu?id=G12.18-260421-00430053")]
#[case::first_of_two("H57.132-260804-0583, H57.132-260804-0584")]
fn what_stands_around_a_code_is_not_of_it(#[case] raw: &str) {
    let reading = read(raw);
    assert_eq!((reading.kind, reading.canonical.as_deref()), (Kind::Dossier, Some(CODE)), "{raw}");
    assert_eq!(reading.agency.as_deref(), Some("H57.132"));
    assert_eq!(reading.raw, raw);
}

#[rstest]
#[case("Mã hồ sơ: HS-2026-00123", "HS-2026-00123")]
#[case("Mã hồ sơ của bạn là: HS-2026-00123.", "HS-2026-00123")]
#[case("Mã số hồ sơ: CBQTG2018051589HK", "CBQTG2018051589HK")]
#[case("Số biên nhận: BN24.00123/TN", "BN24.00123/TN")]
#[case("Tên: A\nDossier no. ABC/2026/0012", "ABC/2026/0012")]
#[case(r#"{"hoTen":"A","ma_ho_so":"HS-2026-00123"}"#, "HS-2026-00123")]
fn a_label_makes_an_unknown_form_a_code(#[case] raw: &str, #[case] code: &str) {
    let reading = read(raw);
    assert_eq!((reading.kind, reading.canonical.as_deref()), (Kind::Dossier, Some(code)));
    assert_eq!((reading.agency, reading.date, reading.serial), (None, None, None));
}

#[rstest]
#[case::query("https://dichvucong.gov.vn/tra-cuu?maHoSo=H57.132-260804-0583&utm_source=qr&fbclid=Iw260804")]
#[case::path("https://dichvucong.danang.gov.vn/tthc/ho-so/H57.132-260804-0583?loai=")]
#[case::path_end("http://x.vn/H57.132-260804-0583/")]
#[case::encoded("https://x.vn/t?c=H57.132%2D260804%2d0583#top")]
#[case::encoded_twice("https://x.vn/ho-so/H57%252E132%252D260804%252D0583")]
#[case::behind_hash("https://x.vn/#/tra-cuu?ma=H57.132-260804-0583")]
#[case::hash_only("https://x.vn/#H57.132-260804-0583")]
#[case::capitals("HTTPS://X.VN/TC?MA=H57.132-260804-0583")]
#[case::no_scheme("dichvucong.gov.vn/tra-cuu?ma=H57.132-260804-0583")]
#[case::www("www.x.gov.vn/tc/H57.132-260804-0583.html")]
#[case::nested("https://x.vn/go?to=https%3A%2F%2Fy.vn%2F%3Fma%3DH57.132-260804-0583%26a%3D1")]
#[case::another_scheme("vneid://hoso?ma=H57.132-260804-0583")]
#[case::with_person("https://x.vn/t?cccd=048199001234&sdt=0905389330&ma=H57.132-260804-0583")]
#[case::named_first("https://x.vn/t?old=G12.18-260421-00430053&so_ho_so=H57.132-260804-0583")]
#[case::quoted("<https://x.vn/t?ma=H57.132-260804-0583>")]
#[case::sentence("Tra cứu tại https://x.vn/t?ma=H57.132-260804-0583.")]
#[case::brackets("(https://x.vn/t/H57.132-260804-0583)")]
#[case::spaced("https://x.vn/t?ma=H57.132-260804-0583+")]
#[case::labelled("https://x.vn/t?q=M%C3%A3%20h%E1%BB%93%20s%C6%A1:%20H57.132-260804-0583")]
fn of_an_address_the_code_inside_it(#[case] raw: &str) {
    let reading = read(raw);
    assert_eq!((reading.kind, reading.canonical.as_deref()), (Kind::Url, Some(CODE)), "{raw}");
    assert_eq!((reading.date.as_deref(), reading.serial.as_deref()), (Some("2026-08-04"), Some("0583")));
}

#[rstest]
#[case("https://dichvucong.gov.vn/p/home/dvc-tra-cuu-ho-so.html")]
#[case("https://x.vn/nop-ho-so?MaTTHCDP=2.000815.000.00.00.H55&MaCoQuan=H55.242")]
#[case("https://x.vn/a?cccd=048199001234&phone=0905389330")]
#[case("https://x.vn/a?maHoSo=048199001234")]
#[case("https://x.vn/?ma=%ff%fe%")]
#[case("dichvucong.gov.vn")]
#[case("ftp://x/y")]
fn an_address_without_a_code_is_an_address(#[case] raw: &str) {
    let reading = read(raw);
    assert_eq!((reading.kind, reading.canonical), (Kind::Url, None), "{raw}");
    assert_eq!((reading.agency, reading.date, reading.serial), (None, None, None));
}

#[test]
fn an_address_of_the_social_insurance_and_of_an_unknown_form() {
    let canonical = |raw: &str| read(raw).canonical;
    assert_eq!(canonical("https://x.vn/?soHoSo=03706%2F2026%2F07906").as_deref(), Some("03706/2026/07906"));
    assert_eq!(canonical("https://x.vn/?mahoso=HS-2026-00123&x=1").as_deref(), Some("HS-2026-00123"));
    assert_eq!(canonical("https://x.vn/?id=HS-2026-00123"), None);
}

#[rstest]
#[case("048199001234", "048199001234")]
#[case("０４８１９９００１２３４", "０４８１９９００１２３４")]
#[case("048 199 001 234", "048 199 001 234")]
#[case("048.199.001.234", "048.199.001.234")]
#[case("0481-9900-1234", "0481-9900-1234")]
#[case("048199 001234", "048199 001234")]
#[case("048\u{a0}199\u{a0}001\u{a0}234", "048\u{a0}199\u{a0}001\u{a0}234")]
#[case("0 4 8 1 9 9 0 0 1 2 3 4", "0 4 8 1 9 9 0 0 1 2 3 4")]
#[case(" 048199001234.", "048199001234")]
#[case("CCCD: 048199001234", "048199001234")]
#[case("CCCD048199001234", "048199001234")]
#[case("Số định danh cá nhân: 048199001234", "048199001234")]
#[case("Mã hồ sơ: 048199001234", "048199001234")]
#[case("Mã hồ sơ: HS-048199001234", "048199001234")]
#[case("123456789012", "123456789012")]
#[case("048199001234|206123456|Hồ Thị Bông|01011990|Nữ|Trà My|05082021", "048199001234")]
#[case("CMND: 206123456", "206123456")]
#[case("Số CMND: 206 123 456", "206 123 456")]
#[case(r#"{"cccd":"048199001234","phone":"0905389330"}"#, "048199001234")]
fn a_citizens_number_is_never_a_code(#[case] raw: &str, #[case] number: &str) {
    let reading = read(raw);
    assert_eq!((reading.kind, reading.canonical.as_deref()), (Kind::CitizenId, Some(number)), "{raw}");
    assert_eq!(reading.code(), None);
}

#[rstest]
#[case("0905389330", "0905389330")]
#[case("０９０５３８９３３０", "０９０５３８９３３０")]
#[case("0905 389 330", "0905 389 330")]
#[case("0905.389.330", "0905.389.330")]
#[case("0905-389-330", "0905-389-330")]
#[case("090 538 9330", "090 538 9330")]
#[case("+84905389330", "+84905389330")]
#[case("+84 905 389 330", "+84 905 389 330")]
#[case("+84 (0)905 389 330", "+84 (0)905 389 330")]
#[case("84905389330", "84905389330")]
#[case("84 905.389.330", "84 905.389.330")]
#[case("0084905389330", "0084905389330")]
#[case("(+84) 905 389 330", "(+84) 905 389 330")]
#[case("0236 383 1022", "0236 383 1022")]
#[case("(0236) 383.1022", "(0236) 383.1022")]
#[case("0236.383.1022", "0236.383.1022")]
#[case("+84 236 383 1022", "+84 236 383 1022")]
#[case("tel:+84905389330", "+84905389330")]
#[case("SĐT: 0905389330.", "0905389330")]
#[case("SĐT0905389330", "0905389330")]
#[case("Điện thoại 905389330", "905389330")]
#[case("Mã hồ sơ: 0905389330", "0905389330")]
#[case("Mã hồ sơ: HS-0905389330", "0905389330")]
#[case("1900 1234", "1900 1234")]
fn a_phones_number_is_never_a_code(#[case] raw: &str, #[case] number: &str) {
    let reading = read(raw);
    assert_eq!((reading.kind, reading.canonical.as_deref()), (Kind::Phone, Some(number)), "{raw}");
    assert_eq!(reading.code(), None);
}

#[rstest]
#[case("1.001193", "1.001193")]
#[case("2.000815", "2.000815")]
#[case("1.001193.000.00.00.H17", "1.001193.000.00.00.H17")]
#[case("2.000815.000.00.00.H55.02", "2.000815.000.00.00.H55.02")]
#[case("Mã thủ tục: 1.001193", "1.001193")]
#[case("Mã TTHC 1.001193 – Đăng ký khai sinh", "1.001193")]
#[case("１.００１１９３", "１.００１１９３")]
#[case("Mã hồ sơ: 1.001193", "1.001193")]
#[case("B-BTP-277257-TT", "B-BTP-277257-TT")]
fn a_procedures_code(#[case] raw: &str, #[case] code: &str) {
    let reading = read(raw);
    assert_eq!((reading.kind, reading.canonical.as_deref()), (Kind::ProcedureCode, Some(code)), "{raw}");
}

#[rstest]
#[case::decree("118/2025/NĐ-CP", "118/2025/NĐ-CP")]
#[case::decree_plain("118/2025/nd-cp", "118/2025/nd-cp")]
#[case::decree_en_dash("118/2025/NĐ–CP", "118/2025/NĐ–CP")]
#[case::decree_named("Nghị định số 118/2025/NĐ-CP.", "118/2025/NĐ-CP")]
#[case::circular("01/2018/TT-VPCP", "01/2018/TT-VPCP")]
#[case::joint("05/2017/TTLT-BTC-BTP", "05/2017/TTLT-BTC-BTP")]
#[case::law("28/2026/QH16", "28/2026/QH16")]
#[case::decision("123/QĐ-UBND", "123/QĐ-UBND")]
#[case::decision_named("Quyết định 1234/QĐ-UBND ngày 20/11/2026", "1234/QĐ-UBND")]
#[case::letter("Công văn 8726/VPCP-KGVX", "8726/VPCP-KGVX")]
#[case::capitals("45/UBND", "45/UBND")]
#[case::party("57-NQ/TW", "57-NQ/TW")]
#[case::under_a_dossiers_label("Mã hồ sơ: 118/2025/NĐ-CP", "118/2025/NĐ-CP")]
#[case::parcel("EA123456789VN", "EA123456789VN")]
#[case::parcel_lower("ea123456789vn", "ea123456789vn")]
#[case::parcel_spaced("EA 123 456 789 VN", "EA 123 456 789 VN")]
#[case::parcel_named("Mã vận đơn: RA123456785VN", "RA123456785VN")]
#[case::uuid("7e41624a-049e-4e69-bd5c-828b66f872fc", "7e41624a-049e-4e69-bd5c-828b66f872fc")]
#[case::uuid_braces("{7E41624A-049E-4E69-BD5C-048199001234}", "7E41624A-049E-4E69-BD5C-048199001234")]
#[case::uuid_plain("7e41624a049e4e69bd5c828b66f872fc", "7e41624a049e4e69bd5c828b66f872fc")]
#[case::ours("4829130576", "4829130576")]
#[case::ours_shown("482-913-0576", "482-913-0576")]
#[case::ours_spaced("482 913 0576", "482 913 0576")]
#[case::ours_named("Mã phản ánh: 482-913-0576", "482-913-0576")]
#[case::ten_digits("1234567890", "1234567890")]
#[case::firm("MST: 0100109106", "0100109106")]
#[case::branch("0100109106-001", "0100109106-001")]
#[case::account("STK: 19031234567", "19031234567")]
#[case::payment(
    "00020101021238570010A00000072701270006970422011312345678901230208QRIBFTTA5303704540410005802VN62150811HO SO 12346304ABCD",
    "00020101021238570010A00000072701270006970422011312345678901230208QRIBFTTA5303704540410005802VN62150811HO SO 12346304ABCD"
)]
fn a_number_of_something_else(#[case] raw: &str, #[case] number: &str) {
    let reading = read(raw);
    assert_eq!((reading.kind, reading.canonical.as_deref()), (Kind::Reference, Some(number)), "{raw}");
}

#[rstest]
#[case::empty("")]
#[case::blank(" \u{200b}\n")]
#[case::words("Giấy tiếp nhận hồ sơ và hẹn trả kết quả")]
#[case::label_alone("Mã hồ sơ:")]
#[case::label_and_words("Mã hồ sơ: chưa có")]
#[case::marks("---")]
#[case::one_agency("H57.132")]
#[case::long_agency("000.00.19.H47")]
#[case::no_serial("H57.132-260804")]
#[case::no_serial_but_a_dash("H57.132-260804-")]
#[case::no_agency("260804-0583")]
#[case::no_agency_but_a_dash("-260804-0583")]
#[case::no_day("H57.132-0583")]
#[case::number_goes_on("H57.132-260804-0583.2")]
#[case::serial_without_end("H57.132-260804-00033000000201905300947")]
#[case::mail("h57.132-260804-0583@x.vn")]
#[case::mail("hothibong@example.vn")]
#[case::phone_in_mail("0905389330@example.vn")]
#[case::day("20/11/2026")]
#[case::day("20-11-2026")]
#[case::day("2026-11-20")]
#[case::day_and_hour("2026-11-20 15:00")]
#[case::day_and_hour("01-02-2026 10.30")]
#[case::under_label_a_day("Mã hồ sơ: 20/11/2026")]
#[case::amount("1.500.000đ")]
#[case::amount("150.000.000.000")]
#[case::digits("123456")]
#[case::old_identity("206123456")]
#[case::bar_code_of_a_product("8934563138165")]
#[case::machine("192.168.1.1")]
#[case::house("12/Nguyễn Trãi")]
#[case::wifi("WIFI:T:WPA;S:mynet;P:secret;;")]
#[case::no_machine("https://")]
#[case::json("{}")]
#[case::json_words(r#"{"a":"b","c":[1,2,null,true]}"#)]
#[case::unknown_without_label("HS-2026-00123")]
#[case::weak_label("Mã: HS-2026-00123")]
#[case::phone_like_with_letter("0905389330a")]
#[case::a_phone_hidden_in_a_code("Mã hồ sơ: XY0905389330")]
fn everything_else_is_nothing(#[case] raw: &str) {
    assert_eq!(read(raw), Reading::garbage(raw));
}

#[rstest]
#[case("h57.132-260804-0583")]
#[case("H57.132–260804—0583")]
#[case("Ｈ５７．１３２－２６０８０４－０５８３")]
#[case(" H57.132 - 260804 - 0583 ")]
#[case("H57.132\u{200b}-260804-\u{a0}0583\u{feff}")]
#[case("H57.132\u{2011}260804\u{2212}0583")]
fn two_ways_of_writing_a_code_are_one_dossier(#[case] typed: &str) {
    assert_eq!(key(typed), CODE);
}

#[test]
fn other_codes_are_other_dossiers() {
    for other in ["H57.132-260804-583", "H57.132-260804-0584", "H57.13-260804-0583", "H57.132260804-0583"] {
        assert_ne!(key(other), CODE, "{other}");
    }
    assert_ne!(key("H57.132-26O804-0583"), CODE, "a letter O is not corrected");
}

#[test]
fn all_of_a_text_with_the_dossiers_first() {
    let text = "CCCD 048199001234, TTHC 1.001193 (118/2025/NĐ-CP), h57.132-260804-0583; H57.132-260804-0583; \
                https://x.vn/?ma=G12.18-260421-00430053, 0905389330";
    let all: Vec<(Kind, Option<String>)> = find_all(text).into_iter().map(|r| (r.kind, r.canonical)).collect();
    let expected = [
        (Kind::Dossier, "h57.132-260804-0583"),
        (Kind::Url, "G12.18-260421-00430053"),
        (Kind::CitizenId, "048199001234"),
        (Kind::Phone, "0905389330"),
        (Kind::ProcedureCode, "1.001193"),
        (Kind::Reference, "118/2025/NĐ-CP"),
    ];
    assert_eq!(all, expected.map(|(kind, text)| (kind, Some(text.to_owned()))));
}

#[test]
fn only_a_dossiers_code_may_be_kept() {
    let kinds = [Kind::CitizenId, Kind::Phone, Kind::Url, Kind::ProcedureCode, Kind::Reference, Kind::Garbage];
    assert!(may_keep(Kind::Dossier) && !kinds.into_iter().any(may_keep));
}

#[test]
fn a_text_without_end_is_nothing_at_once() {
    let long = format!("{CODE} {}", "a.".repeat(LONGEST));
    assert_eq!(read(&long).kind, Kind::Garbage);
    assert!(find_all(&long).is_empty());
    let fits = format!("{CODE} {}", "x".repeat(LONGEST - CODE.len() - 1));
    assert_eq!(read(&fits).canonical.as_deref(), Some(CODE));
}

/// Pieces that are joined at random: what a fuzzer would find soonest.
const PIECES: [&str; 34] = [
    "H57",
    ".132",
    "-",
    "260804",
    "0583",
    "/",
    "2026",
    "03706",
    "07906",
    "000.",
    "00.19.",
    "H47",
    "–",
    "\u{200b}",
    " ",
    "\n",
    "Mã hồ sơ",
    ":",
    "https://x.vn/",
    "?ma=",
    "%2D",
    "&",
    "#",
    "048199001234",
    "0905389330",
    "+84",
    "(",
    ")",
    "NĐ-CP",
    "{\"maHoSo\":\"",
    "\"}",
    "000201",
    "@",
    "ơ",
];

fn jumble() -> impl Strategy<Value = String> {
    prop::collection::vec(prop_oneof![prop::sample::select(&PIECES[..]).prop_map(str::to_owned), ".{0,3}"], 0..14)
        .prop_map(|pieces| pieces.concat())
}

/// What holds for every text.
fn holds(raw: &str) {
    let reading = read(raw);
    assert_eq!(reading.raw, raw);
    if reading.kind == Kind::Garbage {
        assert_eq!(reading, Reading::garbage(raw));
    }
    for found in find_all(raw).iter().chain([&reading]) {
        if let Some(canonical) = &found.canonical {
            assert!(!canonical.is_empty() && canonical.trim() == canonical, "{canonical:?} of {raw:?}");
            let plain = found.kind != Kind::Url && !raw.trim_start().starts_with(['{', '[']);
            assert!(!plain || raw.contains(canonical.as_str()), "{canonical:?} of {raw:?}");
        }
        if let Some(code) = found.code() {
            let digits: Vec<char> = code.chars().filter(|c| *c != ' ').collect();
            let twelve = digits.len() == 12 && digits.iter().all(char::is_ascii_digit);
            assert!(!twelve, "a citizen's number taken for a code: {raw:?}");
            for other in [code.to_lowercase(), code.to_uppercase(), code.replace('-', "–"), format!(" {code}\u{200b}")]
            {
                assert_eq!(key(&other), key(code));
            }
            assert_eq!(key(&key(code)), key(code));
        }
        if let Some(agency) = &found.agency {
            assert!(agency.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'.'), "{agency}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn any_text_is_read_without_panic(raw in "\\PC{0,80}") {
        holds(&raw);
    }

    #[test]
    fn any_bytes_are_read_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        holds(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn pieces_of_codes_and_labels_are_read_without_panic(raw in jumble()) {
        holds(&raw);
    }

    #[test]
    fn a_code_is_found_whatever_is_around_it(
        groups in prop::collection::vec("[0-9]{2,3}", 0..3), unit in "[A-Z][0-9]{2}", sub in "(\\.[0-9]{1,3})?",
        day in 0..3_650_i32, serial in "[0-9]{4,8}", before in "(Mã hồ sơ: |MHS |\\*|“|\n| )", after in "(\\*|”|\\.|;|\n| )"
    ) {
        let date = jiff::civil::date(2020, 1, 1).saturating_add(jiff::ToSpan::days(day));
        let agency = format!("{}{unit}{sub}", groups.iter().map(|g| format!("{g}.")).collect::<String>());
        let code = format!("{agency}-{}-{serial}", date.strftime("%y%m%d"));
        let reading = read(&format!("{before}{code}{after}"));
        prop_assert_eq!(reading.kind, Kind::Dossier);
        prop_assert_eq!(reading.canonical, Some(code));
        prop_assert_eq!(reading.agency, Some(agency));
        prop_assert_eq!(reading.date, Some(date.to_string()));
        prop_assert_eq!(reading.serial, Some(serial));
    }

    #[test]
    fn twelve_digits_are_a_citizens_whatever_is_around_them(
        number in "0[0-9]{11}", before in "(Mã hồ sơ: |HS |CCCD|ID: |\\*|“|\n| )", after in "(\\*|”|\\.|;|\n| |a)"
    ) {
        let reading = read(&format!("{before}{number}{after}"));
        prop_assert_eq!(reading.kind, Kind::CitizenId);
        prop_assert_eq!(reading.code(), None);
    }

    #[test]
    fn ten_digits_from_0_are_a_phones_whatever_is_around_them(
        number in "0[0-9]{9}", before in "(Mã hồ sơ: |SĐT: |\\*|“|\n| )", after in "(\\*|”|\\.|;|\n| )"
    ) {
        prop_assert_eq!(read(&format!("{before}{number}{after}")).kind, Kind::Phone);
    }
}

/// What the fuzzer starts from, with bytes changed, left out, doubled and joined. A short run of what the fuzzer does for
/// long.
#[test]
fn the_fuzzers_corpus_changed_at_random_is_read_without_panic() {
    use rand::{Rng, SeedableRng};
    let folder = format!("{}/../../fuzz/corpus/code", env!("CARGO_MANIFEST_DIR"));
    let mut names: Vec<_> = std::fs::read_dir(folder).unwrap().map(|f| f.unwrap().path()).collect();
    names.sort();
    let seeds: Vec<Vec<u8>> = names.iter().map(|f| std::fs::read(f).unwrap()).collect();
    assert!(seeds.len() >= 10);
    let mut rng = rand::rngs::StdRng::seed_from_u64(5);
    for round in 0..6_000 {
        let mut bytes = seeds[round % seeds.len()].clone();
        for _ in 0..rng.gen_range(0..6) {
            let at = rng.gen_range(0..=bytes.len());
            match rng.gen_range(0..5) {
                0 => bytes.insert(at, rng.gen_range(b' '..=b'~')),
                1 => bytes.truncate(at),
                2 => bytes.extend_from_slice(&seeds[rng.gen_range(0..seeds.len())]),
                3 if at < bytes.len() => bytes[at] = rng.r#gen(),
                4 if at < bytes.len() => drop(bytes.remove(at)),
                _ => {}
            }
        }
        holds(&String::from_utf8_lossy(&bytes));
    }
}

/// Texts made to be slow to read. Time is not measured: a reader that is not linear does not end here.
#[test]
fn a_text_made_to_be_slow_is_read_to_the_end() {
    let pieces = [
        "a.",
        "H57.",
        "1.",
        "000.",
        "0 ",
        "12-",
        "H57-260804-",
        "https://x.vn/?ma=",
        "%25",
        "a@",
        "{",
        "[",
        "(0",
        "+8",
        "Mã hồ sơ ",
        "HS",
        "0905 ",
        "-",
        "/2026",
        "1/2026/N-",
        "\u{300}",
    ];
    for piece in pieces {
        holds(&piece.repeat(LONGEST / piece.len()));
    }
}

#[rstest]
#[case("H17 35 261110 0002")]
#[case("Hl7.35-261110-0002")]
#[case("000.00.35.H17.261104.0202")]
fn a_code_typed_with_other_marks_is_nobodys_number(#[case] typed: &str) {
    assert!(!matches!(read(typed).kind, Kind::CitizenId | Kind::Phone), "{typed}");
}

#[rstest]
#[case("CCCD049 203 000 123")]
#[case("số 049.203.000.123")]
#[case("049-203-000-123")]
fn a_citizens_number_in_groups_stays_one(#[case] typed: &str) {
    assert_eq!(read(typed).kind, Kind::CitizenId, "{typed}");
}
