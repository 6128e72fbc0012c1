import { describe, expect, it } from 'vitest';
import { age, ahead, dateTime, isoDate, isoDay, megabytes, number, spoken, weekday, when } from './format';

// Monday 23 November 2026, 08:31 in Vietnam (the tests run in that time zone).
const now = Date.UTC(2026, 10, 23, 1, 31);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('dates', () => {
  it('says day and time the way each language does', () => {
    const ms = Date.UTC(2026, 10, 20, 3, 5);
    expect(dateTime(ms, 'vi', now)).toBe('20/11, 10:05');
    expect(dateTime(ms, 'en', now)).toBe('20\u00a0Nov, 10:05');
  });

  it('names the year when it is not this one', () => {
    const ms = Date.UTC(2025, 11, 31, 16, 59);
    expect(dateTime(ms, 'vi', now)).toBe('31/12/2025, 23:59');
    expect(dateTime(ms + MINUTE, 'vi', now)).toBe('1/1, 00:00');
  });

  it('names the weekday', () => {
    expect(weekday(now, 'vi', now)).toBe('thứ\u00a0Hai 23/11');
    expect(weekday(now - DAY, 'vi', now)).toBe('Chủ\u00a0nhật 22/11');
    expect(weekday(now, 'en', now)).toBe('Monday 23\u00a0Nov');
  });

  it('says today and yesterday by midnights, not by 24 hours', () => {
    expect(when(now - 8 * HOUR, 'vi', now)).toBe('hôm nay 00:31');
    expect(when(now - 9 * HOUR, 'vi', now)).toBe('hôm qua 23:31');
    expect(when(now - 2 * DAY, 'vi', now)).toBe('21/11, 08:31');
  });

  it.each([
    [30_000, 'vừa xong', 'just now'],
    [-5 * HOUR, 'vừa xong', 'just now'],
    [MINUTE, '1 phút trước', '1 minute ago'],
    [59 * MINUTE, '59 phút trước', '59 minutes ago'],
    [HOUR, '1 giờ trước', '1 hour ago'],
    [9 * HOUR, 'hôm qua', 'yesterday'],
    [3 * DAY, '3 ngày trước', '3 days ago'],
    [7 * DAY, '16/11', '16 Nov'],
  ])('tells an age of %i ms', (past, vi, en) => {
    expect(age(now - past, 'vi', now).replace(/\u00a0/g, ' ')).toBe(vi);
    expect(age(now - past, 'en', now).replace(/\u00a0/g, ' ')).toBe(en);
  });

  it('tells what is planned', () => {
    expect(ahead(now + 1000, 'vi', now)).toBe('ngay bây giờ');
    expect(ahead(now - HOUR, 'en', now)).toBe('right now');
    expect(ahead(now + 4 * MINUTE, 'vi', now)).toBe('khoảng 4\u00a0phút nữa');
    expect(ahead(now + 3 * HOUR, 'vi', now)).toBe('hôm nay 11:31');
  });

  it('reads a day of the content', () => {
    expect(isoDay('2026-11-02', 'vi')).toBe('2/11/2026');
    expect(isoDay('2026-11-02', 'en')).toBe('2\u00a0Nov\u00a02026');
    expect(isoDay('soon', 'vi')).toBe('soon');
  });
});

describe('numbers', () => {
  it('groups by language', () => {
    expect(number(1000, 'vi')).toBe('1.000');
    expect(number(1000, 'en')).toBe('1,000');
  });

  it('shows a cost that is never nothing while there is something', () => {
    expect(megabytes(300_000, 'vi')).toBe('0,3\u00a0MB');
    expect(megabytes(300_000, 'en')).toBe('0.3\u00a0MB');
    expect(megabytes(12, 'vi')).toBe('0,1\u00a0MB');
    expect(megabytes(0, 'vi')).toBe('0,0\u00a0MB');
  });

  it('spells a reference digit by digit', () => {
    expect(spoken('482-735-1069')).toBe('4 8 2, 7 3 5, 1 0 6 9');
  });
});

it('says a day, a month, a year or a span of content, and leaves what it does not know', () => {
  expect(isoDate('2026-11-22', 'vi')).toBe('ngày 22/11/2026');
  expect(isoDate('2026-07', 'vi')).toBe('tháng\u00a07/2026');
  expect(isoDate('2026', 'vi')).toBe('năm\u00a02026');
  expect(isoDate('2022-2023', 'vi')).toBe('2022-2023');
  expect(isoDate('2026-07', 'en')).toBe('Jul\u00a02026');
  expect(isoDate('2026', 'en')).toBe('2026');
  expect(isoDate('hè 2026', 'vi')).toBe('hè 2026');
});
