/** A member, put together: its store, its transport, its node, and who follows it. */

import type { Logger } from 'pino';
import type { Entry } from '../node/client.js';
import { type Compared, Comparison } from '../node/comparison.js';
import { decisionsLater } from '../node/decisions-later.js';
import { Forwarding } from '../node/forwarding.js';
import type { MemberMessage } from '../node/member-message.js';
import { openNode, type SynodNode } from '../node/node.js';
import { observed } from '../node/observed.js';
import type { Ports, Transport } from '../node/ports.js';
import { systemClock } from '../node/system-clock.js';
import type { Governing } from '../paxos/configuration.js';
import { InvalidInput } from '../paxos/invalid-input.js';
import { limits as withLimits } from '../paxos/limits.js';
import { openConfigurations } from '../paxos/log.js';
import type { Machine } from '../paxos/machine.js';
import { type NodeId, nodeId } from '../paxos/node-id.js';
import { foundCluster } from '../storage/identity.js';
import type { LevelStorage } from '../storage/level-storage.js';
import { StorageError } from '../storage/storage-error.js';
import { initialiseStore, openStore } from '../storage/store.js';
import { digestInSteps } from '../trace/digest.js';
import { traceFile } from '../trace/trace-file.js';
import { traced } from '../trace/traced.js';
import { addressOf } from '../transport/address.js';
import { memoryNetwork } from '../transport/memory-network.js';
import { type TcpTransport, tcpTransport } from '../transport/tcp-transport.js';
import { checkedMachine, isDevelopment } from './checked-machine.js';
import { InvalidOption } from './given.js';
import { logConnection, memberLog } from './log.js';
import type { SynodOptions } from './options.js';
import { Watchers } from './watch.js';

export interface Member<Command, State, Answer> {
  readonly store: LevelStorage<Command, State, Answer>;
  readonly node: SynodNode<Command, State, Answer>;
  readonly machine: Machine<Command, State, Answer>;
  readonly entry: Entry<Command, Answer>;
  /** How it reaches the others; undefined where it is alone. */
  readonly transport: Pick<TcpTransport<never>, 'status' | 'reload'> | undefined;
  readonly watchers: Watchers<Command, State, Answer>;
  /** What came of comparing its state with those of others. */
  readonly compared: () => Compared;
  readonly log: Logger;
  /** What has stopped the node, if anything has. */
  readonly failure: () => unknown;
}

/** The time and the chance of a member. */
export type World = Pick<Ports<unknown, unknown, unknown, unknown>, 'clock' | 'random'>;

export const WORLD: World = { clock: systemClock, random: Math.random };
/** How long one node has to answer before it is asked again. */
export const ATTEMPT_MS = 2_000;

const COMPARE_EVERY = 10_000;

/** Nobody else could lead: there is no heartbeat to wait for. */
const ALONE = { electionMs: 50, heartbeatMs: 40 };

/** Alone it asks nobody anyway, and needs not wait at its start for a lease that another may have. */
const NO_LEASES = { leaseMs: 0 };

