/** What is new between servers: a slave says that it has stored what it was sent. */

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
