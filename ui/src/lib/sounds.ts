// Spoken prompts: assets/sounds/{lang}/{key}.{ogg,mp3,m4a}. A listen button appears where the file exists.
import type { Lang } from './i18n/index.svelte';

const files = import.meta.glob<string>('../../../assets/sounds/*/*.{ogg,mp3,m4a}', {
  query: '?url',
  import: 'default',
  eager: true,
});

const urls = new Map(
  Object.entries(files).map(([path, url]) => [path.replace(/^.*\/([^/]+\/[^/]+)\.\w+$/, '$1'), url]),
);

let player: HTMLAudioElement | undefined;

/** Address of a prompt's sound, if somebody has spoken it. */
export function soundUrl(key: string | undefined, lang: Lang): string | undefined {
  return key === undefined ? undefined : urls.get(`${lang}/${key}`);
}

/** Plays a prompt from its beginning; whatever was playing stops. */
export function play(url: string): void {
  player?.pause();
  player = new Audio(url);
  void player.play().catch(() => undefined);
}
