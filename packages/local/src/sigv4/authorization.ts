import { SignatureError } from './signature-error.ts';

/** An `Authorization` header of Signature Version 4, taken apart. */
export interface Authorization {
  readonly accessKeyId: string;
  /** The day of the credential scope, `YYYYMMDD`. */
  readonly day: string;
  readonly region: string;
  readonly service: string;
  /** In lower case. */
  readonly signedHeaders: readonly string[];
  /** In hexadecimal. */
  readonly signature: string;
}

const shape =
  /^AWS4-HMAC-SHA256\s+Credential=([^/,\s]+)\/(\d{8})\/([^/,\s]+)\/([^/,\s]+)\/aws4_request\s*,\s*SignedHeaders=([^,\s]+)\s*,\s*Signature=([0-9a-f]{64})$/;

/**
 * Takes an `Authorization` header apart.
 *
 * @throws SignatureError
 */
export function readAuthorization(value: string | undefined): Authorization {
  if (value === undefined || value === '') {
    throw new SignatureError('MissingAuthenticationTokenException', 'Missing Authentication Token');
  }
  const [, accessKeyId, day, region, service, headers, signature] = shape.exec(value) ?? [];
  if (!accessKeyId || !day || !region || !service || !headers || !signature) {
    throw new SignatureError(
      'IncompleteSignatureException',
      "Authorization header requires 'Credential', 'SignedHeaders' and 'Signature' parameters of AWS4-HMAC-SHA256.",
    );
  }
  return { accessKeyId, day, region, service, signedHeaders: headers.split(';'), signature };
}
