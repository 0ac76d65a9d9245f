import { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import { generate } from 'otplib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { workspaceSchema as schema } from '../appsync/test-support/test-api.ts';
import { startLocal, type TestBackend } from '../test-kit.ts';

const callback = 'http://127.0.0.1:4321/callback';
let local: TestBackend;
let admin: CognitoIdentityProvider;
beforeAll(async () => {
  local = await startLocal({ schema, callbackUrls: [callback] });
  const { region, url, roles } = local;
  admin = new CognitoIdentityProvider({ region, endpoint: url, credentials: roles.admin, maxAttempts: 1 });
});
afterAll(() => local.close());

/** A browser without scripts: it has cookies, fills in the form that it sees and follows no redirect by itself. */
class Browser {
  #cookies = new Map<string, string>();
  text = '';
  location: URL | undefined;

  async open(path: string, form?: Record<string, string>): Promise<this> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(new URL(path, local.url), {
      redirect: 'manual',
      headers: { cookie },
      ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
    });
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      this.#cookies.set(name, value);
    }
    this.text = await response.text();
    const to = response.headers.get('location');
    this.location = to === null ? undefined : new URL(to, local.url);
    return this;
  }

  /** Sends the form of the page, with what it hides. */
  fill(given: Record<string, string>): Promise<this> {
    const plain = (text: string) =>
      text.replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&#39;', "'");
    const [, action = ''] = /<form method="post" action="([^"]*)"/.exec(this.text) ?? [];
    const hidden = [...this.text.matchAll(/type="hidden" name="([^"]*)" value="([^"]*)"/g)];
    const kept = Object.fromEntries(hidden.map(([, name = '', value = '']) => [name, plain(value)]));
    return this.open(plain(action), { ...kept, ...given });
  }

  get title(): string {
    return /<h1>(.*?)<\/h1>/.exec(this.text)?.[1] ?? '';
  }
  get said(): string | undefined {
    return /<p class="(?:complaint|notice)".*?>(.*?)<\/p>/.exec(this.text)?.[1];
  }
  get code(): string | null | undefined {
    return this.location?.searchParams.get('code');
  }
}

const query = (more: Record<string, string> = {}) =>
  new URLSearchParams({
    response_type: 'code',
    client_id: local.clients.public.clientId,
    redirect_uri: callback,
    ...more,
  }).toString();
const atLogin = () => new Browser().open(`/login?${query()}`);
const sent = () => local.messages.at(-1)?.code ?? '';
let made = 0;
const newUser = async (settings: object = {}) =>
  local.asUser({ username: `user-${(made += 1)}`, ...settings });

describe('somebody new', () => {
  test('signs up, confirms the address, and signs in', async () => {
    const browser = await atLogin();
    expect(browser.text).toContain('Create an account');
    await browser.open(`/signup?${query()}`);
    const { password } = await newUser();
    const form = { username: 'eve', 'attribute:email': 'eve@example.com', new_password: 'short' };
    await browser.fill(form);
    expect([browser.title, browser.said]).toEqual([
      'Create an account',
      'Password did not conform with policy: Password not long enough',
    ]);
    await browser.fill({ ...form, new_password: password });
    expect([browser.title, browser.said]).toEqual(['Confirm your account', 'A code was sent to e***@e***.']);
    await browser.fill({ code: 'wrong' });
    expect(browser.said).toBe('Invalid verification code provided, please try again.');
    await browser.open(`/resendcode?${query()}&username=eve`);
    await browser.fill({ code: ` ${sent()} ` });
    expect([browser.title, browser.said]).toEqual(['Sign in', 'Your account is confirmed: sign in.']);
    await browser.fill({ username: 'eve', password });
    expect(browser.code).toBeTruthy();
  });

  test('who has not confirmed yet is asked for the code at sign-in', async () => {
    const { password } = await newUser();
    const browser = await new Browser().open(`/signup?${query()}`);
    await browser.fill({ username: 'late', 'attribute:email': 'late@example.com', new_password: password });
    const later = await atLogin();
    await later.fill({ username: 'late', password });
    expect([later.title, later.said]).toEqual(['Confirm your account', 'User is not confirmed.']);
  });

  test('is not let in where the pool does not let people sign up', async () => {
    const which = { UserPoolId: local.userPoolId };
    const { UserPool } = await admin.describeUserPool(which);
    await admin.updateUserPool({ ...which, AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } });
    const browser = await new Browser().open(`/signup?${query()}`);
    expect([browser.title, browser.said]).toEqual(['Sign in', 'SignUp is not permitted for this user pool']);
    expect((await atLogin()).text).not.toContain('Create an account');
    await admin.updateUserPool({
      ...which,
      ...(UserPool?.AutoVerifiedAttributes
        ? { AutoVerifiedAttributes: UserPool.AutoVerifiedAttributes }
        : {}),
    });
  });
});

