/** What a browser calls itself, as much of it as people know: "Firefox, Linux". */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/Edg(?:e|A|iOS)?\//, 'Edge'],
  [/YaBrowser\//, 'Yandex'],
  [/OPR\//, 'Opera'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\/|Chromium\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/Windows/, 'Windows'],
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Mac OS X/, 'macOS'],
  [/Linux|X11/, 'Linux'],
];

/** null for what is none of the browsers we know by name. */
export function browserOf(agent: string): string | null {
  const named = (from: readonly (readonly [RegExp, string])[]) =>
    from.find(([mark]) => mark.test(agent))?.[1];
  const browser = named(BROWSERS);
  return browser === undefined ? null : [browser, named(SYSTEMS)].filter(Boolean).join(', ');
}
