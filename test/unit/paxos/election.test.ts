import { describe, expect, test } from 'vitest';
import { type Election, type Electorate, NO_ELECTION, stepElection } from '#src/paxos/election.js';
import type { NodeId } from '#src/paxos/node-id.js';
import { majorities } from '#src/paxos/quorum.js';
import { n1, n2, n3, n4, uneven } from './log-words.js';
import { ballot, received } from './words.js';

const node: Electorate = {
  id: n1,
  quorums: majorities([n1, n2, n3]),
  phase: 'following',
  promised: ballot('2.n2'),
  decided: 4,
  electionMs: 100,
};
const leading: Electorate = { ...node, phase: 'leading' };
const timer = { type: 'timer' } as const;
const poll = received(n2, { type: 'poll' as const, decided: 0 });
const polled = (from: NodeId, hearsLeader: boolean) =>
  received(from, { type: 'polled' as const, hearsLeader, promised: null, decided: 0 });
const wait = (spreadMs: number, afterMs = 100) => ({
  type: 'setTimer',
  timer: 'election',
  afterMs,
  spreadMs,
});

const asking: Election = stepElection(NO_ELECTION, timer, node)[0];

describe('a node that hears no leader', () => {
  test('asks the voters whether they hear one, and prepares nothing yet', () => {
    expect(stepElection(NO_ELECTION, timer, node)).toEqual([
      { hears: null, heard: [], silent: [n1], failures: 0 },
      [{ type: 'send', to: { role: 'acceptor' }, message: { type: 'poll', decided: 4 } }, wait(50)],
    ]);
  });

  test('prepares once a majority hears none', () => {
    expect(stepElection(asking, polled(n3, false), node)).toEqual([
      { ...asking, silent: null },
      [{ type: 'prepare' }],
    ]);
  });

  test('prepares once a quorum of phase 1 hears none, and leads on while one of phase 2 hears it', () => {
    const four = { ...node, quorums: uneven.quorums };
    const [two, effects] = stepElection(asking, polled(n2, false), four);
    expect(effects).toEqual([]);
    expect(stepElection(two, polled(n3, false), four)[1]).toEqual([{ type: 'prepare' }]);
    const heard: Election = { ...NO_ELECTION, heard: [n2] };
    expect(stepElection(heard, timer, { ...four, phase: 'leading' })[1]).toEqual([wait(50)]);
  });

  test('does not prepare while only others than voters, or the same one again, hear none', () => {
    const five = { ...node, quorums: majorities([n1, n2, n3, n4, 'n5' as NodeId]) };
    const [one] = stepElection(asking, polled(n2, false), five);
    expect(stepElection(one, polled(n2, false), five)).toEqual([one, []]);
    expect(stepElection(asking, polled(n4, false), node)[1]).toEqual([]);
  });

  test('does not count one that hears a leader, or that answers when it has stopped asking', () => {
    expect(stepElection(asking, polled(n3, true), node)).toEqual([asking, []]);
    expect(stepElection(NO_ELECTION, polled(n3, false), node)).toEqual([NO_ELECTION, []]);
    expect(stepElection(asking, polled(n3, false), { ...node, phase: 'preparing' })).toEqual([asking, []]);
  });

  test('prepares at once where it is the only voter', () => {
    const [, effects] = stepElection(NO_ELECTION, timer, { ...node, quorums: majorities([n1]) });
    expect(effects.at(-1)).toEqual({ type: 'prepare' });
  });

  test('as an observer asks too, and never prepares', () => {
    const observer = { ...node, id: n4 };
    const [election, effects] = stepElection(NO_ELECTION, timer, observer);
    expect(effects).toHaveLength(2);
    expect(election.silent).toEqual([]);
    const both = [polled(n2, false), polled(n3, false)].map(
      (answer) => stepElection(election, answer, observer)[1],
    );
    expect(both).toEqual([[], []]);
  });

  test('gives up a ballot that led to nothing, and waits longer after each', () => {
    const preparing: Electorate = { ...node, phase: 'preparing' };
    const [once, effects] = stepElection(NO_ELECTION, timer, preparing);
    expect(effects).toContainEqual({ type: 'resign' });
    expect(effects).toContainEqual(wait(100));
    let many = once;
    for (let count = 0; count < 20; count++) [many] = stepElection(many, timer, preparing);
    expect(stepElection(many, timer, preparing)[1]).toContainEqual(wait(1600));
  });

  test('leaves a candidate its time, and stops asking', () => {
    expect(stepElection(asking, { type: 'candidate' }, node)).toEqual([
      { ...asking, silent: null },
      [wait(50)],
    ]);
  });
});

