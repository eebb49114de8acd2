/** What `--help` says below the options of each command, in 80 columns. */

export const CHECK_HELP = `
Each claim is printed with the verdict that was found, and with the one its
chapter states where they differ. A claim that fails as stated is a result as
much as one that holds.

Examples:
  synod check                           everything there is
  synod check 14                        one chapter
  synod check 14 -i S6                  instances whose names begin so
  synod check 12 --override slave.isNotBelowLowest=true    without a rule
  synod check 12 --answers              the answers to its exercises
  synod check ./my-protocol.ts          systems of your own
  synod check 14 --max-states 1e6       with a budget of states
  synod check --json > verdicts.json    for other programs
  synod check 14 --trace-out traces     and every trace as a file
  synod check --replay trace.json       does a trace still go as it did?
  synod check --write-verdicts FILE     keep verdicts and sizes in a file
  synod check --verdicts FILE           are they still those in the file?

Exit code:
  0  every claim is as stated; the trace is followed to where its claim is
     decided
  1  a claim is not as stated; the machines depart from the trace; the file of
     verdicts has others
  2  wrong use, or a model that cannot be checked
  3  not finished: a budget ran out, or the run was interrupted`;

export const EXPLAIN_HELP = `
It explores only the instance whose trace it shows. The verdicts of the book's
other instances are quoted from spec/verdicts.json, where they were written when
the whole book was checked.

Examples:
  synod explain 14                   its question, its claims, one run
  synod explain 14 agreement         one claim, and a run that shows it
  synod explain 14 S6                one instance, by the beginning of its name
  synod explain 14 agreement -i S6   the claim in that instance
  synod explain 14 agreement -i S6 --format json    for other programs
  synod explain ./my-protocol.ts     systems of your own

Where a 'sometimes' never happens, it shows the nearest state, what a guard
refuses there, and how the run would go on if the guard said yes. Nearest means
the fewest guards to override, then the fewest steps.

Exit code: as for check.`;

export const REGRESS_HELP = `
The test fails when the machines no longer follow the trace to where its claim
is decided. It imports your own file by the path from where the test is written
to; without --out, by the path from here.

Examples:
  synod regress trace.json --out test/trace.test.ts
  synod regress trace.json ./my-protocol.ts --out test/my-protocol.test.ts`;

export const COVERAGE_HELP = `
Tables and statecharts are printed as Markdown. A transition's mark is (never)
where it was not taken, and (never, always refused) where its guard never let it
through; a state that was never entered is dashed.

Example:
  synod coverage 14 --format statechart > coverage.md

Exit code: 0 where everything was visited, 2 as for check, 3 where the run was
interrupted.`;

export const LIST_HELP = `
Check what is listed with: synod check CHAPTER --instance NAME`;

export const STEP_HELP = `
Type the number of what is to happen; ? says what else can be typed.

Examples:
  synod step 02                          until two clients disagree
  synod step 12 --trace trace.json       from the end of a saved trace
  synod step ./my-protocol.ts -i NAME    systems of your own`;

export const SIMULATE_HELP = `
Replicas and their drivers run on one thread over a simulated network, disks,
clocks and clients. Each run draws its cluster and its faults from its seed.
When a claim falls, the run is made smaller, and its end is printed as text and
as a Mermaid diagram.

Examples:
  synod simulate                         ten runs
  synod simulate --seed 7 --seeds 1      one run, the same each time
  synod simulate --seeds 1000 --steps 1e4
  synod simulate --json > result.json    for other programs

Exit code:
  0  every claim held
  1  a claim fell; or nothing was met that is rare, so that it is no evidence
  2  wrong use
  3  it was interrupted; what was seen until then is printed`;

