/** The coverage of several explorations as one: what any of them made use of. */
import type { Counts, Coverage, RoleCoverage } from '#model/index.js';
import type { Findings } from './kind.js';

/**
 * Local steps are added up, by machine: where several roles have one, what any of them made use of. A `sometimes` has a
 * witness where any exploration found one.
 */
export function together(system: string, findings: readonly Findings[]): Coverage {
  const roles = new Map<string, RoleCoverage>();
  for (const role of findings.flatMap(({ coverage }) => coverage.roles)) {
    const key = role.machine ?? `role ${role.role}`;
    const before = roles.get(key);
    roles.set(key, before ? sum(before, role) : role);
  }
  const possible = findings.flatMap(({ results }) => results.filter(({ kind }) => kind === 'sometimes'));
  const witnessed = new Set(possible.filter(({ trace }) => trace).map(({ property }) => property));
  const names = new Set(possible.map(({ property }) => property));
  return {
    system,
    complete: findings.every(({ complete }) => complete),
    roles: [...roles.values()],
    unwitnessed: [...names].filter((name) => !witnessed.has(name)),
  };
}

function sum(one: RoleCoverage, other: RoleCoverage): RoleCoverage {
  return {
    ...one,
    role: [...new Set([...one.role.split(', '), other.role])].join(', '),
    transitions: matched(
      [...one.transitions, ...other.transitions],
      ({ id }) => id,
      (a, b) => ({ ...a, taken: a.taken + b.taken }),
    ),
    guards: matched(
      [...one.guards, ...other.guards],
      ({ guard, transition }) => `${transition}\n${guard}`,
      (a, b) => ({ ...a, yes: a.yes + b.yes, no: a.no + b.no }),
    ),
    actions: matched(
      [...one.actions, ...other.actions],
      ({ name }) => name,
      (a, b) => ({ ...a, ran: a.ran + b.ran }),
    ),
    sent: added(one.sent, other.sent),
    taken: added(one.taken, other.taken),
    refused: added(one.refused, other.refused),
    restarts: one.restarts + other.restarts,
    lost: added(one.lost, other.lost),
  };
}

/** Rows of one key become one row. */
function matched<Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
  merge: (one: Row, other: Row) => Row,
): readonly Row[] {
  const byKey = new Map<string, Row>();
  for (const row of rows) {
    const before = byKey.get(keyOf(row));
    byKey.set(keyOf(row), before === undefined ? row : merge(before, row));
  }
  return [...byKey.values()];
}

function added(one: Counts, other: Counts): Counts {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])].sort();
  return Object.fromEntries(names.map((name) => [name, (one[name] ?? 0) + (other[name] ?? 0)]));
}
