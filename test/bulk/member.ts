/** One member in a process of its own: `node --expose-gc member.js OPTIONS`. It answers its parent's questions. */
import { pino } from 'pino';
import { Synod } from '#src/synod/synod.js';
import { Stalls } from '#test/faults/stalls.js';
import { bulky, type Command, type Question, type Reply, type State } from './machine.js';

process.on('disconnect', () => process.exit());
const end = (line: string): void => {
  console.error(line);
  process.exit(1);
};
const node = await Synod.open<Command, State, number>({
  ...JSON.parse(process.argv[2]!),
  machine: bulky,
  checkMachine: false,
  log: pino({ level: 'error' }, { write: end }),
});
const stalls = new Stalls();
let leaders: string[] = [];
setInterval(() => {
  const { leader } = node.status;
  if (leader !== null && leader !== leaders.at(-1)) leaders.push(leader);
}, 20);
const say = (reply: Reply): void => void process.send!(reply);

process.on('message', async (question: Question) => {
  const { id } = question;
  if (question.type === 'status') {
    const { leader, executed, state } = node.status;
    const stalledMs = Math.round(stalls.takeLongestMs());
    globalThis.gc?.();
    const heapBytes = process.memoryUsage().heapUsed;
    const status = { leader, executed, megabytes: state.bulk.length, leaders, stalledMs, heapBytes };
    say({ id, type: 'status', status });
    leaders = leaders.slice(-1);
    return;
  }
  try {
    say({ id, type: 'answered', answer: (await node.propose(question.command)).answer });
  } catch (error) {
    say({ id, type: 'failed', why: String(error) });
  }
});
process.send!({ id: 0, type: 'answered', answer: 0 } satisfies Reply);
