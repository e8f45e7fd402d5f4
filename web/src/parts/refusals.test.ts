import { beforeEach, describe, expect, it } from 'vitest';
import type { Problem } from '../api/result';
import { speak } from '../i18n/language.svelte';
import { refusalWords, told } from './refusals';

const refusal = (more: Record<string, unknown>, status = 409, detail = 'words of the server'): Problem => ({
  kind: 'refused',
  status,
  detail,
  more,
});

describe('a refusal', () => {
  beforeEach(() => speak('ru', false));

  it('is told by its code in the language of the screen, with its values in words', () => {
    const problem = refusal({ code: 'incident_no_step', values: { state: 'closed', action: 'take' } });
    expect(told(problem)).toEqual({
      text: 'В состоянии «закрыт» у инцидента нет шага «Взять в работу».',
      own: true,
      faults: [],
    });
  });

  it('has instants as the screen writes them, and numbers of things without grouping', () => {
    const values = { activation_id: 12345, ended_at: '2026-11-22T09:05:00Z' };
    const text = refusalWords(refusal({ code: 'activation_ended', values }));
    expect(text).toContain('№ 12345 ');
    expect(text).toContain('2026');
    expect(text).not.toContain('T09:05');
  });

  it('lists codes in words', () => {
    const problem = refusal({ code: 'fitting_incomplete', values: { missing: ['photo', 'sheet'] } });
    expect(told(problem).text).toBe(
      'Закрепление не завершено. Осталось: Фото закреплённого устройства, Подписанный лист.',
    );
  });

  it('of an unknown code is told in the words of the server', () => {
    const problem = refusal({ code: 'of_a_newer_server', values: {} });
    expect(told(problem)).toEqual({ text: 'words of the server', own: false, faults: [] });
    expect(refusalWords(problem)).toBe('Сервер не смог этого сделать: words of the server');
  });

  it('without any words is a failure, told with its status', () => {
    expect(told(refusal({}, 500, '')).text).toContain('500');
    expect(told(refusal({}, 400, '')).own).toBe(true);
  });

  it('of a body names the field, by the words of the screen, and what is wrong with it', () => {
    const errors = [
      { where: 'body.number', problem: '…', type: 'string_too_long', values: { max_length: 100 } },
      { where: 'body.conditions.0.hours.1.from', problem: '…', type: 'missing', values: {} },
      {
        where: 'body.conditions.1',
        problem: '…',
        type: 'value_error',
        code: 'condition_needs_hours',
        values: { condition_kind: 'curfew' },
      },
      { where: 'body.strange', problem: '…', type: 'never_heard_of', values: {} },
    ];
    const { faults } = told(refusal({ code: 'request_invalid', values: {}, errors }, 422));
    expect(faults).toEqual([
      'Номер: слишком длинно: не больше 100 знаков.',
      'Условие 1 → часы 2 → начало: не заполнено: заполните.',
      'Условие 2: Этому условию («Запрет покидать жилище») нужны часы.',
      '«strange»: это значение не принимается: проверьте его.',
    ]);
  });

  it('in English is a sentence as well', async () => {
    await speak('en', false);
    expect(told(refusal({ code: 'still_worn', values: {} })).text).toBe(
      'The device is still worn: take it off first, then print the sheet of its return.',
    );
  });
});
