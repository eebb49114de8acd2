/** What goes with what: which systems and options allow which claims, and which can be searched by several threads. */

import { ModelError } from '../data/model-error.js';
import type { Search } from '../search/search.js';
import { NETWORKS } from '../system/network.js';
import { isOfGraph } from '../system/property.js';

/** Why a claim would mean nothing, and what to do instead. */
interface Refusal {
  readonly why: string;
  readonly instead: string;
}

/** What a system, or the way it is explored, may have, and what goes with it. Whatever is not here goes with everything. */
interface Feature {
  /** As the manual's table names it. */
  readonly name: string;
  readonly isIn: (search: Search) => boolean;
  /** Why claims of runs that never end are refused, or those of what is always possible. */
  readonly leadsTo?: Refusal;
  readonly alwaysPossible?: Refusal;
  /** Whether several threads can search. */
  readonly threads: boolean;
}

const RENAMED: Refusal = {
  why: 'a run of representatives is no run of the system: names change on the way',
  instead: 'explore without symmetry',
};
const CUT_OFF: Refusal = {
  why: "states beyond 'within' are not continued, so a run that leaves it would seem to stop",
  instead: 'make the system finite without it',
};

const FEATURES: readonly Feature[] = [
  {
    name: '`symmetry`',
    isIn: ({ symmetry }) => symmetry !== undefined,
    leadsTo: RENAMED,
    alwaysPossible: RENAMED,
    threads: false,
  },
  { name: '`ranked`, `dead`', isIn: ({ reduction }) => reduction !== undefined, threads: false },
  {
    name: '`within`',
    isIn: ({ system }) => system.within !== undefined,
    leadsTo: CUT_OFF,
    alwaysPossible: CUT_OFF,
    threads: true,
  },
  {
    name: 'the network `lossy`',
    isIn: ({ system }) => !NETWORKS[system.network].consumes,
    leadsTo: {
      why: 'over a lossy network all that was ever sent can be received again for ever, so nothing needs to be sent twice',
      instead: "use the network 'lossy-set'",
    },
    threads: true,
  },
  {
    name: 'the network `rounds`',
    isIn: ({ system }) => NETWORKS[system.network].hasRounds,
    leadsTo: {
      why: 'there is a last round, after which nothing can happen',
      instead: "claim 'alwaysPossible' instead",
    },
    threads: true,
  },
  {
    name: 'the networks `unordered` and `ordered`',
    isIn: ({ inboxes }) => inboxes !== undefined,
    threads: false,
  },
];

/** Whether a search can be shared out to several threads. Claims that need the whole graph are decided by one. */
export function goesWithThreads(search: Search): boolean {
  if (search.judge.cases.some(({ property }) => isOfGraph(property))) return false;
  return FEATURES.every(({ isIn, threads }) => threads || !isIn(search));
}

/** @throws ModelError where the answer to a claim would mean nothing. */
export function refuseMeaningless(search: Search): void {
  const features = FEATURES.filter(({ isIn }) => isIn(search));
  for (const { property } of search.judge.cases) {
    const refuse = ({ why, instead }: Refusal): never => {
      throw new ModelError(
        `system ${search.system.name}: property '${property.name}' means nothing here: ${why}; ${instead}`,
      );
    };
    for (const { leadsTo, alwaysPossible } of features) {
      if (property.kind === 'leads-to' && leadsTo !== undefined) refuse(leadsTo);
      if (property.kind === 'always-possible' && alwaysPossible !== undefined) refuse(alwaysPossible);
    }
  }
}

/** What goes with what, as the manual's table. */
export function compatibilityTable(): string {
  const claim = (refusal: Refusal | undefined): string => (refusal === undefined ? 'decided' : 'refused');
  return [
    '| | `leadsTo`, `eventually` | `alwaysPossible` | `workers` |',
    '|---|---|---|---|',
    ...FEATURES.map(({ name, leadsTo, alwaysPossible, threads }) => {
      const cells = [name, claim(leadsTo), claim(alwaysPossible), threads ? 'several' : 'one'];
      return `| ${cells.join(' | ')} |`;
    }),
  ].join('\n');
}
