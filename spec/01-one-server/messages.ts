/** The words that clients and servers say to each other. */

/** What is to be decided. Nobody looks inside it. */
export type Value = string;

// #region messages
export type Message =
  /** Client to server: this is what I would like. */
  | { readonly type: 'request'; readonly value: Value }
  /** Server to client: this is what was decided. */
  | { readonly type: 'decided'; readonly value: Value };
// #endregion

export type Request = Extract<Message, { type: 'request' }>;
export type Decided = Extract<Message, { type: 'decided' }>;
