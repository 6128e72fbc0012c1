//! What of each record can be found, and by which words. Not for finding it.
//!
//! What a newcomer would get wrong: a procedure is also found by what people ask about it, so a new question with its
//! variants helps the procedure; and a commune by the names of those that became it.

use super::index::{Builder, Class, Draft, KINDS, Packed};
use crate::content::{OfficeKind, Pack, Question, Text};
use std::collections::HashMap;

fn kind(name: &str) -> u8 {
    u8::try_from(KINDS.iter().position(|k| *k == name).unwrap_or_default()).unwrap_or_default()
}

fn both(text: &Text) -> [&str; 2] {
    [&text.vi, &text.en]
}

fn line(text: &Text) -> [String; 2] {
    [text.vi.clone(), text.en.clone()]
}

fn tags<'a>(tags: impl IntoIterator<Item = &'a String>) -> Vec<(Class, &'a str, Option<u16>)> {
    tags.into_iter().map(|t| (Class::Tag, t.as_str(), None)).collect()
}

fn texts<'a>(class: Class, texts: impl IntoIterator<Item = &'a Text>) -> Vec<(Class, &'a str, Option<u16>)> {
    texts.into_iter().flat_map(both).map(|t| (class, t, None)).collect()
}

/// Reads all records; `names` gets the former names that phrases point at.
pub(super) fn read(pack: &Pack, names: &mut Vec<Text>) -> Packed {
    let mut all = Builder::default();
    procedures(pack, &mut all);
    places(pack, &mut all);
    area(pack, names, &mut all);
    said(pack, &mut all);
    all.finish()
}

fn procedures(pack: &Pack, all: &mut Builder) {
    let mut asked: HashMap<&str, Vec<&Question>> = HashMap::new();
    for q in &pack.questions {
        asked.entry(q.procedure.as_deref().unwrap_or_default()).or_default().push(q);
    }
    for p in &pack.procedures {
        let mut phrases = tags(&p.tags);
        phrases.extend(p.code.iter().map(|c| (Class::Tag, c.as_str(), None)));
        phrases.extend(p.official_name.iter().map(|n| (Class::Official, n.as_str(), None)));
        for q in asked.get(p.id.as_str()).into_iter().flatten() {
            phrases.extend(texts(Class::Asked, [&q.title]));
            phrases.extend(q.variants.iter().chain(&q.tags).map(|v| (Class::Asked, v.as_str(), None)));
        }
        let mut body = both(&p.summary).to_vec();
        body.extend(p.who.iter().chain(&p.notes).map(String::as_str));
        body.push(&p.result);
        body.extend(pack.fields.iter().filter(|f| f.id == p.field).flat_map(|f| both(&f.name)));
        let (title, verified) = (both(&p.title), p.meta.verified);
        let later = p.priority.saturating_sub(1);
        let line = line(&p.summary);
        let id = &p.id;
        all.add(&Draft { kind: kind("procedure"), id, title, line, verified, later, phrases, body, unit: None });
    }
    for q in &pack.questions {
        let mut phrases = tags(&q.tags);
        phrases.extend(q.variants.iter().map(|v| (Class::Title, v.as_str(), None)));
        let body = both(&q.summary).to_vec();
        let (id, title, line) = (&q.id, both(&q.title), line(&q.summary));
        let verified = q.meta.verified;
        all.add(&Draft { kind: kind("question"), id, title, line, verified, phrases, body, ..Draft::default() });
    }
    for f in &pack.fields {
        let (id, title, line, verified) = (&f.id, both(&f.name), line(&f.hint), f.meta.verified);
        let phrases = texts(Class::Asked, [&f.hint]);
        all.add(&Draft { kind: kind("field"), id, title, line, verified, phrases, ..Draft::default() });
    }
    for e in &pack.life_events {
        let (id, title, line, verified) = (&e.id, both(&e.name), line(&e.hint), e.meta.verified);
        let phrases = texts(Class::Asked, [&e.hint]);
        all.add(&Draft { kind: kind("life_event"), id, title, line, verified, phrases, ..Draft::default() });
    }
}

fn places(pack: &Pack, all: &mut Builder) {
    for p in &pack.places {
        let mut phrases = tags(&p.tags);
        phrases.extend(texts(Class::Asked, pack.place_kinds.iter().filter(|k| k.id == p.kind).map(|k| &k.name)));
        let units = pack.units.iter().filter(|u| Some(&u.id) == p.unit.as_ref());
        let former = units.clone().flat_map(|u| &u.former).filter(|f| Some(&f.id) == p.former.as_ref());
        let mut body: Vec<&str> = both(&p.summary).to_vec();
        body.extend(units.map(|u| &u.name).chain(former.map(|f| &f.name)).flat_map(both));
        body.extend(p.facts.iter().map(|f| &f.text).chain(&p.season).chain(&p.access).flat_map(both));
        let (id, title, line, verified) = (&p.id, both(&p.name), line(&p.summary), p.meta.verified);
        let (unit, later) = (p.unit.as_deref(), u8::from(!p.featured));
        all.add(&Draft { kind: kind("place"), id, title, line, unit, verified, later, phrases, body });
    }
    for g in &pack.guides {
        let phrases = tags(&g.tags);
        let mut body = both(&g.summary).to_vec();
        body.extend(g.parts.iter().flat_map(|p| p.title.iter().chain(&p.lines)).flat_map(both));
        let (id, title, line, verified) = (&g.id, both(&g.title), line(&g.summary), g.meta.verified);
        all.add(&Draft { kind: kind("guide"), id, title, line, verified, phrases, body, ..Draft::default() });
    }
}

