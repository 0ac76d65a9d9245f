import { CognitoException } from '../cognito/exception.ts';
import { confirmForgotPassword, forgotPassword } from '../cognito/forgot-password.ts';
import type { Reply } from '../cognito/reply.ts';
import { confirmSignUp, resendConfirmationCode, signUp } from '../cognito/sign-up.ts';
import type { SignedRequest } from '../sigv4/signed-request.ts';
import { queryOf, readAuthorization } from './authorize.ts';
import { secretHash } from './hosted.ts';
import type { OAuthService } from './oauth-service.ts';
import { confirmPage, forgotPage, loginPage, resetPage, signUpAttributes, signUpPage } from './pages.ts';

interface Visit {
  readonly service: OAuthService;
  readonly query: URLSearchParams;
  readonly form: URLSearchParams;
  readonly username: string;
  /** What Cognito's own API wants of every request: app client, its proof, user name. */
  readonly asker: Readonly<Record<string, string>>;
}

type Page = (service: OAuthService, request: SignedRequest) => Promise<Reply>;

// A page for the app client that a request names; what Cognito refuses is said on the page that `otherwise` makes.
function page(
  show: (visit: Visit) => Reply | Promise<Reply>,
  otherwise?: (visit: Visit, complaint: string) => Reply,
): Page {
  return async (service, request) => {
    const query = queryOf(request);
    const read = readAuthorization(service, query);
    if ('error' in read) return read.error;
    const form = new URLSearchParams(request.body.toString());
    const username = form.get('username') ?? query.get('username') ?? '';
    query.delete('username');
    const hash = secretHash(read.client, username);
    const asker = { ClientId: read.client.id, Username: username, ...(hash ? { SecretHash: hash } : {}) };
    const visit = { service, query, form, username, asker };
    try {
      return await show(visit);
    } catch (error) {
      if (!(error instanceof CognitoException) || !otherwise) throw error;
      return otherwise(visit, error.message);
    }
  };
}

const sentTo = (answer: object): string => {
  const { CodeDeliveryDetails: details } = answer as { CodeDeliveryDetails?: { Destination: string } };
  return details ? `A code was sent to ${details.Destination}.` : 'Ask an administrator to confirm you.';
};

/** `GET /signup`. */
export const showSignUp = page(({ service, query }) =>
  service.pool.store.settings.selfSignUp
    ? signUpPage(service, query)
    : loginPage(service, query, { complaint: 'SignUp is not permitted for this user pool' }),
);

/** `POST /signup`. */
export const answerSignUp = page(
  async ({ service, query, form, username, asker }) => {
    const attributes = signUpAttributes(service).map((name) => {
      return { Name: name, Value: form.get(`attribute:${name}`) ?? '' };
    });
    const input = { ...asker, Password: form.get('new_password') ?? '', UserAttributes: attributes };
    const answer = await signUp(service.pool, input);
    if ((answer as { UserConfirmed: boolean }).UserConfirmed) {
      return loginPage(service, query, { notice: 'Your account is ready.' });
    }
    return confirmPage(query, username, { notice: sentTo(answer) });
  },
  ({ service, query }, complaint) => signUpPage(service, query, { complaint }),
);

/** `POST /confirmUser`. */
export const answerConfirm = page(
  async ({ service, query, form, asker }) => {
    await confirmSignUp(service.pool, { ...asker, ConfirmationCode: (form.get('code') ?? '').trim() });
    return loginPage(service, query, { notice: 'Your account is confirmed: sign in.' });
  },
  ({ query, username }, complaint) => confirmPage(query, username, { complaint }),
);

/** `GET /resendcode`. */
export const resendCode = page(
  async ({ service, query, username, asker }) =>
    confirmPage(query, username, { notice: sentTo(await resendConfirmationCode(service.pool, asker)) }),
  ({ query, username }, complaint) => confirmPage(query, username, { complaint }),
);

/** `GET /forgotPassword`. */
export const showForgot = page(({ service, query }) => forgotPage(service, query));

/** `POST /forgotPassword`. */
export const answerForgot = page(
  async ({ service, query, username, asker }) =>
    resetPage(query, username, { notice: sentTo(await forgotPassword(service.pool, asker)) }),
  ({ service, query }, complaint) => forgotPage(service, query, { complaint }),
);

/** `POST /confirmForgotPassword`. */
export const answerReset = page(
  async ({ service, query, form, asker }) => {
    const ConfirmationCode = (form.get('code') ?? '').trim();
    const input = { ...asker, ConfirmationCode, Password: form.get('new_password') ?? '' };
    await confirmForgotPassword(service.pool, input);
    return loginPage(service, query, { notice: 'Your password is changed: sign in.' });
  },
  ({ query, username }, complaint) => resetPage(query, username, { complaint }),
);
