/** A process that writes the long history into a store until it is killed, and says each time what was acknowledged. */
import { writeSync } from 'node:fs';
import { decidedThrough } from '#src/paxos/log.js';
import { openStore } from '#src/storage/store.js';
import { writeOf } from '#test/storage/long-history.js';
import type { State } from '#test/storage/words.js';

const store = await openStore<string, State, number>(process.argv[2]!);
const { log } = await store.load();
for (let number = decidedThrough(log) + 1; ; number++) {
  await store.write(writeOf(number));
  writeSync(process.stdout.fd, `${number}\n`);
}
