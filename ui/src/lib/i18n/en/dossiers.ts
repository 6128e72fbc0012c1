import type { Catalogue } from '../vi';

export const dossierNews: Catalogue['dossierNews'] = {
  unnamed: 'Your dossier',
  status: {
    1: 'The dossier was sent. The office has yet to accept it.',
    2: 'The office has accepted it.',
    3: 'The office did not accept it. Open the app to see why.',
    4: 'The office is working on it.',
    5: 'More papers are needed. Open the app to see which.',
    6: 'A fee is to be paid. Open the app to see which.',
    7: 'It is written down as withdrawn.',
    8: 'The dossier was stopped. Open the app to see.',
    9: 'The result is ready. Come and fetch it.',
    10: 'The office wrote: result handed over.',
  },
  other: 'The office wrote something new. Open the app to see.',
  soon: (day) => `The day of return is near: ${day}.`,
  today: 'Today is the day of return.',
  late: (n) => `Past the day of return by ${n}\u00a0working ${n === 1 ? 'day' : 'days'}. The office owes a new day.`,
  papers: 'It still waits for papers from you.',
  fee: 'It still waits for a fee from you.',
  turn: 'It still waits for you. Open the app to see.',
};
