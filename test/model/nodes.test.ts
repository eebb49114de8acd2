import { describe, expect, test } from 'vitest';
import { tlaModule } from '#model/export/tla.js';
import {
  always,
  explore,
  gapsIn,
  graphToDot,
  machinesOf,
  mutantsOf,
  obstaclesTo,
  replay,
  role,
  type StateOf,
  sometimes,
  system,
  traceFromJson,
  traceToJson,
} from '#model/index.js';
import { acceptorMachine } from '#spec/14-the-synod/acceptor.js';
import { clientMachine } from '#spec/14-the-synod/client.js';
import { votesEverCast } from '#spec/14-the-synod/history.js';
import { learnerMachine } from '#spec/14-the-synod/learner.js';
import { proposerMachine } from '#spec/14-the-synod/proposer.js';
import { compareAll } from '#test/conformance/compare-all.js';
import { formatDifferences } from '#test/conformance/difference.js';
import { comparers, instanceOf } from '#test/conformance/tie.js';
import { survey } from '#test/export/survey.js';
import { claimsOf, type Nodes, nodes, threeNodes } from '#test/model/nodes.js';
import { told } from '#test/model/told.js';

const requests = { n1: 'olives', n2: 'wine' };
const small: Nodes = { rounds: { n1: 1, n2: 1, n3: 0 }, requests };
const twoNodes: Nodes = { rounds: { n1: 1, n2: 1 }, requests };

const explored = (size: Nodes, options = {}) => explore(nodes(size), claimsOf(size), options);

