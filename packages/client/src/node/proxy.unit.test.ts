import { expect, test } from 'vitest';
import { nodeTransport, proxyFrom } from '../node.ts';

test('takes proxies from an environment, small letters first', () => {
  const environment = { HTTPS_PROXY: 'http://big:1', https_proxy: 'http://small:2', NO_PROXY: '.internal' };
  expect(proxyFrom(environment)).toEqual({ httpsProxy: 'http://small:2', noProxy: '.internal' });
  expect(proxyFrom({ ALL_PROXY: 'socks5://p:1080' })).toEqual({
    httpProxy: 'socks5://p:1080',
    httpsProxy: 'socks5://p:1080',
  });
  expect(proxyFrom({ https_proxy: '' })).toEqual({});
});

test('says which setting is wrong, and what would be right', () => {
  expect(() => proxyFrom({ HTTPS_PROXY: 'user:hunter2@proxy' })).toThrow(
    'https_proxy: not the URL of a proxy; expected http://host:port, https:// or socks5://.',
  );
  expect(() => nodeTransport({ connections: 0 })).toThrow('connections: 0 is no whole number above zero.');
  expect(() => nodeTransport({ ca: 'ca.pem' })).toThrow('ca: not a certificate in PEM');
  expect(() => nodeTransport({ proxy: 'proxy:3128' })).toThrow('httpProxy: not the URL of a proxy');
});
