/** What running nodes have spent, by the number of nodes: written by `npm run costs`, and compared by a test. */

export interface Measured {
  readonly what: string;
  /** With three nodes, by type. */
  readonly types: string;
  readonly messages: readonly number[];
  /** For which somebody waits. */
  readonly writes: readonly number[];
  /** For which nobody does. */
  readonly laterWrites: readonly number[];
}

export const measured: readonly Measured[] = [
  {
    what: 'to become leader',
    types: '2 poll, 2 polled, 2 prepare, 2 promise, 2 heartbeat, 2 heard',
    messages: [12, 24, 36],
    writes: [3, 5, 7],
    laterWrites: [0, 0, 0],
  },
  {
    what: 'a command',
    types: '2 accept, 2 accepted, 2 decided',
    messages: [6, 12, 18],
    writes: [3, 5, 7],
    laterWrites: [3, 5, 7],
  },
  {
    what: 'four commands that come together',
    types: '2 accept, 2 accepted, 2 decided',
    messages: [6, 12, 18],
    writes: [3, 5, 7],
    laterWrites: [3, 5, 7],
  },
  {
    what: 'a read at another node',
    types: '2 ask, 2 frontier',
    messages: [4, 8, 12],
    writes: [0, 0, 0],
    laterWrites: [0, 0, 0],
  },
  {
    what: 'a heartbeat, which renews the lease',
    types: '2 heartbeat, 2 heard',
    messages: [4, 8, 12],
    writes: [0, 0, 0],
    laterWrites: [0, 0, 0],
  },
  {
    what: 'a read by lease, at the leader',
    types: 'none',
    messages: [0, 0, 0],
    writes: [0, 0, 0],
    laterWrites: [0, 0, 0],
  },
];
