// A server that knows one answer: what HTTP itself costs, under whatever else the machine does.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const [, , answer = ''] = process.argv;
const headers = {
  'content-type': 'application/json;charset=UTF-8',
  'content-length': Buffer.byteLength(answer),
};
const server = createServer((request, response) => {
  request.resume().on('end', () => response.writeHead(200, headers).end(answer));
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
process.once('SIGTERM', () => process.exit(0));
