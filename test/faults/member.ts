/** One member in a process of its own: `node member.js SETTING`. It answers its parent's questions, and ends when its node has stopped. */
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
import { Stalls } from './stalls.js';

/** Often, so that members that differ are found. */
const COMPARE_EVERY = 100;
const LEAD_WITHIN_MS = 3_000;

process.on('disconnect', () => process.exit());
const { clock: ofClock = {}, ...setting }: Setting = JSON.parse(process.argv[2]!);
const end = (line: string): void => {
  console.error(line);
  process.exitCode = 1;
  process.disconnect();
};
const clock = new SkewedClock(ofClock);
const node = await Synod.open<Command, Sums, number>(
  {
    ...setting,
    // The network is the tests' own.
    allowPlainText: true,
    machine: sums,
    // Snapshots are taken often, so that a member that was away needs one.
    limits: { decreesMax: 200, electionMs: ELECTION_MS, heartbeatMs: HEARTBEAT_MS, resendMs: 150 },
    compareEvery: COMPARE_EVERY,
    log: pino({ level: 'error' }, { write: end }),
  },
  { clock, random: Math.random },
);
const stalls = new Stalls();
const say = (reply: Reply): void => void process.send!(reply);

process.on('message', async (question: Question) => {
  const { id } = question;
  if (question.type === 'jump' || question.type === 'set') {
    clock[question.type](question.ms);
    return;
  }
  if (question.type === 'status') {
    const { leader, executed, state } = node.status;
    say({ id, type: 'status', leader, executed, state, stalledMs: stalls.takeLongestMs() });
    return;
  }
  try {
    if (question.type === 'change') {
      const { change, member } = question;
      const cluster = change === 'add' ? await node.members.add({ id: member }) : null;
      if (change === 'lead') await node.transfer(member, { withinMs: LEAD_WITHIN_MS });
      else if (change !== 'add') await node.members[change](member);
      say({ id, type: 'changed', cluster });
      return;
    }
    const { command, withinMs } = question;
    const within = withinMs === undefined ? {} : { withinMs };
    const { answer } = await (command.add === 0 ? node.read(command, within) : node.propose(command, within));
    say({ id, type: 'answered', answer });
  } catch (error) {
    say({ id, type: error instanceof OutcomeUnknown ? 'unknown' : 'rejected', why: String(error) });
  }
});
