import { expect, test } from 'vitest';
import { mayCall } from './may-call.ts';
import { access, GetItem } from './test-support/operations.ts';

const closed = { access: { ...access, user: 'deny' } as const };

test('lets in a member of an allowed group', () => {
  expect(mayCall(closed, ['Viewer', 'Admin'])).toEqual({ decision: 'allow', reason: '' });
});

test('says who may and who is asking', () => {
  expect(mayCall(closed, { groups: ['Viewer'] })).toEqual({
    decision: 'deny',
    reason: 'Only for Admin. You are in Viewer.',
  });
  expect(mayCall(closed, {}).reason).toBe('Only for Admin. You are in no group.');
});

test('depends on the record where an owner rule could let a user in', () => {
  expect(mayCall(GetItem, { groups: ['Guests'] })).toEqual({
    decision: 'depends',
    reason: 'Depends on the record.',
  });
});

test('takes no group of a name that objects have anyway', () => {
  expect(mayCall(closed, { groups: ['constructor'] }).decision).toBe('deny');
});

test('tells somebody who is not signed in to sign in', () => {
  expect(mayCall(closed, { kind: 'guest' }).reason).toBe(
    'Not for callers who are not signed in. Sign in first.',
  );
  expect(mayCall(closed, { kind: 'iam' }).decision).toBe('allow');
  expect(mayCall(closed, { kind: 'apiKey' }).reason).toBe('Not for callers with an API key.');
});
