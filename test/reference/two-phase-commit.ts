/** Two-phase commit, after Gray and Lamport's TLA+ module: messages stay in a set that only grows. */
import { setup } from 'xstate';
import { always, including, type Received, role, type Sent, sometimes, system } from '#model/index.js';
import { type Check, check, numbered, reference } from './reference.js';

export default reference('two-phase commit', { R: 'resource managers' }, twoPhaseCommit);

type Prepared = { readonly type: 'prepared' };
type Commit = { readonly type: 'commit' };
type Abort = { readonly type: 'abort' };

const managerSetup = setup({
  types: {
    context: {} as {
      readonly resources: number;
      /** The names of those whose `prepared` was received: a sorted set. */
      readonly prepared: readonly string[];
    },
    input: {} as { readonly resources: number },
    events: {} as Received<Prepared> | Commit | Abort,
    emitted: {} as Sent<Commit> | Sent<Abort>,
  },
  guards: {
    allArePrepared: ({ context }) => context.prepared.length === context.resources,
  },
});

/** The transaction manager. */
const manager = managerSetup
  .extend({
    actions: {
      rememberPrepared: managerSetup.assign({
        prepared: ({ context, event }) =>
          event.type === 'prepared' ? including(context.prepared, event.from) : context.prepared,
      }),
      commit: managerSetup.emit({ type: 'commit', to: 'resource' }),
      abort: managerSetup.emit({ type: 'abort', to: 'resource' }),
    },
  })
  .createMachine({
    id: 'manager',
    context: ({ input }) => ({ ...input, prepared: [] }),
    initial: 'collecting',
    states: {
      collecting: {
        on: {
          prepared: { actions: 'rememberPrepared' },
          commit: { guard: 'allArePrepared', target: 'ended', actions: 'commit' },
          abort: { target: 'ended', actions: 'abort' },
        },
      },
      ended: {},
    },
  });

const resourceSetup = setup({
  types: {
    events: {} as { type: 'prepare' } | { type: 'abortByItself' } | Received<Commit> | Received<Abort>,
    emitted: {} as Sent<Prepared>,
  },
});

/** A resource manager: what it is told it does, in whatever state it is. */
const resource = resourceSetup
  .extend({ actions: { prepared: resourceSetup.emit({ type: 'prepared', to: 'manager' }) } })
  .createMachine({
    id: 'resource',
    initial: 'working',
    on: { commit: '.committed', abort: '.aborted' },
    states: {
      working: {
        on: {
          prepare: { target: 'prepared', actions: 'prepared' },
          abortByItself: 'aborted',
        },
      },
      prepared: {},
      committed: {},
      aborted: {},
    },
  });

function twoPhaseCommit(resources: number): Check {
  const transaction = system({
    name: 'two-phase-commit',
    network: 'lossy',
    symmetry: { roles: ['resource'] },
    roles: {
      manager: role(manager, {
        instances: { tm: { resources } },
        inputs: [{ type: 'commit' }, { type: 'abort' }],
        ignores: {
          prepared: 'the transaction has ended',
          commit: 'the transaction has ended',
          abort: 'the transaction has ended',
        },
      }),
      resource: role(resource, {
        instances: numbered('rm', resources),
        inputs: [{ type: 'prepare' }, { type: 'abortByItself' }],
        ignores: { prepare: 'it works no longer', abortByItself: 'it works no longer' },
      }),
    },
  });
  return check(transaction, [
    always(
      'nobody commits what another aborts',
      ({ resource }) =>
        !(
          resource.some(({ value }) => value === 'committed') &&
          resource.some(({ value }) => value === 'aborted')
        ),
    ),
    sometimes('all commit', ({ resource }) => resource.every(({ value }) => value === 'committed')),
  ]);
}
