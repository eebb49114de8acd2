/** What was ever agreed, where messages never leave the network. */
import type { Message, Stored } from '../08-ask-a-majority/messages.js';
import { agreedIn } from '../09-masters-keep-propagating/history.js';

export interface Acknowledgements {
  readonly messages: (type: 'written') => readonly (Message<'written'> & { readonly from: string })[];
}

// #region agreed
/** What majorities ever stored in one round. Over `lossy` no acknowledgement ever goes away, so all can be counted. */
export function agreedOf(majority: number) {
  return ({ messages }: Acknowledgements): readonly Stored[] =>
    agreedIn(
      messages('written').map(({ round, value, from }) => ({ round, value, slave: from })),
      majority,
    );
}
// #endregion
