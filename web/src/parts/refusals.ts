/** Why the server refused, in the language of the screen: by the code of the refusal, never by its English words. */
import type { Problem } from '../api/result';
import { protocolName } from '../devices/protocols';
import { day, moment } from '../i18n/dates';
import { language, locale, t, word, type Key } from '../i18n/language.svelte';
import { fill, type Values } from '../i18n/pattern';

/** own: the text is in the screen's language, not the server's English. faults: what is wrong, field by field. */
export interface Told {
  readonly text: string;
  readonly own: boolean;
  readonly faults: readonly string[];
}

type Raw = Readonly<Record<string, unknown>>;

/** What a value of this name is a code of: its words stand under this beginning in the catalogues. */
const CODES: Readonly<Record<string, string>> = {
  role: 'role',
  roles: 'role',
  state: 'state',
  action: 'action',
  dispositions: 'disposition',
  command: 'commands.kind',
  device_kind: 'devices.kind',
  other_kind: 'devices.kind',
  device_state: 'devices.state',
  step: 'devices.step',
  taker: 'taker',
  missing: 'devices.fitting',
  condition_kind: 'condition',
  ground: 'orders.ground',
  grounds: 'orders.ground',
  section: 'section',
  figure: 'threshold',
  lesser: 'threshold',
  greater: 'threshold',
};

/** Types of pydantic's errors; what is not here is said in general. The value that is told, if any. */
const TYPES: Readonly<Record<string, readonly [Key, string?]>> = {
  missing: ['invalid.missing'],
  string_too_short: ['invalid.text_short', 'min_length'],
  string_too_long: ['invalid.text_long', 'max_length'],
  too_short: ['invalid.few', 'min_length'],
  too_long: ['invalid.many', 'max_length'],
  string_pattern_mismatch: ['invalid.pattern'],
  string_unicode: ['invalid.pattern'],
  greater_than: ['invalid.above', 'gt'],
  greater_than_equal: ['invalid.least', 'ge'],
  less_than: ['invalid.below', 'lt'],
  less_than_equal: ['invalid.most', 'le'],
  int_parsing: ['invalid.whole'],
  int_parsing_size: ['invalid.whole'],
  int_type: ['invalid.whole'],
  int_from_float: ['invalid.whole'],
  float_parsing: ['invalid.number'],
  float_type: ['invalid.number'],
  finite_number: ['invalid.number'],
  bool_parsing: ['invalid.yes_no'],
  bool_type: ['invalid.yes_no'],
  string_type: ['invalid.text'],
  literal_error: ['invalid.choice'],
  enum: ['invalid.choice'],
  union_tag_invalid: ['invalid.choice'],
  date_type: ['invalid.date'],
  date_parsing: ['invalid.date'],
  date_from_datetime_parsing: ['invalid.date'],
  date_from_datetime_inexact: ['invalid.date'],
  datetime_type: ['invalid.time'],
  datetime_parsing: ['invalid.time'],
  datetime_from_date_parsing: ['invalid.time'],
  timezone_aware: ['invalid.zone'],
  extra_forbidden: ['invalid.unknown'],
  json_invalid: ['invalid.unreadable'],
};

const asRaw = (one: unknown): Raw => (typeof one === 'object' && one !== null ? (one as Raw) : {});
const textOf = (key: string): string | null => word(key, '') || null;

/** A refusal in words; of one whose code is unknown here, the server's own. */
export function told(problem: Problem): Told {
  if (problem.kind === 'away') return { text: t('app.away'), own: true, faults: [] };
  const { code, values, errors } = problem.more;
  const faults = Array.isArray(errors) ? errors.map((one) => faultWords(asRaw(one))) : [];
  const own = ownWords(code, asRaw(values));
  if (own !== null) return { text: own, own: true, faults };
  if (problem.status >= 500)
    return { text: t('app.broken', { status: String(problem.status) }), own: true, faults };
  if (problem.detail === '') return { text: t('app.refused'), own: true, faults };
  return { text: problem.detail, own: false, faults };
}

/** The same in one line, for where there is no room for a list. */
export function refusalWords(problem: Problem): string {
  const { text, own, faults } = told(problem);
  return own ? [text, ...faults].join(' ') : t('app.failed', { detail: text });
}

function ownWords(code: unknown, values: Raw): string | null {
  const pattern = typeof code === 'string' ? textOf(`refused.${code}`) : null;
  return pattern === null ? null : asSentence(fill(pattern, shown(values), locale()));
}

/** The server's English begins small and ends without a point, as one line of an answer does. */
function asSentence(text: string): string {
  const whole = text.charAt(0).toLocaleUpperCase(locale()) + text.slice(1);
  return /[.!?…]$/.test(whole) ? whole : `${whole}.`;
}

function shown(values: Raw): Values {
  return Object.fromEntries(Object.entries(values).map(([name, one]) => [name, valueOf(name, one)]));
}

/** Instants as the screen writes them, codes in words, numbers that only name something without grouping. */
function valueOf(name: string, of: unknown): string | number {
  if (Array.isArray(of)) return of.map((one) => String(valueOf(name, one))).join(', ');
  if (typeof of === 'number') return /_id$|version$/.test(name) ? String(of) : of;
  const text = String(of ?? '');
  if (name.endsWith('_at')) return moment(text, language());
  if (name === 'day') return day(`${text}T00:00:00Z`, language(), 'UTC');
  if (name === 'unit') return text === '' ? '' : ` ${word(`thresholds.unit.${text.trim()}`, text.trim())}`;
  if (name === 'protocol' || name === 'protocols') return protocolName(text);
  const begin = CODES[name];
  return begin === undefined ? text : word(`${begin}.${text}`, text);
}

function faultWords(fault: Raw): string {
  const where = whereWords(String(fault['where'] ?? ''));
  const own = ownWords(fault['code'], asRaw(fault['values']));
  if (where === '') return own ?? asSentence(typeWords(fault));
  return t('fault.line', { where, what: own ?? `${typeWords(fault)}.` });
}

function typeWords(fault: Raw): string {
  const [key, name] = TYPES[String(fault['type'])] ?? ['invalid.other'];
  const n = name === undefined ? undefined : asRaw(fault['values'])[name];
  return t(key, typeof n === 'number' || typeof n === 'string' ? { n } : {});
}

/** `body.conditions.0.hours.1.from` as «Condition 1 → hours 2 → from»; parts that only the server knows are left out. */
function whereWords(path: string): string {
  const parts = path.split('.').slice(1);
  const words: string[] = [];
  for (const [index, part] of parts.entries()) {
    const last = words.length - 1;
    if (/^\d+$/.test(part)) {
      if (last >= 0) words[last] = t('fault.part', { name: words[last]!, n: Number(part) + 1 });
    } else {
      const name =
        textOf(`field.${part}`) ??
        textOf(`threshold.${part}`) ??
        (index === parts.length - 1 ? `«${part}»` : null);
      if (name !== null) words.push(name);
    }
  }
  const whole = words.join(' → ');
  return whole.charAt(0).toLocaleUpperCase(locale()) + whole.slice(1);
}
