import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

// The few kinds of DER that a certificate needs.
const tlv = (tag: number, ...parts: Uint8Array[]): Buffer => {
  const body = Buffer.concat(parts);
  const length = body.length < 128 ? [body.length] : [0x82, body.length >> 8, body.length & 255];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
};
const sequence = (...parts: Uint8Array[]): Buffer => tlv(0x30, ...parts);
const oid = (hex: string): Buffer => tlv(0x06, Buffer.from(hex, 'hex'));
const time = (date: Date): Buffer =>
  tlv(0x18, Buffer.from(date.toISOString().replaceAll(/[-:T]|\.\d+/g, '')));
const ecdsaWithSha256 = sequence(oid('2a8648ce3d040302'));
const commonName = sequence(tlv(0x31, sequence(oid('550403'), tlv(0x0c, Buffer.from('loopback')))));
const loopback = tlv(0x30, tlv(0x87, Buffer.from([127, 0, 0, 1])), tlv(0x82, Buffer.from('localhost')));

/** A certificate for 127.0.0.1 that nobody but its holder trusts, made for one test. */
export function selfSigned(): { key: string; cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const serial = tlv(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)]));
  const hour = 3_600_000;
  const valid = sequence(time(new Date(Date.now() - hour)), time(new Date(Date.now() + hour)));
  const altNames = sequence(oid('551d11'), tlv(0x04, loopback));
  const authority = sequence(oid('551d13'), tlv(0x04, sequence(tlv(0x01, Buffer.from([255])))));
  const certificate = sequence(
    tlv(0xa0, tlv(0x02, Buffer.from([2]))),
    serial,
    ecdsaWithSha256,
    commonName,
    valid,
    commonName,
    publicKey.export({ type: 'spki', format: 'der' }),
    tlv(0xa3, sequence(altNames, authority)),
  );
  const signature = tlv(0x03, Buffer.from([0]), sign('sha256', certificate, privateKey));
  const der = sequence(certificate, ecdsaWithSha256, signature);
  const cert = `-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`;
  return { cert, key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
}
