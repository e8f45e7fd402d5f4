/** Reports: what each table has for columns, and how its values are written. */
export const REPORTS = ['compliance', 'incidents', 'devices'] as const;
export type ReportName = (typeof REPORTS)[number];

export type Form =
  | 'text'
  | 'number'
  | 'share'
  | 'span_s'
  | 'office'
  | 'protocol'
  | 'incident'
  | 'condition'
  | 'device'
  | 'priority';

export interface Column {
  readonly name: string;
  readonly form: Form;
}

const column = (name: string, form: Form): Column => ({ name, form });
const numbers = (...names: string[]): Column[] => names.map((name) => column(name, 'number'));

export const COLUMNS: Readonly<Record<ReportName, readonly Column[]>> = {
  compliance: [
    column('office', 'office'),
    column('kind', 'condition'),
    ...numbers('people', 'conditions', 'condition_days', 'breaches', 'breach_days', 'confirmed'),
    column('kept_share', 'share'),
  ],
  incidents: [
    column('office', 'office'),
    column('kind', 'incident'),
    column('priority', 'priority'),
    ...numbers('incidents', 'closed', 'open', 'false_alarm', 'technical', 'breach_confirmed'),
    column('median_acknowledge_s', 'span_s'),
    column('median_close_s', 'span_s'),
  ],
  devices: [
    column('device_kind', 'device'),
    column('model', 'text'),
    column('protocol', 'protocol'),
    ...numbers('devices', 'worn_days', 'fixes'),
    column('valid_share', 'share'),
    column('archived_share', 'share'),
    column('median_lag_s', 'span_s'),
    ...numbers('silences', 'tampers'),
  ],
};

export type Row = Readonly<Record<string, unknown>>;

/** A text may come in three languages. */
export function textOf(value: unknown, language: string): string {
  if (value === null || value === undefined) return '–';
  if (typeof value !== 'object') return String(value);
  return String((value as Record<string, unknown>)[language] ?? '');
}

/** First day of the period that the screen opens with: the month before this one, or this one so far. */
export function monthOf(today: string, back: number): { from: string; to: string } {
  const [year = 0, month = 1] = today.split('-').map(Number);
  const first = (months: number): string =>
    new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 10);
  return { from: first(-back), to: back === 0 ? today : first(1 - back) };
}
