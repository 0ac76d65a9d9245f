/** A project file, parsed. */
export interface ProjectFile {
  readonly name: string;
  readonly content: unknown;
  /** What its content is arranged by. @defaultValue `keys` */
  readonly kind?: 'keys' | 'cdk-outputs';
}

/** Where configuration may come from, in the order in which it wins. */
export interface ConfigSources {
  /**
   * Flags by name, without dashes. For `--password-file` and the other secrets hand in what the file holds, not its name.
   *
   * @defaultValue none
   */
  readonly flags?: Readonly<Record<string, string | undefined>>;
  /** The environment, read once by the app. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Parsed project files, first wins. @defaultValue none */
  readonly files?: readonly ProjectFile[];
}