test('a temporary password is changed for one of one’s own', async () => {
  const { password } = await newUser();
  const who = { UserPoolId: local.userPoolId, Username: 'temporary' };
  await admin.adminCreateUser({ ...who, TemporaryPassword: password });
  const browser = await atLogin();
  await browser.fill({ username: 'temporary', password });
  expect(browser.title).toBe('Choose a new password');
  await browser.fill({ new_password: 'weak' });
  expect([browser.title, browser.said]).toEqual([
    'Choose a new password',
    'Password did not conform with policy: Password not long enough',
  ]);
  await browser.fill({ new_password: `${password}x` });
  expect(browser.code).toBeTruthy();
});

test('a forgotten password is replaced by way of a code', async () => {
  const { username, password } = await newUser({
    attributes: { email: 'x@example.com', email_verified: 'true' },
  });
  const browser = await new Browser().open(`/forgotPassword?${query()}`);
  await browser.fill({ username });
  expect([browser.title, browser.said]).toEqual(['Set a new password', 'A code was sent to x***@e***.']);
  await browser.fill({ code: sent(), new_password: `${password}y` });
  expect([browser.title, browser.said]).toEqual(['Sign in', 'Your password is changed: sign in.']);
  await browser.fill({ username, password: `${password}y` });
  expect(browser.code).toBeTruthy();
});

describe('a second factor', () => {
  const UserPoolId = () => local.userPoolId;

  test('by an authenticator app is set up on the way in, and asked for from then on', async () => {
    await admin.setUserPoolMfaConfig({
      UserPoolId: UserPoolId(),
      MfaConfiguration: 'ON',
      SoftwareTokenMfaConfiguration: { Enabled: true },
    });
    const { username, password } = await newUser();
    const browser = await atLogin();
    await browser.fill({ username, password });
    expect(browser.title).toBe('Set up an authenticator app');
    const secret = /<code>([A-Z2-7]+)<\/code>/.exec(browser.text)?.[1] ?? '';
    await browser.fill({ code: '000000' });
    expect([browser.title, browser.said]).toEqual(['Set up an authenticator app', 'Code mismatch']);
    const epoch = () => Math.floor(Date.now() / 1000);
    await browser.fill({ code: await generate({ secret, epoch: epoch() }) });
    expect(browser.code).toBeTruthy();
    local.advance(60_000);
    const again = await atLogin();
    await again.fill({ username, password });
    expect(again.title).toBe('Enter your code');
    await again.fill({ code: '000000' });
    expect([again.title, again.said]).toEqual(['Enter your code', 'Invalid code received for user']);
    await again.fill({ code: await generate({ secret, epoch: epoch() + 60 }) });
    expect(again.code).toBeTruthy();
    await admin.setUserPoolMfaConfig({ UserPoolId: UserPoolId(), MfaConfiguration: 'OFF' });
  });

  test('by email is a code that was sent, three times at most', async () => {
    await admin.setUserPoolMfaConfig({
      UserPoolId: UserPoolId(),
      MfaConfiguration: 'ON',
      EmailMfaConfiguration: {},
    });
    const { username, password } = await newUser({
      attributes: { email: 'm@example.com', email_verified: 'true' },
    });
    const browser = await atLogin();
    await browser.fill({ username, password });
    expect([browser.title, browser.text]).toEqual([
      'Enter your code',
      expect.stringContaining('It was sent to m***@e***.'),
    ]);
    await browser.fill({ code: sent() });
    expect(browser.code).toBeTruthy();
    await admin.setUserPoolMfaConfig({ UserPoolId: UserPoolId(), MfaConfiguration: 'OFF' });
  });

  test('cannot be left out by making up what the page hides', async () => {
    const { username } = await newUser();
    const { username: other, password } = await newUser();
    const browser = await atLogin();
    for (const form of [
      { challenge: 'SOFTWARE_TOKEN_MFA', session: 'x', username, code: '1' },
      { challenge: 'NEW_PASSWORD_REQUIRED', session: 'x', username, new_password: password },
      { challenge: 'MFA_SETUP', session: '', username, secret: 'A', code: '1' },
      { challenge: 'NOTHING', session: '', username, parameters: '[1' },
      { challenge: '', session: '', username: other, password },
    ]) {
      await browser.fill(form);
      expect(browser.location).toBeUndefined();
      expect(browser.title).toBe('Sign in');
    }
  });
});

