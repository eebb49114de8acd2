/** The end of the demo: nobody writes any more, everybody is brought back, and all is compared. */
import { setTimeout as pause } from 'node:timers/promises';
import { formatCount } from '../terminal/units.js';
import { ask } from './ask.js';
import type { Clients } from './clients.js';
import type { Stage } from './stage.js';

interface Digest {
  readonly slot: number;
  readonly digest: string;
}

const PATIENCE_MS = 60_000;

export async function finale(stage: Stage, clients: Clients): Promise<void> {
  const { cluster, ledger } = stage;
  for (const name of cluster.names) if (cluster.condition(name) !== 'running') cluster.restore(name);
  await clients.stop();
  const again = formatCount(ledger.sentAgain);
  stage.event(`The clients stop. They had to ask again ${again} times.`, '20');
  await stage.aLeader();
  const digests = await atOneSlot(stage);
  const [first] = digests;
  const isSame =
    digests.length === cluster.names.length && digests.every(({ digest }) => digest === first?.digest);
  const told = digests.map(({ digest, slot }) => `${digest.slice(0, 12)} at slot ${formatCount(slot)}`);
  stage.claim(
    isSame
      ? `all tables have the hash ${told[0]}`
      : `expected the same hash of all tables; got ${told.join(', ') || 'no answer'}`,
    isSame,
  );
  for (const name of cluster.names) await stage.nothingIsLost(name);
  for (const problem of ledger.problems) stage.claim(problem, false);
  if (cluster.failures !== '') stage.claim(cluster.failures.trimEnd(), false);
}

/** The hashes of all tables when all have executed the same slot, or what was answered last. */
async function atOneSlot({ cluster, ledger }: Stage): Promise<readonly Digest[]> {
  const end = ledger.now() + PATIENCE_MS;
  for (;;) {
    const answers = cluster.names.map((name) => ask<Digest>(`${cluster.url(name)}/v1/digest`, 2_000));
    const digests = (await Promise.all(answers)).flatMap((answered) =>
      answered?.status === 200 ? [answered.body] : [],
    );
    const slots = new Set(digests.map(({ slot }) => slot));
    if ((digests.length === cluster.names.length && slots.size === 1) || ledger.now() > end) return digests;
    await pause(100);
  }
}
