import { expect, test } from 'vitest';
import { findTimeZone } from './find-time-zone.ts';

test('finds the zone and keeps what was there', () => {
  expect(findTimeZone('{"lat":35.68,"lng":139.69,"country":"JP"}')).toEqual({
    metadata: { lat: 35.68, lng: 139.69, country: 'JP' },
    timeZone: 'Asia/Tokyo',
  });
});

test('takes degrees that are written as text', () => {
  expect(findTimeZone('{"lat":"35.68","lng":"139.69"}').timeZone).toBe('Asia/Tokyo');
});

test.each([
  ['{"lat":90,"lng":180}', undefined],
  ['{"lat":0,"lng":0}', undefined],
  ['{"lat":90.01,"lng":0}', 'Its latitude 90.01 is not between -90 and 90 degrees.'],
  ['{"lat":0,"lng":-180.5}', 'Its longitude -180.5 is not between -180 and 180 degrees.'],
  ['{"lat":0}', 'It has no longitude.'],
  ['{"lat":" ","lng":0}', 'Its latitude " " is no number.'],
  ['{"lat":true,"lng":0}', 'Its latitude true is no number.'],
  ['[1]', 'Its metadata is no JSON object with lat and lng.'],
  ['nonsense', 'Its metadata is no JSON object with lat and lng.'],
  [null, 'Its metadata is no JSON object with lat and lng.'],
])('%s', (metadata, problem) => {
  expect(findTimeZone(metadata).problem).toBe(problem);
});

test('does not lose metadata that it cannot read', () => {
  expect(findTimeZone('nonsense').metadata).toEqual({ original: 'nonsense' });
  expect(findTimeZone('[1]').metadata).toEqual({ original: [1] });
});
