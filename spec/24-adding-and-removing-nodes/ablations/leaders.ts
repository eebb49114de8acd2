/** Leaders that make a mistake. */
import { assertEvent } from 'xstate';
import { isChange, withDecided } from '../configuration.js';
import { assignKnown, leaderMachine, leaderSetup, valueFor } from '../leader.js';
import { apart, bySnapshot } from '../sizes.js';
import type { Row } from './row.js';

// #region once
/** A change governs from the slot after its own, while α slots may be open. */
export const changesAtOnce = leaderMachine.provide({
  actions: {
    noteDecided: assignKnown(({ context, event }) => {
      assertEvent(event, 'decided');
      return withDecided(context, { slot: event.slot, value: event.value }, 1);
    }),
  },
});
// #endregion

// #region own
/** It takes what it has proposed for decided, as far as it is about who governs. */
export const goesByItsOwnView = leaderMachine.provide({
  guards: { isInReach: () => true },
  actions: {
    goOn: leaderSetup.assign({
      configurations: ({ context }) => {
        const { configurations, next, alpha } = context;
        const value = valueFor(context);
        return isChange(value)
          ? [...configurations, { from: next + alpha, configuration: value }]
          : configurations;
      },
      next: ({ context }) => context.next + 1,
    }),
  },
});
// #endregion

// #region ahead
/** It proposes in any slot, and goes by the changes that it has happened to hear of. */
export const runsAhead = leaderMachine.provide({ guards: { isInReach: () => true } });
// #endregion

// #region ballot
/** Its ballot is for whoever governs. */
export const keepsItsBallot = leaderMachine.provide({ guards: { isInItsConfiguration: () => true } });
// #endregion

// #region snapshot
/** Its snapshot says who governs the next slot, and nothing of what is decided for later ones. */
export const tellsOnlyWhoGoverns = leaderMachine.provide({
  actions: {
    sendSnapshot: leaderSetup.emit(({ context: { through, configurations } }) => ({
      type: 'snapshot',
      to: 'leader',
      through,
      configurations: configurations.slice(0, 1),
    })),
  },
});
// #endregion

export const leaders: readonly Row[] = [
  {
    id: 'C1',
    mistake: 'a leader for which a change governs at once',
    rule: 'a change decided in slot s governs from slot s + α on',
    consequence: 'A slot that was open already is decided a second time, by other members.',
    size: apart,
    machines: { leader: changesAtOnce },
    falls: ['proposedUnderTheConfigurationDecidedBefore', 'agreement'],
  },
  {
    id: 'C2',
    mistake: 'a leader that takes the change which it has proposed for decided',
    rule: 'what is decided says who governs, not what somebody has proposed',
    consequence: 'Something else is decided in place of the change, and two sets of members decide one slot.',
    size: apart,
    machines: { leader: goesByItsOwnView },
    falls: ['proposedUnderTheConfigurationDecidedBefore', 'agreement'],
  },
  {
    id: 'C3',
    mistake: 'a leader that proposes in a slot without knowing every decree through s − α',
    rule: 'a leader proposes in slot s only if it knows every decree through slot s − α',
    consequence: 'It asks the old members about a slot that the new ones govern.',
    size: apart,
    machines: { leader: runsAhead },
    falls: ['proposedUnderTheConfigurationDecidedBefore', 'agreement'],
  },
  {
    id: 'C5',
    mistake: 'a leader that keeps its ballot for slots that others govern',
    rule: 'phase 1 is for one configuration: others have promised nothing',
    consequence: 'It never asked the new members what is chosen there, and has something else chosen.',
    size: apart,
    machines: { leader: keepsItsBallot },
    falls: ['aMajorityOfTheConfigurationPromised', 'agreement'],
  },
  {
    id: 'D11',
    mistake: 'a snapshot that leaves out what its last α slots decided about members',
    rule: 'a snapshot through slot s has every configuration that is decided through s and still to govern',
    consequence: 'Whoever begins with it asks the old members about slots that the new ones govern.',
    size: bySnapshot,
    machines: { leader: tellsOnlyWhoGoverns },
    falls: ['proposedUnderTheConfigurationDecidedBefore', 'agreement'],
  },
];
