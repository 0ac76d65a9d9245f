/** Why a signature is refused, by AWS's exception name. */
export type SignatureProblem =
  | 'MissingAuthenticationTokenException'
  | 'IncompleteSignatureException'
  | 'UnrecognizedClientException'
  | 'ExpiredTokenException'
  | 'InvalidSignatureException';

/** A signature that is refused. */
export class SignatureError extends Error {
  override readonly name = 'SignatureError';
  readonly problem: SignatureProblem;

  constructor(problem: SignatureProblem, message: string) {
    super(message);
    this.problem = problem;
  }
}

export const invalidSignature = (message: string): SignatureError =>
  new SignatureError('InvalidSignatureException', message);
