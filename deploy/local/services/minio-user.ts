import { createCipheriv, createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import type { S3Address } from '../settings/settings.js';

const POLICY_NAME = 'goodman-platform';

/**
 * What the platform does with its objects. A raw frame is written and read: no right to delete one, to change how long it is locked or to pass
 * over its lock; the buckets are made beforehand.
 */
const POLICY = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: ['s3:ListBucket', 's3:GetBucketLocation'], Resource: ['arn:aws:s3:::raw', 'arn:aws:s3:::products'] },
    { Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload'], Resource: ['arn:aws:s3:::raw/*', 'arn:aws:s3:::products/*'] },
    { Effect: 'Allow', Action: ['s3:DeleteObject'], Resource: ['arn:aws:s3:::products/*'] },
  ],
};

/** Makes the S3 user of the platform, or gives it the rights of today. `root` is used for this and for nothing else. */
export async function ensurePlatformUser(root: S3Address, user: { readonly accessKey: string; readonly secretKey: string }): Promise<S3Address> {
  await administer(root, 'add-canned-policy', { name: POLICY_NAME }, Buffer.from(JSON.stringify(POLICY)));
  await administer(root, 'add-user', { accessKey: user.accessKey }, sealed(root.secretKey, JSON.stringify({ secretKey: user.secretKey, status: 'enabled' })));
  await administer(root, 'set-user-or-group-policy', { isGroup: 'false', policyName: POLICY_NAME, userOrGroup: user.accessKey }, Buffer.alloc(0));
  return { ...root, ...user };
}

async function administer(root: S3Address, what: string, query: Readonly<Record<string, string>>, body: Buffer): Promise<void> {
  const url = new URL(`/minio/admin/v3/${what}?${new URLSearchParams(query).toString()}`, root.endpoint);
  const response = await fetch(url, { method: 'PUT', headers: signed('PUT', url, body, root), body: new Uint8Array(body), signal: AbortSignal.timeout(10_000) });
  if (!response.ok) throw new Error(`MinIO refused ${what}: ${response.status} ${(await response.text()).slice(0, 300)}`);
}

const sha256 = (data: Buffer | string) => createHash('sha256').update(data).digest('hex');
const hmac = (key: Buffer | string, text: string) => createHmac('sha256', key).update(text).digest();

/** AWS Signature Version 4, of the service s3, over host, date and content; the query is in order already. */
function signed(method: string, url: URL, body: Buffer, { accessKey, secretKey, region }: S3Address): Record<string, string> {
  const moment = new Date().toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
  const day = moment.slice(0, 8);
  const headers = { host: url.host, 'x-amz-content-sha256': sha256(body), 'x-amz-date': moment };
  const names = Object.keys(headers).join(';');
  const canonical = [method, url.pathname, url.search.slice(1), ...Object.entries(headers).map(([name, value]) => `${name}:${value}`), '', names, sha256(body)].join('\n');
  const scope = `${day}/${region}/s3/aws4_request`;
  const key = ['s3', 'aws4_request'].reduce(hmac, hmac(hmac(`AWS4${secretKey}`, day), region));
  const signature = createHmac('sha256', key).update(['AWS4-HMAC-SHA256', moment, scope, sha256(canonical)].join('\n')).digest('hex');
  const { host: _host, ...sent } = headers;
  return { ...sent, authorization: `AWS4-HMAC-SHA256 Credential=${accessKey}/${scope}, SignedHeaders=${names}, Signature=${signature}` };
}

const PBKDF2_AES_GCM = 2;
/** Of MinIO's format: rounds of the key derivation, and the bit that says "the last fragment". */
const ROUNDS = 8192;
const LAST_FRAGMENT = 0x80;

/**
 * MinIO takes secrets only under the secret of who sends them (madmin-go, encrypt.go): salt, kind, nonce, then a stream of AES-256-GCM fragments
 * (sio-go), of which this is one. Its additional data are that bit and the tag of an empty fragment 0.
 */
function sealed(password: string, text: string): Buffer {
  const [salt, nonce] = [randomBytes(32), randomBytes(8)];
  const key = pbkdf2Sync(password, salt, ROUNDS, 32, 'sha256');
  const fragment = (number: number, data: string, additional?: Buffer) => {
    const counter = Buffer.alloc(4);
    counter.writeUInt32LE(number);
    const cipher = createCipheriv('aes-256-gcm', key, Buffer.concat([nonce, counter]));
    if (additional) cipher.setAAD(additional);
    return Buffer.concat([cipher.update(data, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  };
  const additional = Buffer.concat([Buffer.from([LAST_FRAGMENT]), fragment(0, '')]);
  return Buffer.concat([salt, Buffer.from([PBKDF2_AES_GCM]), nonce, fragment(1, text, additional)]);
}
