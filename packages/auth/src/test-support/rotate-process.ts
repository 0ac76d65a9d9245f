// A process of its own that rotates a secret and comes to a halt on the way: options on standard input; it says when it is there.
import { text } from 'node:stream/consumers';
import {
  rotateClientSecret,
  rotatePassword,
  type RotateClientSecretOptions,
  type RotatePasswordOptions,
  type SecretVault,
} from '../index.ts';
import { fileVault } from '../node.ts';

/** Where a rotation comes to a halt. */
export type Halt = 'before stage' | 'after stage' | 'prove' | 'before promote' | 'after promote';

type Options = RotatePasswordOptions & RotateClientSecretOptions;
const { what, file, haltAt, ...options } = JSON.parse(await text(process.stdin)) as Options & {
  what: 'password' | 'client secret';
  file: string;
  haltAt: Halt;
};

async function halt(here: Halt): Promise<void> {
  if (here !== haltAt) return;
  process.stdout.write(here);
  setInterval(() => undefined, 60_000);
  await new Promise(() => undefined);
}

const kept = fileVault(file);
const vault: SecretVault = {
  ...kept,
  stage: async (value) => {
    await halt('before stage');
    await kept.stage(value);
    await halt('after stage');
  },
  promote: async () => {
    await halt('before promote');
    await kept.promote();
    await halt('after promote');
  },
};
if (what === 'password') await rotatePassword({ ...options, vault });
else if (haltAt === 'prove') await rotateClientSecret({ ...options, vault, prove: () => halt('prove') });
else await rotateClientSecret({ ...options, vault });
