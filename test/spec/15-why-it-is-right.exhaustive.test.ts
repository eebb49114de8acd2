/** Chapter 15: each level is the one above, step by step; how many steps that are, and what they are there. */
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import { type AnySystem, explore, type StateOf } from '#model/index.js';
import { withVote } from '#spec/14-the-synod/history.js';
import { threeBallots, twoBallots } from '#spec/14-the-synod/sizes.js';
import { electionOf } from '#spec/15-why-it-is-right/election.js';
import { asConsensus, asVoting } from '#spec/15-why-it-is-right/mappings.js';
import { synodRefinesVoting } from '#spec/15-why-it-is-right/refinements.js';
import { successor } from '#spec/15-why-it-is-right/successor.js';
import { synodBelow } from '#spec/15-why-it-is-right/synod.js';
import {
  actionsOf,
  beforeAnyVote,
  type Voting,
  type VotingAction,
  type VotingState,
  voting,
  votingMachineOf,
} from '#spec/15-why-it-is-right/voting.js';
import { forEachStep } from '#test/spec/images.js';
import { lamportsAction } from '#test/spec/lamports-voting.js';

const election = electionOf(twoBallots);
const seen = ({ voting: [everybody] }: VotingState): Voting => everybody!.context;

describe('chapter 15, why it is right', { timeout: 240_000 }, () => {
  test('Synod → Voting is decided in less than a minute, over every reachable step', async () => {
    const found = await explore(synodBelow(twoBallots), [synodRefinesVoting(election)]);
    expect(found).toMatchObject({ complete: true, transitions: 75_778, results: [{ verdict: 'holds' }] });
    expect(found.seconds).toBeLessThan(60);
  });

  test('each step is one of the level above or a stutter, so many of each as the prose says', async () => {
    const synod = await count(synodBelow(twoBallots), asVoting, (before, after) =>
      lamportsAction(before, after, election),
    );
    expect(synod).toEqual({
      steps: 75_778,
      same: 24_120,
      stutters: 29_176,
      IncreaseMaxBal: 7_314,
      VoteFor: 15_168,
    });
    const inVoting = await count(
      voting('Voting', election),
      (state: VotingState) => asConsensus(seen(state), election),
      (before, after) => (before.chosen.length === 0 && after.chosen.length === 1 ? 'Choose' : undefined),
    );
    expect(inVoting).toEqual({ steps: 2_079, same: 0, stutters: 1_635, Choose: 444 });
    expect(rowsOfTheProse()).toEqual([
      ['the Synod → Voting', '75,778', '24,120', '29,176', '7,314 promises, 15,168 votes'],
      ['Voting → Consensus', '2,079', '0', '1,635', '444 choices'],
    ]);
  });

  test('Voting refines Consensus with three ballots, too, by a plain search', () => {
    const wide = electionOf(threeBallots);
    const chosenIn = (state: Voting): string => asConsensus(state, wide).chosen.join();
    const machine = votingMachineOf(wide);
    const actions = actionsOf(wide);
    const reached = new Map([[JSON.stringify(beforeAnyVote(wide)), beforeAnyVote(wide)]]);
    const counted = { steps: 0, stutters: 0, choices: 0 };
    for (const before of reached.values())
      for (const action of actions) {
        const after = successor(machine, before, action);
        if (after === undefined) continue;
        reached.set(JSON.stringify(after), after);
        counted.steps++;
        if (chosenIn(before) === chosenIn(after)) counted.stutters++;
        else if (chosenIn(before) === '' && wide.values.includes(chosenIn(after))) counted.choices++;
      }
    expect(reached.size).toBe(6_752);
    expect(counted.steps).toBe(26_904);
    expect(counted.stutters + counted.choices).toBe(counted.steps);
  });

  test('Voting allows what Lamport’s formulas allow, and nothing else', async () => {
    const reached = new Set<Voting>();
    await forEachStep(voting('Voting', election), seen, (before, after) => {
      reached.add(before).add(after);
    });
    expect(reached.size).toBe(599);
    const machine = votingMachineOf(election);
    let allowed = 0;
    for (const before of reached)
      for (const action of actionsOf(election)) {
        const isAllowed = successor(machine, before, action) !== undefined;
        expect({ before, action, isAllowed }).toEqual({
          before,
          action,
          isAllowed: lamportsAction(before, done(before, action), election) !== undefined,
        });
        if (isAllowed) allowed++;
      }
    expect(allowed).toBe(2_079);
  });
});

/** How many reachable steps there are, and what they do to the image: nothing, or what `actionOf` says, if it says anything. */
async function count<S extends AnySystem, Image>(
  system: S,
  image: (state: StateOf<S>) => Image,
  actionOf: (before: Image, after: Image) => string | undefined,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = { steps: 0, same: 0, stutters: 0 };
  await forEachStep(system, image, (before, after, changes) => {
    const isStutter = changes && isDeepStrictEqual(before, after);
    const kind = !changes ? 'same' : isStutter ? 'stutters' : (actionOf(before, after) ?? 'neither');
    counts[kind] = (counts[kind] ?? 0) + 1;
    counts.steps!++;
  });
  return counts;
}

/** The table of the chapter that no block generates. */
function rowsOfTheProse(): readonly (readonly string[])[] {
  const prose = readFileSync(new URL('../../spec/15-why-it-is-right/README.md', import.meta.url), 'utf8');
  const rows = prose.split('\n').filter((line) => /^\| \w[\w ]* → /.test(line));
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** What the action makes of the votes and promises, whether or not it is allowed. */
function done({ votes, promised }: Voting, action: VotingAction): Voting {
  const { acceptor, ballot } = action;
  return {
    votes: action.type === 'promise' ? votes : withVote(votes, { acceptor, ballot, value: action.value }),
    promised: { ...promised, [acceptor]: ballot },
  };
}
