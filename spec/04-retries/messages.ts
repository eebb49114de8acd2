/** The new words: a slave acknowledges, and a timeout comes. */

// #region messages
/** Slave to master: I have stored it. */
export interface Written {
  readonly type: 'written';
}

/** Time is up for somebody who waits. It may happen at any moment. */
export interface Timeout {
  readonly type: 'timeout';
}
// #endregion
