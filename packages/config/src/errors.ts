/** Configuration that is missing or cannot be read; the message says what would be right. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly code: 'missing' | 'malformed' | 'invalid';

  constructor(code: ConfigError['code'], message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
