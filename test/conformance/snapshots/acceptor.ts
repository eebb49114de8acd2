/**
 * The mapping of chapter 17's acceptor: chapter 16's, who may be told of a snapshot and forgets the votes that it stands for.
 *
 * All of its state is durable, so that after each step its disk has to give back what it goes on with.
 */
import type { LocalState } from '#model/index.js';
import type { AcceptorContext } from '#spec/17-learning-and-snapshots/acceptor.js';
import type { Message, Snapshot as SpecSnapshot } from '#spec/17-learning-and-snapshots/messages.js';
import type { Configuration } from '#src/paxos/configuration.js';
import type { LogAcceptorEffect, LogAcceptorInput } from '#src/paxos/log-acceptor.js';
import type { Kept } from '#src/paxos/record.js';
import type { Snapshot } from '#src/paxos/snapshot.js';
import type { ListingMapping } from '../compare.js';
import { acceptorMapping as acceptorOfChapter16, type WithLog } from '../parliament/acceptor.js';
import { type Decrees, snapshotOf } from './node.js';
import type { SnapshotRoles } from './tie.js';

interface WithDisk extends WithLog {
  readonly kept: Kept<string, Decrees, never>;
}

/** A snapshot is on the disk of its node. */
interface Compacted {
  readonly type: 'compacted';
  readonly snapshot: Snapshot<Decrees, never>;
}

type Mapping = ListingMapping<WithDisk, LogAcceptorInput<string> | Compacted, LogAcceptorEffect<string>>;

export function acceptorMapping(members: Configuration, roles: SnapshotRoles): Mapping {
  const { installed, forgetVotes, acceptor, keep } = roles;
  const of16 = acceptorOfChapter16(members, acceptor);
  const snapshotIn = ({ state }: SpecSnapshot): Snapshot<Decrees, never> =>
    snapshotOf(
      members,
      state.map(({ value }) => value),
    );
  const stateOf = (spec: LocalState): WithDisk => {
    const [state] = of16.concretise(spec);
    const { snapshot } = spec.context as AcceptorContext;
    const kept = {
      round: 0,
      ...state!.acceptor,
      log: state!.log,
      snapshot: snapshot && snapshotIn(snapshot),
    };
    return { ...state!, kept };
  };
  return {
    concretise: (spec) => [stateOf(spec)],
    abstract: of16.abstract,
    kept: of16.kept!,
    input: (event) =>
      event.type === 'compacted'
        ? { type: 'compacted', snapshot: snapshotIn((event as unknown as Message<'compacted'>).snapshot) }
        : of16.input(event),
    follow: (pair, before) => {
      const after = stateOf(pair.after ?? pair.before);
      if (pair.event.type === 'compacted') return { after, effects: [] };
      const followed = of16.follow(pair, before);
      return 'throws' in followed ? followed : { after, effects: followed.effects };
    },
    deviate: (pair, before) => {
      if (pair.event.type === 'compacted') return undefined;
      const deviation = of16.deviate!(pair, before);
      if (deviation === undefined || 'throws' in deviation) return deviation;
      return { after: before, effects: deviation.effects };
    },
    step: ({ kept, ...state }, given) => {
      if (given.type === 'compacted') {
        const { snapshot } = given;
        const log = installed(state.log, snapshot);
        const record = { type: 'snapshot', snapshot, base: snapshot.through } as const;
        return [{ log, acceptor: forgetVotes(state.acceptor, log), kept: keep(kept, record) }, []];
      }
      const [after, effects] = of16.step(state, given);
      const records = effects.flatMap((effect) => (effect.type === 'persist' ? [effect.record] : []));
      return [{ ...after, kept: records.reduce((before, record) => keep(before, record), kept) }, effects];
    },
  };
}
