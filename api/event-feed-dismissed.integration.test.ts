import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { freshStores } from '#activities/store/test-stores';
import { addressOf } from '#activities/store/database';
import { EventFeed } from './event-feed.js';

it('lets go of a listener that comes when all were let go: it would hold up the end of the process', async () => {
  const { database } = await freshStores();
  const feed = new EventFeed({ database, databaseUrl: addressOf(database), log: pino({ level: 'silent' }) });
  await feed.open();
  let ended = 0;
  feed.listen(() => undefined, () => ended++);
  await sleep(20);
  expect(ended).toBe(0);
  feed.dismiss();
  expect(ended).toBe(1);
  feed.listen(() => undefined, () => ended++);
  await sleep(20);
  expect(ended).toBe(2);
  await feed.close();
  await database.destroy();
});
