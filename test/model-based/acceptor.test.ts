import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as mutants from '#test/conformance/mutants/acceptors.js';
import { production, type Roles } from '#test/conformance/tie.js';
import { commandsNoting, noHappenings, setUp } from '#test/model-based/acceptor-commands.js';

/** Runs of the acceptor beside the spec's; what happened in them is noted. */
function runs(roles: Roles, happenings = noHappenings(), replayPath?: string) {
  const commands = fc.commands(commandsNoting(happenings), {
    ...(replayPath !== undefined && { replayPath }),
  });
  return fc.property(commands, (commands) => fc.modelRun(() => setUp(roles.acceptor), commands));
}

describe('a production acceptor with a store', () => {
  test('does what the spec’s acceptor does, whenever it crashes', () => {
    const happenings = noHappenings();
    fc.assert(runs(production, happenings), { numRuns: 500 });
    for (const [what, times] of Object.entries(happenings)) expect([what, times > 0]).toEqual([what, true]);
  });

  test.each(
    [
      { mutant: mutants.votesBelowItsPromise, what: 'the state' },
      { mutant: mutants.promisesItsBallotAgain, what: 'the messages sent' },
      { mutant: mutants.forgetsItsVote, what: 'the state' },
      { mutant: mutants.sendsBeforeItPersists, what: 'the state' },
    ].map(({ mutant: { name, row, roles }, what }) => [name, row, what, roles] as const),
  )('is told from %s (%s), by %s', (_, __, what, roles) => {
    const { errorInstance } = fc.check(runs(roles), { seed: 14 });
    expect(String(errorInstance)).toMatch(new RegExp(`^AssertionError: ${what}: `));
  });

  test('a failure prints the seed and the paths that replay it', () => {
    const { roles } = mutants.forgetsItsVote;
    const failed = fc.check(runs(roles), { seed: 14 });
    const report = fc.defaultReportMessage(failed)!;
    const [, path] = /path: "([^"]+)"/.exec(report)!;
    const [, replayPath] = /replayPath="([^"]+)"/.exec(report)!;
    expect(report).toContain('seed: 14');
    const replayed = fc.check(runs(roles, noHappenings(), replayPath), {
      seed: 14,
      path: path!,
      endOnFailure: true,
    });
    expect(replayed.numRuns).toBe(1);
    expect(String(replayed.counterexample)).toBe(String(failed.counterexample));
  });
});
