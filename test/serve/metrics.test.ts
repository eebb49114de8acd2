import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { configurationIn } from '#src/serve/configuration.js';
import type { Server } from '#src/serve/server.js';
import { ask, founded, started } from '#test/serve/cluster.js';
import { until } from '#test/transport/words.js';

let cluster: Awaited<ReturnType<typeof founded>>;
let servers: Server[];

beforeAll(async () => {
  cluster = await founded(3, () => ({ metrics: { listen: '127.0.0.1:0' } }));
  servers = await Promise.all(cluster.names.map((name) => started(configurationIn(cluster.file(name), {}))));
}, 60_000);

afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
  cluster.remove();
});

interface Family {
  readonly help: string;
  readonly type: string;
  /** By their labels, as they are written. */
  readonly samples: ReadonlyMap<string, number>;
}

/** The text format of Prometheus, version 0.0.4. Whatever is no line of it is refused. */
function familiesIn(text: string): ReadonlyMap<string, Family> {
  const families = new Map<string, { help: string; type: string; samples: Map<string, number> }>();
  expect(text.endsWith('\n')).toBe(true);
  for (const line of text.trim().split('\n').filter(Boolean)) {
    const [, keyword, named, rest] = /^# (HELP|TYPE) ([a-z_:][a-z0-9_:]*) (.+)$/i.exec(line) ?? [];
    if (keyword === 'HELP') families.set(named!, { help: rest!, type: '', samples: new Map() });
    else if (keyword === 'TYPE') families.get(named!)!.type = rest!;
    else {
      const [, name, labels = '', value] = SAMPLE.exec(line) ?? expect.unreachable(line);
      const family = families.get(name!) ?? families.get(name!.replace(/_(bucket|sum|count)$/, ''));
      family!.samples.set(`${name}${labels}`, Number(value));
    }
  }
  return families;
}

const LABEL = '[a-z_][a-z0-9_]*="(?:[^"\\\\\\n]|\\\\.)*"';
const SAMPLE = new RegExp(`^([a-z_:][a-z0-9_:]*)(\\{${LABEL}(?:,${LABEL})*\\})? (\\S+)$`, 'i');

async function metricsOf(index: number): Promise<ReadonlyMap<string, Family>> {
  const response = await fetch(`${servers[index]!.metrics}/metrics`);
  expect(response.headers.get('content-type')).toContain('text/plain; version=0.0.4');
  return familiesIn(await response.text());
}

const sample = async (index: number, name: string, labels = ''): Promise<number | undefined> =>
  (await metricsOf(index)).get(name)?.samples.get(`${name}${labels}`);

const leader = (): number =>
  servers.findIndex(({ member: { status } }) => status.phase === 'leading' && !status.isClosed);

