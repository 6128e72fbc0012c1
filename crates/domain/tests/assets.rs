//! The real `assets/`: complete, in both languages, found by the names people use, honest about what was verified.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use vungsam_domain::content::{self, Pack, Source, Text};
use vungsam_domain::deployment::Deployment;
use vungsam_domain::fold::fold;
use vungsam_domain::triage::Kind;

fn assets() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets")
}

fn pack() -> Pack {
    let mut files = Vec::new();
    for kind in fs::read_dir(assets().join("content")).unwrap().map(Result::unwrap) {
        for file in fs::read_dir(kind.path()).unwrap().map(Result::unwrap) {
            let name = format!("{}/{}", kind.file_name().to_str().unwrap(), file.file_name().to_str().unwrap());
            files.push((name, fs::read_to_string(file.path()).unwrap()));
        }
    }
    content::compile(files.iter().map(|(n, t)| (n.as_str(), t.as_str()))).unwrap()
}

/// Every former commune with the current one it became: the statistics office's table of July 2025.
const FORMER: [(&str, &str, &str); 23] = [
    ("old-20899", "thi tran tra my", "tra-my"),
    ("old-20900", "tra son", "tra-my"),
    ("old-20911", "tra duong", "tra-my"),
    ("old-20914", "tra giang", "tra-my"),
    ("old-20902", "tra kot", "tra-lien"),
    ("old-20905", "tra nu", "tra-lien"),
    ("old-20908", "tra dong", "tra-lien"),
    ("old-20929", "tra giap", "tra-giap"),
    ("old-20932", "tra ka", "tra-giap"),
    ("old-20923", "tra tan", "tra-tan"),
    ("old-20926", "tra giac", "tra-tan"),
    ("old-20917", "tra bui", "tra-doc"),
    ("old-20920", "tra doc", "tra-doc"),
    ("old-20944", "tra mai", "nam-tra-my"),
    ("old-20956", "tra don", "nam-tra-my"),
    ("old-20941", "tra tap", "tra-tap"),
    ("old-20947", "tra cang", "tra-tap"),
    ("old-20959", "tra van", "tra-van"),
    ("old-20962", "tra vinh", "tra-van"),
    ("old-20950", "tra linh", "tra-linh"),
    ("old-20953", "tra nam", "tra-linh"),
    ("old-20935", "tra leng", "tra-leng"),
    ("old-20938", "tra don", "tra-leng"),
];

#[test]
fn every_record_of_the_fact_base_is_there() {
    let p = pack();
    let ids = |list: Vec<&str>| list.into_iter().map(str::to_owned).collect::<BTreeSet<_>>();
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<BTreeSet<_>>();
    assert_eq!(
        ids(p.categories.iter().map(|r| r.id.as_str()).collect()),
        words(
            "giao-thong sat-lo dien-nuoc vien-thong moi-truong rung-khoang-san an-ninh y-te giao-duc dich-vu-cong \
             quy-dinh kinh-doanh du-lich van-hoa-xa-hoi xay-dung-dat khac"
        )
    );
    assert_eq!(
        ids(p.units.iter().map(|r| r.id.as_str()).collect()),
        words("tra-my tra-lien tra-giap tra-tan tra-doc nam-tra-my tra-tap tra-van tra-linh tra-leng")
    );
    assert_eq!(
        ids(p.villages.iter().map(|r| r.id.as_str()).collect()),
        words(
            "v-tak-ngo v-noc-ong-de v-thon1-traleng v-noc-ong-sinh v-thon1-travan v-thon2-tramy v-tra-giac \
             v-noc-ong-truong v-lap-loa v-mang-oi v-mang-to v-cao-son v-thon2-tragiang v-thon2-tradon"
        )
    );
    assert_eq!(
        ids(p.hotlines.iter().map(|r| r.id.as_str()).collect()),
        words("h-112 h-113 h-114 h-115 h-111 h-1022 h-18001096 h-19009095")
    );
}

#[test]
fn every_former_commune_lives_on_in_the_one_it_became() {
    let p = pack();
    assert_eq!(p.units.iter().map(|u| u.former.len()).sum::<usize>(), FORMER.len());
    for (id, typed, unit) in FORMER {
        let current = p.units.iter().find(|u| u.former.iter().any(|f| f.id == id)).expect(id);
        assert_eq!(current.id, unit, "{id}");
        let former = current.former.iter().find(|f| f.id == id).unwrap();
        assert_eq!(former.until, "2025-06-30", "{id}");
        // With and without accents, with and without the word for its kind.
        for q in [typed, &former.name.vi, &former.name.vi.to_uppercase(), &fold(&former.name.vi)] {
            assert!(p.find_place(q).iter().any(|h| h.unit == unit && h.village.is_none()), "{q} does not find {unit}");
        }
        // A name that is no longer the commune's own says through which old name it was found.
        if fold(&former.name.vi) != fold(&current.name.vi) && id != "old-20899" {
            let hits = p.find_place(&former.name.vi);
            assert!(hits.iter().any(|h| h.unit == unit && h.via.as_ref() == Some(&former.name)), "{id}");
        }
    }
}

