// A local backend that answers one request and ends: prints what was loaded for it.
import { once } from 'node:events';
import { registerHooks } from 'node:module';
import { connect } from 'node:net';

const loaded: string[] = [];
registerHooks({
  load: (url, context, nextLoad) => {
    loaded.push(url);
    return nextLoad(url, context);
  },
});
const { startLocal } = await import('../start-local.ts');
const local = await startLocal({ schema: 'type Note @model { id: ID! }', users: [{ username: 'ann' }] });
// By hand: any client would load more.
const socket = connect(Number(new URL(local.url).port), '127.0.0.1');
socket.write('POST /graphql HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}');
const [answer] = (await once(socket, 'data')) as [Buffer];
const { moduleLoadList } = process as unknown as { readonly moduleLoadList: readonly string[] };
const status = answer.toString().split('\r\n')[0];
process.stdout.write(JSON.stringify({ status, loaded, builtIn: moduleLoadList }));
await local.close();
