import { describe, expect, test } from 'vitest';
import { compareBallots as compareInBook } from '#spec/14-the-synod/ballot.js';
import { LeaderOfNode } from '#src/conform/leader.js';
import { Learners } from '#src/conform/learner.js';
import { Leases } from '#src/conform/leases.js';
import { LogOfNode } from '#src/conform/log.js';
import { Members } from '#src/conform/members.js';
import { ballotOf, lifeOf } from '#src/conform/words.js';
import { compareBallots } from '#src/paxos/ballot.js';
import { type Configuration, configuration, configurationId } from '#src/paxos/configuration.js';
import { nodeId } from '#src/paxos/node-id.js';
import { nothingKept } from '#src/paxos/record.js';
import { slot } from '#src/paxos/slot.js';

const ALPHA = 2;

/** Members are `n1` or, in another life, `n1#7`; an observer has a question mark. */
function configured(id: number, ...members: readonly string[]): Configuration {
  return configuration({
    id: configurationId(id),
    members: members.map((member) => {
      const [name, incarnation = '0'] = member.replace('?', '').split('#') as [string, string?];
      const part = member.endsWith('?') ? 'observer' : 'voter';
      return { id: nodeId(name), incarnation: Number(incarnation), part };
    }),
  });
}

const THREE = configured(1, 'n1', 'n2', 'n3');

function members(first = THREE): Members {
  const all = new Members();
  all.begin(first, nothingKept({ alpha: ALPHA, configuration: first }));
  return all;
}

function change(to: Configuration) {
  return { type: 'configuration', configuration: to } as const;
}

describe('the members of a slot', () => {
  test('are those of the last change that was decided α slots before', () => {
    const all = members();
    all.decide(1, change(configured(2, 'n2', 'n3', 'n4')));
    expect([1, 2, 3, 4].map((at) => all.at(at).id)).toEqual([1, 1, 2, 2]);
    expect(all.after(0).map(({ id }) => id)).toEqual([1]);
    expect(all.after(1).map(({ id }) => id)).toEqual([1, 2]);
    expect(all.after(2).map(({ id }) => id)).toEqual([2]);
  });

  test('are those of the first of two changes that have one number, whichever is heard of first', () => {
    for (const order of [
      [1, 2],
      [2, 1],
    ] as const) {
      const all = members();
      for (const at of order) all.decide(at, change(configured(2, 'n1', at === 1 ? 'n4' : 'n5')));
      expect(all.at(4).lives).toEqual(['n1', 'n4']);
      expect(all.count).toBe(2);
    }
  });

  test('are told by what a node has kept before its trace begins', () => {
    const all = new Members();
    const later = configured(5, 'n4', 'n5');
    const nothing = nothingKept<unknown, string, never>({
      alpha: ALPHA,
      configuration: later,
      from: slot(7),
    });
    const log = { ...nothing.log, base: 9 };
    all.begin(THREE, { ...nothing, log });
    expect(all.at(10).lives).toEqual(['n4', 'n5']);
  });

  test('are of one cluster', () => {
    const all = members();
    const other = configured(1, 'n1', 'n9');
    expect(() => all.begin(other, null)).toThrow(/one first configuration/);
    const kept = nothingKept<unknown, string, never>({ alpha: ALPHA + 1, configuration: THREE });
    expect(() => all.begin(THREE, kept)).toThrow(/one α/);
  });
});

describe('another life of a node', () => {
  test('has ballots in the same order as in production', () => {
    const ballots = [
      ['n1', 0],
      ['n1', 2],
      ['n1', 10],
      ['n1-a', 1],
      ['n10', 0],
    ] as const;
    for (const one of ballots)
      for (const other of ballots) {
        const [a, b] = [one, other].map(([name, incarnation]) => ({
          round: 1,
          proposer: nodeId(name),
          incarnation,
        })) as [Parameters<typeof compareBallots>[0], Parameters<typeof compareBallots>[0]];
        expect(Math.sign(compareInBook(ballotOf(a), ballotOf(b)))).toBe(Math.sign(compareBallots(a, b)));
      }
  });
});

describe('who has no vote in a slot', () => {
  const all = members();
  all.decide(1, change(configured(2, 'n1', 'n2#7', 'n3', 'n4', 'n5?')));
  const FOUR = all.at(3);
  const [own, second, third, fourth] = ['n1', lifeOf('n2', 7), 'n3', 'n4'];
  const ballot = { round: 1, proposer: 'n1' };

  test('is not counted by a learner: three of four votes decide, not those of an observer or of an earlier life', () => {
    const learners = new Learners();
    const hear = (from: string) => learners.hear(from, { slot: 3, ballot, value: 'a' }, FOUR);
    for (const from of [own!, third!, 'n5', 'n2', third!]) expect(hear(from)).toBeUndefined();
    expect(hear(second!)).toMatchObject({ type: 'decided', slot: 3, value: 'a' });
  });

  test('is not counted by a leader, and neither is a promise for another configuration', () => {
    const leader = new LeaderOfNode(own!, 0);
    leader.begin(1, 2, FOUR);
    const promise = (from: string, id: number = FOUR.id): void =>
      leader.hearPromise(from, ballot, id, { decided: 2, votes: [] });
    const propose = (): void => leader.propose(ballot, 3, 'a', () => undefined);
    promise(own!);
    promise(third!);
    promise('n5');
    promise('n2');
    promise(fourth!, 1);
    expect(propose).toThrow(/a leader proposes when a quorum has promised/);
    promise(fourth!);
    expect(propose).not.toThrow();
  });

  test('begins no ballot', () => {
    for (const id of ['n5', 'n2', 'n9'])
      expect(() => new LeaderOfNode(id, 0).begin(1, 2, FOUR)).toThrow(/begins no ballot/);
  });

  test('grants no lease; and one that has proposed a change needs grants of those whom it has proposed, too', () => {
    const ballot = { round: 1, proposer: nodeId('n1') };
    const beat = { ballot, decided: 0 };
    const accept = { type: 'accept', slot: slot(1), ballot, configuration: THREE.id } as const;
    for (const [proposed, isEnough] of [
      [configured(2, 'n1', 'n2', 'n3', 'n4'), true],
      [configured(2, 'n1', 'n5', 'n6'), false],
    ] as const) {
      const log = new LogOfNode({ base: 0, decrees: [], beyond: [], snapshot: null });
      const leases = new Leases('n1', members(), log);
      const answer = (): void =>
        leases.say('n2', { type: 'frontier', read: 1, last: 0, isLeased: true }, null);
      const granted = (from: string): void => leases.hear(from, 0, { type: 'heard', ...beat, granted: 5 });
      // What a leader is bound to it proposes before it asks for a lease.
      leases.say('n2', { ...accept, value: change(proposed) }, null);
      leases.say('n2', { type: 'heartbeat', ...beat, asked: 5 }, null);
      granted('n4');
      expect(answer).toThrow(/a leader answers by a lease that a quorum has granted/);
      granted('n2');
      if (isEnough) expect(answer).not.toThrow();
      else expect(answer).toThrow(/the grants of a majority of n1, n5, n6/);
      log.hear({ slot: 1, value: 'another' });
      expect(answer).not.toThrow();
    }
  });
});
