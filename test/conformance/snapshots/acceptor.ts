/** The mapping of chapter 17's acceptor: chapter 16's, who may be told of a snapshot and forgets the votes that it stands for. */
import type { Message } from '#spec/17-learning-and-snapshots/messages.js';
import type { Configuration } from '#src/paxos/configuration.js';
import type { LogAcceptorEffect, LogAcceptorInput } from '#src/paxos/log-acceptor.js';
import type { Snapshot } from '#src/paxos/snapshot.js';
import type { ListingMapping } from '../compare.js';
import { acceptorMapping as acceptorOfChapter16, type WithLog } from '../parliament/acceptor.js';
import { snapshotOf } from './node.js';
import type { SnapshotRoles } from './tie.js';

/** A snapshot is on the disk of its node. */
interface Compacted {
  readonly type: 'compacted';
  readonly snapshot: Snapshot<unknown, never>;
}

type Mapping = ListingMapping<WithLog, LogAcceptorInput<string> | Compacted, LogAcceptorEffect<string>>;

export function acceptorMapping(members: Configuration, roles: SnapshotRoles): Mapping {
  const { installed, forgetVotes, acceptor } = roles;
  const { input, follow, deviate, step, ...others } = acceptorOfChapter16(members, acceptor);
  return {
    ...others,
    input: (event) => {
      if (event.type !== 'compacted') return input(event);
      const { state } = (event as unknown as Message<'compacted'>).snapshot;
      return {
        type: 'compacted',
        snapshot: snapshotOf(
          members,
          state.map(({ value }) => value),
        ),
      };
    },
    follow: (pair, before) => {
      if (pair.event.type !== 'compacted') return follow(pair, before);
      const [after] = others.concretise(pair.after ?? pair.before);
      return { after: after!, effects: [] };
    },
    deviate: (pair, before) => (pair.event.type === 'compacted' ? undefined : deviate?.(pair, before)),
    step: (state, given) => {
      if (given.type !== 'compacted') return step(state, given);
      const log = installed(state.log, given.snapshot);
      return [{ log, acceptor: forgetVotes(state.acceptor, log) }, []];
    },
  };
}
