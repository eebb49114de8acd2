/** The mutants that do no harm: in the largest instance all claims hold, and here is why they must. */

/** By the mutant's id. */
export const harmless: Readonly<Record<string, string>> = {
  'proposer: guard hasNoValue made true':
    'Until it proposes it may change its mind, and in a ballot it proposes once. The client asks it for the same value anyway.',
  'proposer: guard mayTakeRequest made true':
    'It changes its mind, as above; or, when it has no ballot left, it takes a value that it will never propose.',
  'proposer: assign forgetPromises dropped':
    'Nobody asks for promises once it proposes, and a new ballot begins without any. That it forgets them saves states.',
  'learner: assign learn without votes':
    'A vote for a value that was learned is no news, so the old tallies of that value are not looked at again.',
  'client: guard isNews made true': 'What is added to a set that has it already leaves the set as it was.',
};
