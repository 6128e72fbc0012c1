//! The vault on a real folder, with a keyring that behaves as told. The real keyring has a story in crate `tests`.

use super::*;
use proptest::prelude::*;
use rand::{SeedableRng, rngs::StdRng};
use std::collections::HashMap;
use std::fs;
use std::sync::{Arc, Mutex};
use zeroize::Zeroizing;

#[derive(Clone, Copy, PartialEq)]
enum Mood {
    Works,
    Says(KeyStoreError),
    /// Takes a secret and does not have it afterwards.
    Forgets,
}

struct Told {
    mood: Mood,
    kept: HashMap<String, String>,
}

#[derive(Clone)]
struct Keyring(Arc<Mutex<Told>>);

impl Keyring {
    fn new(mood: Mood) -> Self {
        Self(Arc::new(Mutex::new(Told { mood, kept: HashMap::new() })))
    }

    fn becomes(&self, mood: Mood) {
        self.0.lock().unwrap().mood = mood;
    }

    fn loses_everything(&self) {
        self.0.lock().unwrap().kept.clear();
    }

    fn entries(&self) -> usize {
        self.0.lock().unwrap().kept.len()
    }
}

impl KeyStore for Keyring {
    fn get(&self, name: &str) -> Result<Zeroizing<String>, KeyStoreError> {
        let told = self.0.lock().unwrap();
        match told.mood {
            Mood::Says(e) => Err(e),
            _ => told.kept.get(name).map(|v| Zeroizing::new(v.clone())).ok_or(KeyStoreError::NotFound),
        }
    }

    fn set(&self, name: &str, value: &str) -> Result<(), KeyStoreError> {
        let mut told = self.0.lock().unwrap();
        match told.mood {
            Mood::Says(e) => return Err(e),
            Mood::Forgets => {}
            Mood::Works => {
                told.kept.insert(name.to_owned(), value.to_owned());
            }
        }
        Ok(())
    }
}

struct Phone {
    dir: tempfile::TempDir,
    keyring: Keyring,
    recovery: crypto_box::SecretKey,
    rng: StdRng,
}

const PASSPHRASE: &str = "ruộng bậc thang";

impl Phone {
    fn new(mood: Mood) -> Self {
        Self {
            dir: tempfile::tempdir().unwrap(),
            keyring: Keyring::new(mood),
            recovery: crypto_box::SecretKey::from([9; 32]),
            rng: StdRng::seed_from_u64(1),
        }
    }

    fn vault(&self) -> Vault {
        let public = sign_b64(self.recovery.public_key().as_bytes());
        Vault::new(self.dir.path(), Box::new(self.keyring.clone()), Some(&public))
    }

    fn open(&mut self) -> Opening {
        self.vault().open(&mut self.rng).unwrap()
    }

    fn secrets(&mut self) -> Secrets {
        match self.open() {
            Opening::Open(secrets) => secrets,
            Opening::Closed(state) => panic!("closed: {state:?}"),
        }
    }

    fn state(&mut self) -> VaultState {
        match self.open() {
            Opening::Open(_) => VaultState::Ready,
            Opening::Closed(state) => state,
        }
    }

    fn choose(&mut self, choice: &VaultChoice) -> Result<Secrets, VaultError> {
        self.vault().choose(choice, &mut self.rng)
    }

    fn writes_a_database(&self) {
        self.write(DB_FILE, b"encrypted, as far as the vault knows");
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        fs::write(self.dir.path().join(name), bytes).unwrap();
    }

    fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.dir.path().join(name)).unwrap()
    }

    fn has(&self, name: &str) -> bool {
        self.dir.path().join(name).exists()
    }
}

fn sign_b64(bytes: &[u8]) -> String {
    vungsam_domain::sign::b64(bytes)
}

fn passphrase(text: &str) -> VaultChoice {
    VaultChoice::Passphrase { passphrase: text.to_owned() }
}

