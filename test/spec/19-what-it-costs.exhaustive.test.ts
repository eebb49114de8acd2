/** Chapter 19: its claims, its blocks; and its traces counted again, without the prices that the chapter sets. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { LocalState, Trace, TraceStep } from '#model/index.js';
import { forLessThanTheMost, forTheLeast } from '#spec/19-what-it-costs/claims.js';
import { BALLOTS, contention, knownForTheLeast, knownForTheMost } from '#spec/19-what-it-costs/contention.js';
import type { Cost } from '#spec/19-what-it-costs/cost.js';
import {
  decree,
  lease,
  type Measure,
  measures,
  phase1,
  quorumRead,
  synod,
} from '#spec/19-what-it-costs/measures.js';
import { costIn } from '#spec/19-what-it-costs/traces.js';
import { whatItCosts } from '#spec/19-what-it-costs/what-it-costs.js';
import type { Instance } from '#spec/index.js';
import { readPages, staleBlocks } from '#src/book/book.js';
import { type Explored, exploreWanted, notAsStated as notAsStatedIn } from '#src/book/explorations.js';
import { pageFiles, thisHouse } from '#src/book/house.js';
import { formatProblems } from '#src/book/problem.js';
import { silence } from '#src/terminal/progress.js';

const LIMIT = 120_000;

const OF_SYNODS = {
  types: ['prepare', 'promise', 'accept', 'accepted'],
  durable: ['proposer.ballot', 'acceptor.promised', 'acceptor.vote'],
};

const house = await thisHouse();
let explored: Explored;

beforeAll(async () => {
  explored = await exploreWanted([whatItCosts], new Set(whatItCosts.instances), silence);
}, LIMIT);

describe('chapter 19, what it costs', () => {
  test('states every verdict that its exploration finds', () => {
    expect(formatProblems(notAsStatedIn([whatItCosts], explored))).toBe('');
  });

  test('has every block as it should be, those of its drawings too', () => {
    const files = pageFiles(house.root).filter((file) => file.startsWith(`spec/${whatItCosts.id}/`));
    expect(files.filter((file) => file.endsWith('.svg'))).toHaveLength(2);
    const { pages, problems } = readPages(house, files);
    expect(pages.map(({ file }) => file)).toEqual(
      expect.arrayContaining(files.filter((file) => !file.includes('answers'))),
    );
    expect(formatProblems([...problems, ...staleBlocks(pages, explored)])).toBe('');
  });
});

describe('each trace of the chapter', () => {
  test.each(measures.map((measure) => [measure.what, measure] as const))(
    'costs what the formula says (%s)',
    (_, { bounds, instances }) => {
      for (const [nodes, instance] of instances) {
        const { least, most } = bounds(nodes);
        expect(costIn(traceOf(instance, forTheLeast))).toEqual(least);
        expect(costIn(traceOf(instance, forLessThanTheMost))).toEqual(most);
      }
    },
  );

  const counted: readonly (readonly [Measure, readonly string[], readonly string[]])[] = [
    [synod, OF_SYNODS.types, OF_SYNODS.durable],
    [phase1, ['prepare', 'promise'], ['leader.ballot', 'acceptor.promised']],
    [decree, ['accept', 'accepted'], ['acceptor.votes']],
    [quorumRead, ['ask', 'frontier'], ['asked', 'votes', 'log']],
    [lease, ['ask', 'granted'], ['acceptor.votes', 'votes']],
  ];

  test.each(counted)('costs the same where it is counted again ($what)', ({ instances }, types, durable) => {
    for (const instance of instances.values())
      for (const claim of [forTheLeast, forLessThanTheMost]) {
        const trace = traceOf(instance, claim);
        expect(countedAgain(trace, instance, types, durable), claim).toEqual(costIn(trace));
      }
  });

  test('costs the same where it is counted again, under contention', () => {
    for (const claim of [knownForTheLeast, knownForTheMost])
      for (const ballots of BALLOTS) {
        const trace = traceOf(contention, claim(ballots));
        const { types, durable } = OF_SYNODS;
        expect(countedAgain(trace, contention, types, durable), claim(ballots)).toEqual(costIn(trace));
      }
  });
});

function traceOf(instance: Instance, claim: string): Trace {
  return explored.get(instance)!.results.find(({ property }) => property === claim)!.trace!;
}

/** Who receives what is sent, and in which steps of whom something durable changes. */
function countedAgain(
  { steps, initial, history }: Trace,
  { system }: Instance,
  types: readonly string[],
  durable: readonly string[],
): Cost {
  const participants = Object.keys(initial).filter((id) => !history.includes(id));
  const isAt = (id: string, address: string): boolean =>
    id === address || address in partsOf(initial[id]!) || isInstance(system, address, id);
  const receivers = (from: string, to: string | readonly string[]): number =>
    participants.filter((id) => id !== from && [to].flat().some((address) => isAt(id, address))).length;
  let [messages, writes] = [0, 0];
  for (const step of steps) {
    const all = flat(step);
    for (const { participant, sent } of all)
      for (const { type, to } of sent) if (types.includes(type)) messages += receivers(participant, to);
    const changed = (part: TraceStep): boolean =>
      JSON.stringify(kept(part.before, durable)) !== JSON.stringify(kept(part.after, durable));
    writes += new Set(all.filter(changed).map(({ participant }) => participant)).size;
  }
  return { messages, writes };
}

function flat(step: TraceStep): readonly TraceStep[] {
  return [step, ...step.within.flatMap(flat)];
}

function isInstance({ roles }: Instance['system'], role: string, id: string): boolean {
  const { instances = [] } = (roles as Record<string, { instances?: object }>)[role] ?? {};
  return Array.isArray(instances) ? instances.includes(id) : id in instances;
}

function partsOf(state: LocalState): Readonly<Record<string, unknown>> {
  const { context } = state as { context?: Record<string, unknown> };
  return context ?? {};
}

/** What is durable of a state; what a part has, by `part.key`. */
function kept(state: LocalState, durable: readonly string[]): readonly unknown[] {
  const own = Object.entries(partsOf(state));
  const ofParts = own.flatMap(([part, value]) =>
    Object.entries(value ?? {}).map(([key, inner]) => [`${part}.${key}`, inner] as const),
  );
  return [...own, ...ofParts].filter(([path]) => durable.includes(path));
}
