//! A text as characters that are easy to compare, each with its place in what was typed. Not for changing the text.
//!
//! What a newcomer would get wrong: characters nobody sees are left out here but stay in the text, so a slice of the
//! text is taken by the places, never by counting characters.

/// A character and where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Glyph {
    /// Folded: ASCII digits and letters for full-width ones, `-` for every dash, one kind of space.
    pub c: char,
    /// First byte.
    pub at: usize,
    /// Byte after the last.
    pub end: usize,
}

/// A text with its glyphs.
pub(super) struct Folded<'a> {
    text: &'a str,
    glyphs: Vec<Glyph>,
}

impl<'a> Folded<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let glyphs = text.char_indices().filter(|(_, c)| !unseen(*c) && !accent(*c));
        let glyphs = glyphs.map(|(at, c)| Glyph { c: fold(c), at, end: at + c.len_utf8() }).collect();
        Self { text, glyphs }
    }

    pub(super) fn len(&self) -> usize {
        self.glyphs.len()
    }

    /// The folded character at a place; `None` past the ends.
    pub(super) fn at(&self, i: usize) -> Option<char> {
        self.glyphs.get(i).map(|g| g.c)
    }

    /// The folded character before a place.
    pub(super) fn before(&self, i: usize) -> Option<char> {
        self.at(i.checked_sub(1)?)
    }

    /// Whether there is one at `i` that `is`.
    pub(super) fn is(&self, i: usize, is: impl Fn(char) -> bool) -> bool {
        self.at(i).is_some_and(is)
    }

    /// What was typed between two glyphs (the second not included).
    pub(super) fn typed(&self, from: usize, to: usize) -> &'a str {
        let first = self.glyphs.get(from).map_or(0, |g| g.at);
        let last = to.checked_sub(1).and_then(|i| self.glyphs.get(i)).map_or(first, |g| g.end);
        self.text.get(first..last).unwrap_or_default()
    }

    /// The folded characters between two glyphs, without spaces.
    pub(super) fn folded(&self, from: usize, to: usize) -> String {
        self.spaced(from, to).chars().filter(|c| !c.is_whitespace()).collect()
    }

    /// The folded characters between two glyphs.
    pub(super) fn spaced(&self, from: usize, to: usize) -> String {
        self.glyphs.get(from..to).unwrap_or_default().iter().map(|g| g.c).collect()
    }

    /// The end of the longest stretch from `from`, at most `most` long, whose characters all are.
    pub(super) fn run(&self, from: usize, most: usize, is: impl Fn(char) -> bool) -> usize {
        let stretch = self.glyphs.iter().skip(from).take(most).take_while(|g| is(g.c)).count();
        from + stretch
    }
}

/// A character for comparing.
pub(super) fn fold(c: char) -> char {
    match c {
        c if dash(c) => '-',
        '\u{3002}' | '\u{ff61}' | '\u{2024}' => '.',
        '\u{2044}' | '\u{2215}' => '/',
        '\u{ff01}'..='\u{ff5e}' => shifted(c, 0xff01, '!'),
        '\u{1d7ce}'..='\u{1d7ff}' => digit(c),
        '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{b}' | '\u{c}' => '\n',
        '\t' => '\t',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

fn shifted(c: char, from: u32, to: char) -> char {
    char::from_u32(u32::from(c) - from + u32::from(to)).unwrap_or(c)
}

/// Mathematical digits come in five sets of ten.
fn digit(c: char) -> char {
    char::from_digit((u32::from(c) - 0x1d7ce) % 10, 10).unwrap_or(c)
}

/// Every line that stands for a hyphen on paper, on a screen or on a keyboard.
fn dash(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{58a}' | '\u{5be}' | '\u{1806}' | '\u{2010}'
            ..='\u{2015}'
                | '\u{2043}'
                | '\u{207b}'
                | '\u{208b}'
                | '\u{2212}'
                | '\u{2500}'
                | '\u{2796}'
                | '\u{2e3a}'
                | '\u{2e3b}'
                | '\u{30fc}'
                | '\u{fe58}'
                | '\u{fe63}'
                | '\u{ff0d}'
                | '\u{ff70}'
    )
}

/// Characters of no width: they ride along when a code is copied from a page.
pub(super) fn unseen(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
    )
}

/// Accents that stand beside their letter: some keyboards and files write Vietnamese so.
fn accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// A letter or digit a code is made of.
pub(super) fn alnum(c: char) -> bool {
    c.is_ascii_alphanumeric()
}

/// A digit.
pub(super) fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}
