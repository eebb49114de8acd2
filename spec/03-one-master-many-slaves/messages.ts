/** What the master says to its slaves. */
import type { Value } from '../01-one-server/messages.js';

/** Master to slaves: this is decided, store it. */
// #region messages
export interface Write {
  readonly type: 'write';
  readonly value: Value;
}
// #endregion