#[test]
fn a_village_lies_in_its_commune_and_is_found_in_any_spelling() {
    let p = pack();
    for v in &p.villages {
        let unit = p.units.iter().find(|u| u.id == v.unit).unwrap();
        if let Some(former) = &v.former {
            assert!(unit.former.iter().any(|f| &f.id == former), "{}: {former} did not become {}", v.id, v.unit);
        }
        for name in std::iter::once(&v.name).chain(&v.also) {
            let hits = p.find_place(&fold(name));
            assert!(hits.iter().any(|h| h.village.as_deref() == Some(v.id.as_str())), "{name}");
        }
        // Two villages of one commune with the same name could not be told apart in a list.
        assert_eq!(
            p.villages.iter().filter(|o| o.unit == v.unit && fold(&o.name) == fold(&v.name)).count(),
            1,
            "{}",
            v.id
        );
    }
}

#[test]
fn what_is_called_verified_names_where_it_was_read() {
    let p = pack();
    for (kind, id, meta) in p.metas() {
        let (verified, sources, as_of) = (meta.verified, &meta.sources, &meta.as_of);
        assert!(!verified || !sources.is_empty(), "{kind}/{id}: verified and a source go together");
        let addressed = |s: &Source| s.address.is_empty() || s.address.starts_with("http");
        assert!(sources.iter().all(addressed), "{kind}/{id}");
        assert!(as_of.starts_with("2026"), "{kind}/{id}");
    }
}

#[test]
fn danger_and_emergency_lead_to_verified_numbers_only() {
    let p = pack();
    for h in p.hotlines.iter().filter(|h| h.emergency) {
        assert!(h.meta.verified, "{}", h.id);
        assert!(h.id == format!("h-{}", h.dial) && h.shown.replace(' ', "") == h.dial, "{}", h.id);
    }
    let emergency: Vec<_> = p.hotlines.iter().filter(|h| h.emergency).map(|h| h.dial.as_str()).collect();
    assert_eq!(emergency, ["112", "113", "114", "115", "111"]);
    let danger: Vec<_> =
        p.categories.iter().filter_map(|c| Some((c.id.as_str(), c.danger.as_ref()?.hotline.as_str()))).collect();
    assert_eq!(danger, [("sat-lo", "h-112"), ("an-ninh", "h-113"), ("y-te", "h-115")]);
}

#[test]
fn every_kind_that_is_no_report_says_where_to_go() {
    let p = pack();
    let there: BTreeSet<_> = p.elsewhere.iter().map(|e| e.id.as_str()).collect();
    let wanted: BTreeSet<_> = Kind::ALL.iter().filter(|k| **k != Kind::Report).map(|k| k.id()).collect();
    assert_eq!(there, wanted);
    for e in &p.elsewhere {
        let sentences = e.text.vi.split(['.', '!', '?']).filter(|s| !s.trim().is_empty()).count();
        assert!((2..=4).contains(&sentences) && e.steps.len() >= 3, "{}: {sentences}", e.id);
        // A number stands in a step only as what the hotline beside it says.
        for dialled in e.steps.iter().flat_map(|s| s.vi.split(|c: char| !c.is_ascii_digit())).filter(|n| n.len() > 2) {
            assert!(e.hotlines.iter().any(|h| h == &format!("h-{dialled}")), "{}: {dialled}", e.id);
        }
    }
    assert!(p.elsewhere.iter().find(|e| e.id == "khan-cap").unwrap().hotlines.len() >= 4);
}

#[test]
fn every_category_has_somebody_it_can_be_handed_to_and_no_number_is_made_up() {
    let p = pack();
    let handled: BTreeSet<_> = p.agencies.iter().flat_map(|a| &a.categories).collect();
    let left: Vec<_> = p.categories.iter().map(|c| &c.id).filter(|id| !handled.contains(id)).collect();
    // The commune handles these itself.
    assert_eq!(left, ["moi-truong", "van-hoa-xa-hoi", "khac"]);
    let contacts: Vec<_> = p.agencies.iter().filter(|a| a.contact.is_some()).map(|a| a.id.as_str()).collect();
    assert_eq!(contacts, ["tong-dai-1022", "cong-dich-vu-cong"]);
}

