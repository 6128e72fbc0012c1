//! The packed index: texts to show, a sorted vocabulary, who says which word, and the short phrases a thing is known by.
//! Not for what of a record goes in (`records`) nor for how a query is answered (`rank`).
//!
//! What a newcomer would get wrong: a term is a key with its marks, so *chợ* and *cho* are two terms side by side; looking
//! up a key gives a range of terms. Ids of terms are places in the vocabulary and mean nothing outside one index.

use super::words::{Marks, each, one_spelling};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

/// How much a phrase says about its thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(super) enum Class {
    /// Running text.
    Body = 0,
    /// The name in the register.
    Official = 1,
    /// What people ask about it.
    Asked = 2,
    /// A word people look for it by.
    Tag = 3,
    /// Its name.
    Title = 4,
}

impl Class {
    /// What a match in it is worth, out of 1.
    pub fn worth(self) -> f32 {
        match self {
            Self::Body => 0.4,
            Self::Official => 0.8,
            Self::Asked => 0.9,
            Self::Tag => 0.96,
            Self::Title => 1.0,
        }
    }

    /// Of a posting.
    pub fn of(posting: u32) -> Self {
        match posting & 7 {
            4 => Self::Title,
            3 => Self::Tag,
            2 => Self::Asked,
            1 => Self::Official,
            _ => Self::Body,
        }
    }
}

/// A thing as it goes in.
#[derive(Debug, Default)]
pub(super) struct Draft<'a> {
    /// Place in [`KINDS`].
    pub kind: u8,
    pub id: &'a str,
    /// Vietnamese, English.
    pub title: [&'a str; 2],
    /// Vietnamese, English.
    pub line: [String; 2],
    pub unit: Option<&'a str>,
    pub verified: bool,
    /// Goes first among equals (0) or not (1-…).
    pub later: u8,
    /// By what else it is known; the number is the name's place in `names` for a former name.
    pub phrases: Vec<(Class, &'a str, Option<u16>)>,
    pub body: Vec<&'a str>,
}

/// Every kind of [`super::Hit`], in the order things are listed while there is too little to rank by.
pub(super) const KINDS: [&str; 13] = [
    "procedure",
    "life_event",
    "place",
    "guide",
    "unit",
    "hotline",
    "elsewhere",
    "field",
    "category",
    "question",
    "office",
    "village",
    "phrase",
];

/// A thing that can be found.
#[derive(Debug)]
pub(super) struct Doc {
    pub kind: u8,
    pub later: u8,
    pub verified: bool,
    /// Place in `units` of the index.
    pub unit: Option<u16>,
    /// Ends in the texts of: id, title vi, title en, line vi, line en. The first begins where the thing before ends.
    ends: [u32; 5],
    /// Ends in the phrases; they begin where those of the thing before end.
    phrases: u32,
}

/// A short run of words.
#[derive(Debug)]
struct Phrase {
    class: Class,
    via: Option<u16>,
    end: u32,
}

/// A key with marks.
#[derive(Debug, Clone, Copy)]
struct Term {
    at: u32,
    len: u8,
    marks: Marks,
}

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Packed {
    keys: String,
    terms: Vec<Term>,
    /// Ends in the postings, by term.
    ends: Vec<u32>,
    /// Thing << 3 | class, by thing.
    postings: Vec<u32>,
    pub docs: Vec<Doc>,
    texts: String,
    phrases: Vec<Phrase>,
    /// Terms of the phrases, in their order.
    tokens: Vec<u32>,
    /// How much each term says, in sixteenths.
    rare: Vec<u8>,
    pub units: Vec<String>,
}

/// A phrase as it comes out.
pub(super) struct Known<'a> {
    pub class: Class,
    pub via: Option<u16>,
    pub terms: &'a [u32],
}

impl Packed {
    fn begins(ends: &[u32], i: usize) -> usize {
        i.checked_sub(1).and_then(|i| ends.get(i)).map_or(0, |end| *end as usize)
    }

    /// The key of a term.
    pub fn key(&self, term: u32) -> &str {
        let term = self.terms.get(term as usize);
        term.and_then(|t| self.keys.get(t.at as usize..t.at as usize + usize::from(t.len))).unwrap_or_default()
    }

    pub fn marks(&self, term: u32) -> Marks {
        self.terms.get(term as usize).map(|t| t.marks).unwrap_or_default()
    }

    pub fn all_terms(&self) -> Range<u32> {
        0..u32::try_from(self.terms.len()).unwrap_or(u32::MAX)
    }

    /// Terms with this key.
    pub fn exact(&self, key: &str) -> Range<u32> {
        self.between(|k| k < key, |k| k <= key)
    }

    /// Terms whose key begins so.
    pub fn prefix(&self, begin: &str) -> Range<u32> {
        self.between(|k| k < begin, |k| k < begin || k.starts_with(begin))
    }

