//! Every order of edits, kills, lost answers, updates, messages, discards and packages: what reaches the gateway under
//! one id is one body, and nothing that was saved is lost. Not for a real gateway (`tests/`): here it is a map.
//!
//! What a newcomer would get wrong: the model counts and commits an attempt before it hands out the bytes, as the worker
//! does; that order is what the test proves.

use super::*;
use proptest::prelude::*;
use std::collections::HashMap;

/// What the worker does before it sends: counts, commits, and only then hands out the bytes.
pub(super) fn attempt(core: &Core) -> Option<(outbox::Entry, Vec<u8>)> {
    let opened = core.inner.opened().unwrap();
    let entry = opened.read(|c| outbox::next_due(c, i64::MAX, i64::MAX, outbox::Which::Words)).unwrap()?;
    let body = opened
        .write(|tx| {
            outbox::begin(tx, entry.id)?;
            match entry.message {
                None => complaints::frozen(tx, entry.complaint),
                Some(message) => messages::frozen(tx, message),
            }
        })
        .unwrap()
        .body;
    Some((entry, body))
}

/// What the worker does with a receipt that covers the row.
fn received(core: &Core, entry: &outbox::Entry, body: &[u8]) {
    let receipt = Receipt {
        v: 1,
        id: entry.complaint,
        message: entry.message,
        body_sha256: sign::sha256_hex(body),
        received_at_ms: 1_795_392_000_000,
        photos: Vec::new(),
    };
    let sealed = SealedReceipt { kid: "k1".to_owned(), body: String::new(), signature: String::new() };
    let store = core.inner.opened().unwrap();
    let stored = store.write(|tx| match entry.message {
        None => {
            complaints::set_receipt(tx, &sealed, &receipt)?;
            outbox::words_done(tx, entry.complaint)
        }
        Some(message) => {
            messages::set_receipt(tx, message, &sealed, &receipt)?;
            outbox::message_done(tx, message)
        }
    });
    stored.unwrap();
}

/// A gateway that remembers what reached it and refuses to be told two things under one id.
#[derive(Default)]
struct Reached {
    words: HashMap<ComplaintId, Vec<u8>>,
    messages: HashMap<MessageId, (Action, ComplaintId, Vec<u8>)>,
}

impl Reached {
    fn words(&mut self, id: ComplaintId, body: &[u8]) -> Result<(), TestCaseError> {
        let read: Complaint = serde_json::from_slice(body).unwrap();
        prop_assert_eq!(read.id, id);
        let held = self.words.entry(id).or_insert_with(|| body.to_vec());
        prop_assert_eq!(held.as_slice(), body, "id_conflict");
        Ok(())
    }

    fn message(&mut self, body: &[u8]) -> Result<(), TestCaseError> {
        let read: Message = serde_json::from_slice(body).unwrap();
        prop_assert!(self.words.contains_key(&read.complaint), "a message came before its words");
        let held = self.messages.entry(read.id).or_insert((read.action, read.complaint, body.to_vec()));
        prop_assert_eq!(held.2.as_slice(), body, "id_conflict");
        Ok(())
    }

    fn arrive(&mut self, (entry, body): &(outbox::Entry, Vec<u8>)) -> Result<(), TestCaseError> {
        match entry.message {
            None => self.words(entry.complaint, body),
            Some(_) => self.message(body),
        }
    }

    fn package(&mut self, file: &[u8]) -> Result<(), TestCaseError> {
        let opened = vungsam_domain::package::open(file, &RECOVERY).unwrap();
        self.words(opened.complaint.id, &opened.contents.complaint.body)?;
        opened.contents.messages.iter().try_for_each(|signed| self.message(&signed.body))
    }

    fn withdrawn(&self, id: ComplaintId) -> bool {
        self.messages.values().any(|(action, about, _)| *action == Action::Withdraw && *about == id)
    }
}

