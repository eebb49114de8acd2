import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compareBallots } from '#src/paxos/ballot.js';
import { slot } from '#src/paxos/slot.js';
import {
  CIRCUMSTANCES,
  type Event,
  find,
  messageIn,
  ofFirstRun,
  type Received,
  replaced,
  runsOf,
  type Sent,
  saying,
  type Tampered,
  type Traces,
  verdictOn,
  type Writing,
} from './tampering.js';

let traces: Traces;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'synod-tampered-'));
  traces = await tracesOf(SEED);
});
afterAll(() => rmSync(folder, { recursive: true }));

const SEED = 24;

const tracesOf = runsOf({ steps: 1200, circumstances: CIRCUMSTANCES });

const noOp = { type: 'noOp' };

interface Case {
  readonly name: string;
  readonly rule: string;
  readonly tamper: () => Tampered;
}

/** One record of a write is another one. What is wrong shows when it is written. */
function withRecord(type: string, fields: object, isIt: (record: object) => boolean = () => true): Tampered {
  const isOne = (record: { readonly type: string }): boolean => record.type === type && isIt(record);
  const at = find(traces, (event) => event.kind === 'writing' && event.batches.flat().some(isOne));
  const writing = traces[at.node]![at.index] as Writing;
  const batches = writing.batches.map((records) =>
    records.map((record) => (isOne(record) ? { ...record, ...fields } : record)),
  );
  return {
    traces: replaced(traces, at, { ...writing, batches } as Writing),
    at: written(at.node, at.index),
  };
}

/** Where it is known to be on the disk: when it is done, or when the node starts again and finds it. */
function written(node: string, from: number) {
  const isOnDisk = ({ kind }: Event): boolean => kind === 'written' || kind === 'started';
  return { node, index: traces[node]!.findIndex((event, index) => index > from && isOnDisk(event)) };
}

/** The first answer to a heartbeat that asks for a lease, of that type. */
function answerToRequest(type: 'heard' | 'refused') {
  const at = find(traces, (event, index) => {
    const before = traces[event.node]![index - 1];
    const isAnswer = event.kind === 'sent' && messageIn(event, type) !== undefined;
    return isAnswer && before?.kind === 'received' && messageIn(before, 'heartbeat')?.asked !== undefined;
  });
  const events = traces[at.node]!;
  return { at, event: events[at.index]!, request: messageIn(events[at.index - 1]!, 'heartbeat')! };
}

