/** The three levels as a drawing: of each what it consists of and what can happen; between them the refinements that are claimed. */
import { acceptorMachine } from '../14-the-synod/acceptor.js';
import { clientMachine } from '../14-the-synod/client.js';
import { learnerMachine } from '../14-the-synod/learner.js';
import { proposerMachine } from '../14-the-synod/proposer.js';
import { twoBallots } from '../14-the-synod/sizes.js';
import type { Exhibit } from '../chapter.js';
import { consensusMachine } from './consensus.js';
import { electionOf } from './election.js';
import { synodRefinesVoting, votingRefinesConsensus } from './refinements.js';
import { beforeAnyVote, votingMachineOf } from './voting.js';

const election = electionOf(twoBallots);

const roles = [clientMachine, proposerMachine, acceptorMachine, learnerMachine];

// #region levels
export const levels: Exhibit = {
  needs: [],
  make: () => {
    const { context } = consensusMachine.config;
    return [
      '```mermaid',
      'flowchart BT',
      box(
        'synod',
        'Synod',
        roles.map(({ id }) => id),
        [...new Set(roles.flatMap(({ events }) => events))],
      ),
      box('voting', 'Voting', Object.keys(beforeAnyVote(election)), votingMachineOf(election).events),
      box('consensus', 'Consensus', Object.keys(context), consensusMachine.events),
      `  synod -- "${synodRefinesVoting(election).name}" --> voting`,
      `  voting -- "${votingRefinesConsensus(election).name}" --> consensus`,
      '```',
    ].join('\n');
  },
};
// #endregion

function box(
  name: string,
  title: string,
  consistsOf: readonly string[],
  canHappen: readonly string[],
): string {
  return `  ${name}["<b>${title}</b><br>${consistsOf.join(', ')}<br><i>${canHappen.join(', ')}</i>"]`;
}