    fn between(&self, before: impl Fn(&str) -> bool, upto: impl Fn(&str) -> bool) -> Range<u32> {
        let find = |is: &dyn Fn(&str) -> bool| {
            let (mut low, mut high) = (0, self.all_terms().end);
            while low < high {
                let middle = low + (high - low) / 2;
                if is(self.key(middle)) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            low
        };
        find(&before)..find(&upto)
    }

    /// Who says this term: thing << 3 | class.
    pub fn postings(&self, term: u32) -> &[u32] {
        let i = term as usize;
        let end = self.ends.get(i).map_or(0, |e| *e as usize);
        self.postings.get(Self::begins(&self.ends, i)..end).unwrap_or_default()
    }

    /// How many say one of these terms (one that says two counts twice).
    pub fn count(&self, terms: &Range<u32>) -> usize {
        let from = Self::begins(&self.ends, terms.start as usize);
        let to = Self::begins(&self.ends, terms.end as usize);
        to.saturating_sub(from)
    }

    /// How much a word says that this many things have.
    pub fn rarity(&self, count: usize) -> f32 {
        let (n, count) = (self.docs.len() as f32, count as f32);
        (1.0 + (n - count.min(n) + 0.5) / (count + 0.5)).ln()
    }

    /// How much a term says.
    pub fn rare(&self, term: u32) -> f32 {
        self.rare.get(term as usize).map_or(0.0, |r| f32::from(*r) / 16.0)
    }

    fn text(&self, doc: u32, which: usize) -> &str {
        let i = doc as usize;
        let Some(d) = self.docs.get(i) else { return "" };
        let begin = match which.checked_sub(1) {
            Some(before) => d.ends.get(before).copied(),
            None => Some(i.checked_sub(1).and_then(|i| self.docs.get(i)).map_or(0, |d| d.ends[4])),
        };
        let end = d.ends.get(which).copied();
        begin.zip(end).and_then(|(b, e)| self.texts.get(b as usize..e as usize)).unwrap_or_default()
    }

    pub fn id(&self, doc: u32) -> &str {
        self.text(doc, 0)
    }

    pub fn title(&self, doc: u32, lang: &str) -> &str {
        self.text(doc, if lang == "en" { 2 } else { 1 })
    }

    pub fn line(&self, doc: u32, lang: &str) -> &str {
        self.text(doc, if lang == "en" { 4 } else { 3 })
    }

    /// By what a thing is known.
    pub fn phrases(&self, doc: u32) -> impl Iterator<Item = Known<'_>> {
        let i = doc as usize;
        let from = i.checked_sub(1).and_then(|i| self.docs.get(i)).map_or(0, |d| d.phrases as usize);
        let to = self.docs.get(i).map_or(0, |d| d.phrases as usize);
        let mut begin = from.checked_sub(1).and_then(|i| self.phrases.get(i)).map_or(0, |p| p.end as usize);
        self.phrases.get(from..to).unwrap_or_default().iter().map(move |p| {
            let terms = self.tokens.get(begin..p.end as usize).unwrap_or_default();
            begin = p.end as usize;
            Known { class: p.class, via: p.via, terms }
        })
    }
}

/// Hashes short words fast; nobody chooses them to collide, they are the content's own.
#[derive(Default)]
struct Quick(u64);

impl Hasher for Quick {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut eight = [0; 8];
            for (to, from) in eight.iter_mut().zip(chunk) {
                *to = *from;
            }
            self.0 = (self.0.rotate_left(5) ^ u64::from_le_bytes(eight)).wrapping_mul(0x517c_c1b7_2722_0a95);
        }
    }

    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 29)
    }
}

/// A folded word's marks with their terms: few of each.
type Seen = HashMap<Box<str>, Vec<(Marks, u32)>, BuildHasherDefault<Quick>>;

/// Packs things one after the other.
#[derive(Default)]
pub(super) struct Builder {
    packed: Packed,
    /// Word and marks as written → place in `terms`, which is not sorted yet.
    seen: Seen,
    known: HashMap<Box<str>, (u32, u8), BuildHasherDefault<Quick>>,
    /// Term << 32 | posting, by thing.
    said: Vec<u64>,
    here: Vec<(u32, Class)>,
}

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Names of peoples that are written in several ways; whoever has one of a line's has all.
const NAMES: [&[&str]; 3] = [
    &["ca dong", "cadong"],
    &["xo dang", "xe dang", "so dang", "se dang", "xodang", "xedang", "sedang"],
    &["gie trieng", "gietrieng", "je trieng"],
];

impl Builder {
    /// Adds a thing.
    pub fn add(&mut self, draft: &Draft<'_>) {
        let doc = small(self.packed.docs.len());
        let unit = draft.unit.map(|id| self.unit(id));
        let mut ends = [0; 5];
        let texts = [draft.id, draft.title[0], draft.title[1], &draft.line[0], &draft.line[1]];
        for (end, text) in ends.iter_mut().zip(texts) {
            self.packed.texts.push_str(text);
            *end = small(self.packed.texts.len());
        }
        for title in draft.title {
            self.phrase(Class::Title, title, None);
        }
        for (class, text, via) in &draft.phrases {
            self.phrase(*class, text, *via);
        }
        for text in &draft.body {
            self.words(text, Class::Body, false);
        }
        self.here.sort_unstable_by(|a, b| (a.0, b.1).cmp(&(b.0, a.1)));
        self.here.dedup_by_key(|(term, _)| *term);
        for (term, class) in self.here.drain(..) {
            self.said.push(u64::from(term) << 32 | u64::from(doc << 3 | class as u32));
        }
        let (kind, later, verified) = (draft.kind, draft.later, draft.verified);
        let phrases = small(self.packed.phrases.len());
        self.packed.docs.push(Doc { kind, later, verified, unit, ends, phrases });
    }