describe('a node that hears a leader', () => {
  const [hearing, effects] = stepElection({ ...asking, failures: 3 }, { type: 'leader', from: n2 }, node);

  test('stops asking, waits anew, and forgets its failures', () => {
    expect(hearing).toEqual({ hears: n2, heard: [], silent: null, failures: 0 });
    expect(effects).toEqual([wait(0)]);
  });

  test('misses it when nothing more was heard in time, says so, and asks the others a little later', () => {
    const [missing, waits] = stepElection(hearing, timer, node);
    expect(missing).toEqual({ hears: null, heard: [], silent: null, failures: 0 });
    expect(waits).toEqual([wait(25, 0)]);
    expect(stepElection(missing, poll, node)[1]).toMatchObject([{ message: { hearsLeader: false } }]);
    expect(stepElection(missing, timer, node)[0].silent).toEqual([n1]);
  });

  test('says so, with the ballot that a leader has to be above', () => {
    const answer = (hearsLeader: boolean) => [
      {
        type: 'send',
        to: { node: n2 },
        message: { type: 'polled', hearsLeader, promised: ballot('2.n2'), decided: 4 },
      },
    ];
    expect(stepElection(hearing, poll, node)).toEqual([hearing, answer(true)]);
    expect(stepElection(NO_ELECTION, poll, node)[1]).toEqual(answer(false));
    expect(stepElection(NO_ELECTION, poll, leading)[1]).toEqual(answer(true));
  });

  test('gives up the ballot that it prepares: the other was sooner, and would be deposed when its lease is renewed late', () => {
    const [, effects] = stepElection(
      NO_ELECTION,
      { type: 'leader', from: n2 },
      { ...node, phase: 'preparing' },
    );
    expect(effects).toEqual([{ type: 'resign' }, wait(0)]);
  });
});

describe('a leader', () => {
  test('goes on while it hears a majority, itself included', () => {
    const [election] = stepElection(NO_ELECTION, { type: 'follower', from: n3 }, leading);
    expect(election.heard).toEqual([n3]);
    expect(stepElection(election, timer, leading)).toEqual([NO_ELECTION, [wait(50)]]);
  });

  test('stops when it hears none, or strangers only', () => {
    for (const heard of [[], [n4]])
      expect(stepElection({ ...NO_ELECTION, heard }, timer, leading)[1]).toEqual([
        { type: 'resign' },
        wait(50),
      ]);
  });

  test('begins with nothing heard', () => {
    expect(stepElection({ ...asking, heard: [n2] }, { type: 'won' }, leading)).toEqual([
      NO_ELECTION,
      [wait(50)],
    ]);
  });
});

describe('an heir', () => {
  const heir = { type: 'heir' } as const;

  test('prepares without asking, if it votes and has no ballot of its own under way', () => {
    expect(stepElection(asking, heir, node)).toEqual([NO_ELECTION, [{ type: 'prepare' }, wait(50)]]);
    for (const other of [leading, { ...node, id: n4 }, { ...leading, id: n4 }])
      expect(stepElection(asking, heir, other)).toEqual([asking, []]);
  });
});

test('a node that hears a leader forgets who heard it, and one that is heard notes by whom', () => {
  expect(stepElection({ ...asking, heard: [n3] }, { type: 'leader', from: n2 }, node)).toEqual([
    { ...NO_ELECTION, hears: n2 },
    [wait(0)],
  ]);
  expect(stepElection(NO_ELECTION, { type: 'follower', from: n2 }, leading)).toEqual([
    { ...NO_ELECTION, heard: [n2] },
    [],
  ]);
});
