/** Ablations: the same rounds without one half of the idea. Agreement falls. */
import type { Value } from '../01-one-server/messages.js';
import { choosing, type MasterContext, masterMachine } from './master.js';
import type { Machines } from './rounds.js';

export interface Ablation {
  /** What the changed machine does wrong. */
  readonly name: string;
  readonly machines: Partial<Machines>;
}

/** The value of the first answer, in the order of the slaves' names, that has one. */
export function anyAnswer({ answers, request }: MasterContext): Value {
  const slaves = Object.keys(answers).sort();
  const stored = slaves.map((slave) => answers[slave]).find((answer) => answer);
  return stored?.value ?? request!.value;
}

// #region ablations
export const ablations: readonly Ablation[] = [
  {
    name: 'it writes what its client wants, whatever the answers',
    machines: {
      master: masterMachine.provide({ actions: { choose: choosing(({ request }) => request!.value) } }),
    },
  },
  {
    name: 'it writes any answer, not the one of the highest round',
    machines: { master: masterMachine.provide({ actions: { choose: choosing(anyAnswer) } }) },
  },
  {
    name: 'one answer is enough',
    machines: {
      master: masterMachine.provide({
        guards: { aMajorityAnswered: ({ context }) => Object.keys(context.answers).length >= 1 },
      }),
    },
  },
  {
    name: 'one acknowledgement is enough',
    machines: {
      master: masterMachine.provide({
        guards: { aMajorityAcknowledged: ({ context }) => context.acknowledged.length >= 1 },
      }),
    },
  },
];
// #endregion
