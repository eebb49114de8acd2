/** Register Paxos for the oracle: servers and clients by number, and the network's envelopes as text. */
import { type Counts, count } from './search.js';

type Ballot = readonly [round: number, id: number];
type Proposal = readonly [request: number, asker: number, value: string];
type Accepted = readonly [Ballot, Proposal] | null;
type Message = readonly [type: string, ...fields: unknown[]];
type Envelope = readonly [from: number, to: number, message: Message];

interface Server {
  readonly ballot: Ballot;
  readonly proposal: Proposal | null;
  /** Sorted by sender. */
  readonly promises: readonly (readonly [sender: number, last: Accepted])[];
  /** Sorted. */
  readonly votes: readonly number[];
  readonly accepted: Accepted;
  readonly decided: boolean;
}

interface Client {
  readonly awaited: number | null;
  readonly operations: number;
}

interface State {
  readonly servers: readonly Server[];
  readonly clients: readonly Client[];
  /** Sorted; a message that was sent twice stands here twice. */
  readonly network: readonly string[];
}

type Reaction<Local> = readonly [Local, readonly (readonly [to: number, message: Message])[]] | undefined;

export function register(servers: number, clients: number): Counts {
  const majority = Math.floor(servers / 2) + 1;
  const numbers = Array.from({ length: clients }, (_, index) => servers + index);
  const untouched: Server = {
    ballot: [0, 0],
    proposal: null,
    promises: [],
    votes: [],
    accepted: null,
    decided: false,
  };
  const initial: State = {
    servers: Array(servers).fill(untouched),
    clients: numbers.map((c) => ({ awaited: c, operations: 1 })),
    network: numbers.map((c) => JSON.stringify([c, c % servers, ['put', c, `value ${c}`]])).sort(),
  };

  return count(initial, (state) =>
    [...new Set(state.network)].flatMap((text) => {
      const [from, to, message]: Envelope = JSON.parse(text);
      if (to >= servers) {
        const reaction = clientReacts(to, state.clients[to - servers]!, message);
        if (!reaction) return [];
        const changed = { ...state, clients: state.clients.with(to - servers, reaction[0]) };
        return [delivered(changed, text, to, reaction[1])];
      }
      const reaction = serverReacts(to, state.servers[to]!, from, message);
      if (!reaction) return [];
      return [delivered({ ...state, servers: state.servers.with(to, reaction[0]) }, text, to, reaction[1])];
    }),
  );

  function clientReacts(c: number, client: Client, [type, request]: Message): Reaction<Client> {
    if (request !== client.awaited) return undefined;
    const n = client.operations;
    if (type === 'putOk') {
      const get = (n + 1) * c;
      return [{ awaited: get, operations: n + 1 }, [[(c + n) % servers, ['get', get]]]];
    }
    return [{ awaited: null, operations: n + 1 }, []];
  }

  function serverReacts(id: number, server: Server, from: number, message: Message): Reaction<Server> {
    const [type] = message;
    const toPeers = (sent: Message) =>
      Array.from({ length: servers }, (_, peer) => peer)
        .filter((peer) => peer !== id)
        .map((peer) => [peer, sent] as const);

    if (server.decided)
      return type === 'get' ? [server, [[from, ['getOk', message[1], server.accepted![1][2]]]]] : undefined;

    if (type === 'put') {
      if (server.proposal) return undefined;
      const [, request, value] = message as readonly [string, number, string];
      const ballot: Ballot = [server.ballot[0] + 1, id];
      const proposal: Proposal = [request, from, value];
      const promises = [[id, server.accepted] as const];
      return [{ ...server, ballot, proposal, promises, votes: [] }, toPeers(['prepare', ballot])];
    }

    if (type === 'prepare') {
      const [, ballot] = message as readonly [string, Ballot];
      if (compare(server.ballot, ballot) >= 0) return undefined;
      return [{ ...server, ballot }, [[from, ['prepared', ballot, server.accepted]]]];
    }

    if (type === 'prepared') {
      const [, ballot, last] = message as readonly [string, Ballot, Accepted];
      if (compare(ballot, server.ballot) !== 0) return undefined;
      const promises = new Map([...server.promises, [from, last]]);
      const next = { ...server, promises: [...promises].sort(([a], [b]) => a - b) };
      if (promises.size !== majority) return [next, []];
      const ranked = [...promises.values()]
        .filter((accepted) => accepted !== null)
        .sort(([a], [b]) => compare(b, a));
      const proposal = ranked[0]?.[1] ?? server.proposal!;
      const accepted: Accepted = [ballot, proposal];
      return [{ ...next, proposal, accepted, votes: [id] }, toPeers(['accept', ballot, proposal])];
    }

    if (type === 'accept') {
      const [, ballot, proposal] = message as readonly [string, Ballot, Proposal];
      if (compare(server.ballot, ballot) > 0) return undefined;
      return [{ ...server, ballot, accepted: [ballot, proposal] }, [[from, ['accepted', ballot]]]];
    }

    if (type === 'accepted') {
      const [, ballot] = message as readonly [string, Ballot];
      if (compare(ballot, server.ballot) !== 0) return undefined;
      const votes = [...new Set([...server.votes, from])].sort((a, b) => a - b);
      if (votes.length !== majority) return [{ ...server, votes }, []];
      const [request, asker] = server.proposal!;
      return [
        { ...server, votes, decided: true },
        [...toPeers(['decided', ballot, server.proposal]), [asker, ['putOk', request]]],
      ];
    }

    if (type === 'decided') {
      const [, ballot, proposal] = message as readonly [string, Ballot, Proposal];
      return [{ ...server, ballot, accepted: [ballot, proposal], decided: true }, []];
    }

    return undefined;
  }
}

/** Takes one copy of an envelope out of the network, and puts in what its delivery sent. */
function delivered(
  state: State,
  text: string,
  from: number,
  sent: readonly (readonly [to: number, message: Message])[],
): State {
  const network = [...state.network];
  network.splice(network.indexOf(text), 1);
  network.push(...sent.map(([to, message]) => JSON.stringify([from, to, message])));
  return { ...state, network: network.sort() };
}

function compare([roundA, idA]: Ballot, [roundB, idB]: Ballot): number {
  return roundA - roundB || idA - idB;
}
