//! The lexicon: reads `lexicon.toml`, finds its cues in a text and weakens them. Not for the last word, which is
//! [`super::read`].
//!
//! What a newcomer would get wrong: cues of one tag say the same thing in other words, so only the strongest of them
//! counts; two tags are two pieces of evidence and add up.

use super::pattern::{self, Pattern, Seen, Vocabulary};
use super::words::{self, Word, words};
use super::{Cue, Kind};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};

/// How many words away a weakening phrase still reaches.
const REACH: usize = 14;
/// The same for one that only reaches ahead.
const AHEAD: usize = 7;
/// The group of words that say it is happening now.
const NOW: &str = "now";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    aliases: BTreeMap<String, String>,
    groups: BTreeMap<String, Vec<String>>,
    cue: Vec<CueRule>,
    weaken: Vec<WeakenRule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CueRule {
    kind: Kind,
    tag: String,
    weight: f32,
    #[serde(default)]
    lang: Option<String>,
    patterns: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WeakenRule {
    factor: f32,
    #[serde(default)]
    reach: Reach,
    #[serde(default)]
    kinds: Vec<Kind>,
    #[serde(default)]
    tags: Vec<String>,
    #[serde(default)]
    lang: Option<String>,
    #[serde(default)]
    but: Vec<String>,
    #[serde(default)]
    unless_now: bool,
    patterns: Vec<String>,
}

/// How far a weakening phrase goes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Reach {
    /// Cues in the same sentence, not too far away.
    #[default]
    Sentence,
    /// Cues whose end follows it in the same sentence ("the forest may burn").
    Ahead,
    /// Only cues it shares a word with.
    Here,
    /// The whole text.
    Text,
}

/// A pattern, ready.
struct Ready {
    pattern: Pattern,
    text: String,
    /// Words and groups its parts can begin with.
    begins: Vec<(Vec<u32>, Vec<usize>)>,
}

pub(super) struct Lexicon {
    aliases: HashMap<String, Vec<String>>,
    vocabulary: Vocabulary,
    /// Phrases of the groups, by the number of their first word.
    phrases: HashMap<u32, Vec<(usize, Vec<pattern::Term>)>>,
    cues: Vec<(CueRule, Vec<Ready>)>,
    weaken: Vec<(WeakenRule, Vec<Ready>)>,
    now: usize,
}

/// A weakening phrase found in a text: its rule, its pattern, its place.
type Weak<'a> = (&'a WeakenRule, &'a str, (usize, usize));

impl WeakenRule {
    fn means(&self, cue: &CueRule) -> bool {
        (self.kinds.is_empty() || self.kinds.contains(&cue.kind))
            && (self.tags.is_empty() || self.tags.contains(&cue.tag))
            && !self.but.contains(&cue.tag)
    }
}

impl Reach {
    fn reaches(self, (from, to): (usize, usize), cue: (usize, usize), seen: &[Seen]) -> bool {
        let sentence = |i: usize| seen.get(i).map(|s| s.sentence);
        let same = sentence(from) == sentence(cue.0);
        match self {
            Self::Text => true,
            Self::Here => from < cue.1 && cue.0 < to,
            Self::Ahead => same && to <= cue.1 && cue.0 < to + AHEAD,
            Self::Sentence => same && from < cue.1 + REACH && cue.0 < to + REACH,
        }
    }
}

/// Where in a text what a lexicon knows occurs: words and groups, by number.
struct Present {
    terms: Vec<Vec<usize>>,
    groups: Vec<Vec<usize>>,
}

impl Lexicon {
    /// Reads the file.
    ///
    /// # Errors
    /// What is wrong with it, in a sentence that names the pattern.
    pub fn parse(text: &str) -> Result<Self, String> {
        let file: File = toml::from_str(text).map_err(|e| e.to_string())?;
        let mut vocabulary = Vocabulary::default();
        let names: HashMap<String, usize> = file.groups.keys().cloned().zip(0..).collect();
        let mut phrases: HashMap<u32, Vec<(usize, Vec<pattern::Term>)>> = HashMap::new();
        for (name, list) in &file.groups {
            let group = *names.get(name).ok_or("a group without a number")?;
            for phrase in list {
                let terms: Vec<_> = phrase.split_whitespace().map(|w| vocabulary.term(w)).collect();
                let first = terms.first().ok_or_else(|| format!("group {name} has an empty phrase"))?;
                phrases.entry(first.id).or_default().push((group, terms));
            }
        }
        let mut ready = |list: &[String]| -> Result<Vec<Ready>, String> {
            list.iter().map(|text| Ready::new(text, &names, &mut vocabulary)).collect()
        };
        let mut cues = Vec::new();
        for rule in file.cue {
            let patterns = ready(&rule.patterns)?;
            cues.push((rule, patterns));
        }
        let mut weaken = Vec::new();
        for rule in file.weaken {
            let patterns = ready(&rule.patterns)?;
            weaken.push((rule, patterns));
        }
        let aliases = file
            .aliases
            .iter()
            .map(|(typed, meant)| (words::key(typed), meant.split_whitespace().map(str::to_owned).collect()))
            .collect();
        if cues.iter().all(|(_, patterns)| patterns.is_empty()) {
            return Err("there is no cue in it".to_owned());
        }
        let now = *names.get(NOW).ok_or("no group \"now\"")?;
        Ok(Self { aliases, vocabulary, phrases, cues, weaken, now })
    }