describe('a browser', () => {
  const authorize = (more?: Record<string, string>) => `/oauth2/authorize?${query(more)}`;
  const signedIn = async () => {
    const { username, password } = await newUser();
    const browser = await atLogin();
    await browser.fill({ username, password });
    return { browser, username };
  };

  test('that nobody has signed in with hears so when no page may be shown', async () => {
    const browser = await new Browser().open(authorize({ prompt: 'none' }));
    expect(browser.location?.searchParams.get('error')).toBe('login_required');
  });

  test('does not sign in somebody who is disabled by now', async () => {
    const { browser, username } = await signedIn();
    await admin.adminDisableUser({ UserPoolId: local.userPoolId, Username: username });
    await browser.open(authorize());
    expect(browser.location?.pathname).toBe('/login');
  });

  test('is sent to sign in anew by a logout without a place to go', async () => {
    const { browser } = await signedIn();
    await browser.open(`/logout?${query()}`);
    expect(browser.location?.pathname).toBe('/login');
    await browser.open(authorize());
    expect(browser.location?.pathname).toBe('/login');
  });

  test('is remembered for an hour, until it signs out', async () => {
    const { browser } = await signedIn();
    await browser.open(authorize({ state: 's' }));
    expect([browser.location?.pathname, browser.location?.searchParams.get('state')]).toEqual([
      '/callback',
      's',
    ]);
    expect(browser.code).toBeTruthy();
    await browser.open(authorize({ prompt: 'login' }));
    expect(browser.location?.pathname).toBe('/login');
    const { clientId: client_id } = local.clients.public;
    await browser.open(`/logout?${new URLSearchParams({ client_id, logout_uri: callback })}`);
    expect(browser.location?.href).toBe(callback);
    await browser.open(authorize());
    expect(browser.location?.pathname).toBe('/login');
    const { browser: another } = await signedIn();
    local.advance(3_600_001);
    await another.open(authorize());
    expect(another.location?.pathname).toBe('/login');
  });
});

test('another identity provider is refused by its name', async () => {
  const browser = await new Browser().open(`/oauth2/authorize?${query({ identity_provider: 'Google' })}`);
  expect(browser.location?.searchParams.get('error_description')).toBe(
    'The identity provider Google is not supported by the local user pool.',
  );
});

test.each([
  { 'sec-fetch-site': 'cross-site', origin: 'null' },
  { 'sec-fetch-site': 'same-site', origin: 'http://127.0.0.1:1' },
  { origin: 'https://elsewhere.example' },
])('signs nobody in by the form of another site (%j)', async (headers: Record<string, string>) => {
  const { username, password } = await newUser();
  const post = (own: Record<string, string>) =>
    fetch(`${local.url}/login?${query()}`, {
      method: 'POST',
      redirect: 'manual',
      headers: own,
      body: new URLSearchParams({ username, password }),
    });
  const refused = await post(headers);
  expect([refused.status, refused.headers.get('set-cookie')]).toEqual([403, null]);
  expect(await refused.text()).toContain('This form was sent by a page of another site.');
  for (const own of [{}, { origin: local.url }, { 'sec-fetch-site': 'same-origin', origin: 'null' }]) {
    expect((await post(own)).status).toBe(302);
  }
});
