//! The small language of the lexicon's patterns. Not a regular expression: it knows words, not letters.
//!
//! `cháy nhà` these words one after the other · `nhà ~ sập` the second up to five words later · `(sập|đổ)` either ·
//! `@person` any phrase of that group · `!cháy` only with its marks · `a & b` both somewhere in the text.
//!
//! What a newcomer would get wrong: a pattern never reaches over the end of a sentence, except with `&`.

use std::collections::HashMap;

/// How many words `~` may skip.
const GAP: usize = 5;

/// A word of the lexicon, by number; exact: it must have been typed with its marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Term {
    pub id: u32,
    pub exact: bool,
}

#[derive(Debug, Clone)]
pub(super) enum Item {
    Word(Term),
    Group(usize),
    Either(Vec<Vec<Item>>),
    Gap,
}

/// `a & b`: every part must be found.
#[derive(Debug, Clone)]
pub(super) struct Pattern {
    pub parts: Vec<Vec<Item>>,
}

/// Numbers for the words of the lexicon.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    /// By key (with marks).
    pub keys: HashMap<String, u32>,
    /// By bare form: all words that look like this without marks.
    pub bare: HashMap<String, Vec<u32>>,
}

impl Vocabulary {
    pub fn term(&mut self, word: &str) -> Term {
        let (exact, word) = word.strip_prefix('!').map_or((false, word), |w| (true, w));
        let key = super::words::key(word);
        let next = u32::try_from(self.keys.len()).unwrap_or(u32::MAX);
        let id = *self.keys.entry(key).or_insert(next);
        let same = self.bare.entry(crate::fold::fold(word)).or_default();
        if !same.contains(&id) {
            same.push(id);
        }
        Term { id, exact }
    }
}

/// What a text's word can be.
#[derive(Debug, Clone, Default)]
pub(super) struct Seen {
    /// Numbers it is for certain.
    pub sure: Option<u32>,
    /// Numbers it may be, typed without marks.
    pub maybe: Vec<u32>,
    /// Number of its sentence.
    pub sentence: u16,
    /// Group phrases that begin here: group and number of words.
    pub groups: Vec<(usize, usize)>,
}

impl Seen {
    pub fn is(&self, term: Term) -> bool {
        self.sure == Some(term.id) || (!term.exact && self.maybe.contains(&term.id))
    }
}

/// Reads a pattern.
///
/// # Errors
/// What is wrong with it, in a sentence.
pub(super) fn parse(
    text: &str,
    groups: &HashMap<String, usize>,
    vocabulary: &mut Vocabulary,
) -> Result<Pattern, String> {
    let spaced = text.replace('(', " ( ").replace(')', " ) ").replace('|', " | ").replace('&', " & ");
    let tokens: Vec<&str> = spaced.split_whitespace().collect();
    let mut parts = Vec::new();
    for part in tokens.split(|t| *t == "&") {
        let mut rest = part.iter().copied().peekable();
        let items = sequence(&mut rest, groups, vocabulary).map_err(|e| format!("{text:?}: {e}"))?;
        if rest.peek().is_some() || matches!(items.first(), None | Some(Item::Gap)) {
            return Err(format!("{text:?}: a part is empty, begins with ~ or has a bracket too many"));
        }
        parts.push(items);
    }
    Ok(Pattern { parts })
}

fn sequence<'a>(
    rest: &mut std::iter::Peekable<impl Iterator<Item = &'a str>>,
    groups: &HashMap<String, usize>,
    vocabulary: &mut Vocabulary,
) -> Result<Vec<Item>, String> {
    let mut items = Vec::new();
    while let Some(token) = rest.peek().copied() {
        if token == ")" || token == "|" {
            break;
        }
        rest.next();
        items.push(match token {
            "~" => Item::Gap,
            "(" => {
                let mut either = Vec::new();
                loop {
                    // A boxed iterator would be needed for true nesting; one level is all a person can read anyway.
                    let mut branch = Vec::new();
                    while let Some(t) = rest.peek().copied() {
                        if t == ")" || t == "|" {
                            break;
                        }
                        if t == "(" {
                            return Err("brackets inside brackets".to_owned());
                        }
                        rest.next();
                        branch.push(item(t, groups, vocabulary)?);
                    }
                    if branch.is_empty() {
                        return Err("an empty alternative".to_owned());
                    }
                    either.push(branch);
                    match rest.next() {
                        Some("|") => {}
                        Some(")") => break,
                        _ => return Err("a bracket is not closed".to_owned()),
                    }
                }
                Item::Either(either)
            }
            word => item(word, groups, vocabulary)?,
        });
    }
    Ok(items)
}

fn item(token: &str, groups: &HashMap<String, usize>, vocabulary: &mut Vocabulary) -> Result<Item, String> {
    if token == "~" {
        return Ok(Item::Gap);
    }
    match token.strip_prefix('@') {
        Some(name) => groups.get(name).map(|g| Item::Group(*g)).ok_or(format!("no group {name:?}")),
        None => Ok(Item::Word(vocabulary.term(token))),
    }
}

/// The words and groups a part can begin with; a part none of whose beginnings is in a text need not be looked for.
pub(super) fn beginnings(items: &[Item], terms: &mut Vec<u32>, groups: &mut Vec<usize>) {
    match items.first() {
        Some(Item::Word(term)) => terms.push(term.id),
        Some(Item::Group(group)) => groups.push(*group),
        Some(Item::Either(branches)) => branches.iter().for_each(|b| beginnings(b, terms, groups)),
        Some(Item::Gap) | None => {}
    }
}

/// Where a part begins and ends in a text, tried at `places` only. The end is the nearest one.
pub(super) fn find(items: &[Item], text: &[Seen], places: impl Iterator<Item = usize>) -> Vec<(usize, usize)> {
    places.filter_map(|at| ends(items, text, at).into_iter().min().map(|end| (at, end))).collect()
}

/// All ends of `items` begun at `at`.
fn ends(items: &[Item], text: &[Seen], at: usize) -> Vec<usize> {
    let (Some((first, rest)), Some(seen)) = (items.split_first(), text.get(at)) else { return Vec::new() };
    match first {
        Item::Word(term) if seen.is(*term) => after(rest, text, at + 1),
        Item::Word(_) => Vec::new(),
        Item::Group(group) => {
            let lengths = seen.groups.iter().filter(|(g, _)| g == group).map(|(_, n)| *n);
            lengths.flat_map(|n| after(rest, text, at + n)).collect()
        }
        Item::Either(branches) => {
            let branch_ends = branches.iter().flat_map(|branch| ends(branch, text, at));
            branch_ends.flat_map(|end| after(rest, text, end)).collect()
        }
        Item::Gap => (0..=GAP).flat_map(|skip| after(rest, text, at + skip)).collect(),
    }
}

/// Goes on with what is left of a pattern; never in the next sentence.
fn after(rest: &[Item], text: &[Seen], at: usize) -> Vec<usize> {
    if rest.is_empty() {
        return vec![at];
    }
    let sentence = |i: usize| text.get(i).map(|s| s.sentence);
    if at.checked_sub(1).is_some_and(|before| sentence(before) != sentence(at)) {
        return Vec::new();
    }
    ends(rest, text, at)
}
