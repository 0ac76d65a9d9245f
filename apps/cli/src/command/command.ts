import type { ExitCode } from '../exit-codes.ts';
import type { Terminal } from '../terminal.ts';

/** One flag of a command. A string flag takes a value, a boolean one does not. */
export interface Flag {
  readonly type: 'string' | 'boolean';
  /** One line for the help text. */
  readonly description: string;
  /** The name of the value in the help text, such as `FILE`. */
  readonly value?: string;
  readonly short?: string;
  /** Whether it may be given more than once; its values then are a list. */
  readonly repeatable?: boolean;
}

export type Flags = Readonly<Record<string, Flag>>;

/** One positional argument. */
export interface Argument {
  /** In capitals, as the help text shows it. */
  readonly name: string;
  readonly optional?: boolean;
  readonly repeatable?: boolean;
}

/** The parsed flags of a command: only those that were given. */
export type FlagValues<F extends Flags> = {
  readonly [Name in keyof F]?: ValueOf<F[Name]>;
};
type ValueOf<F extends Flag> = F['type'] extends 'boolean'
  ? boolean
  : F extends { readonly repeatable: true }
    ? readonly string[]
    : string;

/** What a command is run with. */
export interface Input<F extends Flags = Flags> {
  readonly flags: FlagValues<F>;
  readonly args: readonly string[];
  /** Flags that the command does not declare, in order; only with {@link CommandDefinition.otherFlags}. */
  readonly others: readonly (readonly [name: string, value: string])[];
}

/** A command: what it takes, what its help says, and what it does. */
export interface CommandDefinition<F extends Flags = Flags> {
  readonly args?: readonly Argument[];
  readonly flags: F;
  /** Allows flags that are not declared, each with a value, and says in the help text what they are. */
  readonly otherFlags?: { readonly usage: string; readonly description: string };
  /** Sentences and examples under the flags of the help text. */
  readonly notes?: string;
  run(input: Input<F>, terminal: Terminal): Promise<ExitCode>;
}

/** A command whose flags are forgotten, as the dispatcher sees it. */
export type Command = CommandDefinition<Flags>;

/** Declares a command and infers the types of its flags. */
export function defineCommand<const F extends Flags>(definition: CommandDefinition<F>): Command {
  return definition as unknown as Command;
}

/** An entry of the command table: its code is loaded when it is called. */
export interface CommandEntry {
  /** The words that call it, such as `schema access`. */
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  load(): Promise<Command>;
}
