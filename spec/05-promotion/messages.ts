/** The new words: a server stops, and the others learn of it. */

// #region messages
export type News =
  /** A server's last word, which reaches the detector at once. */
  | { readonly type: 'stopped' }
  /** Detector to servers: that server is down. */
  | { readonly type: 'down'; readonly server: string };
// #endregion

export type Stopped = Extract<News, { type: 'stopped' }>;
export type Down = Extract<News, { type: 'down' }>;

/** The end of a server, from outside. It may come at any moment. */
export interface Stop {
  readonly type: 'stop';
}

/** The moment at which the detector speaks of a server. */
export interface Report {
  readonly type: 'report';
  readonly server: string;
}
