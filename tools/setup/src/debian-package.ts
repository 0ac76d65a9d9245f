import type { Machine } from './machine.ts';

/** How an installation ended; `reason` says in a few words why it did not work. */
export type Installed = { readonly ok: true } | { readonly ok: false; readonly reason: string };

// Another apt may be at work, for instance one that a fresh machine starts by itself.
const options = ['-y', '-q', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=120'];

/**
 * Installs a Debian package through apt, quietly, when the user is root or may become so without a password.
 *
 * @param onStart - Called when it may be installed, before the first command that takes long.
 */
export function installDebianPackage(name: string, machine: Machine, onStart: () => void): Installed {
  if (machine.find('apt-get') === undefined) return { ok: false, reason: 'there is no apt on this machine' };
  if (!machine.isRoot && !machine.run('sudo', ['-n', 'true']).ok) {
    return { ok: false, reason: 'that needs root' };
  }
  onStart();
  const knew = isKnown(name, machine);
  if (!knew) apt(['update', '-q'], machine);
  let install = apt(['install', ...options, name], machine);
  if (!install.ok && knew) {
    // The lists of a machine image name files that the mirror has replaced since.
    apt(['update', '-q'], machine);
    install = apt(['install', ...options, name], machine);
  }
  return install.ok ? { ok: true } : { ok: false, reason: complaint(install.output) };
}

function isKnown(name: string, machine: Machine): boolean {
  const candidate = /Candidate: (\S+)/.exec(machine.run('apt-cache', ['policy', name]).output)?.[1];
  return candidate !== undefined && candidate !== '(none)';
}

function apt(args: readonly string[], machine: Machine): { ok: boolean; output: string } {
  const command = ['env', 'DEBIAN_FRONTEND=noninteractive', 'LC_ALL=C', 'apt-get', ...args];
  const [program = 'env', ...rest] = machine.isRoot ? command : ['sudo', '-n', ...command];
  return machine.run(program, rest);
}

function complaint(output: string): string {
  const lines = output.split('\n').filter((line) => line.startsWith('E: '));
  return lines.at(-1)?.slice('E: '.length) ?? 'apt-get failed';
}
