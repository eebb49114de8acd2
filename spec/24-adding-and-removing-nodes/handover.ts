/** Handing over: one old member, three new ones that have to catch up before it goes, and one of these may stop. */
import { always, alwaysPossible, role, type StateOf, sometimes, system } from '#model/index.js';
import type { Value } from '../14-the-synod/messages.js';
import { configurationOf } from './configuration.js';
import { newMemberMachine } from './new-member.js';
import { oldMemberMachine } from './old-member.js';

const three = ['n1', 'n2', 'n3'];
const log: readonly Value[] = ['olives'];

// #region system
export function handover(
  name: string,
  oldMember: typeof oldMemberMachine = oldMemberMachine,
  newMembers: readonly string[] = three,
) {
  const change = [configurationOf(newMembers)];
  const majority = Math.floor(newMembers.length / 2) + 1;
  return system({
    name,
    roles: {
      old: role(oldMember, {
        instances: { o1: { log, change, majority } },
        inputs: [{ type: 'promote' }, { type: 'retire' }],
        ignores: {
          promote: 'the change is decided, once',
          retire: 'it is still needed, or gone already',
        },
      }),
      new: role(newMemberMachine, { instances: newMembers, inputs: [{ type: 'ask' }] }),
    },
    network: 'lossy',
    instant: ['catchUp'],
    faults: { stops: { new: 1 } },
  });
}
// #endregion

type State = StateOf<ReturnType<typeof handover>>;

const oldIn = ({ old: [old] }: State) => old!;
const isGone = (state: State) => oldIn(state).value === 'retired';
const decidedIn = (state: State) => oldIn(state).context.log.length;
const alive = ({ new: members }: State) => members.filter(({ value }) => value !== 'stopped');

// #region claims
/** The old member is still there, or a new one that did not stop knows everything. */
export const somebodyStillHasThePrefix = always(
  'somebody still has the prefix',
  (state: State) =>
    !isGone(state) || alive(state).some(({ context }) => context.log.length === decidedIn(state)),
);

/** When the change is decided, a majority of the new members knows all that came before it. */
export const whoeverIsPromotedHasCaughtUp = always(
  'those who are promoted have caught up',
  (state: State) =>
    oldIn(state).value === 'serving' ||
    state.new.filter(({ context }) => context.log.length >= log.length).length >=
      oldIn(state).context.majority,
);

/** Whatever was lost, and whoever stopped. */
export const theRestCanAlwaysCatchUp = alwaysPossible(
  'the new members can always catch up',
  (state: State) =>
    isGone(state) && alive(state).every(({ context }) => context.log.length === decidedIn(state)),
);

export const oneCatchesUpFromANewMember = sometimes(
  'the old member is gone while a new one has still to catch up',
  (state: State) => isGone(state) && alive(state).some(({ context }) => context.log.length === 0),
);
// #endregion
