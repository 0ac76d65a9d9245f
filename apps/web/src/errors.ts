/** Something that the console can say in a sentence; the message is meant for the person who looks at it. */
export abstract class ConsoleError extends Error {
  abstract readonly code: 'settings' | 'session-ended';

  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** The page was not told where its backend is. */
export class SettingsError extends ConsoleError {
  override readonly code = 'settings';
}

/** There are no tokens any more: signed out in another tab, revoked, or expired with its refresh token. */
export class SessionEndedError extends ConsoleError {
  override readonly code = 'session-ended';
}
