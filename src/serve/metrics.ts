/** What Prometheus is told of a server. All names begin with `synod_`, besides those of the process, which prom-client gives. */
import type { FastifyInstance } from 'fastify';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Observer } from '../node/observed.js';
import type { Member } from './keys.js';
import { MEASURES, type Measure, type Measures } from './measures.js';
import { answers, bytes } from './schemas.js';
import { WATCH_ROUTE, type Watches } from './watching.js';

/** In seconds. A sync of a good disk takes less than a millisecond, that of a bad one a good part of a second. */
const BUCKETS = [0.000_5, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10];

export class Metrics {
  readonly #registry = new Registry();
  readonly #requests = new Histogram({
    name: 'synod_request_seconds',
    help: 'How long requests over HTTP took until they were answered',
    labelNames: ['method', 'route', 'status'],
    buckets: BUCKETS,
    registers: [this.#registry],
  });
  readonly #syncs = new Histogram({
    name: 'synod_sync_seconds',
    help: 'How long writes to the store took until they were durable',
    buckets: BUCKETS,
    registers: [this.#registry],
  });
  readonly #elections = this.#counter(
    'synod_elections_total',
    'Ballots in which this member has asked for promises',
  );
  readonly #leaders = this.#counter(
    'synod_leader_changes_total',
    'Ballots in which a leader was heard, or was this member',
  );
  #decided = 0;

  constructor() {
    collectDefaultMetrics({ register: this.#registry });
  }

  /** What the member is to be opened with. */
  get observer(): Observer {
    return {
      wrote: (ms) => this.#syncs.observe(ms / 1_000),
      campaigned: () => this.#elections.inc(),
      led: () => this.#leaders.inc(),
      decided: (through) => {
        this.#decided = Math.max(this.#decided, through);
      },
    };
  }

  /** A request was answered. */
  answered(method: string, route: string, status: number, ms: number): void {
    // It lasts as long as its client likes.
    if (route === WATCH_ROUTE) return;
    this.#requests.observe({ method, route, status }, ms / 1_000);
  }

  /** From now on the member is looked at whenever somebody asks for the metrics. */
  show(member: Member, watches: Watches): void {
    for (const measure of MEASURES) this.#show(measure, member);
    this.#show({ name: 'synod_watches', help: 'Clients that watch', of: () => watches.count }, member);
    this.#show(
      {
        name: 'synod_behind_slots',
        help: 'Slots that the leader said were decided, and that are not executed here',
        of: ({ executed }) => Math.max(0, this.#decided - executed),
      },
      member,
    );
  }

  routes(app: FastifyInstance): void {
    app.get(
      '/metrics',
      { schema: { summary: 'Metrics for Prometheus', response: answers(bytes(TEXT)) } },
      async (_, reply) => {
        void reply.type(this.#registry.contentType);
        return this.#registry.metrics();
      },
    );
  }

  #counter(name: string, help: string): Counter {
    return new Counter({ name, help, registers: [this.#registry] });
  }

  #show(measure: Measure | Measures, member: Member): void {
    const { name, help } = measure;
    const labelNames = 'label' in measure ? [measure.label] : [];
    // Both kinds are set to what they are, since the member has counted.
    const set = (metric: Counter | Gauge): void => {
      metric.reset();
      if ('label' in measure)
        for (const [of, value] of Object.entries(measure.of(member.status)))
          metric.inc({ [measure.label]: of }, value);
      else metric.inc(measure.of(member.status));
    };
    const options = { name, help, labelNames, registers: [this.#registry] };
    if (name.endsWith('_total'))
      new Counter({
        ...options,
        collect() {
          set(this);
        },
      });
    else
      new Gauge({
        ...options,
        collect() {
          set(this);
        },
      });
  }
}

const TEXT = 'text/plain';
