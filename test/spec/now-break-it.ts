/** The sections *Now break it* of the book: the lines that are to be typed there, and which claims fall by those with `--override`. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { chapters } from '#spec/index.js';
import { synod } from '#test/cli/synod.js';

const BOOK = fileURLToPath(new URL('../../../spec', import.meta.url));

/** By the folder of its chapter, the section *Now break it* of each README. */
export const exercises: ReadonlyMap<string, string> = new Map(
  readdirSync(BOOK, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => {
      const [, section = ''] = readFileSync(`${BOOK}/${name}/README.md`, 'utf8').split('\n## Now break it\n');
      return [name, section.split('\n## ')[0]!];
    }),
);

/** The lines of these sections that a pattern finds, without `npx synod`. */
export function linesWith(pattern: RegExp): readonly string[] {
  return [...exercises.values()].flatMap((text) =>
    [...text.matchAll(/^ *npx synod (check .*)$/gm)].flatMap(([, line]) =>
      pattern.test(line!) ? [line!] : [],
    ),
  );
}

/** Runs such a line: its exit code, and which claims fail that are stated to hold. */
export async function run(line: string, ...more: readonly string[]) {
  const words = [...line.matchAll(/"([^"]+)"|(\S+)/g)].map(([word, quoted]) => quoted ?? word);
  const { code, out, err } = await synod([...words, ...more, '--json'], chapters);
  expect(err).toBe('');
  const { claims } = JSON.parse(out) as { readonly claims: readonly Record<string, string>[] };
  const fallen = claims.filter(({ expected, verdict }) => expected === 'holds' && verdict === 'fails');
  return { code, fallen: [...new Set(fallen.map(({ claim }) => claim))] };
}

type Falls = Readonly<Record<string, readonly string[]>>;

/** Which claims fall by a line within a budget of states. */
export const SHORT: Falls = {
  'check 01 --override server.isUndecided=true': ['agreement'],
  'check 03 --override slave.isMaster=true': ['agreement', 'the copies agree'],
  'check 04 -i "messages may be lost" --override client.isWaiting=false': [
    'progress is always possible',
    'progress, under strong fairness',
  ],
  'check 04 -i "messages may be lost" --override master.mustWriteAgain=false': [
    'decisions are copied, under strong fairness',
  ],
  'check 05 -i "and slaves refuse" --override server.isNotOutranked=true': ['agreement'],
  'check 12 -i "two rounds, as before" --override slave.isNotBelowLowest=true': [
    'what a majority has stored in one round, all later rounds write',
  ],
  'check 14 -i "three acceptors, ballots 2 + 1" --override acceptor.isNotBelowPromise=true': [
    'votes are safe',
  ],
  'check 15 -i "Voting, three acceptors" --override voting.isNotBelowPromise=true': [
    'Voting refines Consensus',
    'votes are safe',
  ],
  'check 16 -i "two slots, ballots 1 + 1" --override acceptor.isNotBelowPromise=true': [
    'agreement',
    'chosen stays chosen',
    'slot 1 refines Voting',
    'slot 2 refines Voting',
  ],
  'check 17 -i "catching up, a log of four" --override follower.isNext=true': [
    'each decree is executed once',
  ],
  'check 17 -i "the same, one slot ahead" --override replica.hasExecutedMore=false': [
    'all slots are executed',
  ],
  'check 18 -i "one acceptor, a longer lease" --override acceptor.isGrantedToNobodyElse=true': [
    'a read is never stale',
    'at most one node holds a lease',
  ],
  'check 18 -i "one acceptor, a longer lease" --override acceptor.isCounting=false': [
    'one node has answered, and then another',
  ],
  'check 20 -i "a session may be evicted" --override service.isOfNoSession=false': [
    'an order is taken at most once',
    'what users saw is linearizable',
    'a session keeps no more answers than its window',
  ],
  'check 20 -i "a session may be evicted" --override service.refuse=off': [
    'every order can still be served or given up',
    'a retry is refused after its session was evicted',
    'a refused order was taken',
    'a refused order was not taken',
  ],
  'check 24 -i "nobody in common, acceptors apart" --override leader.isInReach=true': [
    'proposed under the configuration decided α before',
  ],
};

/** Which fall by one that has to be searched to the end, or takes long. */
export const LONG: Falls = {
  'check 08 -i "three rounds" --override slave.isAboveLowest=true --override slave.isNotBelowLowest=true': [],
  'check 15 -i "Voting, three acceptors" --override voting.hasNotVotedInIt=true': ['one value per ballot'],
  'check 15 -i "Voting, three acceptors" --override voting.nobodyElseVotedOtherwiseInIt=true': [
    'Voting refines Consensus',
    'one value per ballot',
    'votes are safe',
  ],
  'check 16 -i "two slots, ballots 1 + 1" --override leader.isForItsBallot=true': [],
  'check 17 -i "two slots, n3 compacts" --override acceptor.isNotCompacted=true --max-states 1500000': [],
  'check 17 -i "two slots, n3 compacts" --override replica.hasExecutedMore=false': [
    'a snapshot is installed',
    'a node goes on after an installed snapshot',
  ],
};

/** A test for each of these lines, which may be given more words. */
export function fallAsStated(lines: Falls, ...more: readonly string[]): void {
  test.each(Object.entries(lines))('%s', { timeout: 300_000 }, async (line, claims) => {
    const { code, fallen } = await run(line, '--workers', '1', ...more);
    expect(fallen).toEqual(claims);
    expect(code).toBe(claims.length > 0 ? 1 : 0);
  });
}
