/** How a mutant of the Synod is decided; that all of them are is shown in `mutants.soak.test.ts`. */
import { describe, expect, test } from 'vitest';
import { anatomyOf, mutantsOf } from '#model/index.js';
import { memory } from '#spec/14-the-synod/memory.js';
import { climb } from '#spec/14-the-synod/mutants/climb.js';
import { harmless } from '#spec/14-the-synod/mutants/harmless.js';
import { ladderFor } from '#spec/14-the-synod/mutants/ladder.js';
import { mutants } from '#spec/14-the-synod/mutants/mutants.js';
import { machines } from '#spec/14-the-synod/synod.js';

const decide = (id: string) => mutants.find((one) => one.id === id)!.decide();

describe('a mutant', () => {
  test('is decided in the smallest instance in which a claim falls; what falls soonest comes first', async () => {
    expect(await decide('proposer: guard mayBegin made true')).toMatchObject({
      where: '1 acceptor, 2 ballots, any number of crashes',
      falls: [
        { claim: 'ballots are within bounds', length: 4 },
        { claim: 'validity', length: 6 },
      ],
    });
  });

  test('is looked at in a larger one where nothing falls in a small one', async () => {
    expect(await decide('learner: assign countVote dropped')).toEqual({
      where: '3 acceptors, ballots 1 + 1',
      falls: [
        { claim: 'a learner learns', length: null },
        { claim: 'a client is told', length: null },
      ],
      states: 3012,
      ran: 9,
    });
  });

  test('is not blamed for what the right machines cannot do in an instance', async () => {
    const { falls } = await decide('client: told made volatile');
    expect(falls.map(({ claim }) => claim)).toEqual(['told stays told']);
  });

  test('of which nothing falls is said to break nothing only where all was visited', async () => {
    const [first] = ladderFor('client');
    const mutant = mutantsOf(machines.client).find(({ id }) => id === 'client: guard isNews made true')!;
    expect((await climb('client', mutant, [first!])).falls).toEqual([]);
    await expect(climb('client', mutant, [{ ...first!, maxStates: 100 }])).rejects.toThrow(
      "client: guard isNews made true: no claim falls within 100 states of '1 acceptor, 2 ballots, any number of crashes'",
    );
  });
});

describe('of all that is used in the machines there are mutants', () => {
  const ids = new Set(mutants.map(({ id }) => id));

  test.each(Object.keys(machines) as (keyof typeof machines)[])('%s', (role) => {
    const { nodes, transitions, actions } = anatomyOf(machines[role]);
    const guards = transitions.flatMap(({ asks }) => asks);
    const uses = [
      ...nodes.flatMap(({ entry, exit, initial }) => [...entry, ...exit, ...initial]),
      ...transitions.flatMap((transition) => transition.actions),
    ];
    const expected = [
      ...guards.flatMap((name) => [`guard ${name} made true`, `guard ${name} made false`]),
      ...actions
        .filter(({ name }) => uses.some((use) => use.name === name))
        .flatMap(({ name, kind, keys = [] }) => [
          `${kind} ${name} dropped`,
          ...(keys.length > 1 ? keys.map((key) => `${kind} ${name} without ${key}`) : []),
        ]),
      ...memory[role].map((key) => `${key} made volatile`),
    ];
    expect(expected.filter((change) => !ids.has(`${role}: ${change}`))).toEqual([]);
    expect(uses.map(({ name }) => name).sort()).toEqual(actions.map(({ name }) => name).sort());
  });

  test('guards within a combination and of an eventless transition, too', () => {
    expect(ids).toContain('proposer: guard hasRoundsLeft made false');
    expect(ids).toContain('learner: guard completesAQuorum made true');
    expect(ids).toContain('proposer: guard aQuorumPromised made true');
  });
});

test('what is listed as harmless is a mutant', () => {
  expect(mutants.map(({ id }) => id)).toEqual(expect.arrayContaining(Object.keys(harmless)));
});
