// Sends a frame, waits for its reduction and names its products: `node frame.ts FILE`, with GOODMAN_URL and GOODMAN_TOKEN set.
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { frameBody, platformAt } from '../src/index.ts';

const [file = ''] = process.argv.slice(2);
const platform = platformAt(process.env['GOODMAN_URL'] ?? 'http://localhost:8080', process.env['GOODMAN_TOKEN'] ?? '');
const { data: frame } = await platform.POST('/api/files/', frameBody(basename(file), new Uint8Array(await readFile(file))));
const query = { file_id: frame?.id ?? 0 };
let run;
do run = (await platform.GET('/api/reductions/', { params: { query } })).data?.results[0];
while (!['done', 'failed', 'rejected'].includes(run?.state ?? '') && (await sleep(1000, true)));
const { data: products } = await platform.GET('/api/files/', { params: { query: { original_file_id: [String(frame?.id)], data_type: ['4'] } } });
console.log(run?.state, run?.reason, products?.results.map(({ file_name }) => file_name));