#[derive(Debug, Clone)]
enum Step {
    /// Writes and saves a new report.
    Report,
    /// Opens the report for changing (which one, counted round) without saving.
    Edit(usize),
    /// Saves the oldest open draft.
    Submit,
    /// Says something about a report, where that is possible.
    Say(usize, bool),
    /// Throws a report away.
    Discard(usize),
    /// Hands a report out as a file; whether its carrier reaches the gateway at once.
    Export(usize, bool),
    /// The last file handed out reaches the gateway (again).
    Carried,
    /// An attempt reaches the gateway; the answer is lost.
    Lost,
    /// An attempt reaches the gateway and the receipt comes back.
    Proven,
    /// An attempt never leaves the phone.
    Offline,
    /// The app is killed after the attempt was counted; whether it left nobody knows.
    KilledWhileSending(bool),
    /// The app is killed and started again, maybe as a newer version.
    Kill(bool),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        2 => Just(Step::Report),
        4 => (0_usize..4).prop_map(Step::Edit),
        4 => Just(Step::Submit),
        3 => (0_usize..4, any::<bool>()).prop_map(|(n, back)| Step::Say(n, back)),
        2 => (0_usize..4).prop_map(Step::Discard),
        2 => (0_usize..4, any::<bool>()).prop_map(|(n, at_once)| Step::Export(n, at_once)),
        1 => Just(Step::Carried),
        3 => Just(Step::Lost),
        3 => Just(Step::Proven),
        2 => Just(Step::Offline),
        1 => any::<bool>().prop_map(Step::KilledWhileSending),
        1 => any::<bool>().prop_map(Step::Kill),
    ];
    prop::collection::vec(step, 1..20)
}

/// A phone, its person's expectations, and a gateway.
struct Walk {
    dir: tempfile::TempDir,
    core: Option<Arc<Core>>,
    seed: u64,
    count: u32,
    version: &'static str,
    reached: Reached,
    /// Saved and not thrown away: each must arrive.
    ids: Vec<ComplaintId>,
    /// Said and not thrown away: each must arrive.
    said: Vec<(ComplaintId, MessageId)>,
    /// Thrown away when it may have been sent: each must be taken back.
    taken_back: Vec<ComplaintId>,
    open_drafts: Vec<ComplaintId>,
    file: Option<Vec<u8>>,
}

impl Walk {
    fn config(&self) -> CoreConfig {
        let mut config = config(self.dir.path(), self.seed.wrapping_add(u64::from(self.count)));
        config.app_version = self.version.to_owned();
        config.deployment.recovery_key = Some(sign::b64(crypto_box::SecretKey::from(RECOVERY).public_key().as_bytes()));
        config
    }

