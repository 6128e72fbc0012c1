import { describe, expect, it } from 'vitest';
import { ageOfDay, boxesOf, dayOf, notedApart, timeOf, todayAt, whole } from './days';
import { NOW } from './samples';

describe('a day in three boxes', () => {
  it('is a day of the calendar, with zeros put in', () => {
    expect(dayOf('5', '1', '2026')).toBe('2026-01-05');
    expect(dayOf(' 29 ', '02', '2028')).toBe('2028-02-29');
  });

  it('is never put right when the calendar has no such day', () => {
    for (const [d, mo, y] of [
      ['29', '2', '2026'],
      ['31', '4', '2026'],
      ['0', '1', '2026'],
      ['1', '13', '2026'],
      ['1', '1', '26'],
      ['x', '1', '2026'],
      ['-1', '1', '2026'],
      ['25', '', '2026'],
    ] as const) {
      expect(dayOf(d, mo, y), `${d}/${mo}/${y}`).toBeUndefined();
    }
  });

  it('is none when nothing but the year, which is filled in for everybody, stands there', () => {
    expect(dayOf('', '', '2026')).toBeNull();
    expect(dayOf('', '', '')).toBeNull();
  });

  it('goes back into the boxes it came from', () => {
    for (let ms = Date.UTC(2024, 0, 1); ms < Date.UTC(2029, 0, 1); ms += 86_400_000) {
      const iso = new Date(ms).toISOString().slice(0, 10);
      const { day, month, year } = boxesOf(iso);
      expect(dayOf(day, month, year)).toBe(iso);
    }
    expect(boxesOf(null)).toEqual({ day: '', month: '', year: '' });
  });
});

describe('a time of the day', () => {
  it.each([
    ['9:05', '09:05'],
    ['14h30', '14:30'],
    [' 15.00 ', '15:00'],
    ['', null],
    ['24:00', undefined],
    ['7:60', undefined],
    ['1430', undefined],
    ['chiều', undefined],
  ])('%s', (typed, is) => expect(timeOf(typed)).toBe(is));
});

describe('how long ago a day was', () => {
  it('counts midnights of Vietnam, not hours', () => {
    expect(todayAt(Date.parse('2026-11-22T23:59:00+07:00'))).toBe('2026-11-22');
    expect(todayAt(Date.parse('2026-11-23T00:01:00+07:00'))).toBe('2026-11-23');
    expect(ageOfDay('2026-11-22T23:59', 'vi', NOW)).toBe('hôm qua 23:59');
    expect(ageOfDay('2026-11-23T07:50', 'vi', NOW)).toBe('hôm nay 07:50');
    expect(ageOfDay('2026-11-23', 'en', NOW)).toBe('today');
  });

  it('says days up to a week, then the day itself, with its year when it is another', () => {
    expect(ageOfDay('2026-11-20', 'vi', NOW)).toBe('3\u00a0ngày trước');
    expect(ageOfDay('2026-11-17T09:00', 'en', NOW)).toBe('6\u00a0days ago');
    expect(ageOfDay('2026-11-16', 'vi', NOW)).toBe('thứ\u00a0Hai 16/11');
    expect(ageOfDay('2025-12-31', 'vi', NOW)).toBe('thứ\u00a0Tư 31/12/2025');
  });

  it('does not call a day to come old', () => {
    expect(ageOfDay('2026-11-24', 'vi', NOW)).toBe('thứ\u00a0Ba 24/11');
  });

  it('is the same weekday wherever the phone is', () => {
    expect(whole('2026-11-20T09:05', 'vi', NOW)).toBe('thứ\u00a0Sáu 20/11, 09:05');
    expect(whole('2026-11-20', 'en', NOW)).toBe('Friday 20\u00a0Nov');
  });
});

it('says when a step was taken in only where that is another day', () => {
  expect(notedApart('2026-11-20', Date.parse('2026-11-20T23:00:00+07:00'), 'vi', NOW)).toBeUndefined();
  expect(notedApart('2026-11-20', Date.parse('2026-11-22T09:00:00+07:00'), 'vi', NOW)).toBe('22/11, 09:00');
  expect(notedApart('2026-11-20', NOW - 60_000, 'vi', NOW)).toBe('hôm nay 07:59');
});
