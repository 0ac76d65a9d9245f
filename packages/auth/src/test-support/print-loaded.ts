// Loaded before a program, it prints at the end which modules that loaded.
import { registerHooks } from 'node:module';

const loaded = new Set<string>();
registerHooks({
  load: (url, context, nextLoad) => {
    loaded.add(url);
    return nextLoad(url, context);
  },
});
process.on('exit', () => process.stdout.write(JSON.stringify([...loaded])));
