/** Inputs of a replica as traces tell them, in one line each. */
import { match } from 'ts-pattern';
import { showBallot } from '../paxos/ballot.js';
import type { Request } from '../paxos/decree.js';
import type { Command } from './register.js';
import type { Decree, Input, Message } from './words.js';

/** What the input is, without who gave it. */
export function showInput(input: Input): string {
  return match(input)
    .with({ type: 'message' }, ({ message }) => showMessage(message))
    .with({ type: 'timer' }, ({ timer }) => `${timer} timer`)
    .with({ type: 'request' }, ({ request }) => showRequest(request))
    .with({ type: 'requests' }, ({ requests }) => requests.map(showRequest).join(', '))
    .with({ type: 'openSession' }, () => 'open a session')
    .with({ type: 'configure' }, ({ configuration: { id } }) => `configuration ${id}`)
    .with({ type: 'enable' }, ({ version }) => `enable version ${version}`)
    .with({ type: 'read' }, ({ command }) => `read ${command.id}`)
    .with({ type: 'transfer' }, ({ to }) => `let ${to} lead`)
    .with({ type: 'stoodStill' }, () => 'the clock has stood still')
    .with({ type: 'durable' }, ({ number }) => `durable ${number}`)
    .exhaustive();
}

function showRequest({ session, sequence, command }: Request<Command>): string {
  return `request ${command.id} session=${session} sequence=${sequence}`;
}

function showMessage(message: Message): string {
  return [
    message.type,
    ...('ballot' in message ? [`ballot=${showBallot(message.ballot)}`] : []),
    ...('slot' in message ? [`slot=${message.slot}`] : []),
    ...('after' in message ? [`after=${message.after}`] : []),
    ...('decided' in message ? [`decided=${message.decided}`] : []),
    ...('value' in message ? [showDecree(message.value)] : []),
    ...('values' in message ? message.values.map(showDecree) : []),
    ...('votes' in message
      ? message.votes.map(
          ({ slot, ballot, value }) => `vote=${slot}/${showBallot(ballot)}/${showDecree(value)}`,
        )
      : []),
    ...('to' in message ? [`to=${message.to}`] : []),
    ...('snapshot' in message ? [`through=${message.snapshot.through}`] : []),
  ].join(' ');
}

function showDecree(decree: Decree): string {
  return match(decree)
    .with({ type: 'noOp' }, () => 'no-op')
    .with({ type: 'batch' }, ({ requests }) => `[${requests.map(({ command }) => command.id).join(', ')}]`)
    .with({ type: 'openSession' }, () => 'open-session')
    .with({ type: 'enable' }, ({ version }) => `enable-version-${version}`)
    .with({ type: 'expireSession' }, ({ session }) => `expire-session-${session}`)
    .with({ type: 'configuration' }, ({ configuration: { id } }) => `configuration-${id}`)
    .exhaustive();
}
