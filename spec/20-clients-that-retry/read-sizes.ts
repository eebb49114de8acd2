/** The sizes of the instances with quorum reads. */
import { setsOf } from '../14-the-synod/quorum.js';
import type { ReadSize } from './quorum-reads.js';

/** An order, and one of three replicas that answers a read. */
export const oneReads: ReadSize = { orders: ['olives'], reads: { n1: 0, n2: 0, n3: 1 } };

/** Two that answer one read each. */
export const twoRead: ReadSize = { ...oneReads, reads: { n1: 0, n2: 1, n3: 1 } };

/** One that answers two reads, one after the other. */
export const readsTwice: ReadSize = { ...oneReads, reads: { n1: 0, n2: 0, n3: 2 } };

/** Two orders under way together, so that logs may have holes. */
export const twoOrders: ReadSize = { ...oneReads, orders: ['olives', 'bread'], crashes: 0 };

const four = ['n1', 'n2', 'n3', 'n4'];

/** Votes of two decide, and a read asks three: as with chapter 14's quorums, each three meet each two. */
export const fourReplicas: ReadSize = {
  orders: ['olives'],
  reads: { n1: 0, n2: 0, n3: 0, n4: 1 },
  quorums: { phase1: setsOf(3, four), phase2: setsOf(2, four) },
};
