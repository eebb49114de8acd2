/** Traces of a cluster whose members change, with one thing in them that was not so: each is refused by its rule, where it shows. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { configuration } from '#src/paxos/configuration.js';
import { changesIn, configurationsIn, votersAt } from './decided-changes.js';
import {
  ALPHA,
  CIRCUMSTANCES,
  type Event,
  find,
  messageIn,
  NotInThisRun,
  ofFirstRun,
  type Place,
  replaced,
  runsOf,
  type Sent,
  saying,
  type Tampered,
  type Traces,
  verdictOn,
} from './tampering.js';

let traces: Traces;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'synod-tampered-'));
  traces = await tracesOf(SEED);
});
afterAll(() => rmSync(folder, { recursive: true }));

const SEED = 5;

const tracesOf = runsOf({
  steps: 2_500,
  circumstances: { ...CIRCUMSTANCES, changeEveryMs: 50, faultEveryMs: 400 },
});

interface Case {
  readonly name: string;
  readonly rule: string;
  readonly tamper: () => Tampered;
}

const NO_VOTE =
  'who has no vote in its first open slot begins no ballot: an observer, or a member that was removed';
const TOLD = 'what stands for decrees says who governs the slots after them, as was decided';

const cases: readonly Case[] = [
  {
    name: 'a decision by as many votes as were enough before the change',
    rule: 'a decision is told by those who know it: by a quorum of votes in one ballot, or because they were told',
    tamper: () => {
      for (const [node, events] of Object.entries(traces))
        for (const [index, event] of events.entries()) {
          const vote = event.kind === 'received' && messageIn(event, 'accepted');
          if (!vote || !isFirstAfterOwn(events, index, vote.slot) || votersAt(traces, vote.slot) < 4)
            continue;
          const decided = events.find(
            (other, at) =>
              at > index && other.kind === 'sent' && messageIn(other, 'decided')?.slot === vote.slot,
          );
          if (decided === undefined) continue;
          const at = { node, index: index + 1 };
          return { traces: replaced(traces, { node, index }, event, decided), at };
        }
      throw new NotInThisRun();
    },
  },
  {
    name: 'an observer that is asked to vote',
    rule: 'a leader asks those who govern the slot, and nobody else',
    tamper: () => {
      const observerOf = (event: Event): string | undefined => {
        const accept = event.kind === 'sent' && messageIn(event, 'accept');
        if (!accept) return undefined;
        return configurationsIn(traces)
          .get(accept.configuration)
          ?.members.find(({ part }) => part === 'observer')?.id;
      };
      const at = find(traces, (event) => observerOf(event) !== undefined);
      const event = traces[at.node]![at.index] as Sent;
      return { traces: replaced(traces, at, { ...event, to: observerOf(event) } as Event), at };
    },
  },
  {
    name: 'a promise for another configuration',
    rule: 'a promise is for the configuration that was asked',
    tamper: () => {
      const at = find(traces, (event) => event.kind === 'sent' && !!messageIn(event, 'promise'));
      const event = traces[at.node]![at.index]!;
      const { configuration } = messageIn(event, 'promise')!;
      return { traces: replaced(traces, at, saying(event, { configuration: configuration + 1 })), at };
    },
  },
  ...(['prepare', 'accept'] as const).map((type) => ({
    name: `a request that names the configuration before (${type})`,
    rule: 'a request names the configuration that governs its slot',
    tamper: () => {
      const named = (event: Event): number =>
        (event.kind === 'sent' && messageIn(event, type)?.configuration) || 0;
      const at = find(traces, (event) => named(event) > 1);
      const event = traces[at.node]![at.index]!;
      return { traces: replaced(traces, at, saying(event, { configuration: named(event) - 1 })), at };
    },
  })),
  {
    name: 'a proposal by the promises of those who governed before',
    rule: 'a leader proposes in the slots of those alone whom it has asked in phase 1',
    tamper: () => {
      const isLast = (event: Event): boolean => {
        const accept = event.kind === 'sent' && messageIn(event, 'accept');
        return (
          !!accept &&
          changesIn(traces).some(
            ({ from, id }) => from === accept.slot + 1 && id === accept.configuration + 1,
          )
        );
      };
      const { node, index } = find(traces, isLast);
      const event = traces[node]![index]!;
      const { slot, configuration } = messageIn(event, 'accept')!;
      const next = saying(event, {
        slot: slot + 1,
        configuration: configuration + 1,
        value: { type: 'noOp' },
      });
      return { traces: replaced(traces, { node, index }, event, next), at: { node, index: index + 1 } };
    },
  },
  {
    name: 'votes of a node that was told no decision',
    rule: 'who acts in a slot knows every decree through α slots before it',
    tamper: () => {
      for (const node of Object.keys(traces)) {
        const tampered = withoutDecisions(node);
        if (tampered !== undefined) return tampered;
      }
      throw new NotInThisRun();
    },
  },
  {
    name: 'a snapshot that leaves out a change which governs only later',
    rule: TOLD,
    tamper: () => {
      const told = (event: Event) =>
        (event.kind === 'sent' && messageIn(event, 'snapshot')?.snapshot.configurations) || [];
      const at = find(traces, (event) => told(event).length > 1);
      const event = traces[at.node]![at.index]!;
      const { snapshot } = messageIn(event, 'snapshot')!;
      const shorter = { ...snapshot, configurations: snapshot.configurations.slice(0, -1) };
      return { traces: replaced(traces, at, saying(event, { snapshot: shorter })), at };
    },
  },
  {
    name: 'a start by another change that has the same number',
    rule: TOLD,
    tamper: () => {
      const at = find(
        traces,
        (event) =>
          event.kind === 'started' &&
          event.start > 1 &&
          event.kept!.log.configurations[0]!.configuration.members.length > CIRCUMSTANCES.nodes,
      );
      const event = traces[at.node]![at.index] as Extract<Event, { readonly kind: 'started' }>;
      const [governing, ...later] = event.kept!.log.configurations;
      const { id, members } = governing!.configuration;
      const other = { ...governing!, configuration: configuration({ id, members: members.slice(0, -1) }) };
      const log = { ...event.kept!.log, configurations: [other, ...later] };
      return { traces: replaced(traces, at, { ...event, kept: { ...event.kept!, log } }), at };
    },
  },
  {
    name: 'an observer that begins a ballot',
    rule: NO_VOTE,
    tamper: () => {
      const added = (event: Event): boolean => event.kind === 'started' && event.configuration.id > 1;
      return withBallot(find(traces, (event) => added(event)));
    },
  },
  {
    name: 'a wiped disk under its old name',
    rule: 'the events of a node have no gap',
    tamper: () => {
      const at = find(
        traces,
        (event, index) => index > 0 && traces[event.node]![index - 1]?.incarnation !== event.incarnation,
      );
      const events = traces[at.node]!;
      const { incarnation } = events[at.index - 1]!;
      const renamed = events.map((event, index) => (index < at.index ? event : { ...event, incarnation }));
      return { traces: { ...traces, [at.node]: renamed }, at };
    },
  },
];

/** Whether it is the first vote of another in that slot, and the node's own is on its disk. */
function isFirstAfterOwn(events: readonly Event[], index: number, slot: number): boolean {
  const before = events.slice(0, index);
  const isVote = (event: Event): boolean =>
    event.kind === 'received' && messageIn(event, 'accepted')?.slot === slot;
  const own = before.findIndex(
    (event) =>
      event.kind === 'writing' &&
      event.batches.flat().some((record) => record.type === 'vote' && record.slot === slot),
  );
  return own !== -1 && !before.some(isVote) && before.slice(own).some(({ kind }) => kind === 'written');
}

