import { describe, expect, it } from 'vitest';
import { asked, shown, stands, type Fitting } from './life';

const FITTING: Fitting = {
  activation_id: 1,
  device_id: 2,
  identity: '350',
  person_id: 3,
  state: 'under_way',
  begun_at: '2026-07-02T13:46:40Z',
  begun_by: 'a',
  missing: ['contraindicated', 'photo', 'contact', 'clock'],
  steps: [{ step: 'medical', done_at: '2026-07-02T13:50:00Z', done_by: 'a', detail: {} }],
  contact_at: null,
  clock_lag_ms: null,
  completed_at: null,
  completed_by: null,
};

describe('steps of a device', () => {
  it('are offered where they have a form here', () => {
    expect(shown(['fit', 'swap_on', 'import', 'lose'])).toEqual(['fit', 'lose']);
  });

  it('ask for a reason where the register does', () => {
    expect((['lose', 'retire', 'report_faulty', 'wipe'] as const).map((one) => asked(one).reason)).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });
});

describe('steps of a fitting', () => {
  it('with contraindications the medical check does not stand, though somebody recorded it', () => {
    expect(stands(FITTING, 'medical')).toEqual({ done: false, by: FITTING.steps[0] });
  });

  it('stand when nothing says that they are missing', () => {
    expect(stands(FITTING, 'sheet')).toEqual({ done: true, by: null });
  });
});
