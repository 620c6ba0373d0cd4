import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OutboxEntry, StoredFile, User } from './models.js';
import { ingestFile, type Stores } from './ingest.js';
import { rawFrame } from './test-frames.js';
import { freshStores } from './test-stores.js';

const MOST = 2 ** 24;

describe('what is written along with a frame', () => {
  let stores: Stores;
  beforeAll(async () => {
    stores = await freshStores();
  });
  afterAll(() => stores.database.destroy());

  it('is kept with it, told whether the frame is new or now serves everybody, and not asked where nothing changes', async () => {
    const { id: uploadedBy } = await User.query(stores.database).insert({ username: 'observer', email: 'observer@test.invalid' }).returning('*');
    const told: (readonly [number, boolean])[] = [];
    const upload = { name: '0001_star.fits', bytes: rawFrame({ seed: 1 }), maxBytes: MOST, uploadedBy, trusted: false, alongside: (_: unknown, { file, created }: { file: StoredFile; created: boolean }) => Promise.resolve(void told.push([file.id, created])) };
    const { file } = await ingestFile(upload, stores);
    await ingestFile(upload, stores);
    await ingestFile({ ...upload, trusted: true }, stores);
    await ingestFile({ ...upload, trusted: true }, stores);
    expect(told).toEqual([[file.id, true], [file.id, false]]);
  });

  it('leaves nothing behind when it cannot be written: neither row nor promise, and the frame can be sent again', async () => {
    const upload = { name: '0002_star.fits', bytes: rawFrame({ seed: 2 }), maxBytes: MOST };
    await expect(ingestFile({ ...upload, alongside: () => Promise.reject(new Error('no audit')) }, stores)).rejects.toThrow('no audit');
    expect(await StoredFile.query(stores.database).where({ fileName: upload.name }).resultSize()).toBe(0);
    const promised = await OutboxEntry.query(stores.database).resultSize();
    expect((await ingestFile(upload, stores)).created).toBe(true);
    expect(await OutboxEntry.query(stores.database).resultSize()).toBe(promised + 1);
  });
});
