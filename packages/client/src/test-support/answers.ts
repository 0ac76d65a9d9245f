// What AppSync answers, as the stub repeats it.

export const item = { body: { data: { getItem: { id: '1', name: 'one' } } } };
export const update = { input: { id: '1', name: 'one' } };
export const throttled = {
  status: 429,
  body: { errors: [{ errorType: 'ThrottlingException', message: 'Rate exceeded' }] },
};
export const unauthorized = {
  status: 401,
  body: { errors: [{ errorType: 'UnauthorizedException', message: 'Token has expired.' }] },
};
export const conditionFailed = {
  errorType: 'DynamoDB:ConditionalCheckFailedException',
  message: 'The conditional request failed',
};
export const deniedName = {
  path: ['getItem', 'name'],
  errorType: 'Unauthorized',
  message: 'Not Authorized to access name on type Item',
};
