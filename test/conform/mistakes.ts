/** Mistakes of simulated nodes, and the rules of which one is the first to fall in their traces. */
import { conform } from '#src/conform/conform.js';
import { type Mistake, mistakes } from '#test/simulator/mistakes.js';
import { withTraces } from './simulated.js';

const TOLD = 'a promise tells how far its node knows the log, and every vote after that';
const OWN = 'a leader prepares its own ballot, from its first open slot on, when its round is durable';
const KEPT = 'a node starts from what it kept';

const RULES: Readonly<Record<string, readonly string[]>> = {
  'what it says rests on nothing': [
    OWN,
    'a promise is durable before it is told',
    'a vote is durable before it is told',
  ],
  'does not keep its votes': ['a vote is durable before it is told'],
  'does not keep its rounds': [OWN, 'an acceptor promises what it was asked for'],
  'promises without telling its votes': [TOLD],
  'promises without telling how far it knows': [TOLD],
  'a snapshot says that it is of the slot before': [
    'a snapshot is of all that was executed',
    'nodes that have executed the same decrees are in the same state',
  ],
  'a snapshot has no sessions': ['nodes that have executed the same decrees are in the same state'],
  'writes again after a failed write, and believes it': [KEPT],
  'takes a failed write for done, and goes on': [KEPT],
  'votes in slots of which it cannot know who governs them': [
    'who acts in a slot knows every decree through α slots before it',
  ],
  'a snapshot has no changes that do not govern yet': [
    'what stands for decrees says who governs the slots after them, as was decided',
  ],
  'starts with an empty disk under its old name': [
    'a snapshot is of all that was executed',
    'a leader uses a round once',
    'a node keeps a decision once',
    TOLD,
  ],
};

interface Visible extends Mistake {
  readonly rules: readonly string[];
  /** It shows where members come and go. */
  readonly isOfChanges: boolean;
}

/** Those that show at the ports, in what chapters 16, 17 and 24 are about. */
export const visible = mistakes.flatMap((mistake): readonly Visible[] => {
  const rules = RULES[mistake.name];
  const isOfChanges = /^(C|D11)/.test(mistake.row);
  return rules === undefined ? [] : [{ ...mistake, rules, isOfChanges }];
});

/** The rule that falls first in the first run in which one does; undefined where none does. */
export async function firstRefusal({ make, isOfChanges }: Visible): Promise<string | undefined> {
  const circumstances = { changeEveryMs: isOfChanges ? 50 : null };
  for (let seed = 1; seed <= 40; seed++) {
    const { refusal } = await withTraces({ seed, steps: 1_000, make, circumstances }, ({ files }) =>
      conform(files),
    );
    if (refusal !== null) return refusal.rule;
  }
  return undefined;
}
