import { expect, test } from 'vitest';
import { mayCall } from './may-call.ts';
import { access, GetItem } from './test-support/operations.ts';

const closed = { ...GetItem, access: { ...access, user: 'deny' } as const };

test('lets in a member of an allowed group', () => {
  expect(mayCall(closed, ['Viewer', 'Admin'])).toEqual({ decision: 'allow', reason: '' });
});

test('says who may and who is asking', () => {
  expect(mayCall(closed, ['Viewer'])).toEqual({
    decision: 'deny',
    reason: 'Only for Admin. You are in Viewer.',
  });
  expect(mayCall(closed, []).reason).toBe('Only for Admin. You are in no group.');
});

test('depends on the record where an owner rule could let a user in', () => {
  expect(mayCall(GetItem, ['Guests']).decision).toBe('depends');
});
