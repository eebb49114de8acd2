/** Mistakes of simulated nodes, and the rule that is the first to fall in their traces. */
import { conform } from '#src/conform/conform.js';
import { type Mistake, planted } from '#test/simulator/mistakes.js';
import { withTraces } from './simulated.js';

const TOLD = 'a promise tells how far its node knows the log, and every vote after that';
const OWN = 'a leader prepares its own ballot, from its first open slot on, when its round is durable';
const KEPT = 'a node starts from what it kept';

const RULES: Readonly<Record<string, string>> = {
  'its promises rest on nothing': 'a promise is durable before it is told',
  'its votes rest on nothing': 'a vote is durable before it is told',
  'its rounds rest on nothing': OWN,
  'does not keep its promises': 'a promise is durable before it is told',
  'does not keep its votes': 'a vote is durable before it is told',
  'does not keep its rounds': OWN,
  'promises without telling its votes': TOLD,
  'promises without telling how far it knows': TOLD,
  'a snapshot says that it is of the slot before':
    'nodes that have executed the same decrees are in the same state',
  'a snapshot has no sessions': 'nodes that have executed the same decrees are in the same state',
  'writes again after a failed write, and believes it': KEPT,
  'takes a failed write for done, and goes on': KEPT,
  'votes in slots of which it cannot know who governs them':
    'who acts in a slot knows every decree through α slots before it',
  'a snapshot has no changes that do not govern yet':
    'what stands for decrees says who governs the slots after them, as was decided',
  'starts with an empty disk under its old name': KEPT,
};

/** The first seed, where its node's own acceptor is the first to tell in runs before: it promises a ballot of which the trace has no round. */
const FROM: Readonly<Record<string, number>> = { 'does not keep its rounds': 3 };

interface Visible extends Pick<Mistake, 'row' | 'name' | 'make'> {
  readonly rule: string;
  /** It shows where members come and go. */
  readonly isOfChanges: boolean;
}

/** Those that show at the ports, in what chapters 16, 17 and 24 are about. */
export const visible = planted.flatMap((mistake): readonly Visible[] => {
  const rule = RULES[mistake.name];
  const isOfChanges = /^(C|D11)/.test(mistake.row);
  return rule === undefined ? [] : [{ ...mistake, rule, isOfChanges }];
});

/** The rule that falls first in the first run in which one does; undefined where none does. */
export async function firstRefusal({ name, make, isOfChanges }: Visible): Promise<string | undefined> {
  const circumstances = { changeEveryMs: isOfChanges ? 50 : null };
  for (let seed = FROM[name] ?? 1; seed <= 40; seed++) {
    const { refusal } = await withTraces({ seed, steps: 1_000, make, circumstances }, ({ files }) =>
      conform(files),
    );
    if (refusal !== null) return refusal.rule;
  }
  return undefined;
}