#[test]
fn a_report_without_a_name_is_about_what_anybody_can_go_and_see() {
    let p = pack();
    let named: BTreeSet<_> = p.categories.iter().filter(|c| !c.seen_in_field).map(|c| c.id.as_str()).collect();
    let expected = ["dich-vu-cong", "giao-duc", "khac", "kinh-doanh", "quy-dinh", "van-hoa-xa-hoi", "y-te"];
    assert_eq!(named, BTreeSet::from(expected));
}

#[test]
fn sentences_stay_under_fifteen_words_and_accepted_is_left_to_the_office() {
    let p = pack();
    let d = deployment();
    let mut texts: Vec<&Text> = vec![&d.area, &d.controller];
    texts.extend(d.purposes.iter().map(|x| &x.text));
    for c in &p.categories {
        texts.extend([&c.name, &c.hint]);
        texts.extend(c.danger.iter().map(|x| &x.text));
    }
    texts.extend(p.hotlines.iter().flat_map(|h| [&h.name, &h.when]));
    texts.extend(p.elsewhere.iter().flat_map(|e| [&e.title, &e.text].into_iter().chain(&e.steps).chain(&e.note)));
    texts.extend(p.agencies.iter().flat_map(|a| [&a.name].into_iter().chain(&a.contact)));
    for text in texts.iter().flat_map(|t| [&t.vi, &t.en]) {
        for sentence in text.split(['.', '!', '?']) {
            let words = sentence.split_whitespace().count();
            assert!(words < 15, "{words} words: {sentence}");
        }
        assert!(!fold(text).contains("tiep nhan"), "\"tiếp nhận\" is what an office does, not a description: {text}");
    }
}

#[test]
fn every_category_has_its_drawing() {
    for c in pack().categories {
        let svg = fs::read_to_string(assets().join(format!("pictures/{}.svg", c.id))).expect(&c.id);
        assert!(svg.contains("viewBox=\"0 0 96 96\"") && svg.len() < 3 * 1024, "{}", c.id);
    }
}

#[test]
fn the_deployment_in_the_repository_knows_no_gateway_and_promises_no_storage_time() {
    let d = deployment();
    assert_eq!(d.gateway_url, "");
    assert!(d.receipt_keys.is_empty() && d.recovery_key.is_none() && d.ca_pem.is_none());
    assert!(d.retention.is_none(), "a storage time needs a text and its source");
    let shape: Vec<_> = d.purposes.iter().map(|p| (p.id.as_str(), p.required, p.with_contact)).collect();
    assert_eq!(shape, [("handle", true, false), ("contact", false, true)]);
}

fn deployment() -> Deployment {
    Deployment::parse(&fs::read_to_string(assets().join("deployment.toml")).unwrap()).unwrap()
}

#[test]
fn nearly_every_paper_is_of_a_known_sort_and_the_sort_is_the_right_one() {
    let p = pack();
    let names: BTreeSet<&str> = p.procedures.iter().flat_map(|p| &p.papers).map(|paper| paper.name.as_str()).collect();
    let of = |name: &str| content::PaperKind::of(&p.paper_kinds, name).map_or("", |k| k.id.as_str());
    let unknown = names.iter().filter(|name| of(name).is_empty()).count();
    assert!(names.len() >= 195 && unknown * 10 <= names.len(), "{unknown} of {}", names.len());
    for (name, kind) in [
        ("Căn cước, hộ chiếu hoặc giấy tùy thân còn hạn", "can-cuoc"),
        ("Tờ khai đăng ký khai sinh (nộp qua mạng: điền mẫu trên mạng)", "to-khai"),
        ("Giấy chứng sinh", "khai-sinh"),
        ("Bản sao giấy chứng nhận kết hôn cũ", "ket-hon"),
        ("Bản sao giấy chứng tử hoặc quyết định của tòa", "khai-tu"),
        ("Giấy tờ về nơi ở", "cho-o"),
        ("Bản gốc sổ đỏ", "dat"),
        ("Bản sao giấy ủy quyền của các thành viên", "uy-quyen"),
        ("2 ảnh toàn thân của trẻ", "anh"),
        ("Hợp đồng chuyển quyền hoặc văn bản thừa kế", "hop-dong"),
        ("Giấy của cơ sở y tế về mang thai hộ", "y-te"),
        ("Biên bản trẻ bị bỏ rơi", "bien-ban"),
        ("Bản vẽ tách, hợp thửa (Mẫu 22)", "ban-ve"),
        ("Chứng từ đã nộp tiền cho Nhà nước về đất", "tien"),
        ("Giấy tờ riêng của từng trường hợp", ""),
    ] {
        assert!(names.contains(name) && of(name) == kind, "{name}: {:?}", of(name));
    }
    for kind in &p.paper_kinds {
        assert!(assets().join(format!("pictures/{}.svg", kind.picture)).is_file(), "{}", kind.picture);
        assert!(names.iter().any(|name| of(name) == kind.id), "{} is no paper's sort", kind.id);
    }
}
