//! What comes out of a file: letters, separators, cells, dates; and that no bytes at all make it fall over.

use crate::made::{Book, cell, rows, text, zipped};
use proptest::prelude::*;
use std::io::Cursor;
use vungsam_server::dossiers::table::{Cell, CellFault, FileFault, RowFault};

fn words(cells: &[Cell]) -> Vec<String> {
    cells.iter().map(|c| c.words().unwrap_or_default()).collect()
}

#[test]
fn the_separator_and_the_letters_are_found() {
    let plain = "Mã hồ sơ,Trạng thái\nA-1,Đang xử lý\n\"A,\"\"2\"\"\",\"hai\ndòng\"\n";
    let utf16: Vec<u8> = std::iter::once(0xfeff).chain(plain.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let utf16be: Vec<u8> = std::iter::once(0xfeff).chain(plain.encode_utf16()).flat_map(u16::to_be_bytes).collect();
    // Decomposed: what Windows-1258 has are letters with hat and marks of tone behind them.
    let old: Vec<u8> = plain
        .chars()
        .flat_map(|c| match c {
            'ồ' => vec![0xf4, 0xcc],
            'ơ' => vec![0xf5],
            'ạ' => vec![b'a', 0xf2],
            'á' => vec![b'a', 0xec],
            'Đ' => vec![0xd0],
            'ử' => vec![0xfd, 0xd2],
            'ý' => vec![b'y', 0xec],
            'ã' => vec![b'a', 0xde],
            'ò' => vec![b'o', 0xcc],
            c => c.to_string().into_bytes(),
        })
        .collect();
    let files = [
        plain.as_bytes().to_vec(),
        format!("\u{feff}{plain}").into_bytes(),
        plain.replace("A,", "A;").replace(',', ";").replace("A;", "A,").into_bytes(),
        plain.replace("A,", "A;").replace(',', "\t").replace("A;", "A,").into_bytes(),
        plain.replace("A,", "A;").replace(',', "|").replace("A;", "A,").into_bytes(),
        format!("sep=,\r\n{}", plain.replace('\n', "\r\n").replace("hai\r\n", "hai\n")).into_bytes(),
        utf16,
        utf16be,
        old,
    ];
    for (n, file) in files.iter().enumerate() {
        let all = rows(file).unwrap_or_else(|e| panic!("{n}: {e}"));
        assert_eq!(all.len(), 3, "{n}: {all:?}");
        assert_eq!(words(&all[0].cells), ["Mã hồ sơ", "Trạng thái"], "{n}");
        assert_eq!(words(&all[1].cells), ["A-1", "Đang xử lý"], "{n}");
        assert_eq!(words(&all[2].cells), ["A,\"2\"", "hai\ndòng"], "{n}");
        let first = if n == 5 { 2 } else { 1 };
        assert_eq!(all.iter().map(|r| r.line).collect::<Vec<_>>(), [first, first + 1, first + 2], "{n}");
    }
}

#[test]
fn a_quotation_mark_that_is_not_closed_refuses_the_file_with_its_line() {
    for (file, line) in [
        ("a,b\n1,\"x\n2,y\n3,z\n", 2),
        ("a,b\n1,x\n2,\"y", 3),
        ("a,b\r\n\"hai\r\ndòng\",\"x\r\n2,y\r\n", 3),
        ("a,b\r1,x\r\r2,\"y\r", 4),
        ("a,b\n1,\"x\"\"\n2,y\n", 2),
    ] {
        assert_eq!(rows(file.as_bytes()), Err(FileFault::QuoteOpen(line)), "{file:?}");
    }
    // Far behind the first piece that is read.
    let long = format!("a,b\n{}1,\"x\n2,y\n", "1,x\n".repeat(60_000));
    assert_eq!(rows(long.as_bytes()), Err(FileFault::QuoteOpen(60_002)));
}

#[test]
fn a_row_whose_marks_are_wrong_is_told_with_its_first_and_last_line() {
    let told = |file: &str| -> Vec<_> {
        rows(file.as_bytes()).unwrap().into_iter().map(|r| (r.line, r.last, r.fault)).collect()
    };
    assert_eq!(
        told("a,b\n1,\"x\"y\n2,\"z\n3,\"w,\n4,v\n"),
        [(1, 1, None), (2, 2, Some(RowFault::Behind)), (3, 4, Some(RowFault::Behind)), (5, 5, None)]
    );
    let (one, two) = ("000.00.19.H47-260105-0001", "000.00.19.H47-260105-0002");
    // Opened and closed where marks may stand: only what is inside tells.
    let file = format!("a,b,c\n{one},\"x,y\n{two},z\",w\n{one},\"x\ny, phụ lục 2\",w\n");
    assert_eq!(told(&file), [(1, 1, None), (2, 3, Some(RowFault::Lines)), (4, 5, None)]);
    // What is as it should be stays so: doubled marks, line breaks, spaces behind a mark, marks inside plain cells.
    for fine in [
        "\"a\"\"\",\"b\nc, d\"\n",
        "\"\",\"x\"\n",
        "\"a\" ,\"b\"  \r\n",
        "\"\"\"a\"\"\",b\n",
        "1\",5\"\n",
        " \"a\",b",
        "\"a\",\"b\"",
    ] {
        assert!(told(fine).iter().all(|(_, _, fault)| fault.is_none()), "{fine:?} {:?}", told(fine));
    }
    assert_eq!(told("\"a\n\n\nb\",c\n\"d\",\n"), [(1, 4, None), (5, 5, None)]);
    // The end of a piece between a mark and the line break behind it.
    let long = format!("a,b\n{}\"\nx\",y\n2,z\n", "c".repeat(64 * 1024 - 6) + "\n");
    assert_eq!(words(&rows(long.as_bytes()).unwrap()[2].cells), ["x", "y"]);
    assert_eq!(told(&long)[2..], [(3, 4, None), (5, 5, None)]);
}

#[test]
fn lines_that_end_with_a_single_cr_are_counted() {
    let all = rows(b"a,b\r1,x\r\r\"2\r\n3\",y\r\n4,z\n\r5,w").unwrap();
    assert_eq!(all.iter().map(|r| r.line).collect::<Vec<_>>(), [1, 2, 4, 6, 8]);
}

#[test]
fn an_old_font_names_its_line_and_does_not_come_through_as_nonsense() {
    // TCVN3: "Trạng thái" is "Tr¹ng th¸i"; VNI: "Traïng thaùi".
    for (bad, line) in [(&b"ma,x\nA,Tr\xb9ng th\xb8i\n"[..], 2), (&b"ma,x\nA,b\nB,Tra\xefng tha\xf9i\n"[..], 3)] {
        assert_eq!(rows(bad), Err(FileFault::Letters(line)));
    }
    assert_eq!(rows("a,\u{1F600}\n".as_bytes()).unwrap().len(), 1, "UTF-8 may hold anything");
}

fn book() -> Book {
    Book::of(&[
        vec![text("BÁO CÁO")],
        vec![text("Mã hồ sơ"), text("Ngày"), text("Số"), text("Công thức"), text("Lỗi")],
        vec![
            text("A & <1>"),
            cell("s=\"1\"", "<v>46027</v>"),
            cell("", "<v>12</v>"),
            cell("t=\"str\"", "<f>A1</f><v>có</v>"),
            cell("t=\"e\"", "<v>#REF!</v>"),
        ],
        vec![
            text("A-2"),
            cell("s=\"2\"", "<v>46027.354166666664</v>"),
            cell("t=\"b\"", "<v>1</v>"),
            cell("", "<f>1+1</f>"),
            cell("s=\"1\"", "<v>99999999</v>"),
        ],
        vec![text("A-3"), cell("t=\"d\"", "<v>2026-01-05T00:00:00</v>"), text(""), cell("", "<f>1+1</f><v></v>")],
    ])
}

#[test]
fn cells_of_a_workbook_are_what_a_person_sees_there() {
    let all = rows(&book().merged(&["A1:E1", "A4:A5"]).bytes()).unwrap();
    assert!(all[0].title && !all[1].title);
    assert_eq!(words(&all[2].cells), ["A & <1>", "2026-01-05", "12", "có", ""]);
    assert_eq!(all[2].cells[4], Cell::Bad(CellFault::Error));
    assert_eq!(words(&all[3].cells)[1..3], ["2026-01-05T08:30", "TRUE"]);
    assert_eq!(all[3].cells[3..], [Cell::Bad(CellFault::NoValue), Cell::Bad(CellFault::Day)]);
    assert_eq!(all[4].cells[0], Cell::Bad(CellFault::Merged), "the second row of a merged cell is not known");
    assert_eq!(all[4].cells[1], Cell::Day("2026-01-05".to_owned()));
    assert_eq!(all[4].cells[3], Cell::Bad(CellFault::NoValue), "a formula some program wrote and nobody computed");
}

/// The other reader there is, as a witness.
#[test]
fn calamine_reads_the_same_texts_and_numbers() {
    use calamine::{Data, Reader, Xlsx};
    let mut book = book();
    book.strings =
        Some("<si><t>một</t></si><si><r><t>ha</t></r><r><t>i</t></r><rPh><t>x</t></rPh></si><si/>".to_owned());
    book.sheet.push_str(
        "<row r=\"9\"><c r=\"A9\" t=\"s\"><v>0</v></c><c r=\"B9\" t=\"s\"><v>1</v></c><c r=\"D9\"><v>1.5</v></c></row>",
    );
    let bytes = book.bytes();
    let mut theirs: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes.clone())).unwrap();
    let range = theirs.worksheet_range("Hồ sơ").unwrap();
    let mut compared = 0;
    for row in rows(&bytes).unwrap() {
        for (column, ours) in row.cells.iter().enumerate() {
            let at = (u32::try_from(row.line - 1).unwrap(), u32::try_from(column).unwrap());
            match (ours, range.get_value(at)) {
                (Cell::Text(t), Some(Data::String(s))) => assert_eq!(t, s, "{at:?}"),
                (Cell::Number(n), Some(Data::Float(f))) => assert!((n - f).abs() < 1e-9, "{at:?}"),
                (Cell::Text(t), Some(Data::Bool(b))) => assert_eq!(t == "TRUE", *b),
                (Cell::Day(_), Some(Data::DateTime(_) | Data::DateTimeIso(_))) => {}
                (Cell::Empty, None | Some(Data::Empty)) => continue,
                (Cell::Empty, Some(Data::String(s))) => assert!(s.trim().is_empty()),
                (Cell::Bad(_), _) => continue,
                (ours, theirs) => panic!("{at:?}: {ours:?} is not {theirs:?}"),
            }
            compared += 1;
        }
    }
    assert!(compared >= 14, "{compared}");
}

