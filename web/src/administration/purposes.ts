/** Purposes as the ledger writes them: `complaint`, `incident:12`, `other` with words in the detail. */
export const PURPOSES = [
  'scheduled_check',
  'court_request',
  'complaint',
  'register_maintenance',
  'other',
] as const;

export interface PurposeRead {
  readonly code: string;
  readonly incident_id: string | null;
  readonly words: string | null;
}

export function purposeOf(
  purpose: string | null,
  detail: Readonly<Record<string, unknown>>,
): PurposeRead | null {
  if (purpose === null) return null;
  const [code = '', id] = purpose.split(':');
  const words = detail['words'];
  return {
    code,
    incident_id: code === 'incident' && id !== undefined ? id : null,
    words: typeof words === 'string' ? words : null,
  };
}
