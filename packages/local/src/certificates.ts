import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A certificate with its key, in PEM. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

/** A server's certificate and the authority that vouches for it. */
export interface Certificates extends Certificate {
  /** The authority's own certificate in PEM, for clients to trust. */
  readonly authority: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

const dayMs = 86_400_000;
// What browsers accept at most.
const lifetimeMs = 397 * dayMs;

/**
 * The certificates of a local backend, made when first asked for.
 *
 * @param dataDir - Keeps them in `tls.json` there, readable by its owner only, and the authority in `ca.pem`; undefined
 * forgets them at the end.
 */
export function certificatesOf(dataDir: string | undefined): () => Promise<Certificates> {
  let made: Promise<Certificates> | undefined;
  return () => (made ??= Promise.resolve(keptIn(dataDir) ?? make(dataDir)));
}

function keptIn(dataDir: string | undefined): Certificates | undefined {
  const file = dataDir === undefined ? undefined : join(dataDir, 'tls.json');
  if (file === undefined || !existsSync(file)) return undefined;
  const kept = JSON.parse(readFileSync(file, 'utf8')) as Certificates;
  return kept.expiresAt > Date.now() + dayMs ? kept : undefined;
}

async function make(dataDir: string | undefined): Promise<Certificates> {
  const made = await makeCertificates(Date.now());
  if (dataDir !== undefined) {
    write(join(dataDir, 'tls.json'), JSON.stringify(made), 0o600);
    write(join(dataDir, 'ca.pem'), made.authority, 0o644);
  }
  return made;
}

function write(file: string, text: string, mode: number): void {
  writeFileSync(`${file}.new`, text, { mode });
  renameSync(`${file}.new`, file);
}

const keyAlgorithm = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const signingAlgorithm = { name: 'ECDSA', hash: 'SHA-256' } as const;

async function makeCertificates(nowMs: number): Promise<Certificates> {
  // Loaded by whoever speaks TLS, so that the start does not wait for it; it looks for the metadata at once.
  await import('reflect-metadata');
  const x509 = await import('@peculiar/x509');
  const [authorityKeys, keys] = await Promise.all([makeKeys(), makeKeys()]);
  const expiresAt = nowMs + lifetimeMs;
  const common = { notBefore: new Date(nowMs - dayMs), notAfter: new Date(expiresAt), signingAlgorithm };
  const authorityName = `CN=Postern local authority ${crypto.randomUUID()}`;
  const authority = await x509.X509CertificateGenerator.createSelfSigned({
    ...common,
    name: authorityName,
    keys: authorityKeys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
    ],
  });
  const certificate = await x509.X509CertificateGenerator.create({
    ...common,
    subject: 'CN=localhost',
    issuer: authorityName,
    publicKey: keys.publicKey,
    signingKey: authorityKeys.privateKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([
        { type: 'dns', value: 'localhost' },
        { type: 'ip', value: '127.0.0.1' },
      ]),
    ],
  });
  return {
    authority: authority.toString('pem'),
    certificate: certificate.toString('pem'),
    key: await privateKeyPem(keys.privateKey),
    expiresAt,
  };
}

function makeKeys() {
  return crypto.subtle.generateKey(keyAlgorithm, true, ['sign', 'verify']);
}

async function privateKeyPem(key: Awaited<ReturnType<typeof makeKeys>>['privateKey']): Promise<string> {
  const base64 = Buffer.from(await crypto.subtle.exportKey('pkcs8', key)).toString('base64');
  return `-----BEGIN PRIVATE KEY-----\n${base64.replace(/.{64}/g, '$&\n').trimEnd()}\n-----END PRIVATE KEY-----\n`;
}
