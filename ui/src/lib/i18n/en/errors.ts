import type { Catalogue } from '../vi';

export const errors: Catalogue['errors'] = {
  invalid: 'Something needs fixing. See the lines below.',
  vault: 'Your reports are locked. Unlock them and go on.',
  passphrase: 'That passphrase does not fit. Try again.',
  passphrase_short: 'The passphrase is too short. It needs at least 6 letters or digits.',
  not_found: 'This is no longer on this phone. Go back to the list.',
  photo_too_many: 'There are 5 photos already. Remove one first.',
  photo_too_large: 'This photo is too big. Choose another or take it again.',
  photo_too_many_pixels: 'This photo is too large. Choose another or take it again.',
  photo_format: 'This file is not a readable picture. Choose another.',
  photo_heic: 'This picture is of the HEIC kind. Choose a JPEG, or take the photo in this app.',
  photo_broken: 'This picture is damaged. Choose another or take it again.',
  photo_twice: 'This photo is there already. Choose another.',
  reference: 'The number is not right. Check each digit.',
  pin: 'The PIN has 4 digits. Look at the slip again.',
  code_citizen: 'This is a citizen number, not a dossier code. It is not kept. Type the code on the slip.',
  code_phone: 'This is a phone number, not a dossier code. It is not kept. Type the code on the slip.',
  code_other: 'This number is not a dossier code. Look at the slip again.',
  code_twice: 'This dossier is already on the phone. Open it in My dossiers.',
  date: 'The date is not right. Look at the slip again.',
  proof: 'It needs exactly the last 4 digits. Enter them again.',
  package: 'This file is no report of this app, or it is damaged. Ask for the file again.',
  no_recovery_key: 'This build has nowhere to send to, so no file can be made. The report stays on the phone.',
  not_now: 'This cannot be done any more. Open it again to see why.',
  disk_full: 'The phone is full. Delete some photos or apps and try again.',
  file_unreadable: 'This file cannot be read. Choose another.',
  file_unwritable: 'The file cannot be put there. Choose another place.',
  content_file: 'This is not a content file of the app, or it is damaged. Nothing changed. Ask for the file again.',
  content_signature:
    'This file is not signed by the commune or the city. Nothing changed. Get the file from a trusted place.',
  arguments: 'The app made a mistake. Nothing is lost. Close and open it again.',
  internal: 'The app made a mistake. Nothing is lost. Try again.',
};

export const fields: Catalogue['fields'] = {
  category: { required: 'Choose a picture.' },
  place: { required: 'Say where, or choose “I don’t know”.' },
  'place.village_text': {
    too_long: 'The village name is too long. Make it shorter.',
    malformed: 'Odd characters here. Write it again.',
  },
  'place.near': { too_long: 'This is too long. Make it shorter.', malformed: 'Odd characters here. Write it again.' },
  text: {
    required: 'Write a few words, or add a photo.',
    too_long: 'The text is too long. Make it shorter.',
    malformed: 'Odd characters in the text. Write it again.',
  },
  photos: { too_many: 'Too many photos. Keep 5.', duplicate: 'Two photos are the same. Remove one.' },
  contact: {
    required: 'Choose whether to give your name.',
    required_here: 'This needs a name or phone number, and your yes to being contacted.',
  },
  kind: { required: 'Choose what kind of matter it is.' },
  'contact.name': {
    required: 'Write a name or a phone number.',
    too_long: 'The name is too long. Make it shorter.',
    malformed: 'Odd characters in the name. Write it again.',
  },
  'contact.phone': {
    malformed: 'That phone number does not look right. Digits only.',
    too_long: 'The number is too long. Check each digit.',
  },
  consents: { required: 'Tick the box to agree, then it can be sent.' },
};

export const fieldOther: Catalogue['fieldOther'] = 'Something is not right here. Look at this answer again.';