#[test]
fn a_fresh_phone_with_a_keyring_asks_nothing_and_finds_the_same_secrets_again() {
    let mut phone = Phone::new(Mood::Works);
    let first = phone.secrets();
    phone.writes_a_database();
    assert_eq!(phone.secrets(), first);
    assert_eq!(phone.keyring.entries(), 1);
    assert!(!phone.has(KEY_FILE));
}

#[test]
fn a_keyring_locked_at_the_first_start_may_be_unlocked_or_done_without() {
    let mut phone = Phone::new(Mood::Says(KeyStoreError::Locked));
    assert_eq!(phone.state(), VaultState::KeyringLockedFirst);
    phone.keyring.becomes(Mood::Works);
    let first = phone.secrets();
    // Locked again before anything was written: still nothing to lose.
    phone.keyring.becomes(Mood::Says(KeyStoreError::Locked));
    assert_eq!(phone.state(), VaultState::KeyringLockedFirst);
    phone.writes_a_database();
    assert_eq!(phone.state(), VaultState::KeyringLocked);
    assert!(matches!(phone.choose(&VaultChoice::KeyFile), Err(VaultError::Exists)));
    phone.keyring.becomes(Mood::Works);
    assert_eq!(phone.secrets(), first);

    let mut phone = Phone::new(Mood::Says(KeyStoreError::Locked));
    assert_eq!(phone.state(), VaultState::KeyringLockedFirst);
    let chosen = phone.choose(&VaultChoice::KeyFile).unwrap();
    phone.writes_a_database();
    phone.keyring.becomes(Mood::Works);
    assert_eq!((phone.secrets(), phone.keyring.entries()), (chosen, 0), "the choice stays");
}

#[test]
fn two_data_folders_on_one_keyring_do_not_meet() {
    let mut one = Phone::new(Mood::Works);
    let mut two = Phone { keyring: one.keyring.clone(), rng: StdRng::seed_from_u64(2), ..Phone::new(Mood::Works) };
    let (a, b) = (one.secrets(), two.secrets());
    assert_ne!(a, b);
    assert_eq!((one.secrets(), two.secrets()), (a, b));
}

#[rstest::rstest]
#[case::none(Mood::Says(KeyStoreError::Absent), VaultState::NeedsChoice)]
#[case::refused(Mood::Says(KeyStoreError::Refused), VaultState::NeedsChoice)]
#[case::forgets(Mood::Forgets, VaultState::NeedsChoice)]
#[case::locked(Mood::Says(KeyStoreError::Locked), VaultState::KeyringLockedFirst)]
fn a_fresh_phone_never_chooses_itself(#[case] mood: Mood, #[case] state: VaultState) {
    let mut phone = Phone::new(mood);
    assert_eq!(phone.state(), state);
    assert_eq!(phone.state(), state, "asking twice changes nothing");
    assert_eq!(fs::read_dir(phone.dir.path()).unwrap().count(), 0, "nothing is written before the choice");
}

#[rstest::rstest]
#[case::locked(Mood::Says(KeyStoreError::Locked), VaultState::KeyringLocked)]
#[case::refused(Mood::Says(KeyStoreError::Refused), VaultState::KeyringLocked)]
#[case::gone(Mood::Says(KeyStoreError::Absent), VaultState::KeyLost)]
fn a_keyring_that_fails_after_first_use_is_told_and_works_again_later(#[case] mood: Mood, #[case] state: VaultState) {
    let mut phone = Phone::new(Mood::Works);
    let first = phone.secrets();
    phone.writes_a_database();
    phone.keyring.becomes(mood);
    assert_eq!(phone.state(), state);
    phone.keyring.becomes(Mood::Works);
    assert_eq!(phone.secrets(), first);
}

