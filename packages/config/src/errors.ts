/** Configuration that is missing or cannot be read; the message says what would be right. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  /**
   * `missing`: nothing supplies a value; `invalid`: what does makes no sense; `malformed`: a file cannot be understood;
   * `ambiguous`: two outputs of a CDK app could be meant.
   */
  readonly code: 'missing' | 'malformed' | 'invalid' | 'ambiguous';

  constructor(code: ConfigError['code'], message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
