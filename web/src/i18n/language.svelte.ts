/** The language of the screen and its texts. */
import { fill, type Values } from './pattern';
import { words as english, type Key, type Words } from './en';

export type { Key } from './en';
export type Language = 'kk' | 'ru' | 'en';
export const LANGUAGES: readonly Language[] = ['kk', 'ru', 'en'];
export const OWN_NAMES: Readonly<Record<Language, string>> = { kk: 'Қазақша', ru: 'Русский', en: 'English' };
export const LOCALES: Readonly<Record<Language, string>> = { kk: 'kk-KZ', ru: 'ru-KZ', en: 'en-GB' };

const KEPT = 'language';
const current = $state<{ language: Language; words: Words }>({ language: 'en', words: english });

const catalogues: Record<Language, () => Promise<Words>> = {
  kk: async () => (await import('./kk')).words,
  ru: async () => (await import('./ru')).words,
  en: () => Promise.resolve(english),
};

/** The language shown now; reading it in a component follows its changes. */
export function language(): Language {
  return current.language;
}

export function locale(): string {
  return LOCALES[current.language];
}

/** Shows `chosen` from now on; `keep`: on the next visit too, because a person chose it. */
export async function speak(chosen: Language, keep = true): Promise<void> {
  const words = await catalogues[chosen]();
  current.language = chosen;
  current.words = words;
  if (typeof document !== 'undefined') document.documentElement.lang = chosen;
  if (keep && typeof localStorage !== 'undefined') localStorage.setItem(KEPT, chosen);
}

/** The language chosen on an earlier visit, or the browser's where it is one of ours, or Kazakh. */
export function preferred(): Language {
  const wanted = [localStorage.getItem(KEPT), ...navigator.languages.map((one) => one.slice(0, 2))];
  return LANGUAGES.find((one) => one === wanted.find((each) => LANGUAGES.includes(each as Language))) ?? 'kk';
}

/** Whether somebody chose a language on this machine before. */
export function chosenBefore(): boolean {
  return localStorage.getItem(KEPT) !== null;
}

/** The text of `key`, its places filled with `values`. */
export function t(key: Key, values: Values = {}): string {
  return fill(current.words[key], values, locale());
}

/** The text of a key made at run time, such as a kind of finding; `fallback` where there is none. */
export function word(key: string, fallback = key): string {
  return (current.words as Readonly<Record<string, string>>)[key] ?? fallback;
}
