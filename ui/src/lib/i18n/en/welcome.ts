import type { Catalogue } from '../vi';

export const welcome: Catalogue['welcome'] = {
  skip: 'Skip',
  start: 'Start',
  again: 'See the welcome again',
  againHint: 'What the app does, who sees what.',

  whatTitle: 'Welcome!',
  whatHint: 'Vùng Sâm helps with four things.',
  report: 'Report what is broken',
  reportText: 'Blocked road, rubbish, power cut. It goes to the commune.',
  papers: 'Get papers done',
  papersText: 'Which papers, where to go, when they are ready.',
  places: 'Explore the ginseng country',
  placesText: 'Places, markets, how to get here.',
  call: 'Call in an emergency',
  callText: 'The red button is always at the foot of the home screen.',

  offlineTitle: 'It works without internet',
  here: 'Write and take photos',
  hereText: 'The phone keeps them, even when switched off.',
  read: 'Read about papers and places',
  readText: 'All of it is on this phone.',
  dial: 'Call emergency numbers',
  dialText: 'Only a phone signal is needed.',
  needs: 'This needs internet',
  send: 'Sending, and getting answers',
  sendText: 'Open the app when there is internet. It sends by itself.',

  seenTitle: 'Who sees what you write?',
  onlyHere: 'Not sent: nobody sees it',
  onlyHereText: 'What you write stays on this phone.',
  officers: 'Sent: only officers see it',
  officersText: 'Name, phone number, words and photos. Nobody else.',
  unnamed: 'You need not give your name',
  unnamedText: 'Only a few matters need one, so that officers can ask.',

  langTitle: 'Which language do you read?',
  langHint: 'You can change it at any time.',

  homeTitle: 'Which commune do you live in?',
  homeHint: 'Places near you come first. Only this phone knows.',
  visitor: 'I am a visitor',
  visitorHint: 'Places come first',

  sizeTitle: 'Can you read this well?',
  sizeHint: 'Choose a size: the screen changes at once.',

  guestTitle: 'Before you set out',
  guestHint: 'Three things a guest should know. No signal needed to read them.',
  guestCall: 'Emergency numbers',
  guestCallText: 'A phone signal is enough, no internet.',
  guestTravel: 'Mountain roads and manners',
  guestTravelText: 'Rainy season, landslides, how to be a good guest.',
  guestPlaces: 'Places and markets',
  guestPlacesText: 'What there is to see, and when.',
};