#[test]
fn a_document_type_and_an_unknown_entity_are_refused_and_nothing_is_expanded() {
    let mut bomb = Book::of(&[vec![text("a")]]);
    bomb.prolog = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>".to_owned();
    assert!(matches!(rows(&bomb.bytes()), Err(FileFault::Damaged(_))));
    let unknown = Book::of(&[vec![cell("t=\"inlineStr\"", "<is><t>&b;</t></is>")]]);
    assert!(matches!(rows(&unknown.bytes()), Err(FileFault::Damaged(_))));
    let known = Book::of(&[vec![cell("t=\"inlineStr\"", "<is><t>&amp;&#225;&#x1EA1;</t></is>")]]);
    assert_eq!(words(&rows(&known.bytes()).unwrap()[0].cells), ["&áạ"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_bytes_are_an_answer(bytes in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        let _ = rows(&bytes);
    }

    #[test]
    fn a_broken_text_file_is_an_answer(at in 0..2_000_usize, with in any::<u8>(), cut in 0..3_000_usize) {
        let lines: Vec<String> = (0..20).map(|n| crate::made::line(n, "5", "06/01/2026")).collect();
        let mut file = crate::made::csv(&lines);
        let n = at % file.len();
        file[n] = with;
        file.truncate(cut);
        let _ = rows(&file);
    }

    #[test]
    fn a_broken_workbook_is_an_answer(part in 0..6_usize, at in any::<prop::sample::Index>(), with in any::<u8>(), whole in any::<bool>()) {
        let mut parts = book().merged(&["A1:E1"]).parts();
        if whole {
            let n = at.index(parts[part].1.len());
            parts[part].1[n] = with;
            let _ = rows(&zipped(&parts));
        } else {
            let mut bytes = zipped(&parts);
            let n = at.index(bytes.len());
            bytes[n] = with;
            let _ = rows(&bytes);
        }
    }
}
