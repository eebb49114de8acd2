/** One load of a cluster, whose callers are in the leader's process or in a follower's. */
import { plural } from '#src/terminal/units.js';
import type { EmbeddedSynod } from './embedded-synod.js';
import { type Kind, type Load, warmed } from './load.js';

export interface Measure {
  readonly kind: Kind;
  /** In whose process the callers are. */
  readonly from: 'leader' | 'follower';
  readonly callers: number;
}

export interface Row extends Measure {
  /** The member in whose process they were. */
  readonly member: string;
  /** The calls that were answered, and how many of them in a second. */
  readonly count: number;
  readonly perSecond: number;
  /** So long calls took at most: one in two, and all but one in a hundred. */
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** A machine on which the leader changes each time is too busy to say anything. */
const TRIES = 3;

export function nameOf({ kind, from, callers }: Measure): string {
  return `${kind}s from ${from === 'leader' ? "the leader's" : "a follower's"} process, ${plural(callers, 'caller')}`;
}

/** Where another member leads afterwards, the load is made again. */
export async function rowOf(
  cluster: Pick<EmbeddedSynod, 'names' | 'settled' | 'loadAt'>,
  measure: Measure,
  forMs: number,
): Promise<Row> {
  const { kind, from, callers } = measure;
  for (let tries = 0; tries < TRIES; tries++) {
    const leader = await cluster.settled();
    const member = from === 'leader' ? leader : cluster.names.find((name) => name !== leader)!;
    const run = (ms: number): Promise<Load> => cluster.loadAt(member, kind, { callers }, ms);
    const { count, value, p50, p99 } = await warmed(run, forMs);
    if ((await cluster.settled()) === leader)
      return { ...measure, member, count, perSecond: value, p50Ms: p50, p99Ms: p99 };
  }
  throw new Error(
    `expected one leader throughout a load (${nameOf(measure)}); got another one after each of ${TRIES} tries: ` +
      'the machine has too much else to do, try again when it has not',
  );
}