    fn start(seed: u64) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let (reached, version) = (Reached::default(), "0.1.0");
        let mut walk = Self {
            dir,
            core: None,
            seed,
            count: 0,
            version,
            reached,
            ids: Vec::new(),
            said: Vec::new(),
            taken_back: Vec::new(),
            open_drafts: Vec::new(),
            file: None,
        };
        walk.core = Some(open(walk.config()));
        walk
    }

    fn core(&self) -> &Core {
        self.core.as_ref().unwrap()
    }

    fn restart(&mut self) {
        self.count += 1;
        self.core = None;
        self.core = Some(open(self.config()));
    }

    fn which(&self, n: usize) -> Option<ComplaintId> {
        (!self.ids.is_empty()).then(|| self.ids[n % self.ids.len()])
    }

    fn edit(&mut self, id: ComplaintId) {
        match self.core().complaint_edit(Call { args: ById { id }, body: None }) {
            Ok(draft) if !self.open_drafts.contains(&draft.id) => self.open_drafts.push(draft.id),
            Ok(_) => {}
            Err(e) => assert_eq!(e.code, error_codes::NOT_NOW),
        }
    }

    fn submit(&mut self) {
        let id = self.open_drafts.remove(0);
        self.count += 1;
        // It went with the report it was about.
        let Ok(draft) = self.core().draft(Call { args: ById { id }, body: None }) else { return };
        save(self.core(), id, &DraftFields { text: format!("sửa {}", self.count), ..draft.fields });
        let saved = submit(self.core(), id).unwrap();
        if !self.ids.contains(&saved) {
            self.ids.push(saved);
        }
    }

    fn say(&mut self, id: ComplaintId, back: bool) {
        let action = if back { Action::Withdraw } else { Action::Remark };
        let opened = self.core().reply_open(Call { args: ReplyOpen { complaint: id, action }, body: None });
        let Ok(draft) = opened else { return };
        self.count += 1;
        save(self.core(), draft.id, &fields(&format!("nói {}", self.count)));
        self.core().reply_send(Call { args: ById { id: draft.id }, body: None }).unwrap();
        self.said.push((draft.reply.unwrap().complaint, MessageId(draft.id.0)));
    }

    fn discard(&mut self, id: ComplaintId) -> Result<(), TestCaseError> {
        if self.core().outbox_discard(Call { args: ById { id }, body: None }).is_err() {
            return Ok(());
        }
        let Ok(left) = self.core().complaint(Call { args: ById { id }, body: None }) else {
            prop_assert!(!self.reached.words.contains_key(&id), "deleted here, and the office has it");
            self.ids.retain(|known| *known != id);
            return Ok(());
        };
        let told: Vec<MessageId> = left.messages.iter().map(|m| m.id).collect();
        self.said.retain(|(about, message)| *about != id || told.contains(message));
        if left.replaced_by.is_some() {
            self.ids.retain(|known| *known != id);
        } else if left.card.withdrawing {
            self.taken_back.push(id);
            let mut older = left.replaces;
            while let Some(next) = older {
                self.ids.retain(|known| *known != next);
                self.said.retain(|(about, _)| *about != next);
                let detail = self.core().complaint(Call { args: ById { id: next }, body: None });
                older = detail.ok().and_then(|d| d.replaces);
            }
        }
        Ok(())
    }

    fn step(&mut self, step: Step) -> Result<(), TestCaseError> {
        match step {
            Step::Report => {
                self.count += 1;
                self.ids.push(report(self.core(), &format!("phản ánh {}", self.count)));
            }
            Step::Edit(n) => self.which(n).into_iter().for_each(|id| self.edit(id)),
            Step::Submit if !self.open_drafts.is_empty() => self.submit(),
            Step::Submit => {}
            Step::Say(n, back) => self.which(n).into_iter().for_each(|id| self.say(id, back)),
            Step::Discard(n) => self.which(n).into_iter().try_for_each(|id| self.discard(id))?,
            Step::Export(n, at_once) => {
                let Some(id) = self.which(n) else { return Ok(()) };
                let file = self.core().outbox_export(Call { args: ById { id }, body: None }).unwrap();
                self.file = Some(STANDARD.decode(file.base64).unwrap());
                if at_once {
                    self.step(Step::Carried)?;
                }
            }
            Step::Carried => self.file.clone().into_iter().try_for_each(|file| self.reached.package(&file))?,
            Step::Lost => attempt(self.core()).iter().try_for_each(|sent| self.reached.arrive(sent))?,
            Step::Proven => {
                if let Some(sent) = attempt(self.core()) {
                    self.reached.arrive(&sent)?;
                    received(self.core(), &sent.0, &sent.1);
                }
            }
            Step::Offline => {
                if let Some((entry, _)) = attempt(self.core()) {
                    self.core().inner.opened().unwrap().write(|tx| outbox::uncount(tx, entry.id)).unwrap();
                }
            }
            Step::KilledWhileSending(arrives) => {
                let sent = attempt(self.core());
                self.restart();
                if let (Some(sent), true) = (sent, arrives) {
                    self.reached.arrive(&sent)?;
                }
            }
            Step::Kill(newer) => {
                self.version = if newer { "0.2.0" } else { self.version };
                self.restart();
            }
        }
        Ok(())
    }

    /// In the end the link is good: everything arrives.
    fn end(mut self) -> Result<(), TestCaseError> {
        while let Some(sent) = attempt(self.core()) {
            self.reached.arrive(&sent)?;
            received(self.core(), &sent.0, &sent.1);
        }
        prop_assert_eq!(self.core().outbox(Call { args: Nothing {}, body: None }).unwrap().entries.len(), 0);
        for id in &self.ids {
            prop_assert!(self.reached.words.contains_key(id), "a report is lost");
            let shown = detail(self.core(), *id).card.delivery;
            prop_assert_eq!(shown, Delivery::Received);
        }
        for (_, message) in &self.said {
            prop_assert!(self.reached.messages.contains_key(message), "a message is lost");
        }
        for id in &self.taken_back {
            prop_assert!(self.reached.withdrawn(*id), "nobody was told that it is taken back");
        }
        Ok(())
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn no_order_of_edits_kills_and_lost_answers_sends_two_bodies_under_one_id(steps in steps(), seed: u64) {
        let mut walk = Walk::start(seed);
        for step in steps {
            walk.step(step)?;
        }
        walk.end()?;
    }
}
