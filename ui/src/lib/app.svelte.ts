// What every screen needs to know, read from the core and read again whenever the core says that something changed.
// Not the truth: that is in the database. Nothing here is ever changed by a screen, except by asking the core.
import type { AppState, Content, CoreEvent, Settings } from './bindings/types';
import { newsBody } from './dossiers/news';
import { isoWeekday } from './format';
import { watchLink } from './link';
import { lang, m, pickLang, setLang } from './i18n/index.svelte';
import { announce, painted } from './nav.svelte';
import { AppError, invoke, notify, subscribe } from './platform';

const MINUTE = 60_000;

class App {
  /** Last answer of `app_state`; `null` before the first. */
  state = $state.raw<AppState | null>(null);
  /** Why the core does not answer at all. */
  failed = $state.raw<AppError | null>(null);
  /** Categories, communes, villages, hotlines, purposes. */
  content = $state.raw<Content | null>(null);
  /** Goes up whenever something shown may have changed. Read it to read again; `live()` does. */
  tick = $state(0);
  /** This phone's clock, good for ages in words: moves once a minute. */
  now = $state(Date.now());

  #contentVersion = '';

  /** Complaints can be read and written. */
  get open(): boolean {
    return this.state?.vault === 'ready';
  }

  /** Reads the state again. */
  refresh = async (): Promise<void> => {
    try {
      const state = await invoke('app_state', {});
      this.take(state);
      // Public content changes seldom: from the gateway, from a file.
      const version = `${state.content.from} ${state.content.changed_at_ms ?? ''}`;
      if (this.content && this.#contentVersion === version) return;
      this.content = await invoke('content', {});
      this.#contentVersion = version;
    } catch (thrown) {
      this.failed = AppError.from(thrown);
    }
  };

  /** Takes over a state that a command answered with. */
  take = (state: AppState): void => {
    this.state = state;
    this.failed = null;
    this.now = Date.now();
    this.tick += 1;
    applySettings(state.settings);
  };

  /** Changes settings: at once on the screen, then in the core. */
  set = async (change: Partial<Settings>): Promise<void> => {
    // Another size or language lays out the whole screen anew: what was pressed shows first.
    await painted();
    if (!this.state) return;
    const settings = { ...this.state.settings, ...change };
    this.state = { ...this.state, settings };
    applySettings(settings);
    this.take(await invoke('settings_set', settings));
  };

  /** Starts listening. Called once by the layout. */
  start = (): void => {
    let planned = false;
    const soon = () => {
      // Several events in a row (a page of changes) are one reading.
      if (planned) return;
      planned = true;
      setTimeout(() => {
        planned = false;
        void this.refresh();
      }, 50);
    };
    void subscribe((event) => {
      if (event.kind === 'content') {
        void invoke('content', {}).then((content) => (this.content = content), soon);
      } else if (event.kind !== 'changed') {
        const { title, body } = words(event);
        void notify(title, body);
        announce(`${title}: ${body}`);
      }
      soon();
    }, soon);
    void this.refresh();
    // The online flag and coming back to the front are hints worth one attempt, never a truth.
    const wake = () => void invoke('sync_now', {}).catch(() => undefined);
    watchLink((hint) => void invoke('link_hint', hint).catch(() => undefined));
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState !== 'visible') return;
      soon();
      wake();
    });
    setInterval(() => (this.now = Date.now()), MINUTE);
  };
}

export const app = new App();

/** What to tell, as title and line. */
function words(event: Exclude<CoreEvent, { kind: 'changed' | 'content' }>): { title: string; body: string } {
  if (event.kind === 'notify_dossier') {
    const weekday = (iso: string) => isoWeekday(iso, lang(), Date.now());
    return { title: event.name || m().dossierNews.unnamed, body: newsBody(event.news, m(), weekday) };
  }
  const body = event.kind === 'notify_overdue' ? m().notify.overdue : m().status[event.status];
  return { title: m().notify.title(event.reference), body };
}

/** Puts language, theme and text size on the page. */
function applySettings(settings: Settings): void {
  setLang(pickLang(settings.lang, navigator.languages));
  const root = document.documentElement;
  if (settings.theme === 'light' || settings.theme === 'dark') root.dataset.theme = settings.theme;
  else delete root.dataset.theme;
  // Media queries do not see a root font size: parts that must give way to large text read this.
  root.dataset.text = settings.text_percent >= 150 ? 'large' : 'normal';
  root.style.fontSize = settings.text_percent === 100 ? '' : `${settings.text_percent}%`;
}
