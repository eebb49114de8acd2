/** The mend as a drawing: the writes that reach the last server in the third attempt's run, and what the server with all its rules does with each. */
import type { Received, TraceStep } from '#model/index.js';
import { agreement } from '../01-one-server/claims.js';
import type { Write } from '../03-one-master-many-slaves/messages.js';
import type { Exhibit } from '../chapter.js';
import { promotion } from './promotion.js';
import { type ServerContext, serverMachine } from './server.js';

const thirdAttempt = promotion.instances.find(({ name }) => name === 'and successors replicate first')!;

/** A write that reaches a slave, and what the slave knows then. */
interface Arrival {
  readonly step: number;
  readonly write: Received<Write>;
  readonly slave: ServerContext;
}

// #region mend
export const mend: Exhibit = {
  needs: [thirdAttempt],
  make: (traceOf) => {
    const arrivals = traceOf(thirdAttempt, agreement.name).steps.flatMap(arrivalIn);
    const { id, servers, heard } = arrivals.at(-1)!.slave;
    const masters = arrivals.map(
      ({ write: { from } }) => `  ${from}["${from}, rank ${rankOf(from, servers)}"]`,
    );
    const arrows = arrivals.map(({ step, write, slave }) => {
      const isStored = serverMachine.resolveState({ value: 'slave', context: slave }).can(write);
      const [outcome, tip] = isStored ? ['stored', '-->'] : ['refused', '--x'];
      return `  ${write.from} -- "step ${step}: write ${write.value}, ${outcome}" ${tip} ${slave.id}`;
    });
    const slave = `  ${id}["${id}, has heard rank ${rankOf(heard!, servers)}"]`;
    return ['```mermaid', 'flowchart LR', ...masters.sort(), slave, ...arrows, '```'].join('\n');
  },
};
// #endregion

function arrivalIn({ event, before }: TraceStep, index: number): readonly Arrival[] {
  if (event.type !== 'write') return [];
  return [{ step: index + 1, write: event as Received<Write>, slave: before.context as ServerContext }];
}

function rankOf(server: string, servers: readonly string[]): number {
  return servers.indexOf(server) + 1;
}