    /// The words of a text, short forms as what is meant.
    pub fn words(&self, text: &str) -> Vec<Word> {
        words(text, &self.aliases)
    }

    /// All cues of a text of these words; of each tag the strongest.
    pub fn cues(&self, words: &[Word], lang: &str) -> Vec<Cue> {
        let english = words::english(words, lang);
        let (seen, present) = self.see(words);
        let weak: Vec<Weak<'_>> = self
            .weaken
            .iter()
            .filter(|(rule, _)| speaks(rule.lang.as_ref(), english))
            .flat_map(|(rule, list)| list.iter().map(move |ready| (rule, ready)))
            .flat_map(|(rule, ready)| {
                ready.find(&seen, &present).into_iter().map(move |at| (rule, ready.text.as_str(), at))
            })
            .collect();
        let mut best: BTreeMap<(Kind, &str), Cue> = BTreeMap::new();
        for (rule, list) in &self.cues {
            if !speaks(rule.lang.as_ref(), english) {
                continue;
            }
            for ready in list {
                for at in ready.find(&seen, &present) {
                    let cue = self.weigh(rule, ready, at, &weak, &seen);
                    let kept = best.entry((rule.kind, rule.tag.as_str())).or_insert_with(|| cue.clone());
                    if cue.points > kept.points {
                        *kept = cue;
                    }
                }
            }
        }
        best.into_values().collect()
    }

    /// A cue at one place, with the strongest of what weakens it there.
    fn weigh(&self, rule: &CueRule, ready: &Ready, at: (usize, usize), weak: &[Weak<'_>], seen: &[Seen]) -> Cue {
        let mut cue = Cue { kind: rule.kind, pattern: ready.text.clone(), points: rule.weight, weakened_by: None };
        for (weaken, text, place) in weak {
            let points = rule.weight * weaken.factor;
            let reached = weaken.means(rule) && weaken.reach.reaches(*place, at, seen);
            if reached && points < cue.points && !(weaken.unless_now && self.now_between(*place, at, seen)) {
                cue.points = points;
                cue.weakened_by = Some((*text).to_owned());
            }
        }
        cue
    }

    /// Whether "now" is said between a weakening phrase and the cue after it: "last year a bit, now all of it".
    fn now_between(&self, weak: (usize, usize), cue: (usize, usize), seen: &[Seen]) -> bool {
        let between = seen.get(weak.1..cue.1).unwrap_or_default();
        between.iter().any(|s| s.groups.iter().any(|(g, _)| *g == self.now))
    }

    fn see(&self, words: &[Word]) -> (Vec<Seen>, Present) {
        let mut terms = vec![Vec::new(); self.vocabulary.keys.len()];
        let mut groups = vec![Vec::new(); self.phrases.values().flatten().map(|(g, _)| g + 1).max().unwrap_or(0)];
        let mut seen: Vec<Seen> = words
            .iter()
            .map(|w| Seen {
                sure: self.vocabulary.keys.get(&w.key).copied(),
                maybe: if w.loose {
                    self.vocabulary.bare.get(&w.bare).cloned().unwrap_or_default()
                } else {
                    Vec::new()
                },
                sentence: w.sentence,
                groups: Vec::new(),
            })
            .collect();
        let mut begun = Vec::new();
        for (at, here) in seen.iter().enumerate() {
            for id in here.sure.iter().chain(&here.maybe) {
                if let Some(t) = terms.get_mut(*id as usize) {
                    t.push(at);
                }
                for (group, phrase) in self.phrases.get(id).into_iter().flatten() {
                    let fits = phrase
                        .iter()
                        .zip(at..)
                        .all(|(term, i)| seen.get(i).is_some_and(|s| s.sentence == here.sentence && s.is(*term)));
                    if fits {
                        begun.push((at, *group, phrase.len()));
                    }
                }
            }
        }
        for (at, group, length) in begun {
            if let (Some(here), Some(g)) = (seen.get_mut(at), groups.get_mut(group)) {
                here.groups.push((group, length));
                g.push(at);
            }
        }
        (seen, Present { terms, groups })
    }
}

/// Whether a rule is for this language; one that names none is for both.
fn speaks(lang: Option<&String>, english: bool) -> bool {
    lang.is_none_or(|l| (l == "en") == english)
}

impl Ready {
    fn new(text: &str, names: &HashMap<String, usize>, vocabulary: &mut Vocabulary) -> Result<Self, String> {
        let pattern = pattern::parse(text, names, vocabulary)?;
        let begins = pattern
            .parts
            .iter()
            .map(|part| {
                let (mut terms, mut groups) = (Vec::new(), Vec::new());
                pattern::beginnings(part, &mut terms, &mut groups);
                (terms, groups)
            })
            .collect();
        Ok(Self { pattern, text: text.to_owned(), begins })
    }

    /// Where the first part is, if all parts are somewhere.
    fn find(&self, seen: &[Seen], present: &Present) -> Vec<(usize, usize)> {
        let mut places = self.pattern.parts.iter().zip(&self.begins).map(|(part, (terms, groups))| {
            let words = terms.iter().filter_map(|t| present.terms.get(*t as usize));
            let phrases = groups.iter().filter_map(|g| present.groups.get(*g));
            pattern::find(part, seen, words.chain(phrases).flatten().copied())
        });
        let first = places.next().unwrap_or_default();
        if !first.is_empty() && places.all(|p| !p.is_empty()) { first } else { Vec::new() }
    }
}
