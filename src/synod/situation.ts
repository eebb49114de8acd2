/** How the cluster looks from one member, for the errors of calls that have no answer. */
import type { NodeId } from '../paxos/node-id.js';
import type { PeerStatus } from '../transport/status.js';
import type { SynodStatus } from './status.js';

/** Whom the member reaches, whether that is enough, and why it does not reach the rest. */
export function situationOf(id: NodeId, { voters, leader, peers }: SynodStatus<unknown>): string {
  const unreached = voters.filter((voter) => voter !== id && peers[voter]?.isConnected !== true);
  const reached = voters.length - unreached.length;
  const isEnough = 2 * reached > voters.length;
  const known = leader === null ? 'knows no leader' : `takes ${leader} for the leader`;
  const reach = `${id} ${known}, and reaches ${reached} of ${voters.length} voters`;
  if (unreached.length === 0) return `${reach}.`;
  return `${reach}${isEnough ? '' : ', which is no majority'}: not ${unreached.map((voter) => away(voter, peers[voter])).join(', nor ')}.`;
}

function away(id: NodeId, peer: PeerStatus | undefined): string {
  if (peer === undefined) return `${id}, whose address is not known`;
  const last = peer.silentMs === null ? 'never heard' : `last heard ${Math.round(peer.silentMs)} ms ago`;
  return `${id} at ${peer.address} (${last}${peer.failure === null ? '' : `; ${peer.failure}`})`;
}