const cases: readonly Case[] = [
  {
    name: 'a grant of what was not asked for',
    rule: 'a grant answers the last request for a lease',
    tamper: () => {
      const { at, event, request } = answerToRequest('heard');
      return { traces: replaced(traces, at, saying(event, { granted: request.asked! + 1 })), at };
    },
  },
  {
    name: 'a grant to one who has asked for none',
    rule: 'a grant answers the last request for a lease',
    tamper: () => {
      const { at, event } = answerToRequest('heard');
      const to = Object.keys(traces).find((node) => node !== at.node && node !== (event as Sent).to);
      return { traces: replaced(traces, at, { ...event, to } as Event), at };
    },
  },
  {
    name: 'a grant below the promise',
    rule: 'no lease is granted below the promise',
    tamper: () => {
      const { at, event, request } = answerToRequest('refused');
      const { ballot, asked } = request;
      const heard = { type: 'heard', ballot, decided: 0, granted: asked };
      const { said } = event as Sent;
      return { traces: replaced(traces, at, { ...event, said: { ...said, message: heard } } as Event), at };
    },
  },
  {
    name: 'an answer by a lease that nobody has granted',
    rule: 'a leader answers by a lease that a quorum has granted in its ballot, and that it has not released',
    tamper: () => {
      const isGrant = (event: Event): boolean =>
        event.kind === 'received' && messageIn(event, 'heard')?.granted !== undefined;
      const at = find(
        traces,
        (event, index) =>
          event.kind === 'sent' &&
          messageIn(event, 'frontier') !== undefined &&
          !traces[event.node]!.slice(0, index).some(isGrant),
      );
      const event = traces[at.node]![at.index]!;
      return { traces: replaced(traces, at, saying(event, { isLeased: true })), at };
    },
  },
  {
    name: 'an answer by a lease that is released',
    rule: 'a leader answers by a lease that a quorum has granted in its ballot, and that it has not released',
    tamper: () => {
      const at = find(
        traces,
        (event) => event.kind === 'sent' && messageIn(event, 'frontier')?.isLeased === true,
      );
      const events = traces[at.node]!;
      const event = events[at.index] as Sent;
      const beat = events
        .slice(0, at.index)
        .findLast((other) => other.kind === 'sent' && messageIn(other, 'heartbeat')?.asked !== undefined)!;
      const { ballot, asked } = messageIn(beat, 'heartbeat')!;
      const message = { type: 'release', ballot, asked, to: event.to };
      const release = { ...event, said: { ...event.said, message } } as Event;
      return {
        traces: replaced(traces, at, release, event),
        at: { node: at.node, index: at.index + 1 },
      };
    },
  },
  {
    name: 'a message that nobody sent',
    rule: 'a message was sent before it is received',
    tamper: () => {
      const at = find(traces, (event) => event.kind === 'received' && !!messageIn(event, 'accepted'));
      const event = traces[at.node]![at.index]!;
      return { traces: replaced(traces, at, saying(event, { value: noOp })), at };
    },
  },
  {
    name: "another node's message",
    rule: 'a message was sent before it is received',
    tamper: () => {
      const at = find(traces, (event) => event.kind === 'received' && !!messageIn(event, 'accept'));
      const event = traces[at.node]![at.index] as Received;
      const from = Object.keys(traces).find((node) => node !== at.node && node !== event.from);
      return { traces: replaced(traces, at, { ...event, from } as Event), at };
    },
  },
  {
    name: 'a gap',
    rule: 'the events of a node have no gap',
    tamper: () => {
      const [[node, events]] = Object.entries(traces) as [[string, readonly Event[]]];
      const index = events.findIndex(({ number }) => number === 20);
      return { traces: { ...traces, [node]: events.toSpliced(index, 1) }, at: { node, index } };
    },
  },
  {
    name: 'a message under another start',
    rule: 'a node speaks for itself',
    tamper: () => {
      const at = find(traces, (event) => event.kind === 'sent' && !!messageIn(event, 'prepare'));
      const event = traces[at.node]![at.index] as Sent;
      const said = { ...event.said, reach: { start: 1_000, batch: 1 } };
      return { traces: replaced(traces, at, { ...event, said } as Event), at };
    },
  },
  {
    name: 'a promise that is told before it is durable',
    rule: 'a promise is durable before it is told',
    tamper: () => {
      const told = find(traces, (event) => event.kind === 'sent' && !!messageIn(event, 'promise'));
      const { node } = told;
      const index = traces[node]!.findLastIndex(({ kind }, at) => at < told.index && kind === 'written');
      const [durable, promise] = [traces[node]![index]!, traces[node]![told.index]!];
      const later = replaced(traces, told);
      return { traces: replaced(later, { node, index }, promise, durable), at: { node, index } };
    },
  },
  {
    name: 'a promise that leaves out a vote',
    rule: 'a promise tells how far its node knows the log, and every vote after that',
    tamper: () => {
      const at = find(traces, (event) => {
        const promise = event.kind === 'sent' && messageIn(event, 'promise');
        return !!promise && promise.votes.length > 0;
      });
      const event = traces[at.node]![at.index]!;
      const votes = messageIn(event, 'promise')!.votes.slice(1);
      return { traces: replaced(traces, at, saying(event, { votes })), at };
    },
  },
  {
    name: 'a promise that says too much of the log',
    rule: 'a node tells no more of the log than it knows',
    tamper: () => {
      const at = find(traces, (event) => event.kind === 'sent' && !!messageIn(event, 'promise'));
      const event = traces[at.node]![at.index]!;
      return { traces: replaced(traces, at, saying(event, { decided: 1_000 })), at };
    },
  },
  {
    name: 'a promise that nobody asked for',
    rule: 'an acceptor promises what it was asked for',
    tamper: () => withRecord('promised', { ballot: { round: 99, proposer: 'n2', incarnation: 0 } }),
  },
  {
    name: 'a vote for another value than the one proposed',
    rule: 'an acceptor votes for what was proposed to it',
    tamper: () => {
      const isForeign = (record: object): boolean =>
        (record as { ballot: { proposer: string } }).ballot.proposer !== ownerOf(record);
      return withRecord('vote', { value: noOp }, isForeign);
    },
  },
  {
    name: 'a vote below the promise',
    rule: 'a vote is not below the promise',
    tamper: () => {
      // An accept that came too late, and was refused: now there is a vote.
      const late = find(traces, (event) => event.kind === 'received' && isLate(event));
      const accept = messageIn(traces[late.node]![late.index]!, 'accept')!;
      const { node } = late;
      const index = traces[node]!.findIndex(({ kind }, at) => at > late.index && kind === 'writing');
      const writing = traces[node]![index] as Writing;
      const { slot, ballot, value } = accept;
      const batches = [[{ type: 'vote', slot, ballot, value }], ...writing.batches];
      return {
        traces: replaced(traces, { node, index }, { ...writing, batches } as Writing),
        at: written(node, index),
      };
    },
  },
  {
    name: 'a vote that is told and was not cast',
    rule: 'a vote is durable before it is told',
    tamper: () => {
      const at = find(traces, (event) => event.kind === 'sent' && !!messageIn(event, 'accepted'));
      const event = traces[at.node]![at.index]!;
      return { traces: replaced(traces, at, saying(event, { value: noOp })), at };
    },
  },
  {
    name: 'a round that is used twice',
    rule: 'a leader uses a round once',
    tamper: () => {
      const roundOf = (record: object): number => (record as { round: number }).round;
      const [node] = Object.entries(traces).find(([, events]) => roundsIn(events).length > 1)!;
      const isSecond = (record: object): boolean => roundsIn(traces[node]!)[1] === record;
      const [first] = roundsIn(traces[node]!);
      return withRecord('round', { round: roundOf(first!) }, isSecond);
    },
  },
  {
    name: 'a proposal without a quorum of promises',
    rule: 'a leader proposes when a quorum has promised',
    tamper: () => {
      const first = find(traces, (event) => event.kind === 'sent' && !!messageIn(event, 'accept'));
      const { node } = first;
      const events = traces[node]!.map((event) =>
        event.kind === 'received' && messageIn(event, 'promise')
          ? (traces[node]!.find((other) => other.kind === 'received') as Event)
          : event,
      ).map((event, index) => ({ ...event, number: traces[node]![index]!.number }) as Event);
      return { traces: { ...traces, [node]: events }, at: first };
    },
  },
  {
    name: 'two values in one ballot of a slot',
    rule: 'a leader proposes what its quorum binds it to, one value in a slot, and leaves no hole',
    tamper: () => {
      const first = find(traces, (event) => event.kind === 'sent' && !!messageIn(event, 'accept'));
      const { slot: same } = messageIn(traces[first.node]![first.index]!, 'accept')!;
      const { node } = first;
      const index = traces[node]!.findIndex(
        (event, at) => at > first.index && event.kind === 'sent' && messageIn(event, 'accept')?.slot === same,
      );
      const second = saying(traces[node]![index]!, { value: noOp });
      return { traces: replaced(traces, { node, index }, second), at: { node, index } };
    },
  },
  {
    name: 'a hole',
    rule: 'a leader proposes what its quorum binds it to, one value in a slot, and leaves no hole',
    tamper: () => {
      const at = find(traces, (event) => event.kind === 'sent' && !!messageIn(event, 'accept'));
      const event = traces[at.node]![at.index]!;
      const beyond = messageIn(event, 'accept')!.slot + 50;
      return { traces: replaced(traces, at, saying(event, { slot: beyond })), at };
    },
  },
  {
    name: 'a decision without a quorum',
    rule: 'a decision is told by those who know it: by a quorum of votes in one ballot, or because they were told',
    tamper: () => {
      const proposed = find(traces, (event) => event.kind === 'sent' && !!messageIn(event, 'accept'));
      const events = traces[proposed.node]!;
      const { slot: same } = messageIn(events[proposed.index]!, 'accept')!;
      const early = events.find(
        (event) => event.kind === 'sent' && messageIn(event, 'decided')?.slot === same,
      )!;
      const at = { node: proposed.node, index: proposed.index + 1 };
      return { traces: replaced(traces, proposed, events[proposed.index]!, early), at };
    },
  },
  {
    name: 'a decision that was never told',
    rule: 'a node keeps what it was told is decided, or has a quorum of votes for',
    tamper: () => withRecord('decided', { value: noOp }),
  },
  {
    name: 'a start without a vote that was written',
    rule: 'a node starts from what it kept',
    tamper: () => {
      const at = find(
        traces,
        (event) => event.kind === 'started' && (event.kept?.log.decrees.length ?? 0) > 1,
      );
      const event = traces[at.node]![at.index] as Extract<Event, { readonly kind: 'started' }>;
      const log = { ...event.kept!.log, decrees: event.kept!.log.decrees.slice(0, -1) };
      return { traces: replaced(traces, at, { ...event, kept: { ...event.kept!, log } }), at };
    },
  },
  {
    name: 'a snapshot of another state',
    rule: 'nodes that have executed the same decrees are in the same state',
    tamper: () => {
      const isOwn = (event: Event): boolean => {
        const snapshot = event.kind === 'sent' && messageIn(event, 'snapshot')?.snapshot;
        const own = traces[event.node]!.flatMap(snapshotsOf);
        return !!snapshot && own.some(({ through }) => through === snapshot.through);
      };
      const at = find(traces, isOwn);
      const event = traces[at.node]![at.index]!;
      const { snapshot } = messageIn(event, 'snapshot')!;
      return {
        traces: replaced(traces, at, saying(event, { snapshot: { ...snapshot, state: 'another' } })),
        at,
      };
    },
  },
];

