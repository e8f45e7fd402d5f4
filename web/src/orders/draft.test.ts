import { beforeAll, describe, expect, it } from 'vitest';
import { speak } from '../i18n/language.svelte';
import { parseCorners, writeCorners } from './coordinates';
import {
  bodyOf,
  draftOf,
  emptyCondition,
  emptyDraft,
  type ConditionDraft,
  type Draft,
  type Version,
} from './draft';
import { drawnOf } from './drawing';
import { ringOf, type Circle } from './place';
import { compared } from './tried';
import { problemsOf } from './validation';
import { typedTime } from './walltime';
import { conditionWords, daysWords, furtherWords } from './words';

const home: Circle = { type: 'Point', coordinates: [76.889709, 43.238949], radius_m: 100, name: 'Үй' };
const curfew: ConditionDraft = { ...emptyCondition('curfew', []), place: home };
const now_ms = Date.UTC(2026, 10, 22, 9);
const good: Draft = {
  ...emptyDraft('Asia/Almaty', now_ms),
  number: '1-23/2026',
  court: 'Алматы',
  conditions: [curfew],
};
const wrong = (part: Partial<Draft>) =>
  problemsOf({ ...good, ...part }).map(({ where, key }) => `${where} ${key}`);
const wrongCondition = (part: Partial<ConditionDraft>) => wrong({ conditions: [{ ...curfew, ...part }] });

describe('a draft', () => {
  it('is accepted when it says all that an order needs', () => {
    expect(problemsOf(good)).toEqual([]);
  });
  it('becomes what the server takes, its times with the offset of its zone', () => {
    const body = bodyOf({ ...good, to: '2027-11-22T00:00' });
    expect(body.valid).toEqual({ from: '2026-11-22T14:00:00+05:00', to: '2027-11-22T00:00:00+05:00' });
    expect(body.conditions[0]).toMatchObject({
      id: 'curfew',
      kind: 'curfew',
      warning_m: null,
      exceptions: [],
    });
  });
  it('read from a version and sent again says the same', () => {
    const body = bodyOf({
      ...good,
      conditions: [
        {
          ...curfew,
          exceptions: [{ date: '2026-12-31', hours: [] }],
          absences: [{ from: '2026-12-01T10:00', to: '2026-12-01T12:00', reason: 'дәрігер' }],
        },
      ],
    });
    const version = {
      ...body,
      version: 1,
      in_force: { from: body.valid.from, to: null },
    } as unknown as Version;
    expect(bodyOf(draftOf(version))).toEqual(body);
  });
  it('names each field that the server would refuse', () => {
    expect(wrong({ number: ' ' })).toEqual(['number orders.problem.missing']);
    expect(wrong({ court: 'x'.repeat(301) })).toEqual(['court orders.problem.too_long']);
    expect(wrong({ timezone: 'Asia/Nowhere' })).toContain('timezone orders.problem.zone');
    expect(wrong({ to: good.from })).toEqual(['to orders.problem.ends_before']);
    expect(wrong({ conditions: [] })).toEqual(['conditions orders.problem.no_conditions']);
    expect(wrong({ conditions: [curfew, curfew] })).toEqual(['conditions.1.id orders.problem.id_twice']);
  });
  it('names what is wrong with a condition', () => {
    expect(wrongCondition({ place: null })).toEqual(['conditions.0.place orders.problem.no_place']);
    expect(wrongCondition({ hours: [] })).toEqual(['conditions.0.hours orders.problem.needs_hours']);
    expect(wrongCondition({ id: 'a b' })).toEqual(['conditions.0.id orders.problem.id']);
    expect(wrongCondition({ hours: [{ days: 'mon', from: '24:00', to: '25:00' }] })).toEqual([
      'conditions.0.hours.0.from orders.problem.wall_time',
      'conditions.0.hours.0.to orders.problem.wall_time',
    ]);
    const twice = { date: '2026-12-31', hours: [] };
    expect(wrongCondition({ exceptions: [twice, twice] })).toEqual([
      'conditions.0.exceptions.1.date orders.problem.date_twice',
    ]);
    expect(
      wrongCondition({ absences: [{ from: '2026-12-02T10:00', to: '2026-12-01T10:00', reason: '' }] }),
    ).toEqual([
      'conditions.0.absences.0.to orders.problem.ends_before',
      'conditions.0.absences.0.reason orders.problem.missing',
    ]);
  });
  it('gives a new condition an id that is free', () => {
    expect(emptyCondition('curfew', ['curfew', 'curfew-2']).id).toBe('curfew-3');
  });
});

