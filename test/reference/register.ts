/**
 * Register Paxos, after Stateright's example: servers agree on the value of a register that clients write and read.
 *
 * Messages are in a multiset; none is lost, none is received twice.
 */
import { always, role, type StateOf, sometimes, system } from '#model/index.js';
import { type Check, check, numbered, reference } from './reference.js';
import { client } from './register/client.js';
import { server } from './register/server.js';

export default reference('register Paxos', { S: 'servers', C: 'clients' }, register);

function register(servers: number, clients: number): Check {
  const names = numbered('s', servers, 0);
  const majority = Math.floor(servers / 2) + 1;
  const serverInputs = names.map((name, number) => {
    const peers = names.filter((peer) => peer !== name);
    return [name, { name, number, peers, majority }] as const;
  });
  const clientInputs = numbered('c', clients, servers).map(
    (name, index) => [name, { number: servers + index, servers: names }] as const,
  );
  const settled = 'a server that has decided answers reads, and nothing else';
  const model = system({
    name: 'register',
    network: 'unordered',
    roles: {
      server: role(server, {
        instances: Object.fromEntries(serverInputs),
        ignores: {
          put: settled,
          prepare: settled,
          prepared: settled,
          accept: settled,
          accepted: settled,
          decided: settled,
          get: 'a server that has not decided leaves a read for later',
        },
      }),
      client: role(client, { instances: Object.fromEntries(clientInputs) }),
    },
  });
  const agreement = always<StateOf<typeof model>>('agreement', ({ server }) => {
    const decided = server.filter(({ value }) => value === 'decided');
    return new Set(decided.map(({ context }) => context.accepted?.proposal.value)).size <= 1;
  });
  const answered = sometimes<StateOf<typeof model>>('a read is answered', ({ client }) =>
    client.some(({ context }) => context.awaited === null),
  );
  // A lone server waits for ever: only a peer's promise can complete its majority.
  return check(model, servers > 1 ? [agreement, answered] : [agreement]);
}