#[test]
fn a_key_that_vanished_is_a_loss_and_a_new_vault_keeps_the_old_one_aside() {
    let mut phone = Phone::new(Mood::Works);
    let first = phone.secrets();
    phone.writes_a_database();
    phone.keyring.loses_everything();
    assert_eq!(phone.state(), VaultState::KeyLost);
    assert_eq!(phone.keyring.entries(), 0, "a lost key is not replaced behind the person's back");

    let aside = phone.vault().set_aside().unwrap();
    let second = phone.secrets();
    assert_ne!(second, first);
    for name in [DB_FILE, RECORD_FILE, RECOVERY_FILE] {
        assert!(aside.join(name).exists(), "{name}");
    }
    let recovered = unseal_recovery(&fs::read(aside.join(RECOVERY_FILE)).unwrap(), &phone.recovery.to_bytes());
    assert_eq!(*recovered.unwrap(), first.db_key);
    assert_ne!(phone.vault().set_aside().unwrap(), aside);
}

#[test]
fn a_passphrase_opens_at_every_start_and_a_wrong_one_does_not() {
    let mut phone = Phone::new(Mood::Says(KeyStoreError::Absent));
    assert!(matches!(phone.choose(&passphrase("ngắn")), Err(VaultError::PassphraseShort)));
    let first = phone.choose(&passphrase(PASSPHRASE)).unwrap();
    assert_eq!(phone.state(), VaultState::NeedsPassphrase, "also before there is a database");
    phone.writes_a_database();
    assert_eq!(phone.state(), VaultState::NeedsPassphrase);
    let mut rng = StdRng::seed_from_u64(3);
    let wrong = phone.vault().unlock("ruộng bậc thanh", &mut rng);
    assert!(matches!(&wrong, Err(e) if e.code() == error_codes::PASSPHRASE));
    assert_eq!(phone.vault().unlock(PASSPHRASE, &mut rng).unwrap(), first);
    let combining = "ruo\u{323}\u{302}ng ba\u{323}\u{302}c thang";
    assert_eq!(phone.vault().unlock(combining, &mut rng).unwrap(), first, "another keyboard, the same words");
    let file = String::from_utf8(phone.read(KEY_FILE)).unwrap();
    assert!(!file.contains(first.to_text().trim_start_matches("1.")));
}

#[test]
fn a_passphrase_is_kept_even_when_a_keyring_appears_later() {
    let mut phone = Phone::new(Mood::Says(KeyStoreError::Absent));
    phone.choose(&passphrase(PASSPHRASE)).unwrap();
    phone.keyring.becomes(Mood::Works);
    assert_eq!(phone.state(), VaultState::NeedsPassphrase);
    assert_eq!(phone.keyring.entries(), 0);
}

#[test]
fn a_key_file_opens_without_a_question() {
    let mut phone = Phone::new(Mood::Says(KeyStoreError::Absent));
    let first = phone.choose(&VaultChoice::KeyFile).unwrap();
    phone.writes_a_database();
    assert_eq!(phone.secrets(), first);
}

#[test]
fn nothing_can_be_chosen_over_a_vault_that_is_there() {
    let mut phone = Phone::new(Mood::Works);
    phone.secrets();
    phone.writes_a_database();
    assert!(matches!(phone.choose(&VaultChoice::KeyFile), Err(VaultError::Exists)));

    let mut phone = Phone::new(Mood::Says(KeyStoreError::Absent));
    phone.choose(&passphrase(PASSPHRASE)).unwrap();
    assert!(matches!(phone.choose(&VaultChoice::KeyFile), Err(VaultError::Exists)));
}

#[test]
fn a_key_file_that_is_gone_is_a_loss() {
    for choice in [VaultChoice::KeyFile, passphrase(PASSPHRASE)] {
        let mut phone = Phone::new(Mood::Says(KeyStoreError::Absent));
        phone.choose(&choice).unwrap();
        phone.writes_a_database();
        fs::remove_file(phone.dir.path().join(KEY_FILE)).unwrap();
        assert_eq!(phone.state(), VaultState::KeyLost);
    }
}

