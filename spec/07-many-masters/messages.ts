/** A new acknowledgement: it says what was stored. */
import type { Value } from '../01-one-server/messages.js';

// #region messages
/** Slave to a master: I have stored what you wrote. */
export interface Written {
  readonly type: 'written';
  readonly value: Value;
}
// #endregion
