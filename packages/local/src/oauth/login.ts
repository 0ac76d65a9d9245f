import { respondToAuthChallenge } from '../cognito/challenge-answers.ts';
import { CognitoException } from '../cognito/exception.ts';
import type { Reply } from '../cognito/reply.ts';
import { withPassword } from '../cognito/sign-in.ts';
import { associateSoftwareToken, verifySoftwareToken } from '../cognito/software-token.ts';
import type { SignedRequest } from '../sigv4/signed-request.ts';
import type { AuthorizationRequest } from './authorization-request.ts';
import { queryOf, readAuthorization } from './authorize.ts';
import { hosted, outcomeOf, secretHash, type Outcome } from './hosted.ts';
import type { OAuthService } from './oauth-service.ts';
import { challengePage, confirmPage, loginPage, resetPage, type Asked, type Said } from './pages.ts';
import { signedIn } from './signed-in.ts';

/** `GET /login`. */
export function showLogin(service: OAuthService, request: SignedRequest): Reply {
  const query = queryOf(request);
  const read = readAuthorization(service, query);
  return 'error' in read ? read.error : loginPage(service, query);
}

/** `POST /login`: back to the program with a code, or on to what is asked next, or the page again. */
export async function answerLogin(service: OAuthService, request: SignedRequest): Promise<Reply> {
  const query = queryOf(request);
  const read = readAuthorization(service, query);
  if ('error' in read) return read.error;
  const form = new URLSearchParams(request.body.toString());
  const challenge = form.get('challenge');
  const username = form.get('username') ?? '';
  try {
    const outcome =
      challenge === null
        ? await byPassword(service, read, form)
        : await byAnswer(service, read, form, challenge);
    if ('user' in outcome) return signedIn(service, read, outcome.user.username);
    return await ask(service, query, username, outcome.asked);
  } catch (error) {
    if (!(error instanceof CognitoException)) throw error;
    return again(service, query, form, error);
  }
}

type Read = AuthorizationRequest;

async function byPassword({ pool }: OAuthService, { client }: Read, form: URLSearchParams): Promise<Outcome> {
  const USERNAME = form.get('username') ?? '';
  const hash = secretHash(client, USERNAME);
  const parameters = {
    USERNAME,
    PASSWORD: form.get('password') ?? '',
    ...(hash ? { SECRET_HASH: hash } : {}),
  };
  return outcomeOf(await withPassword(hosted(pool), client, parameters));
}

const answerNames: Readonly<Record<string, string>> = {
  SOFTWARE_TOKEN_MFA: 'SOFTWARE_TOKEN_MFA_CODE',
  SMS_MFA: 'SMS_MFA_CODE',
  EMAIL_OTP: 'EMAIL_OTP_CODE',
};

async function byAnswer(
  service: OAuthService,
  { client }: Read,
  form: URLSearchParams,
  challenge: string,
): Promise<Outcome> {
  const { pool, verifyToken } = service;
  const username = form.get('username') ?? '';
  const hash = secretHash(client, username);
  let session = form.get('session') ?? '';
  if (challenge === 'MFA_SETUP' && form.has('secret')) {
    const input = { Session: session, UserCode: form.get('code') ?? '' };
    const verified = (await verifySoftwareToken(pool, verifyToken, input)) as { Session: string };
    session = verified.Session;
  }
  const answer = await respondToAuthChallenge(hosted(pool), {
    ClientId: client.id,
    ChallengeName: challenge,
    Session: session,
    ChallengeResponses: {
      USERNAME: username,
      ...(hash === undefined ? {} : { SECRET_HASH: hash }),
      ...responses(challenge, form),
    },
  });
  return outcomeOf(answer);
}

function responses(challenge: string, form: URLSearchParams): Record<string, string> {
  const codeName = answerNames[challenge];
  if (codeName !== undefined) return { [codeName]: (form.get('code') ?? '').trim() };
  if (challenge === 'SELECT_MFA_TYPE') return { ANSWER: form.get('answer') ?? '' };
  const given = [...form].filter(([name]) => name.startsWith('attribute:'));
  const attributes = given.map(([name, value]) => [name.slice('attribute:'.length), value] as const);
  if (challenge === 'MFA_SETUP') {
    const email = attributes.find(([name]) => name === 'email')?.[1];
    return email === undefined ? {} : { EMAIL: email };
  }
  const filledIn = attributes.map(([name, value]) => [`userAttributes.${name}`, value] as const);
  return { NEW_PASSWORD: form.get('new_password') ?? '', ...Object.fromEntries(filledIn) };
}

// An authenticator app is set up with a key, which is made when the page for it is shown.
async function ask(
  { pool, verifyToken }: OAuthService,
  query: URLSearchParams,
  username: string,
  asked: Asked,
): Promise<Reply> {
  const { ChallengeName: name, ChallengeParameters: parameters } = asked;
  const needsKey = name === 'MFA_SETUP' && (parameters.MFAS_CAN_SETUP ?? '').includes('SOFTWARE_TOKEN_MFA');
  const made = needsKey
    ? ((await associateSoftwareToken(pool, verifyToken, { Session: asked.Session })) as {
        SecretCode: string;
        Session: string;
      })
    : undefined;
  const shown = { ...asked, Session: made?.Session ?? asked.Session };
  const page = challengePage(query, username, shown, {}, made?.SecretCode);
  if (page) return page;
  throw new CognitoException('InvalidParameterException', `The local sign-in page does not support ${name}.`);
}

const mayTryAgain = new Set([
  'CodeMismatchException',
  'ExpiredCodeException',
  'EnableSoftwareTokenMFAException',
  'InvalidPasswordException',
  'InvalidParameterException',
]);

// What was wrong is said on the page that it was on, where its session is still open; else it begins anew.
function again(
  service: OAuthService,
  query: URLSearchParams,
  form: URLSearchParams,
  { type, message }: CognitoException,
): Reply {
  const username = form.get('username') ?? '';
  const said: Said = { complaint: message };
  if (type === 'UserNotConfirmedException') return confirmPage(query, username, said);
  if (type === 'PasswordResetRequiredException') return resetPage(query, username, said);
  if (type === 'UserNotFoundException') {
    return loginPage(service, query, { complaint: 'Incorrect username or password.' });
  }
  const session = form.get('session') ?? '';
  const challenge = form.get('challenge');
  if (challenge === null || !mayTryAgain.has(type) || !service.pool.sessions.has(session)) {
    return loginPage(service, query, said);
  }
  const parameters = readParameters(form.get('parameters'));
  const asked = { ChallengeName: challenge, Session: session, ChallengeParameters: parameters };
  const page = challengePage(query, username, asked, said, form.get('secret') ?? undefined);
  return page ?? loginPage(service, query, said);
}

// They came from us, through a browser, where anybody may have changed them: they are only shown again.
function readParameters(text: string | null): Record<string, string> {
  try {
    const read: unknown = JSON.parse(text ?? '{}');
    if (typeof read !== 'object' || read === null) return {};
    const entries = Object.entries(read).filter(([, value]) => typeof value === 'string');
    for (const [name, value] of entries) {
      if (/^(requiredAttributes|MFAS_)/.test(name) && !isStrings(JSON.parse(String(value)))) return {};
    }
    return Object.fromEntries(entries) as Record<string, string>;
  } catch {
    return {};
  }
}

function isStrings(value: unknown): boolean {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
}
