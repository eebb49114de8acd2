/** After a removal: two members, of which one leads, and a third node that was a member and has not heard of it. */
import { eventually, role, type StateOf, strong, system, weak } from '#model/index.js';
import { show } from '../13-warring-proposers/duel.js';
import { formerMemberMachine } from './former-member.js';
import { presentLeaderMachine } from './present-leader.js';
import { presentMemberMachine } from './present-member.js';

// #region system
export function removal(name: string, member: typeof presentMemberMachine = presentMemberMachine) {
  return system({
    name,
    roles: {
      former: role(formerMemberMachine, {
        instances: ['n1'],
        inputs: [{ type: 'timeout' }],
        ignores: {
          timeout: 'it rests',
          promise: 'what it could do with it is left out here',
          refused: 'it tries again all the same',
        },
      }),
      leader: role(presentLeaderMachine, {
        instances: ['n2'],
        inputs: [{ type: 'begin' }],
        ignores: {
          begin: 'it is at work, or done',
          promise: 'it is not preparing',
          refused: 'it has begun anew since',
        },
      }),
      member: role(member, {
        instances: { n3: { members: ['n1', 'n2', 'n3'], next: ['n2', 'n3'] } },
        inputs: [{ type: 'hear' }],
      }),
    },
    network: 'latest',
    ranked: ['ballot', 'promised'],
    show,
  });
}
// #endregion

type State = StateOf<ReturnType<typeof removal>>;

/** The member hears of the change, the leader begins again and again, the former member tries again and again, and what is sent arrives. */
const allGoOn = [
  weak({ input: 'hear' }),
  weak({ input: 'begin' }),
  strong({ input: 'timeout' }),
  strong({ delivery: {} }),
];

// #region claims
export const theMembersDecide = eventually(
  'the members decide',
  ({ leader: [leader] }: State) => leader!.value === 'done',
  allGoOn,
);

export const theFormerMemberComesToRest = eventually(
  'the former member comes to rest',
  ({ former: [former] }: State) => former!.value === 'resting',
  allGoOn,
);
// #endregion