/** After that event the node has a round on its disk. What is wrong shows when it is written. */
function withBallot({ node, index }: Place): Tampered {
  const event = traces[node]![index]!;
  const { incarnation, start, number } = event;
  const stamp = { node: event.node, incarnation, start, number };
  const writing = {
    ...stamp,
    kind: 'writing',
    batches: [[{ type: 'round', round: 1_000 }]],
  } as unknown as Event;
  const written: Event = { ...stamp, kind: 'written' };
  return {
    traces: replaced(traces, { node, index }, event, writing, written),
    at: { node, index: index + 2 },
  };
}

/** The same, but that node hears of no decision and keeps none; undefined where it says anything that rests on one before it has voted. */
function withoutDecisions(node: string): Tampered | undefined {
  const events = traces[node]!;
  const heard = events.find(({ kind }) => kind === 'received')!;
  const deaf = events.map((event): Event => {
    if (event.kind === 'received' && isDecision(event)) return { ...heard, number: event.number } as Event;
    if (event.kind !== 'writing') return event;
    const batches = event.batches.map((records) =>
      records.filter(({ type }) => type !== 'decided' && type !== 'snapshot'),
    );
    return { ...event, batches };
  });
  const isVote = (event: Event): boolean =>
    event.kind === 'writing' &&
    event.batches.flat().some((record) => record.type === 'vote' && record.slot > ALPHA);
  const index = deaf.findIndex(isVote);
  const isKnowing = (event: Event, at: number): boolean =>
    at > 0 &&
    (event.kind === 'started' ||
      (event.kind === 'sent' &&
        (isDecision(event) ||
          (messageIn(event, 'promise')?.decided ?? 0) > 0 ||
          (messageIn(event, 'prepare')?.from ?? 1) > 1)));
  if (index === -1 || deaf.slice(0, index).some(isKnowing)) return undefined;
  return {
    traces: { ...traces, [node]: deaf },
    at: { node, index: deaf.findIndex(({ kind }, at) => at > index && kind === 'written') },
  };
}

function isDecision(event: Event): boolean {
  return (['decided', 'decrees', 'snapshot'] as const).some((type) => messageIn(event, type) !== undefined);
}

describe('a trace in which members change', () => {
  test('is allowed as it was', async () => {
    expect(await verdictOn(traces, folder)).toBeNull();
  });

  test.each(cases)('is refused for $name', async ({ rule, tamper }) => {
    const { traces: changed, at } = await ofFirstRun(SEED, async (seed) => {
      traces = await tracesOf(seed);
      return tamper();
    });
    expect(await verdictOn(changed, folder)).toEqual({ rule, at: `${at.node}.jsonl:${at.index + 1}` });
  });
});