export const CONFORM_HELP = `
Each event at a node's ports has to be zero or more steps of the machines of
chapters 16 and 17: what it makes durable, and what it says. A message has to be
sent before it is received, and the events of a node have no gap. The first step
that is not allowed is printed, with what the book's machines of that node are
in, and the nearest steps that are allowed. Leases are looked at as well, but
not when they run out: events have no time.

Members may come and go, by the rules of chapter 24: in each slot those vote who
govern it by what was decided. A member that was wiped and added again goes on
in its old file or in another one, and one that was removed ends its file.

Not looked at, since these chapters say nothing about it: what clients asked and
were told, sessions, other reads, elections; whether the disk kept what it said
it had kept, unless a later start shows it; a state beyond its digest.
What a node had kept before its first start in a file is believed. There has to
be a file for every node that has said anything.

Examples:
  synod conform n1.jsonl n2.jsonl n3.jsonl
  synod conform --json traces/*.jsonl > result.json

Exit code:
  0  every event is allowed
  1  one is not
  2  wrong use, or a file that is no trace
  3  it was interrupted; all events until then are allowed`;

export const SERVE_HELP = `
It serves until SIGTERM or SIGINT, then answers what is under way. At SIGHUP it
reads its certificates again. Its log is lines of JSON. An option of the
configuration is also a variable of the environment: for clients.listen,
SYNOD_CLIENTS_LISTEN. src/serve/README.md has an example.

Examples:
  synod init --config n1.json --new      once, for the first member
  synod serve --config n1.json
  SYNOD_LOG=debug synod serve --config n1.json

Exit code:
  0  it was asked to stop
  1  it has stopped by itself: its log says why
  2  it could not be started`;

export const INIT_HELP = `
A member begins with an empty store once: with the file of the cluster that it
founds, or with the one that synod member add has written for it. A member that
has lost its store must not begin again: remove it, and add another one.

Examples:
  synod init --config n1.json --new      founds the cluster, writes its file
  synod init --config n2.json            where that file was copied to`;

export const MEMBER_HELP = `
The server on this machine is asked, and has the leader change the members. A
change that would leave no quorum able to vote is refused, with what is missing.

Examples:
  synod member add n4 10.0.0.4:4000 --config n1.json --out n4.cluster.json
  synod init --config n4.json            there, with that file as its cluster
  synod serve --config n4.json
  synod member promote n4 --config n1.json
  synod member lead n4 --config n1.json  before n1 is stopped, if it leads
  synod member remove n1 --config n2.json`;

export const STATUS_HELP = `
It asks the server on this machine, at its admin port if it has one, with the
certificate and the first token that its configuration names.

Examples:
  synod status --config n1.json
  synod status --config n1.json --wait 30s && echo ready

Exit code:
  0  the server is ready: a majority can be reached, and it is not behind; with
     --alive: it lives
  1  it is not so, or it does not answer
  2  wrong use`;

export const SNAPSHOT_HELP = `
The server goes on meanwhile. What was answered by any member before the command
was given is in the file, which synod restore reads.

Example:
  synod snapshot --config n1.json --out table.backup`;

export const BACKUP_HELP = `
The file has what this member knows, also what it has voted for and has not
heard the end of. Where a server runs, synod snapshot tells more. synod restore
reads both.

Example:
  synod backup --config n1.json --out table.backup`;

export const RESTORE_HELP = `
The new cluster has another name than the old one, and its members have nothing
to do with those: stop the old ones, and move their folders and the cluster's
file away. What the old cluster did after the backup is not in the new one. All
members need the same backup.

Examples:
  synod restore --config n1.json --from table.backup --new
  synod restore --config n2.json --from table.backup     where both files are`;

export const RECOVER_HELP = `
For a cluster that has lost its majority, and will not get it back. Where it
will, wait: nothing is lost then. Give it every store that is left: it takes
what any of them knows to be decided, and above that what was voted for in the
highest ballot. What none of them has voted for is lost.

The new cluster has the members of the configuration. The old members are
strangers to it, and must not be started again: they would serve the old table.

Examples:
  mv n1 n1.old; mv cluster.json cluster.old.json
  synod recover --config n1.json --from n1.old --out table.backup
  synod restore --config n2.json --from table.backup     for each other one`;

export const DEMO_HELP = `
Three processes of synod serve run on free ports of this machine, with their
disks in a temporary folder. The leader is killed, cut off, and paused; then a
fourth node takes its place; then a majority is killed, then all of them. Beside
each event stands the chapter of the book that explains it. On a terminal, keys
take over:

  k  kill the leader     c  cut it off     p  pause it
  r  bring all back      q  end: all that was acknowledged is read back

Exit code:
  0  every claim was so
  1  some claim was not so
  3  it was interrupted
`;
