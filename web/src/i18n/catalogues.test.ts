import { describe, expect, it } from 'vitest';
import { words as en } from './en';
import { words as kk } from './kk';
import { words as ru } from './ru';
import papersEn from '$papers/papers.en.json';
import papersKk from '$papers/papers.kk.json';
import papersRu from '$papers/papers.ru.json';
import { fill, places } from './pattern';

/** All that people read, on the screen and on paper. */
const own: Record<string, Record<string, string>> = {
  kk: { ...kk, ...papersKk },
  ru: { ...ru, ...papersRu },
  en: { ...en, ...papersEn },
};
/** The same word in two languages. */
const SAME = new Set([
  'role.operator', 'role.technician', 'role.prosecutor', 'role.auditor', 'signin.login', 'accounts.login',
  'devices.tab.quarantine', 'devices.kind.beacon', 'devicekind.beacon', 'devices.kind.breath_unit', 'devices.kind.phone', 'devices.frame',
  'offices.level.republic', 'audit.object.session', 'audit.object.quarantine', 'shift.operator', 'orders.version',
  'orders.map', 'papers.track.map', 'documents.file', 'field.login', 'field.phone',
]); // prettier-ignore

describe('catalogues', () => {
  for (const language of ['kk', 'ru']) {
    it(`${language} has every text of en, none more, with the same places`, () => {
      expect(Object.keys(own[language]!).sort()).toEqual(Object.keys(own['en']!).sort());
      for (const [key, text] of Object.entries(own['en']!))
        expect(places(own[language]![key]!), key).toEqual(places(text));
    });
  }

  it('no Kazakh text of words is the Russian or the English one', () => {
    for (const [key, text] of Object.entries(own['kk']!)) {
      if (!/\p{L}{4}/u.test(text.replaceAll(/\{[^}]*\}/g, '')) || SAME.has(key)) continue;
      expect(text, key).not.toBe(own['ru']![key]);
      expect(text, key).not.toBe(own['en']![key]);
    }
  });

  it('no Kazakh or Russian text has words in Latin letters, but for names of formats and keys', () => {
    const allowed =
      /Baqylau|JPEG|PNG|WebP|TOTP|IMEI|PIN|GPS|GPX|CSV|GeoJSON|PDF|XLSX|SMS|OIDC|GSM|SIM|ICCID|OpenStreetMap|Natural Earth|GeoNames|WebAuthn|QR|SHA-256|ISA-18\.2|EEMUA|Merkle|Ed25519|ISA|RSA|Esc|Enter|Tab|NATS|PostgreSQL|URL|HTTP|IANA|UTC|Asia\/Almaty|AIS|P\d|IIN|ID|WGS ?84|X\b|km\/h/g;
    for (const language of ['kk', 'ru']) {
      for (const [key, text] of Object.entries(own[language]!)) {
        const words = text
          .replaceAll(/\{\w+(?=[,}])|, plural,|\b(?:zero|one|two|few|many|other) \{/g, '')
          .replaceAll(allowed, '');
        expect(words, `${language} ${key}`).not.toMatch(/[A-Za-z]{3}/);
      }
    }
  });
});

describe('pattern', () => {
  const people = '{n, plural, one {# человек} few {# человека} many {# человек} other {# человека}} из {all}';
  it('takes the plural form of the language', () => {
    expect(fill(people, { n: 1, all: 7 }, 'ru')).toBe('1 человек из 7');
    expect(fill(people, { n: 3, all: 7 }, 'ru')).toBe('3 человека из 7');
    expect(fill(people, { n: 25, all: 70 }, 'ru')).toBe('25 человек из 70');
  });

  it('writes figures in Kazakh as they are written there, whatever the browser knows', () => {
    expect(fill('{n}', { n: 43_200.5 }, 'kk-KZ')).toBe('43\u00a0200,5');
  });

  it('leaves a place without a value to be seen', () => {
    expect(fill('{who} is away', {}, 'en')).toBe('{who} is away');
  });
});