/** The records of a node's rounds. */
function roundsIn(events: readonly Event[]) {
  const records = events.flatMap((event) => (event.kind === 'writing' ? event.batches.flat() : []));
  return records.filter(({ type }) => type === 'round');
}

function decisionsIn(event: Event) {
  const records = event.kind === 'writing' ? event.batches.flat() : [];
  return records.flatMap((record) => (record.type === 'decided' ? [record] : []));
}

function snapshotsOf(event: Event) {
  if (event.kind !== 'writing') return [];
  return event.batches.flat().flatMap((record) => (record.type === 'snapshot' ? [record.snapshot] : []));
}

/** The node that has written the record. */
function ownerOf(record: object): string {
  return find(traces, (event) => event.kind === 'writing' && event.batches.flat().includes(record as never))
    .node;
}

function isLate(event: Received): boolean {
  const accept = messageIn(event, 'accept');
  if (!accept) return false;
  const before = traces[event.node]!.slice(0, traces[event.node]!.indexOf(event));
  const records = before.flatMap((other) => (other.kind === 'writing' ? other.batches.flat() : []));
  return records.some(
    (record) => record.type === 'promised' && compareBallots(record.ballot, accept.ballot) > 0,
  );
}

describe('a trace', () => {
  test('is allowed as it was', async () => {
    expect(await verdictOn(traces, folder)).toBeNull();
  });

  test('is allowed where a snapshot has not come in the place of its decrees before a crash', async () => {
    // Its last start: the next one has the snapshot again.
    const at = find(
      traces,
      (event, index) =>
        event.kind === 'started' &&
        (event.kept?.log.base ?? 0) > 0 &&
        !traces[event.node]!.slice(index + 1).some(({ kind }) => kind === 'started'),
    );
    const event = traces[at.node]![at.index] as Extract<Event, { readonly kind: 'started' }>;
    const { log, snapshot } = event.kept!;
    const decided = Object.values(traces).flatMap((events) => events.flatMap(decisionsIn));
    const [value] = decided.filter(({ slot }) => slot === log.base).map((decision) => decision.value);
    const earlier = { ...snapshot!, through: slot(log.base - 1), state: 'of an earlier one' };
    const longer = { ...log, base: log.base - 1, decrees: [value!, ...log.decrees] };
    const kept = { ...event.kept!, log: longer, snapshot: log.base === 1 ? null : earlier };
    expect(await verdictOn(replaced(traces, at, { ...event, kept }), folder)).toBeNull();
  });

  test.each(cases)('is refused for $name', async ({ rule, tamper }) => {
    const { traces: changed, at } = await ofFirstRun(SEED, async (seed) => {
      traces = await tracesOf(seed);
      return tamper();
    });
    expect(await verdictOn(changed, folder)).toEqual({ rule, at: `${at.node}.jsonl:${at.index + 1}` });
  });
});
