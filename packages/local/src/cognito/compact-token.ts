/**
 * Whether a token is written as its issuer writes it: three parts, each in the one base64url that stands for its bytes.
 *
 * Decoders pass over padding, white space and the bits of a last character that stand for nothing, so that a token which was
 * changed in those would verify.
 *
 * @see https://www.rfc-editor.org/rfc/rfc4648#section-3.5
 */
export function isCompactToken(token: string): boolean {
  const parts = token.split('.');
  return parts.length === 3 && parts.every(isCanonical);
}

function isCanonical(part: string): boolean {
  return Buffer.from(part, 'base64url').toString('base64url') === part;
}