/// Things to say: what they mean stands under them. They come after what tells or does something.
fn said(pack: &Pack, all: &mut Builder) {
    for p in &pack.phrases {
        let [vi, en] = both(&p.text).map(str::to_owned);
        let (id, title, verified, phrases) = (&p.id, both(&p.text), p.meta.verified, tags(&p.tags));
        all.add(&Draft {
            kind: kind("phrase"),
            id,
            title,
            line: [en, vi],
            verified,
            later: 2,
            phrases,
            ..Draft::default()
        });
    }
}

fn area(pack: &Pack, names: &mut Vec<Text>, all: &mut Builder) {
    for u in &pack.units {
        let mut phrases = Vec::new();
        let mut old = [Vec::new(), Vec::new()];
        for f in u.former.iter().filter(|f| f.name != u.name) {
            let via = u16::try_from(names.len()).ok();
            names.push(f.name.clone());
            phrases.extend(both(&f.name).map(|n| (Class::Tag, n, via)));
            old[0].push(f.name.vi.as_str());
            old[1].push(f.name.en.as_str());
        }
        for d in pack.districts.iter().filter(|d| Some(&d.id) == u.district.as_ref()) {
            phrases.extend(texts(Class::Asked, [&d.name]));
        }
        let [vi, en] = old.map(|o| o.join(", "));
        let line = if vi.is_empty() { Default::default() } else { [format!("Gồm {vi} cũ"), format!("Was {en}")] };
        let (id, title, verified) = (&u.id, both(&u.name), u.meta.verified);
        all.add(&Draft { kind: kind("unit"), id, title, line, verified, phrases, unit: Some(id), ..Draft::default() });
    }
    for v in &pack.villages {
        let line = pack.units.iter().find(|u| u.id == v.unit).map(|u| line(&u.name)).unwrap_or_default();
        let (id, title, verified, unit) = (&v.id, [v.name.as_str(); 2], v.meta.verified, Some(v.unit.as_str()));
        let phrases = tags(&v.also);
        all.add(&Draft { kind: kind("village"), id, title, line, unit, verified, phrases, ..Draft::default() });
    }
    for h in &pack.hotlines {
        let line = both(&h.when).map(|when| format!("{} · {when}", h.shown));
        let mut phrases = texts(Class::Asked, [&h.when]);
        phrases.extend([&h.dial, &h.shown].map(|n| (Class::Tag, n.as_str(), None)));
        let (id, title, verified, later) = (&h.id, both(&h.name), h.meta.verified, u8::from(!h.emergency));
        all.add(&Draft { kind: kind("hotline"), id, title, line, verified, later, phrases, ..Draft::default() });
    }
    for o in &pack.offices {
        let said: &[&str] = match o.kind {
            OfficeKind::OneStop => &["một cửa", "hành chính công", "nộp hồ sơ", "ủy ban", "one-stop", "office"],
            OfficeKind::Post => &["bưu điện", "gửi thư", "post office", "mail"],
            OfficeKind::Health => &["trạm y tế", "khám bệnh", "health station", "clinic", "doctor"],
            OfficeKind::Wifi => &["wifi", "mạng", "internet"],
        };
        let phrases = said.iter().map(|t| (Class::Tag, *t, None)).collect();
        let body: Vec<&str> = o.address.iter().chain(&o.note).flat_map(both).collect();
        let unit = pack.units.iter().find(|u| u.id == o.unit).map(|u| line(&u.name));
        let line = o.address.as_ref().map(line).or(unit).unwrap_or_default();
        let (id, title, verified, unit) = (&o.id, both(&o.name), o.meta.verified, Some(o.unit.as_str()));
        all.add(&Draft { kind: kind("office"), id, title, line, unit, verified, phrases, body, later: 0 });
    }
    for e in &pack.elsewhere {
        let body = e.steps.iter().chain([&e.text]).flat_map(both).collect();
        let (id, title, line, verified) = (&e.id, both(&e.title), line(&e.text), e.meta.verified);
        let phrases = vec![(Class::Tag, e.id.as_str(), None)];
        all.add(&Draft { kind: kind("elsewhere"), id, title, line, verified, phrases, body, ..Draft::default() });
    }
    for c in &pack.categories {
        let (id, title, line, verified) = (&c.id, both(&c.name), line(&c.hint), c.meta.verified);
        let phrases = texts(Class::Asked, [&c.hint]);
        all.add(&Draft { kind: kind("category"), id, title, line, verified, phrases, ..Draft::default() });
    }
}
