/**
 * A member, n1 of three, to which n3 speaks over loopback: frames that are damaged, or that lie.
 *
 * What is only damaged is refused, and n1 and n2 serve on. What lies as no sound member would may stop n1, by an error of the protocol's
 * own; until then it gives no promise and no vote that nobody has asked for.
 */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { memberKey } from '#src/node/witness.js';
import { memberOf } from '#src/paxos/configuration.js';
import { type NodeId, nodeId } from '#src/paxos/node-id.js';
import { ProtocolViolation } from '#src/paxos/violation.js';
import { initialiseStore, openStore } from '#src/storage/store.js';
import { Synod } from '#src/synod/synod.js';
import { type Address, addressOf } from '#src/transport/address.js';
import { type TcpTransport, tcpTransport } from '#src/transport/tcp-transport.js';
import { chance } from '#test/transport/fuzz.js';
import { hello, type Message, poll, Raw, until } from '#test/transport/words.js';
import { first, n1, n2, n3 } from '#test/unit/paxos/log-words.js';
import { burst } from './fuzzed-frames.js';
import { askedFor, eventsIn, flawsOf } from './trace-flaws.js';

type Node = Synod<unknown, unknown, unknown>;

const { cluster, limits } = hello;
const TIMES = { electionMs: 100, heartbeatMs: 20, resendMs: 40 };
/** After so many connections it is looked at whether n1 still serves. */
const SERVED_EVERY = 20;
/** Total, whatever a lie makes of its state. */
const machine = {
  start: null as unknown,
  apply: (state: unknown, command: unknown) => [command, state] as const,
};

/** What came of many lives. */
export interface Outcome {
  /** None of which a sound member has sent. */
  readonly frames: number;
  /** The messages that were to be believed, sound ones among them, and the connections that were to be refused. */
  readonly believed: number;
  readonly refused: number;
  /** The inputs that the replica has refused, as they were logged. */
  readonly inputsRefused: number;
  /** Answers to clients, and to a sound member in the end. */
  readonly answered: number;
  /** By what n1 was stopped, and how often. */
  readonly stops: Readonly<Record<string, number>>;
  /** What the process had in memory, in MiB: a figure after each tenth of the frames. */
  readonly memory: readonly number[];
}

type Counts = { -readonly [Key in keyof Outcome]: Outcome[Key] } & { stops: Record<string, number> };

/** That of the first life. In the gate the lives are always the same, as far as chance goes: time passes as it will. */
const SEED = Number(
  process.env.FUZZ_SEED ?? (process.env.FUZZ === undefined ? 0 : Math.floor(Math.random() * 2 ** 31)),
);
/** A life has so many frames, if it is not stopped before. */
const FRAMES_A_LIFE = 2_000;
/** Lives that go on side by side, since each waits for a disk now and then. */
const LANES = 4;