describe("chapter 14's acceptor and proposer as one node", () => {
  test('agree, and something happens (ballots 2 + 1)', async () => {
    const found = await explored(threeNodes);
    expect(verdictsOf(found)).toEqual(['holds', 'holds', 'holds', 'holds']);
    expect(found).toMatchObject({ complete: true, states: 120_670, transitions: 700_455, depth: 24 });
    for (const { trace } of found.results)
      if (trace) expect(replay(nodes(threeNodes), trace)).toBe(undefined);
  });

  test('agree though they crash, any number of times', async () => {
    const found = await explored({ ...small, restarts: Number.POSITIVE_INFINITY });
    expect(verdictsOf(found)).toEqual(['holds', 'holds', 'holds', 'holds']);
    expect(found.complete).toBe(true);
  });

  test('fall apart where an acceptor forgets its vote, and the run is replayed from its document', async () => {
    const size: Nodes = { ...small, restarts: 1, acceptorMemory: ['promised'] };
    const [agreement] = (await explored(size)).results;
    expect(agreement!.verdict).toBe('fails');
    const { property, kind, trace: found } = agreement!;
    const document = traceToJson({
      source: { from: 'nodes' },
      claim: { property, kind, verdict: 'fails' },
      trace: found!,
    });
    const { trace } = traceFromJson(document);
    expect(replay(nodes(size), trace, claimsOf(size)[0])).toBe(undefined);
    expect(replay(nodes({ ...small, restarts: 1 }), trace)).toMatchObject({
      what: expect.stringContaining('after the step'),
    });
  });

  test('are searched by two threads as by one', async () => {
    expect(told(await explored(threeNodes, { workers: 2 }))).toEqual(told(await explored(threeNodes)));
  });

  test('are an exported module, and a graph, with the same states', async () => {
    const { states } = await explore(nodes(twoNodes), []);
    expect(survey((await tlaModule(nodes(twoNodes), [])).module)).toEqual({ states, onlyReached: true });
    expect((await graphToDot(nodes(twoNodes))).match(/^ {2}s?\d+ \[/gm)).toHaveLength(states);
  });
});

describe('a node that is alone', () => {
  const requests = { n1: 'olives' };
  const alone = nodes({ rounds: { n1: 2 }, requests });
  const apart = system({
    name: 'a proposer and an acceptor whose messages are received at once',
    network: 'lossy',
    roles: {
      client: role(clientMachine, { instances: { c1: { requests } } }),
      proposer: role(proposerMachine, {
        instances: { n1: { id: 'n1', quorums: [['a1']], rounds: 2 } },
        inputs: [{ type: 'timeout' }],
      }),
      acceptor: role(acceptorMachine, { instances: { a1: {} } }),
      learner: role(learnerMachine, { instances: { l1: { quorums: [['a1']] } } }),
    },
    instant: ['prepare', 'promise', 'accept'],
    history: { votes: votesEverCast },
  });

  test('does what a proposer and an acceptor do that hear each other at once', async () => {
    const [one, other] = [await explore(alone, []), await explore(apart, [])];
    for (const key of ['states', 'transitions', 'selfLoops', 'depth'] as const)
      expect([key, one[key]]).toEqual([key, other[key]]);
    const steps = ({ pairs }: typeof one, role: string) =>
      [...pairs()].filter((pair) => pair.role === role && pair.after).length;
    for (const role of ['proposer', 'acceptor', 'learner']) expect(steps(one, role)).toBe(steps(other, role));
  });

  test('comes to the same verdicts by runs of the same length', async () => {
    const told = sometimes(
      'told',
      ({ client: [c] }: { client: readonly { context: { told: readonly string[] } }[] }) => {
        return c!.context.told.length > 0;
      },
    );
    const twice = always('one vote', ({ history }: { history: { votes: readonly unknown[] } }) => {
      return history.votes.length < 2;
    });
    const [one, other] = [await explore(alone, [told, twice]), await explore(apart, [told, twice])];
    const lengths = ({ results }: typeof one) =>
      results.map(({ verdict, trace }) => [verdict, trace!.steps.length]);
    expect(lengths(one as never)).toEqual(lengths(other as never));
    expect(one.results.map(({ verdict }) => verdict)).toEqual(['holds', 'fails']);
  });
});

describe('parts are known by their names', () => {
  test('to whoever compares: each inner step is one of production', async () => {
    const size = { acceptors: 3, rounds: { a1: 2, a2: 1, a3: 0 }, requests: {} };
    const { pairs } = await explore(nodes({ ...size, requests: { a1: 'olives', a2: 'wine' } }), []);
    const { compared, differences } = compareAll(pairs(), comparers(instanceOf(size)));
    expect(formatDifferences(differences)).toBe('');
    expect(compared).toEqual({ acceptor: 214, proposer: 107, learner: 1101 });
  });

  test('to coverage, and to what draws machines', async () => {
    const { coverage } = await explore(nodes(threeNodes), []);
    expect(coverage().roles.map(({ role, machine }) => [role, machine])).toEqual([
      ['client', 'client'],
      ['acceptor', 'acceptor'],
      ['proposer', 'proposer'],
      ['learner', 'learner'],
    ]);
    expect(gapsIn(coverage())).toEqual([]);
    expect(machinesOf(nodes(threeNodes))).toMatchObject({
      acceptor: acceptorMachine,
      proposer: proposerMachine,
    });
  });

  test('to mutants: those of a part break agreement, and it is seen that they ran', async () => {
    const kills = async (id: string, size: Nodes, mutants: ReturnType<typeof mutantsOf>) => {
      const mutant = mutants.find((one) => one.id === id)!;
      const found = await explored({ ...size, [mutant.machine.id]: mutant.machine });
      return [verdictsOf(found)[0], mutant.ran(found.coverage()) > 0];
    };
    const acceptors = mutantsOf(acceptorMachine, { durable: ['promised', 'vote'] });
    const proposers = mutantsOf(proposerMachine);
    const crashing = { ...small, restarts: 1 };
    const killed = ['fails', true];
    expect(await kills('acceptor: guard isNotBelowPromise made true', small, acceptors)).toEqual(killed);
    expect(await kills('acceptor: vote made volatile', crashing, acceptors)).toEqual(killed);
    expect(await kills('proposer: guard aQuorumPromised made true', small, proposers)).toEqual(killed);
  });

  test('to what looks for obstacles: the guard that is in the way, and in which part', async () => {
    const again = sometimes('it begins again', ({ node: all }: StateOf<ReturnType<typeof nodes>>) =>
      all.some(({ context: { proposer } }) => proposer.ballot?.round === 2),
    );
    const one = nodes({ rounds: { n1: 1, n2: 0 }, requests: { n1: 'olives' } });
    const { coverage } = await explore(one, [again]);
    const { obstacles } = await obstaclesTo(one, again, coverage(), { maxStates: 1_000 });
    expect(obstacles[0]!.guards).toEqual([{ role: 'proposer', guard: 'hasRoundsLeft' }]);
    expect(obstacles[0]!.refused.guards).toEqual([
      { guard: 'hasRoundsLeft', transition: 'proposer on timeout' },
    ]);
  });
});

function verdictsOf({ results }: { readonly results: readonly { readonly verdict: string }[] }) {
  return results.map(({ verdict }) => verdict);
}
