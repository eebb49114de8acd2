/** The clients, all in one: they give commands and read, and are told. What they learn is kept as history. */
import { setup } from 'xstate';
import type { Received, Sent } from '#model/index.js';
import type { Message } from './messages.js';

export const clientMachine = setup({
  types: {
    events: {} as Received<Message<'done' | 'answer'>>,
    // It sends nothing that is modelled; this type adds none to what nodes send.
    emitted: {} as Sent<Message>,
  },
}).createMachine({ id: 'client', on: { done: {}, answer: {} } });
