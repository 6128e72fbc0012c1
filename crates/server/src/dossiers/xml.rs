//! XML out of a package, an event at a time, with limits. Not for what the elements mean.
//!
//! What a newcomer would get wrong: nothing is ever expanded. A document type is refused, an entity that XML itself does
//! not know is refused, and one event may not be longer than [`EVENT_BYTES`], however long its element is.

use super::table::FileFault;
use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};
use std::io::{self, BufRead, BufReader, Read};

/// Longest tag or text, in bytes.
const EVENT_BYTES: usize = 1024 * 1024;
/// Deepest nesting.
const DEPTH: usize = 64;

/// A stream of events.
pub struct Xml<R: Read> {
    reader: Reader<Capped<R>>,
    buf: Vec<u8>,
    depth: usize,
}

impl<R: Read> Xml<R> {
    /// Of these bytes.
    pub fn new(inner: R) -> Self {
        let mut reader = Reader::from_reader(Capped { inner: BufReader::with_capacity(64 * 1024, inner), used: 0 });
        reader.config_mut().check_end_names = false;
        Self { reader, buf: Vec::new(), depth: 0 }
    }

    /// The next event; [`Event::Eof`] at the end.
    ///
    /// # Errors
    /// [`FileFault::Damaged`].
    pub fn next(&mut self) -> Result<Event<'_>, FileFault> {
        self.buf.clear();
        self.reader.get_mut().used = 0;
        let event = self.reader.read_event_into(&mut self.buf).map_err(|_| FileFault::damaged("XML"))?;
        match &event {
            Event::DocType(_) => return Err(FileFault::damaged("a document type")),
            Event::Start(_) => self.depth += 1,
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        if self.depth > DEPTH { Err(FileFault::damaged("nested too deep")) } else { Ok(event) }
    }
}

/// An attribute by its local name.
pub fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    tag.attributes().with_checks(false).flatten().find_map(|a| {
        (a.key.local_name().as_ref() == name)
            .then(|| a.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned))
            .flatten()
    })
}

/// What `&…;` stands for: the five of XML, or a number.
///
/// # Errors
/// [`FileFault::Damaged`] for any other.
pub fn reference(r: &BytesRef<'_>) -> Result<char, FileFault> {
    if let Ok(Some(c)) = r.resolve_char_ref() {
        return Ok(c);
    }
    match &**r {
        "amp" => Ok('&'),
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "quot" => Ok('"'),
        "apos" => Ok('\''),
        _ => Err(FileFault::damaged("an unknown entity")),
    }
}

/// Refuses to give more than [`EVENT_BYTES`] for one event.
struct Capped<R: Read> {
    inner: BufReader<R>,
    used: usize,
}

impl<R: Read> Read for Capped<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let n = self.fill_buf()?.read(out)?;
        self.consume(n);
        Ok(n)
    }
}

impl<R: Read> BufRead for Capped<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.used > EVENT_BYTES {
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, n: usize) {
        self.used += n;
        self.inner.consume(n);
    }
}
