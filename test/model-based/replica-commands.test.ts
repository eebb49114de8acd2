import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { replicaOf } from '#src/paxos/replica.js';
import { commands, HAPPENINGS, type Happening, setUp } from '#test/model-based/replica-commands.js';
import { type Make, mutants } from '#test/model-based/replica-mutants.js';
import { type Kind, kindOf } from '#test/model-based/violation.js';

/** Runs of one replica beside what it has told; `saw` is told what happened in them. */
function runs(make: Make, saw: (happening: Happening) => void = () => {}, replayPath?: string) {
  const drawn = fc.commands(commands(saw), {
    maxCommands: 60,
    size: 'max',
    ...(replayPath !== undefined && { replayPath }),
  });
  return fc.property(drawn, (drawn) => fc.modelRun(() => setUp(make), drawn));
}

describe('a replica with a store', () => {
  test('never goes back on what it has told, whenever it crashes', () => {
    const seen = new Set<Happening>();
    fc.assert(
      runs(replicaOf, (happening) => seen.add(happening)),
      { numRuns: 300 },
    );
    expect(HAPPENINGS.filter((happening) => !seen.has(happening))).toEqual([]);
  }, 60_000);

  const wrong = (name: string) => mutants.find((mutant) => mutant.name === name)!.make;

  test.each([
    ['its votes rest on nothing', 'a vote forgotten'],
    ['its rounds rest on nothing', 'a round used again'],
    ['does not keep its promises', 'a promise forgotten'],
    ['does not keep its votes', 'a vote forgotten'],
    ['does not keep its rounds', 'a round used again'],
    ['promises without telling its votes', 'a promise that leaves out a vote'],
  ] satisfies [string, Kind][])('is told from one with a rule broken (%s): %s', (name, falls) => {
    const { errorInstance } = fc.check(runs(wrong(name)), { seed: 17, numRuns: 500, endOnFailure: true });
    expect(kindOf(errorInstance)).toBe(falls);
  });

  test('a failure prints the seed and the paths that replay it', () => {
    const make = wrong('its votes rest on nothing');
    const failed = fc.check(runs(make), { seed: 17, numRuns: 500 });
    const report = fc.defaultReportMessage(failed)!;
    const [, path] = /path: "([^"]+)"/.exec(report)!;
    const [, replayPath] = /replayPath="([^"]+)"/.exec(report)!;
    const again = runs(make, undefined, replayPath);
    const replayed = fc.check(again, { seed: 17, path: path!, endOnFailure: true });
    expect(replayed.numRuns).toBe(1);
    expect(String(replayed.counterexample)).toBe(String(failed.counterexample));
  });
});