/** Lives of n1, one after the other, until there were so many frames. The first that goes wrong is told of. */
export async function liveThrough(framesMax: number, lies: boolean): Promise<Outcome> {
  const total: Counts = {
    ...{ frames: 0, believed: 0, refused: 0, inputsRefused: 0, answered: 0 },
    ...{ stops: {}, memory: [] },
  };
  let seed = SEED;
  const lane = async (): Promise<void> => {
    while (total.frames < framesMax) {
      await live(seed++, Math.min(FRAMES_A_LIFE, framesMax / LANES), lies, total);
      if (total.frames < (total.memory.length + 1) * (framesMax / 10)) continue;
      total.memory = [...total.memory, Math.round(process.memoryUsage().rss / 2 ** 20)];
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return total;
}

async function live(seed: number, framesMax: number, lies: boolean, total: Counts): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'synod-fuzzed-'));
  const life = new Life(folder, chance(seed), lies, total);
  try {
    await life.begin();
    while (life.frames < framesMax && life.goesOn) await life.next();
    await life.end();
  } catch (error) {
    const how = lies ? 'lie' : 'are damaged';
    throw new Error(`a life of frames that ${how} (FUZZ_SEED=${seed} begins with it)`, { cause: error });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

class Life {
  /** What n1 was asked for. */
  readonly #asked = new Set<string>();
  frames = 0;
  /** Connections that were to be refused, messages to n1's node, and refused frames that it has logged. */
  readonly #counts = { refused: 0, told: 0, logged: 0 };
  #isStranger = false;
  #connection = 0;
  #round = 0;
  #polled = 0;
  #node!: Node;
  #two!: Node | TcpTransport<Message>;
  #address!: Address;

  constructor(
    readonly folder: string,
    readonly random: () => number,
    readonly lies: boolean,
    readonly total: Counts,
  ) {}

  /** Until n1 is stopped, or was made to believe that another one is no member, or another life of it is. */
  get goesOn(): boolean {
    const { isClosed, configurations } = this.#node.member.node.status;
    const isMember = configurations.some(
      ({ configuration }) => memberOf(configuration, n2)?.incarnation === 0,
    );
    return isMember && !this.#isStranger && !isClosed;
  }

  async begin(): Promise<void> {
    const ports = await unusedPorts();
    // Nobody listens as n3.
    const peers = Object.fromEntries(ports.map((port, index) => [`n${index + 1}`, `127.0.0.1:${port}`]));
    this.#address = addressOf(peers.n1!);
    await this.#beginTwo(peers.n2!, peers);
    this.#node = await this.#open('n1', peers.n1!, peers);
    await until(() => this.#node.status.hasJoined, 'n1 takes part');
  }

  /** A burst over a connection of its own. */
  async next(): Promise<void> {
    const { executed } = this.#node.member.node.status;
    const { bytes, fuzzed, said, isRefused } = burst(
      this.random,
      { executed, round: this.#round },
      this.lies,
    );
    this.#note(n3, said);
    this.#counts.told += said.filter(({ type }) => OF_NODES.includes(type)).length;
    this.frames += fuzzed;
    this.total.frames += fuzzed;
    this.total.believed += said.length;
    if (isRefused) {
      this.#counts.refused++;
      this.total.refused++;
    }
    const raw = Raw.to(this.#address).greet({ id: n3, connection: ++this.#connection });
    raw.socket.end(bytes);
    await new Promise((resolve) => raw.socket.once('close', resolve));
    this.#isStranger = raw.kinds().includes('refusal');
    // The commands of a client, of which a lie may take the answer.
    if (this.lies && this.random() < 0.1)
      this.#node.propose(this.#connection, { withinMs: 50 }).catch(() => {});
    if (this.#connection % SERVED_EVERY === 0 && this.goesOn) await this.#serve();
  }

  /** What can be said of it in the end. */
  async end(): Promise<void> {
    if (this.goesOn) await this.#serve();
    const [node, wasOn] = [this.#node, this.goesOn];
    if (!wasOn) this.#stopped();
    await node.close();
    await this.#two.close();
    const { invalid } = node.status.counts;
    const { refused, told, logged } = this.#counts;
    const isAll = wasOn ? invalid === refused : invalid <= refused;
    claim(isAll && logged === invalid, `${refused} refused, ${invalid} counted, ${logged} logged`);
    const events = eventsIn(join(this.folder, 'n1.trace'));
    const heard = events.filter((event) => event.kind === 'received' && event.from === n3).length;
    claim(wasOn ? heard === told : heard <= told, `${told} said, ${heard} heard`);
    if (!this.lies)
      for (const event of eventsIn(join(this.folder, 'n2.trace')))
        if (event.kind === 'sent') this.#note(n2, [event.said as Message]);
    const flaws = flawsOf(events, n1, this.#asked);
    claim(flaws.length === 0, flaws.join('\n'));
    const store = await openStore<unknown, unknown, unknown>(join(this.folder, 'n1'));
    const known = Object.keys(store.witnessed).sort();
    claim(
      known.every((member) => MEMBERS.includes(member)),
      `${known} are remembered`,
    );
    await store.close();
  }

  /** It answers a client; or, where n3 lies and there may be no majority any more, at least the other member, if it is not stopped. */
  async #serve(): Promise<void> {
    if (this.#two instanceof Synod) await this.#node.propose(this.#connection);
    else {
      const before = this.#polled;
      this.#two.send(n1, poll(0));
      await until(() => this.#polled > before || !this.goesOn, 'an answer to a sound member');
      if (this.#polled === before) return;
    }
    this.total.answered++;
  }

  #stopped(): void {
    const failure = this.#node.member.failure();
    const { stops } = this.total;
    if (!this.#node.status.isClosed || failure instanceof ProtocolViolation) {
      const why = failure instanceof Error ? failure.name : 'others are no members';
      stops[why] = (stops[why] ?? 0) + 1;
    } else throw new Error('n1 was stopped by no violation of the protocol', { cause: failure });
  }

  #read(
    name: string,
    { msg, err }: { readonly msg: string; readonly err?: { readonly type: string } },
  ): void {
    if (name !== 'n1') return;
    if (err?.type === 'InvalidFrame') this.#counts.logged++;
    if (msg === 'an input was refused') this.total.inputsRefused++;
  }

  /**
   * The sound one. Where n3 lies it only answers, and does not vote: with decisions of its own it would contradict at once what n1 is made
   * to believe.
   */
  async #beginTwo(listen: string, peers: Readonly<Record<string, string>>): Promise<void> {
    if (!this.lies) {
      this.#two = await this.#open('n2', listen, peers);
      return;
    }
    const two = await tcpTransport<Message>({
      listen: addressOf(listen),
      peers: { n1: addressOf(peers.n1!) },
    });
    const receive = (_: unknown, said: Message): void => {
      if (said.type === 'started') two.send(n1, { type: 'witnessed', start: 1, reach: null });
      if (said.type !== 'told') return;
      if (said.message.type === 'prepare') this.#round = said.message.ballot.round;
      if (said.message.type === 'polled') this.#polled++;
    };
    two.open({ hello: { ...hello, id: n2 }, objection: () => null, receive });
    this.#two = two;
  }

  async #open(name: string, listen: string, peers: Readonly<Record<string, string>>): Promise<Node> {
    const folder = join(this.folder, name);
    await initialiseStore(folder, { cluster, configuration: first, limits }, nodeId(name));
    const log = pino({ level: 'warn' }, { write: (line) => this.#read(name, JSON.parse(line)) });
    const trace = join(this.folder, `${name}.trace`);
    const options = { machine, limits: TIMES, compareEvery: 5, trace, log };
    return Synod.open<unknown, unknown, unknown>({ folder, listen, peers, ...options });
  }

  /** Whoever asks has to do so in a ballot of its own. */
  #note(from: NodeId, said: readonly Message[]): void {
    for (const each of said) {
      if (each.type !== 'told') continue;
      const { message } = each;
      if (message.type !== 'prepare' && message.type !== 'accept') continue;
      const { proposer, incarnation = 0 } = message.ballot;
      if (proposer !== from || incarnation !== hello.incarnation) continue;
      this.#asked.add(askedFor.promise(message.ballot));
      if (message.type === 'accept') this.#asked.add(askedFor.vote(message));
    }
  }
}

/** What the trace sees: the rest is for the member around the node. */
const OF_NODES: readonly string[] = ['told', 'started', 'witnessed'] satisfies Message['type'][];
const MEMBERS: readonly string[] = [n2, n3].map((id) => memberKey(id, 0));

/** Of those that systems give to nobody by themselves: any other may be had by one of the many connections, before it is listened on. */
const PORTS = { from: 10_000, count: 20_000 };
let portAt = Math.floor(Math.random() * PORTS.count);

async function unusedPorts(): Promise<readonly number[]> {
  const ports: number[] = [];
  while (ports.length < 3) {
    const port = PORTS.from + (portAt++ % PORTS.count);
    const server = createServer().listen(port, '127.0.0.1');
    await once(server, 'listening').then(
      () => ports.push(port),
      () => {},
    );
    await new Promise((resolve) => server.close(resolve));
  }
  return ports;
}

function claim(isSo: boolean, otherwise: string): void {
  if (!isSo) throw new Error(otherwise);
}
