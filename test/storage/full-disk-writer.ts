/** A process that fills the disk of a store, frees it and fills it again, and says what the store made of it. */
import { appendFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { decidedThrough } from '#src/paxos/log.js';
import { sameValue } from '#src/paxos/value.js';
import { isNoSpace, type StorageError } from '#src/storage/storage-error.js';
import { initialiseStore, openStore } from '#src/storage/store.js';
import { keptAfterWrites, writeOf } from '#test/storage/long-history.js';
import { cluster, type State } from '#test/storage/words.js';
import { n1 } from '#test/unit/paxos/log-words.js';

const disk = process.argv[2]!;
const folder = join(disk, 'store');
const ballast = join(disk, 'ballast');
const reasonOf = ({ reason }: StorageError): string => reason;

/** Fills what is left of the disk. */
async function fill(): Promise<void> {
  for (let bytes = 1 << 16; bytes > 0; )
    await appendFile(ballast, Buffer.alloc(bytes)).catch((error: unknown) => {
      if (!isNoSpace(error)) throw error;
      bytes >>= 1;
    });
}

await initialiseStore(folder, cluster, n1);
await appendFile(ballast, Buffer.alloc(5 << 20));
const store = await openStore<string, State, number>(folder);
let acknowledged = 0;
let failure: unknown;
while (failure === undefined)
  await store.write(writeOf(acknowledged + 1)).then(
    () => acknowledged++,
    (error: unknown) => {
      failure = error;
    },
  );
await rm(ballast);
const afterwards = await store.write(writeOf(acknowledged + 1)).catch(reasonOf);
await store.close();
await fill();
const onFullDisk = await openStore(folder).catch(reasonOf);
await rm(ballast);
const again = await openStore<string, State, number>(folder);
const kept = await again.load();
const found = decidedThrough(kept.log);
await again.write(writeOf(found + 1));
await again.close();
const isWhole = sameValue(kept, keptAfterWrites(found));
console.log(
  JSON.stringify({ acknowledged, failure: String(failure), afterwards, onFullDisk, found, isWhole }),
);