describe('a test', () => {
  const alcohol: ConditionDraft = {
    ...emptyCondition('alcohol', []),
    limit_mg_l: 0.1,
    schedule: {
      times: [{ days: 'mon,wed', at: '08:00' }],
      random: [{ days: 'mon-sun', from: '10:00', to: '20:00', tests: 2 }],
      apart_minutes: 60,
      answer_minutes: 30,
    },
  };
  const face = emptyCondition('check_in', []);
  it('needs no place, and is sent without one', () => {
    expect(wrong({ conditions: [alcohol] })).toEqual([]);
    const [body] = bodyOf({ ...good, conditions: [alcohol] }).conditions;
    expect(body).toMatchObject({ kind: 'alcohol', limit_mg_l: 0.1, schedule: { on_demand_only: false } });
    expect(body).not.toHaveProperty('place');
    expect(body).not.toHaveProperty('way');
  });
  it('without times is one that an officer asks for', () => {
    const schedule = { ...face.schedule!, random: [] };
    const [body] = bodyOf({ ...good, conditions: [{ ...face, schedule }] }).conditions;
    expect(body).toMatchObject({ way: 'face', schedule: { on_demand_only: true } });
  });
  it('is refused with times and figures that cannot be', () => {
    const schedule = {
      ...alcohol.schedule!,
      times: [{ days: 'mon', at: '24:00' }],
      random: [{ days: 'mon', from: '10:00', to: '20:00', tests: 13 }],
    };
    expect(wrong({ conditions: [{ ...alcohol, limit_mg_l: 11, schedule }] })).toEqual([
      'conditions.0.times.0.at orders.problem.wall_time',
      'conditions.0.random.0.tests orders.problem.tests',
      'conditions.0.limit_mg_l orders.problem.mg_l',
    ]);
  });
  it('is said in three languages', async () => {
    await speak('en');
    expect(conditionWords(alcohol)).toBe(
      'Take breath tests for alcohol: on Mondays and Wednesdays at 08:00; 2 times at an unannounced time every day from 10:00 to 20:00. More than 0.1 mg/l is positive.',
    );
    expect(furtherWords(alcohol, 'Asia/Almaty')).toEqual(['Each is to be done within 30 minutes.']);
    await speak('ru');
    expect(conditionWords(face)).toBe(
      'Отмечаться дистанционно по лицу: 2 раза в заранее не объявленное время ежедневно с 08:00 до 22:00.',
    );
    await speak('kk');
    expect(conditionWords(face)).toBe(
      'Бет-әлпет арқылы қашықтан белгілену керек: күн сайын сағат 08:00–22:00 аралығында, алдын ала хабарланбаған уақытта 2 рет.',
    );
  });
});

describe('what is drawn', () => {
  it('becomes a circle with its centre and radius again', () => {
    const drawn = drawnOf('circle', [ringOf(home)] as never);
    expect(drawn?.type).toBe('Point');
    expect(drawn?.type === 'Point' && drawn.radius_m).toBe(100);
    expect(drawn?.type === 'Point' && drawn.coordinates[1]).toBeCloseTo(43.238949, 5);
  });
  it('reads corners typed a line each, and closes the ring', () => {
    const ring = parseCorners('43.2, 76.8\n43.2, 76.9\n43.3, 76.9\n');
    expect(ring).toHaveLength(4);
    expect(parseCorners(writeCorners(ring ?? []))).toEqual(ring);
    expect(parseCorners('43.2, 76.8\nnonsense\n43.3, 76.9')).toBeNull();
  });
  it('makes times of what people type', () => {
    expect(['7', '7:5', '22.00', '2200', '24:00', 'x', '25:00'].map(typedTime)).toEqual([
      '07:00',
      '07:05',
      '22:00',
      '22:00',
      '24:00',
      'x',
      '25:00',
    ]);
  });
});

describe('what a trial found', () => {
  it('is set against the standing orders, the most frequent first', () => {
    const tried = { by_kind: { a: 1, b: 3 }, standing_by_kind: { c: 2, a: 4 } } as never;
    expect(compared(tried)).toEqual([
      { kind: 'b', draft: 3, standing: 0 },
      { kind: 'a', draft: 1, standing: 4 },
      { kind: 'c', draft: 0, standing: 2 },
    ]);
  });
});

describe('plain words', () => {
  const school: ConditionDraft = {
    ...emptyCondition('exclusion', []),
    place: { ...home, name: 'Мектеп', radius_m: 1500 },
  };
  const visits: ConditionDraft = {
    ...curfew,
    kind: 'attendance',
    hours: [{ days: 'mon,wed', from: '09:00', to: '18:00' }],
  };

  describe('in English', () => {
    beforeAll(() => speak('en'));
    it('say what, where and when', () => {
      expect(conditionWords(curfew)).toBe(
        'Be at “Үй” (a circle of 100 m radius) every day from 22:00 to 06:00 of the next day.',
      );
      expect(conditionWords(school)).toBe('Stay out of “Мектеп” (a circle of 1.5 km radius) at all times.');
      expect(conditionWords(visits)).toContain('on Mondays and Wednesdays from 09:00 to 18:00');
      expect(daysWords('fri-mon')).toBe('Friday to Monday');
    });
  });
  describe('in Russian', () => {
    beforeAll(() => speak('ru'));
    it('put weekdays into their case', () => {
      expect(conditionWords(visits)).toBe(
        'По понедельникам и средам с 09:00 до 18:00 явиться сюда: «Үй» (круг радиусом 100 м).',
      );
      expect(daysWords('tue-sat')).toBe('со вторника по субботу');
    });
  });
  describe('in Kazakh', () => {
    beforeAll(() => speak('kk'));
    it('follow the order of Kazakh and its cases', () => {
      expect(conditionWords(curfew)).toBe(
        'Күн сайын сағат 22:00–06:00 аралығында (келесі күнге өтеді) мына жерде болу керек: «Үй» (радиусы 100 м шеңбер).',
      );
      expect(daysWords('mon-fri')).toBe('дүйсенбіден жұмаға дейін');
      expect(daysWords('mon,sat')).toBe('дүйсенбі және сенбі күндері');
      const further = furtherWords(
        { ...curfew, exceptions: [{ date: '2026-12-31', hours: [] }] },
        'Asia/Almaty',
      );
      expect(further).toEqual(['2026 жылғы 31 желтоқсан: сағаттар басталмайды.']);
    });
  });
});
