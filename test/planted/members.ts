/** What a leader takes for granted of members, and what a new member tells of who governs. */
import type { Configuration } from '#src/paxos/configuration.js';
import { configuration, configurationId } from '#src/paxos/configuration.js';
import { configurationAt, startLog } from '#src/paxos/log.js';
import { replicaOf } from '#src/paxos/replica.js';
import { slot } from '#src/paxos/slot.js';
import { installed } from '#src/paxos/snapshot.js';
import { Leader } from '#test/changes/leader.js';
import type { Make } from '#test/leases/cluster.js';
import { machine } from '#test/model-based/replica-cluster.js';
import { decided, first, n1, n2, n3, n4 } from '#test/unit/paxos/log-words.js';

/** n4 has caught up, is removed and added anew with an empty disk; then its earlier life is heard. Whether it gets a vote by that. */
export function isPromotedForItsEarlierLife(counted: 'asItself' | 'asTheNewOne'): boolean {
  const [earlier, later] = [7, 8];
  const leader = new Leader();
  for (const id of [n2, n3]) leader.hear(id, 0);
  leader.change({ type: 'add', id: n4, incarnation: earlier });
  leader.change({ type: 'remove', id: n4 });
  leader.change({ type: 'add', id: n4, incarnation: later });
  leader.hear(n4, counted === 'asItself' ? earlier : later);
  return leader.change({ type: 'promote', id: n4 }).type === 'decided';
}

/** n3 is moved from where it has been found so far. Where the others look for it then. */
export function addressAfterMove(made: (after: Configuration) => Configuration): string | undefined {
  const leader = new Leader({ transport: { addressOf } }, made);
  for (const id of [n2, n3]) leader.hear(id, 0);
  leader.change({ type: 'move', id: n3, address: 'new:1' });
  return leader.last.members.find(({ id }) => id === n3)?.address;
}

/** Puts where a member was found before in the place of where it moves. */
export function movingBack({ id, members }: Configuration): Configuration {
  return configuration({ id, members: members.map((each) => ({ ...each, address: addressOf() })) });
}

function addressOf(): string {
  return 'old:1';
}

/** Takes it that the configuration which has added it governs the slots before, too. */
export const takingItsOwnForFirst: Make = (options) => {
  const { start, step } = replicaOf(options);
  return {
    start,
    step: (replica, input) => {
      const [own, ...later] = replica.log.configurations;
      const configurations = [{ ...own!, from: slot(1) }, ...later];
      const [after, effects] = step({ ...replica, log: { ...replica.log, configurations } }, input);
      return [{ ...after, log: { ...after.log, configurations: replica.log.configurations } }, effects];
    },
  };
};

/**
 * n4 is added by the third configuration, which governs from slot 9 on, and learns four decrees. Who governs slot 5 for a member that installs
 * its snapshot; null where it has taken none.
 */
export function governsBySnapshot(make: Make): number | null {
  const members = [...first.members, { id: n4, incarnation: 7, part: 'observer' } as const];
  const third = configuration({ id: configurationId(3), members });
  const joining = { configuration: third, from: slot(9) };
  const limits = { alpha: 3, proposalsMax: 2, decreesMax: 2 };
  const { start, step } = make({ id: n4, incarnation: 7, machine, limits, ...joining });
  const replica = [1, 2, 3, 4].reduce((before, at) => {
    const message = { type: 'decided', ...decided(`${at} -`) } as const;
    const [after] = step(before, { type: 'message', from: n1, message, now: 0 });
    return step(after, { type: 'durable', number: 1, after: null })[0];
  }, start()[0]);
  const { snapshot } = replica;
  if (snapshot === null) return null;
  const log = installed(startLog<string>({ alpha: 3, configuration: first }), snapshot);
  return configurationAt(log, slot(5)).id;
}
