/** One member in a process of its own: `node member.js SETTING`. It answers its parent's questions, and ends when its node has stopped. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { pino } from 'pino';
import { OutcomeUnknown } from '#src/node/outcome.js';
import { Synod } from '#src/synod/synod.js';
import {
  type Command,
  ELECTION_MS,
  HEARTBEAT_MS,
  type Question,
  type Reply,
  type Setting,
  type Sums,
  sums,
} from './machine.js';
import { SkewedClock } from './skewed-clock.js';

process.on('disconnect', () => process.exit());
const { clockRate = 1, ...setting }: Setting = JSON.parse(process.argv[2]!);
const end = (line: string): void => {
  console.error(line);
  process.exitCode = 1;
  process.disconnect();
};
const clock = new SkewedClock(clockRate);
const node = await Synod.open<Command, Sums, number>(
  {
    ...setting,
    // The network is the tests' own.
    allowPlainText: true,
    machine: sums,
    // Snapshots are taken often, so that a member that was away needs one.
    limits: { decreesMax: 200, electionMs: ELECTION_MS, heartbeatMs: HEARTBEAT_MS, resendMs: 150 },
    log: pino({ level: 'error' }, { write: end }),
  },
  { clock, random: Math.random },
);
const delays = monitorEventLoopDelay({ resolution: 10 });
delays.enable();
const say = (reply: Reply): void => void process.send!(reply);

process.on('message', async (question: Question) => {
  const { id } = question;
  if (question.type === 'jump') {
    clock.jump(question.ms);
    return;
  }
  if (question.type === 'status') {
    const { leader, executed, state } = node.status;
    say({ id, type: 'status', leader, executed, state, stalledMs: delays.max / 1e6 });
    delays.reset();
    return;
  }
  const { command, withinMs } = question;
  const within = withinMs === undefined ? {} : { withinMs };
  try {
    const { answer } = await (command.add === 0 ? node.read(command, within) : node.propose(command, within));
    say({ id, type: 'answered', answer });
  } catch (error) {
    say({ id, type: error instanceof OutcomeUnknown ? 'unknown' : 'rejected', why: String(error) });
  }
});
