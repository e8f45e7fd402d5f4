/** Texts with places: `{name}` and `{n, plural, one {# day} other {# days}}`, as in ICU MessageFormat. */
export type Values = Readonly<Record<string, string | number>>;

const CHOICE = /(\w+)\s*\{((?:[^{}]|\{[^{}]*\})*)\}/g;

/** The text in place of one `{…}`. An unknown name stays as it is, so that it is seen. */
function place(inside: string, values: Values, locale: string): string {
  const [name = '', kind, ...rest] = inside.split(',');
  const given = values[name.trim()];
  if (given === undefined) return `{${inside}}`;
  if (kind?.trim() !== 'plural') return typeof given === 'number' ? number(given, locale) : given;
  const choices = new Map([...rest.join(',').matchAll(CHOICE)].map((one) => [one[1] ?? '', one[2] ?? '']));
  const form = new Intl.PluralRules(locale).select(Number(given));
  const chosen = choices.get(form) ?? choices.get('other') ?? '';
  return fill(chosen.replaceAll('#', number(Number(given), locale)), values, locale);
}

/** The locale whose figures this one writes: 43 200,5 in Kazakh as in Russian; some browsers do not know it. */
export function figuresOf(locale: string): string {
  return locale.startsWith('kk') ? 'ru-KZ' : locale;
}

function number(of: number, locale: string): string {
  return new Intl.NumberFormat(figuresOf(locale), { maximumFractionDigits: 1 }).format(of);
}

/** `pattern` with its places filled. */
export function fill(pattern: string, values: Values, locale: string): string {
  let out = '';
  for (let at = 0; at < pattern.length;) {
    const open = pattern.indexOf('{', at);
    if (open < 0) return out + pattern.slice(at);
    const close = closing(pattern, open);
    if (close < 0) return out + pattern.slice(at);
    out += pattern.slice(at, open) + place(pattern.slice(open + 1, close), values, locale);
    at = close + 1;
  }
  return out;
}

function closing(pattern: string, open: number): number {
  let depth = 0;
  for (let at = open; at < pattern.length; at++) {
    if (pattern[at] === '{') depth++;
    else if (pattern[at] === '}' && --depth === 0) return at;
  }
  return -1;
}

/** Names of the places of a pattern, for comparing translations. */
export function places(pattern: string): string[] {
  return [...new Set([...pattern.matchAll(/\{(\w+)(?=[,}])/g)].map((one) => one[1] ?? ''))].sort();
}