    fn unit(&mut self, id: &str) -> u16 {
        let at = self.packed.units.iter().position(|u| u == id).unwrap_or_else(|| {
            self.packed.units.push(id.to_owned());
            self.packed.units.len() - 1
        });
        u16::try_from(at).unwrap_or(u16::MAX)
    }

    fn phrase(&mut self, class: Class, text: &str, via: Option<u16>) {
        let before = self.packed.tokens.len();
        self.words(text, class, true);
        if self.packed.tokens.len() > before {
            let end = small(self.packed.tokens.len());
            self.packed.phrases.push(Phrase { class, via, end });
        }
    }

    fn words(&mut self, text: &str, class: Class, keep: bool) {
        let (mut before, mut pair) = (String::new(), String::new());
        let mut others: Vec<&'static str> = Vec::new();
        each(text, |word, marks, _, _| {
            let term = Self::term(&mut self.seen, &mut self.known, &mut self.packed, word, marks);
            self.here.push((term, class));
            if keep {
                self.packed.tokens.push(term);
            }
            pair.clear();
            pair.push_str(&before);
            pair.push(' ');
            pair.push_str(word);
            before.clear();
            before.push_str(word);
            one_spelling(&mut before);
            for names in NAMES {
                if word.ends_with("ng") && (names.contains(&word) || names.contains(&pair.as_str())) {
                    others.extend(names.iter().flat_map(|n| n.split(' ')));
                }
            }
            // The Co people are also called Cor; with marks it would be another word.
            if word == "co" && marks == Marks::default() {
                others.push("cor");
            }
        });
        for word in others {
            let term = Self::term(&mut self.seen, &mut self.known, &mut self.packed, word, Marks::default());
            self.here.push((term, class));
        }
    }

    fn term(
        seen: &mut Seen,
        known: &mut HashMap<Box<str>, (u32, u8), BuildHasherDefault<Quick>>,
        packed: &mut Packed,
        word: &str,
        marks: Marks,
    ) -> u32 {
        // A word longer than any name is cut: nothing that long is typed to find it.
        let word: &str = word.char_indices().nth(24).and_then(|(end, _)| word.get(..end)).unwrap_or(word);
        if let Some((_, term)) = seen.get(word).and_then(|terms| terms.iter().find(|(m, _)| *m == marks)) {
            return *term;
        }
        let mut key = word.to_owned();
        one_spelling(&mut key);
        let (start, len) = *known.entry(key.as_str().into()).or_insert_with(|| {
            let start = small(packed.keys.len());
            packed.keys.push_str(&key);
            (start, u8::try_from(key.len()).unwrap_or(u8::MAX))
        });
        let term = small(packed.terms.len());
        packed.terms.push(Term { at: start, len, marks });
        seen.entry(Box::from(word)).or_default().push((marks, term));
        term
    }

    /// Sorts the vocabulary and everything that points into it.
    pub fn finish(mut self) -> Packed {
        let mut packed = self.packed;
        let mut order: Vec<u32> = packed.all_terms().collect();
        order.sort_unstable_by(|a, b| (packed.key(*a), packed.marks(*a)).cmp(&(packed.key(*b), packed.marks(*b))));
        let mut place = vec![0u32; order.len()];
        for (new, old) in order.iter().enumerate() {
            if let Some(place) = place.get_mut(*old as usize) {
                *place = small(new);
            }
        }
        let placed = |term: u32| place.get(term as usize).copied().unwrap_or_default();
        packed.terms = order.iter().filter_map(|old| packed.terms.get(*old as usize).copied()).collect();
        packed.tokens.iter_mut().for_each(|t| *t = placed(*t));
        for said in &mut self.said {
            *said = u64::from(placed(small((*said >> 32) as usize))) << 32 | (*said & 0xFFFF_FFFF);
        }
        self.said.sort_unstable();
        packed.postings = self.said.iter().map(|said| small((*said & 0xFFFF_FFFF) as usize)).collect();
        packed.ends = vec![0; packed.terms.len()];
        for (i, said) in self.said.iter().enumerate() {
            if let Some(end) = packed.ends.get_mut((said >> 32) as usize) {
                *end = small(i + 1);
            }
        }
        drop(self.said);
        packed.rare = packed
            .all_terms()
            .map(|t| (packed.rarity(packed.count(&(t..t + 1))) * 16.0).clamp(1.0, 255.0) as u8)
            .collect();
        for part in [&mut packed.tokens, &mut packed.postings] {
            part.shrink_to_fit();
        }
        packed.docs.shrink_to_fit();
        packed.phrases.shrink_to_fit();
        packed.keys.shrink_to_fit();
        packed.texts.shrink_to_fit();
        packed
    }
}
