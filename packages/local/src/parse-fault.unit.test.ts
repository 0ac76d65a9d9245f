import { expect, test } from 'vitest';
import { parseFault } from './parse-fault.ts';

test.each([
  ['throttle', { kind: 'throttle' }],
  ['throttle:0.1@appsync', { kind: 'throttle', rate: 0.1, on: 'appsync' }],
  ['error', { kind: 'error' }],
  ['error=503:5%', { kind: 'error', status: 503, rate: 0.05 }],
  ['reset@cognito', { kind: 'reset', on: 'cognito' }],
  ['lost-answer:.01', { kind: 'reset', afterwards: true, rate: 0.01 }],
  ['delay=250:1', { kind: 'delay', delayMs: 250, rate: 1 }],
  ['revoked-token@cognito', { kind: 'revoked-token', on: 'cognito' }],
  ['disconnect=1000', { kind: 'disconnect', everyMs: 1000 }],
  ['expired-token:0', { kind: 'expired-token', rate: 0 }],
])('reads %s', (text, fault) => {
  expect(parseFault(text)).toEqual(fault);
});

test.each([
  ['', 'There is no fault ""'],
  [
    'throtle',
    'There is no fault "throtle": there are throttle, error, error=STATUS, reset, lost-answer, delay=MILLISECONDS',
  ],
  ['constructor', 'There is no fault "constructor"'],
  ['throttle=3', 'The fault throttle takes no value, and is given "3".'],
  ['error=404', 'error= takes an HTTP status from 500 to 599, not "404".'],
  ['delay', 'delay= takes a number of milliseconds, as in delay=250, not "".'],
  ['delay=-1', 'delay= takes a number of milliseconds, as in delay=250, not "-1".'],
  ['disconnect', 'disconnect= takes a number of milliseconds, as in disconnect=250, not "".'],
  ['disconnect=0', 'not "0".'],
  ['disconnect=9:0.1', 'The fault disconnect drops every WebSocket: it takes no rate and no place.'],
  ['reset:2', 'A rate is a share from 0 to 1, or from 0% to 100%, not "2".'],
  ['reset:x', 'A rate is a share from 0 to 1, or from 0% to 100%, not "x".'],
  ['reset@s3', 'A fault is at appsync or at cognito, not at "s3".'],
  ['reset:0.1:0.2', '"reset:0.1:0.2" is no fault: write KIND[:RATE][@WHERE], as in throttle:0.1@appsync.'],
])('says what is wrong with "%s"', (text, message) => {
  expect(() => parseFault(text)).toThrow(message);
});
