/** A seeded run of three replicas, told by each input that one of them was given and each effect that it asked for. */
import { type Ballot, showBallot } from '#src/paxos/ballot.js';
import type { Step } from '#src/paxos/effect.js';
import type { NodeId } from '#src/paxos/node-id.js';
import { replicaOf } from '#src/paxos/replica.js';
import type { Replica } from '#src/paxos/replica-state.js';
import { Chance } from '#src/simulator/chance.js';
import { ReplicaCluster } from '#test/model-based/replica-cluster.js';
import type { Make } from '#test/model-based/replica-mutants.js';
import type { Answer, Effect, Input, State } from '#test/model-based/replica-node.js';
import type { Happening } from '#test/model-based/replica-witness.js';

/** One in which much of what is rare happens. */
const SEED = 1500;
const TURNS = 360;

export interface Transcript {
  /** `n1 ← input` and `n1 → effect`; at the end the state of each replica, a field a line. */
  readonly lines: readonly string[];
  readonly happened: ReadonlySet<Happening>;
}

/** The run, of the shipped replica or of one that is made otherwise. */
export function transcriptOf(make: Make = replicaOf, seed = SEED): Transcript {
  const lines: string[] = [];
  const cluster = new ReplicaCluster((options) => told(options.id, make(options), lines));
  const chance = new Chance(seed, 'transcript');
  for (let turn = 0; turn < TURNS; turn++) cluster.turn(chance.below(100_000));
  for (const { id, replica } of cluster.nodes)
    for (const [field, value] of Object.entries(replica)) lines.push(`${id} = ${field} ${show(value)}`);
  return { lines, happened: cluster.witness.seen };
}

/** The functions, which write down what they are given and what they return. */
function told(id: NodeId, { start, step }: ReturnType<Make>, lines: string[]): ReturnType<Make> {
  const returned = (stepped: Step<Replica<string, State, Answer>, Effect>): typeof stepped => {
    for (const effect of stepped[1]) lines.push(effectLine(id, effect));
    return stepped;
  };
  return {
    start: (kept) => {
      lines.push(`${id} ← start${kept === undefined ? '' : fields(kept)}`);
      return returned(start(kept));
    },
    step: (replica, input) => {
      lines.push(inputLine(id, input));
      return returned(step(replica, input));
    },
  };
}

/** Without the time, which is the number of the turn. */
function inputLine(id: NodeId, input: Input): string {
  if (input.type === 'message') return `${id} ← ${input.from}  ${words(input.message)}`;
  const { now: _, ...rest } = { now: 0, ...input };
  return `${id} ← ${words(rest)}`;
}

function effectLine(id: NodeId, effect: Effect): string {
  if (effect.type !== 'send') return `${id} → ${words(effect)}`;
  return `${id} → ${effect.to}  ${words(effect.message)} restsOn=${effect.restsOn}`;
}

function words({ type, ...rest }: { readonly type: string }): string {
  return `${type}${fields(rest)}`;
}

function fields(record: object): string {
  return Object.entries(record)
    .map(([key, value]) => ` ${key}=${show(value)}`)
    .join('');
}

/** Texts and ballots as they are, anything else as JSON. */
function show(value: unknown): string {
  const shown = isBallot(value) ? showBallot(value) : value;
  if (typeof shown === 'string') return shown;
  return JSON.stringify(shown, (_, item) => (isBallot(item) ? showBallot(item) : item));
}

function isBallot(value: unknown): value is Ballot {
  return typeof value === 'object' && value !== null && 'round' in value && 'proposer' in value;
}