#[test]
fn every_file_belongs_to_the_owner_alone_and_looser_rights_are_tightened() {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mut phone = Phone::new(Mood::Says(KeyStoreError::Absent));
        phone.choose(&VaultChoice::KeyFile).unwrap();
        let mode = |name: &str| fs::metadata(phone.dir.path().join(name)).unwrap().permissions().mode() & 0o777;
        for name in [KEY_FILE, RECORD_FILE, RECOVERY_FILE] {
            assert_eq!(mode(name), 0o600, "{name}");
        }
        fs::set_permissions(phone.dir.path().join(KEY_FILE), fs::Permissions::from_mode(0o644)).unwrap();
        let opened = phone.vault().open(&mut StdRng::seed_from_u64(1)).unwrap();
        assert!(matches!(opened, Opening::Open(_)));
        assert_eq!(mode(KEY_FILE), 0o600);
    }
}

#[test]
fn only_the_private_key_opens_the_recovery_file() {
    let mut phone = Phone::new(Mood::Works);
    let secrets = phone.secrets();
    assert!(!phone.has(DB_FILE), "it is there before the database");
    let file = phone.read(RECOVERY_FILE);
    assert_eq!(*unseal_recovery(&file, &phone.recovery.to_bytes()).unwrap(), secrets.db_key);
    assert!(unseal_recovery(&file, &[8; 32]).is_none());
}

#[test]
fn a_new_recovery_key_replaces_the_file_and_a_missing_one_comes_back() {
    let mut phone = Phone::new(Mood::Works);
    let secrets = phone.secrets();
    phone.writes_a_database();
    phone.recovery = crypto_box::SecretKey::from([5; 32]);
    phone.secrets();
    assert_eq!(*unseal_recovery(&phone.read(RECOVERY_FILE), &[5; 32]).unwrap(), secrets.db_key);
    fs::remove_file(phone.dir.path().join(RECOVERY_FILE)).unwrap();
    phone.secrets();
    let file = phone.read(RECOVERY_FILE);
    assert_eq!(*unseal_recovery(&file, &[5; 32]).unwrap(), secrets.db_key);
    phone.secrets();
    assert_eq!(phone.read(RECOVERY_FILE), file, "a good file is left alone");
}

#[test]
fn a_recovery_key_that_is_none_does_not_keep_anyone_from_writing() {
    let phone = Phone::new(Mood::Works);
    for key in [Some("nonsense"), None] {
        let vault = Vault::new(phone.dir.path(), Box::new(phone.keyring.clone()), key);
        assert!(matches!(vault.open(&mut StdRng::seed_from_u64(1)).unwrap(), Opening::Open(_)));
    }
    assert!(!phone.has(RECOVERY_FILE));
}

#[test]
fn a_lost_record_is_found_again_through_the_recovery_file() {
    for garbage in [None, Some(b"{\"v\":1,\"id".as_slice())] {
        let mut phone = Phone::new(Mood::Works);
        let first = phone.secrets();
        phone.writes_a_database();
        match garbage {
            None => fs::remove_file(phone.dir.path().join(RECORD_FILE)).unwrap(),
            Some(bytes) => phone.write(RECORD_FILE, bytes),
        }
        assert_eq!(phone.secrets(), first);
    }
}

/// Every state a crash can leave behind while a vault is made: files appear in order, each whole or not at all, with
/// at most a half-written temporary one.
#[test]
fn a_crash_while_a_vault_is_made_never_locks_the_person_out() {
    for choice in [VaultChoice::KeyFile, passphrase(PASSPHRASE)] {
        for kept in 0..=3 {
            let mut phone = Phone::new(Mood::Says(KeyStoreError::Absent));
            phone.choose(&choice).unwrap();
            for name in [RECOVERY_FILE, RECORD_FILE, KEY_FILE].into_iter().skip(kept) {
                fs::remove_file(phone.dir.path().join(name)).unwrap();
            }
            phone.write("vault.tmp", b"{\"v\":1,\"wa");
            let expected = match (kept, &choice) {
                (3, VaultChoice::KeyFile) => VaultState::Ready,
                (3, _) => VaultState::NeedsPassphrase,
                _ => VaultState::NeedsChoice,
            };
            assert_eq!(phone.state(), expected, "after {kept} files");
            if kept < 3 {
                phone.choose(&choice).unwrap();
                assert_ne!(phone.state(), VaultState::NeedsChoice);
            }
        }
    }
}

