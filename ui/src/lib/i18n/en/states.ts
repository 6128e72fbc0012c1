import type { Catalogue } from '../vi';

export const delivery: Catalogue['delivery'] = {
  saved: 'Saved on this phone – not sent',
  trying: 'Waiting to send',
  words_received: 'Words received, photos to come',
  received: 'Received by the system',
  stuck: 'Needs your attention',
};

export const status: Catalogue['status'] = {
  moi: 'Received by the system',
  'da-tiep-nhan': 'Accepted by the commune',
  'can-bo-sung': 'The commune asks for more',
  'da-chuyen': 'Passed to another office',
  'dang-xu-ly': 'Being handled',
  'da-xu-ly': 'Answered',
  'khong-tiep-nhan': 'Not taken on',
  trung: 'Same as another report',
  'mo-lai': 'Open again',
  'da-xac-nhan': 'Confirmed by you',
  'da-rut': 'Withdrawn by you',
};

export const trouble: Catalogue['trouble'] = {
  offline: 'Sent as soon as there is a signal',
  not_ours: 'Perhaps this Wi-Fi wants a sign-in. Sign in, and it is sent by itself.',
  untrusted: 'The other side could not prove who it is. Nothing was sent. Try another network.',
  wrong_date: 'The date on this phone looks wrong. Set it right and it is sent by itself.',
  busy: 'The system is busy. The phone tries again by itself.',
  no_gateway: 'This build has nowhere to send to. Reports stay on the phone.',
};

export const stuck: Catalogue['stuck'] = {
  invalid: 'Something in it was not taken. Open it, change it, save again.',
  id_conflict: 'The system holds another version. Open it, change it, save again.',
  too_large: 'It is too big. Open it, take out photos or words.',
  refused: 'The system does not accept this phone. Take the number to the commune office.',
  receipt_unproven: 'A receipt came that could not be proven. Update the app and try again.',
  not_understood: 'This app is too old for the answer. Update it and try again.',
  photo_missing: 'A photo is gone from this phone. Open it, remove or retake the photo.',
  package_unreadable: 'The system could not open this file. Ask the sender to export it again.',
};

export const notify: Catalogue['notify'] = {
  title: (reference) => `Report ${reference}`,
  overdue: 'Not delivered for seven days. The phone keeps it and sends when there is a signal.',
};

export const stuckMessage: Catalogue['stuckMessage'] = {
  invalid: 'Something in it was not taken. Write it again.',
  id_conflict: 'The system holds another version. Write it again.',
  too_large: 'It is too big. Write it again with fewer photos.',
  refused: 'The system does not accept this phone. Take the number to the commune.',
  receipt_unproven: 'A receipt came that could not be proven. Update the app and try again.',
  not_understood: 'This app is too old for the answer. Update it and try again.',
  photo_missing: 'A photo is gone from this phone. Write it again with another photo.',
  package_unreadable: 'The system could not open this file.',
};
