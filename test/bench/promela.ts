/**
 * Message-set Paxos in Promela: the same states and transitions as the reference model, one option a transition.
 *
 * The state vector is as small as it gets without tricks, and is a function of the state: the sets of messages are
 * bits and codes in fixed places. A vote (ballot, value) has a code from 1 up, ordered by ballot; 0 is no vote.
 */

/**
 * The model, with the assertion that two values are never both chosen, in each step that may choose one.
 *
 * @param isPacked whether the state vector is packed into bits; into bytes otherwise.
 */
export function promela(acceptors: number, values: number, ballots: number, isPacked = false): string {
  const quorum = Math.floor(acceptors / 2) + 1;
  const everyAcceptor = upTo(acceptors);
  const everyValue = upTo(values);
  const everyBallot = upTo(ballots);
  const lastVote = codeOfVote(ballots - 1, values - 1);

  const prepare = (b: number) => `d_step { prepared = prepared | ${1 << b} }`;

  const promise = (b: number, a: number) =>
    `d_step { (prepared & ${1 << b}) && promised[${a}] < ${b + 1} -> ` +
    `promised[${a}] = ${b + 1}; ${report(b, a)} = 1 + voted[${a}] }`;

  const propose = (b: number, v: number) => {
    const highestIs = (k: number) =>
      `(${everyAcceptor.map((a) => `${report(b, a)} == ${1 + codeOfVote(k, v)}`).join(' || ')}) && ` +
      quorumReportsAtMost(b, codeOfVote(k, values - 1));
    const allowed = [quorumReportsAtMost(b, 0), ...upTo(b).map(highestIs)].map(parenthesised).join(' || ');
    return `d_step { proposed[${b}] == 0 && (${allowed}) -> proposed[${b}] = ${v + 1} }`;
  };

  const vote = (b: number, v: number, a: number) => {
    const others = everyBallot.flatMap((k) => everyValue.filter((w) => w !== v).map((w) => isChosen(k, w)));
    const agreement = others.length === 0 ? '' : `; assert(!${isChosen(b, v)} || !(${others.join(' || ')}))`;
    return (
      `d_step { proposed[${b}] == ${v + 1} && promised[${a}] <= ${b + 1} -> ` +
      `promised[${a}] = ${b + 1}; voted[${a}] = ${codeOfVote(b, v)}; ` +
      `${accepted(b, v)} = ${accepted(b, v)} | ${1 << a}${agreement} }`
    );
  };

  /** What `a` reported with its promise for `b`: 0 for no promise, or 1 + the code of its vote. */
  function report(b: number, a: number): string {
    return `reported[${b * acceptors + a}]`;
  }

  function quorumReportsAtMost(b: number, code: number): string {
    const each = everyAcceptor.map((a) => `(${report(b, a)} >= 1 && ${report(b, a)} <= ${1 + code})`);
    return `(${each.join(' + ')} >= ${quorum})`;
  }

  /** The acceptors that voted for `v` in `b`, as bits. */
  function accepted(b: number, v: number): string {
    return `accepted[${b * values + v}]`;
  }

  function isChosen(b: number, v: number): string {
    return `(${everyAcceptor.map((a) => `((${accepted(b, v)} >> ${a}) & 1)`).join(' + ')} >= ${quorum})`;
  }

  function codeOfVote(b: number, v: number): number {
    return 1 + b * values + v;
  }

  const options = [
    ...everyBallot.map(prepare),
    ...everyBallot.flatMap((b) => everyAcceptor.map((a) => promise(b, a))),
    ...everyBallot.flatMap((b) => everyValue.map((v) => propose(b, v))),
    ...everyBallot.flatMap((b) => everyValue.flatMap((v) => everyAcceptor.map((a) => vote(b, v, a)))),
  ];
  const declare = isPacked ? packed : inBytes;
  const model = `/* Ballots and values are counted from 1, so that 0 is none. */
${declare('promised', ballots, acceptors)}
${declare('voted', lastVote, acceptors)}
${declare('prepared', 2 ** ballots - 1)}
${declare('reported', 1 + lastVote, ballots * acceptors)}
${declare('proposed', values, ballots)}
${declare('accepted', 2 ** acceptors - 1, ballots * values)}

active proctype paxos() {
  do
${options.map((option) => `  :: ${option}`).join('\n')}
  od
}
`;
  return isPacked ? model.replace(/(\w+)\[(\d+)\]/g, '$1_$2') : model;
}

function inBytes(name: string, greatest: number, count?: number): string {
  return `${typeUpTo(greatest)} ${name}${count === undefined ? '' : `[${count}]`};`;
}

/** Each in as many bits as it needs. Promela has no arrays of such fields, so each element is a variable. */
function packed(name: string, greatest: number, count?: number): string {
  const bits = Math.ceil(Math.log2(greatest + 1));
  const names = count === undefined ? [name] : upTo(count).map((index) => `${name}_${index}`);
  return names.map((one) => `unsigned ${one} : ${bits};`).join('\n');
}

/** The longest path without a repeated state: each ballot is prepared and proposed once, promised and voted by all. */
export function longestPath(acceptors: number, ballots: number): number {
  return 2 * ballots + 2 * acceptors * ballots;
}

function typeUpTo(greatest: number): string {
  if (greatest <= 0xff) return 'byte';
  if (greatest <= 0x7fff) return 'short';
  if (greatest <= 0x7fffffff) return 'int';
  throw new RangeError(
    `Promela's numbers end at 2^31 - 1; the model needs ${greatest}: fewer acceptors or ballots`,
  );
}

function parenthesised(expression: string): string {
  return `(${expression})`;
}

function upTo(limit: number): number[] {
  return Array.from({ length: limit }, (_, index) => index);
}