/** Opens it. What was opened is closed again where the rest cannot be. */
export async function openMember<Command, State, Answer>(
  options: SynodOptions<Command, State, Answer>,
  world: World,
): Promise<Member<Command, State, Answer>> {
  const store = await storeIn<Command, State, Answer>(options);
  try {
    const log = memberLog(options.log, store.identity);
    const known = openConfigurations((await store.load()).log);
    const transport = await transportOf<MemberMessage<Command, State, Answer>>(
      options,
      store.identity.id,
      known,
      log,
    );
    try {
      return await start(options, world, store, transport, log);
    } catch (error) {
      transport?.close();
      throw error;
    }
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function start<Command, State, Answer>(
  options: SynodOptions<Command, State, Answer>,
  world: World,
  store: LevelStorage<Command, State, Answer>,
  under: TcpTransport<MemberMessage<Command, State, Answer>> | undefined,
  log: Logger,
): Promise<Member<Command, State, Answer>> {
  const { limits, trace, observer } = options;
  const { identity } = store;
  const machine = checkedMachine(options.machine, options.checkMachine ?? isDevelopment());
  let failure: unknown;
  const watchers = new Watchers<Command, State, Answer>();
  const report = (err: unknown): void => {
    if (err instanceof InvalidInput) {
      log.warn({ err }, 'an input was refused');
      return;
    }
    failure ??= err;
    watchers.close();
    log.error({ err }, 'the node has stopped');
  };
  const network: Transport<MemberMessage<Command, State, Answer>> = under ?? memoryNetwork().join();
  const forwarding = new Forwarding(decisionsLater(network, world.clock), {
    ...world,
    waitMs: ATTEMPT_MS,
    waitingMax: withLimits(limits).queueMax,
    report,
  });
  const comparison = new Comparison<Command, State, Answer>(forwarding.transport, {
    ...world,
    everySlots: options.compareEvery ?? COMPARE_EVERY,
    digest: ({ state, sessions }) => digestInSteps([state, sessions]),
    differs: (difference) => log.error(difference, 'another member has come to another state'),
    stop: (error) => {
      report(error);
      node.close();
    },
  });
  const own = { ...world, storage: store, transport: comparison.transport };
  const ports = observer === undefined ? own : observed(own, observer);
  const traceFailed = (err: unknown): void => {
    log.error({ err }, 'the trace could not be written, and ends');
  };
  const node = await openNode<Command, State, Answer>(
    {
      ...identity,
      // A cluster that was founded before there were leases has none.
      limits: { ...(under === undefined && ALONE), ...limits, leaseMs: 0, ...identity.limits },
      machine,
      report,
      follow: (now, applied) => {
        watchers.follow(now, applied);
        comparison.follow(applied);
      },
    },
    trace === undefined ? ports : traced(ports, identity, traceFile(trace, traceFailed)),
  );
  watchers.begin(node.status);
  comparison.begin(node);
  log.info({ cluster: identity.cluster, start: store.start }, 'opened');
  const entry = forwarding.entry(node);
  return {
    ...{ store, node, machine, entry, watchers, log },
    transport: under,
    compared: () => comparison.compared,
    failure: () => failure,
  };
}

/** The member's store. A cluster of one is made where there is none yet: nobody else could miss what it does not know. */
async function storeIn<Command, State, Answer>({
  folder,
  name,
  listen,
}: SynodOptions<Command, State, Answer>): Promise<LevelStorage<Command, State, Answer>> {
  const meant = name === undefined ? {} : { id: name as NodeId };
  try {
    return await openStore<Command, State, Answer>(folder, { meant });
  } catch (error) {
    const isNew = error instanceof StorageError && error.reason === 'empty';
    if (!isNew || listen !== undefined) throw error;
  }
  const id = nodeId(name ?? 'n1');
  await initialiseStore(folder, foundCluster({ name: 'synod', members: [id], limits: NO_LEASES }), id);
  return openStore<Command, State, Answer>(folder);
}

/** The connections to the others; undefined where there are none. */
async function transportOf<Message extends { readonly type: string }>(
  { listen, peers = {}, tls, allowPlainText }: Omit<SynodOptions<unknown, unknown, unknown>, 'machine'>,
  id: NodeId,
  configurations: readonly Governing[],
  log: Logger,
): Promise<TcpTransport<Message> | undefined> {
  const members = new Map(
    configurations.flatMap(({ configuration }) => configuration.members.map((one) => [one.id, one])),
  );
  members.delete(id);
  if (listen === undefined) {
    if (members.size === 0) return undefined;
    throw new InvalidOption(
      `Synod.open: expected an address on which ${id} listens (listen), since its cluster has ${members.size + 1} members; got none`,
    );
  }
  const missing = [...members.values()].filter(
    (one) => one.address === undefined && peers[one.id] === undefined,
  );
  if (missing.length > 0) {
    const names = missing.map((one) => one.id).join(', ');
    throw new InvalidOption(
      `Synod.open: expected where ${[...members.keys()].join(', ')} listen (peers); got nothing for ${names}`,
    );
  }
  const located = { [id]: listen, ...peers };
  const addresses = Object.entries(located).map(([name, text]) => [name, addressOf(text)] as const);
  return tcpTransport<Message>({
    listen: addressOf(listen),
    peers: Object.fromEntries(addresses),
    ...(tls && { tls }),
    ...(allowPlainText && { allowPlainText }),
    report: (error) => logConnection(log, error),
  });
}
