//! Invented records of about 2 KB: questions and answers in Vietnamese of real words, and corrections to them. Not content.
//!
//! What a newcomer would get wrong: the same seed is the same record, so a run can be repeated byte for byte.

use anyhow::{Context, Result};
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use serde_json::{Value, json};
use vungsam_domain::Pack;
use vungsam_domain::content::FileForm;
use vungsam_domain::content::bundle::RawRecord;

const WHO: &[&str] = &[
    "người dân",
    "chủ hộ",
    "cha hoặc mẹ",
    "bà con trong nóc",
    "người cao tuổi",
    "chủ vườn sâm",
    "hộ nghèo",
    "học sinh nội trú",
    "người khuyết tật",
    "cán bộ thôn",
    "trưởng thôn",
    "người đi làm xa",
    "hộ trồng quế",
    "gia đình có công",
    "thanh niên",
];
const DOES: &[&str] = &[
    "mang giấy khai sinh đến",
    "nộp đơn ở",
    "chờ kết quả tại",
    "hỏi lại cán bộ của",
    "gửi ảnh chụp giấy tờ cho",
    "ký tên trước mặt",
    "đăng ký với",
    "nhận tiền hỗ trợ từ",
    "báo đường sạt cho",
    "xin xác nhận của",
    "trả lệ phí ở",
    "sửa lại hộ khẩu tại",
    "đưa con đi tiêm ở",
    "bán củ sâm có giấy kiểm định qua",
    "thuê đất rừng qua",
];
const WHERE: &[&str] = &[
    "bộ phận một cửa của xã",
    "trạm y tế",
    "bưu điện văn hoá",
    "ủy ban xã",
    "nhà văn hoá thôn",
    "trường tiểu học",
    "công an xã",
    "ban quản lý rừng",
    "hạt kiểm lâm",
    "phòng tư pháp cũ",
    "chợ phiên",
    "điểm phát sóng cạnh suối",
    "nhà rông",
    "kho giống",
];
const WHEN: &[&str] = &[
    "trong ba ngày làm việc",
    "trước mùa mưa",
    "vào sáng thứ hai",
    "sau khi có giấy hẹn",
    "khi đường thông trở lại",
    "trong tháng mười",
    "ngay hôm đó",
    "chậm nhất mười lăm ngày",
    "trước tết",
    "khi lúa rẫy gặt xong",
    "mỗi quý một lần",
];
const BUT: &[&str] = &[
    "Ai không đi được thì nhờ người thân mang giấy uỷ quyền.",
    "Không mất lệ phí.",
    "Giấy tờ cũ của xã trước khi sáp nhập vẫn dùng được.",
    "Nếu thiếu giấy, cán bộ ghi phiếu nói rõ thiếu gì.",
    "Mùa mưa nên gọi trước khi đi.",
    "Chưa rõ mức thu, hãy hỏi ở một cửa.",
    "Người nói tiếng Ca Dong hay Xơ Đăng có thể nhờ trưởng thôn đi cùng.",
    "Ảnh chụp rõ bốn góc là đủ.",
];
const ENGLISH: &[&str] = &[
    "Bring the paper to the commune's one-stop desk.",
    "Ask first whether the road is open.",
    "There is no fee.",
    "Somebody of the family may go in your place.",
    "Papers of the former commune are still good.",
    "Wait for the date on the slip.",
];

fn pick<'a>(rng: &mut StdRng, of: &[&'a str]) -> &'a str {
    of.choose(rng).copied().unwrap_or_default()
}

fn sentence(rng: &mut StdRng) -> String {
    let mut who = pick(rng, WHO).to_owned();
    if let Some(first) = who.chars().next() {
        who = first.to_uppercase().chain(who.chars().skip(1)).collect();
    }
    let number: u32 = rng.gen_range(1..400);
    let tail = if rng.gen_bool(0.3) { format!(" {}", pick(rng, BUT)) } else { String::new() };
    format!("{who} {} {} số {number} {}.{tail}", pick(rng, DOES), pick(rng, WHERE), pick(rng, WHEN))
}

fn text(rng: &mut StdRng, sentences: usize) -> String {
    (0..sentences).map(|_| sentence(rng)).collect::<Vec<_>>().join(" ")
}

/// A record of about 2 KB.
pub fn record(id: &str, seed: u64) -> Result<RawRecord> {
    let of = id.bytes().fold(seed, |n, b| n.wrapping_mul(31).wrapping_add(u64::from(b)));
    let rng = &mut StdRng::seed_from_u64(of);
    let english = (0..4).map(|_| pick(rng, ENGLISH)).collect::<Vec<_>>().join(" ");
    let mut value = json!({
        "id": id,
        "title": { "vi": sentence(rng), "en": english.clone() },
        "summary": { "vi": text(rng, 4), "en": english },
        "asks_back": null,
        "variants": [sentence(rng), sentence(rng)],
        "procedure": null,
        "tags": [pick(rng, WHERE), pick(rng, WHO)],
        "order": rng.gen_range(0..10_000),
        "meta": {
            "as_of": "2026-11-20", "verified": true,
            "sources": [{ "title": sentence(rng), "address": format!("https://vi-du.example/{:08x}", rng.r#gen::<u32>()), "date": "2026" }],
            "effective_from": null, "effective_to": null, "reviewed_by": null, "reviewed_on": null
        }
    });
    while value.to_string().len() < 2_000 {
        let longer = format!("{} {}", value["summary"]["vi"].as_str().unwrap_or_default(), sentence(rng));
        if let Some(vi) = value.pointer_mut("/summary/vi") {
            *vi = Value::from(longer);
        }
    }
    Pack::read_one("questions", &value.to_string(), FileForm::Json).map_err(anyhow::Error::msg)
}

/// The same record after somebody mended a number and added a sentence.
pub fn corrected(old: &RawRecord) -> Result<RawRecord> {
    let mut value: Value = serde_json::from_str(old.body.as_deref().context("no body")?)?;
    let rng = &mut StdRng::seed_from_u64(old.id.len() as u64);
    let vi = value["summary"]["vi"].as_str().unwrap_or_default().replacen("số 1", "số 9", 1);
    let more = format!("{vi} {}", sentence(rng));
    for (at, new) in [("/summary/vi", more), ("/meta/as_of", "2026-11-22".to_owned())] {
        if let Some(place) = value.pointer_mut(at) {
            *place = Value::from(new);
        }
    }
    Pack::read_one(&old.kind, &value.to_string(), FileForm::Json).map_err(anyhow::Error::msg)
}