describe('the metrics of a server', () => {
  test('count what was asked and how long it took, by route and not by key', async () => {
    for (const key of ['a', 'b']) await ask(`${servers[0]!.clients}/v1/keys/${key}`, 'PUT', { value: 'x' });
    await ask(`${servers[0]!.clients}/v1/keys/c`);
    await ask(`${servers[0]!.clients}/nowhere`);
    const { samples } = (await metricsOf(0)).get('synod_request_seconds')!;
    const count = (labels: string): number | undefined =>
      samples.get(`synod_request_seconds_count{${labels}}`);
    expect(count('method="PUT",route="/v1/keys/:key",status="200"')).toBe(2);
    expect(count('method="GET",route="/v1/keys/:key",status="404"')).toBe(1);
    expect(count('method="GET",route="none",status="404"')).toBe(1);
    const took = samples.get('synod_request_seconds_sum{method="PUT",route="/v1/keys/:key",status="200"}');
    expect(took).toBeGreaterThan(0);
  });

  test('say who leads, and how far each has come', async () => {
    await ask(`${servers[0]!.clients}/v1/keys/far`, 'PUT', { value: 'x' });
    const { executed } = servers[leader()]!.member.status;
    for (const index of [0, 1, 2]) {
      expect(await sample(index, 'synod_is_leader')).toBe(index === leader() ? 1 : 0);
      expect(await sample(index, 'synod_has_leader')).toBe(1);
      await until(() => servers[index]!.member.status.executed >= executed, 'catching up');
      expect(await sample(index, 'synod_executed_slot')).toBeGreaterThanOrEqual(executed);
      expect(await sample(index, 'synod_behind_slots')).toBe(0);
    }
    expect(await sample(leader(), 'synod_elections_total')).toBeGreaterThan(0);
  });

  test('count syncs, messages and peers', async () => {
    const from = leader();
    const other = cluster.names[from === 0 ? 1 : 0]!;
    await until(() => servers[from]!.member.status.peers[other]?.isConnected === true, 'a connection');
    expect(await sample(from, 'synod_peer_connected', `{peer="${other}"}`)).toBe(1);
    expect(await sample(from, 'synod_messages_total', '{what="sent"}')).toBeGreaterThan(0);
    expect(await sample(from, 'synod_under_way', '{kind="persists"}')).toBeGreaterThanOrEqual(0);
    const syncs = (await metricsOf(from)).get('synod_sync_seconds')!.samples;
    expect(syncs.get('synod_sync_seconds_count')).toBeGreaterThan(0);
    expect(syncs.get('synod_sync_seconds_bucket{le="+Inf"}')).toBe(syncs.get('synod_sync_seconds_count'));
  });

  test('are named as Prometheus asks: counters end in _total, times are in seconds, each has a help', async () => {
    for (const [name, { help, type }] of await metricsOf(0)) {
      expect(help, name).not.toBe('');
      expect(name).not.toMatch(/_(ms|milliseconds|minutes|kilobytes)(_|$)/);
      if (name.startsWith('synod_')) expect(name.endsWith('_total'), name).toBe(type === 'counter');
      if (type === 'histogram') expect(name).toMatch(/_seconds$/);
    }
  });

  test('change when the leader does', async () => {
    const before = leader();
    const other = (before + 1) % 3;
    const changes = (await sample(other, 'synod_leader_changes_total'))!;
    expect(changes).toBeGreaterThan(0);
    await servers[before]!.close();
    await until(() => leader() !== -1 && leader() !== before, 'another leader', 20_000);
    await ask(`${servers[other]!.clients}/v1/keys/after`, 'PUT', { value: 'x' });
    expect(await sample(other, 'synod_leader_changes_total')).toBeGreaterThan(changes);
  });
});

interface Panel {
  readonly title: string;
  readonly targets: readonly { readonly expr: string }[];
}

describe('the dashboard', () => {
  const { panels } = JSON.parse(
    readFileSync(new URL('../../docs/grafana.json', import.meta.url), 'utf8'),
  ) as { readonly panels: readonly Panel[] };
  const named = new Set(
    panels
      .flatMap(({ targets }) => targets)
      .flatMap(({ expr }) => expr.match(/\b(?:synod|nodejs|process)_\w+/g) ?? []),
  );

  test('shows what servers tell, and all that only they tell', async () => {
    const index = servers.findIndex(({ member }) => !member.status.isClosed);
    const there = [...(await metricsOf(index))].flatMap(([name, { samples }]) => [
      name,
      ...[...samples.keys()].map((sample) => sample.replace(/\{.*/, '')),
    ]);
    expect([...named].filter((name) => !there.includes(name))).toEqual([]);
    const ofFamily = (name: string): boolean =>
      [...named].some((shown) => shown.replace(/_(bucket|sum|count)$/, '') === name);
    const families = [...(await metricsOf(index)).keys()].filter((name) => name.startsWith('synod_'));
    expect(families.filter((name) => !ofFamily(name))).toEqual([]);
    expect(named.size).toBeGreaterThan(15);
  });

  test('has no two panels of one title, and none without a question', () => {
    expect(new Set(panels.map(({ title }) => title)).size).toBe(panels.length);
    expect(panels.filter(({ targets }) => targets.length === 0)).toEqual([]);
  });
});