#[test]
fn a_damaged_key_file_is_told_and_kept() {
    for choice in [VaultChoice::KeyFile, passphrase(PASSPHRASE)] {
        let mut phone = Phone::new(Mood::Says(KeyStoreError::Absent));
        phone.choose(&choice).unwrap();
        phone.writes_a_database();
        let whole = phone.read(KEY_FILE);
        for cut in [0, 1, whole.len() / 2, whole.len() - 1] {
            phone.write(KEY_FILE, &whole[..cut]);
            assert_eq!(phone.state(), VaultState::Unreadable, "cut at {cut}");
            assert_eq!(phone.read(KEY_FILE), &whole[..cut], "left as it is");
        }
    }
}

#[test]
fn a_file_that_asks_for_all_memory_is_not_obeyed() {
    let mut phone = Phone::new(Mood::Says(KeyStoreError::Absent));
    phone.choose(&passphrase(PASSPHRASE)).unwrap();
    phone.writes_a_database();
    let file = String::from_utf8(phone.read(KEY_FILE)).unwrap();
    let greedy = file.replace("\"memory_kib\":19456", "\"memory_kib\":4294967295");
    assert_ne!(greedy, file);
    phone.write(KEY_FILE, greedy.as_bytes());
    assert_eq!(phone.state(), VaultState::Unreadable);
    let outcome = phone.vault().unlock(PASSPHRASE, &mut StdRng::seed_from_u64(1));
    assert!(matches!(outcome, Err(VaultError::Damaged)));
}

#[test]
fn secrets_are_not_printed() {
    let secrets = Secrets::draw(&mut StdRng::seed_from_u64(1));
    assert_eq!(format!("{secrets:?}"), "Secrets(redacted)");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_bytes_in_the_files_are_told_never_a_panic_and_never_overwritten(
        key in prop::collection::vec(any::<u8>(), 0..300),
        record in prop::collection::vec(any::<u8>(), 0..100),
        recovery in prop::collection::vec(any::<u8>(), 0..100),
    ) {
        let mut phone = Phone::new(Mood::Works);
        phone.writes_a_database();
        phone.write(KEY_FILE, &key);
        phone.write(RECORD_FILE, &record);
        phone.write(RECOVERY_FILE, &recovery);
        prop_assert_eq!(phone.state(), VaultState::Unreadable);
        prop_assert!(phone.vault().unlock("abcdef", &mut StdRng::seed_from_u64(1)).is_err());
        prop_assert_eq!(phone.read(KEY_FILE), key);
    }

    #[test]
    fn a_changed_byte_in_the_key_file_never_opens_something_else(at in 0usize..400, to in any::<u8>()) {
        let mut phone = Phone::new(Mood::Says(KeyStoreError::Absent));
        let first = phone.choose(&VaultChoice::KeyFile).unwrap();
        phone.writes_a_database();
        let mut bytes = phone.read(KEY_FILE);
        let at = at % bytes.len();
        bytes[at] = to;
        phone.write(KEY_FILE, &bytes);
        // A plain key file has no checksum of its own: the database refuses a wrong key. Here: no panic, no new vault.
        let state = phone.state();
        prop_assert!(matches!(state, VaultState::Ready | VaultState::Unreadable | VaultState::KeyLost));
        prop_assert_eq!(phone.keyring.entries(), 0);
        prop_assert!(first != Secrets::draw(&mut StdRng::seed_from_u64(9)));
    }
}
