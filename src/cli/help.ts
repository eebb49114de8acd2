/** What `--help` says below the options of each command. */

export const CHECK_HELP = `
Each claim is printed with the verdict its chapter expects and the verdict found.
A claim that fails where it should is a result as much as one that holds.

Examples:
  synod check                           everything there is
  synod check 14                        one chapter
  synod check 14 -i S6                  one instance, by the beginning of its name
  synod check 12 --override slave.isNotBelowLowest=true    without a rule
  synod check 12 --answers              the answers to its exercises
  synod check ./my-protocol.ts          systems of one's own
  synod check 14 --max-states 1e6       with a budget of states
  synod check --json > verdicts.json    for other programs
  synod check 14 --trace-out traces     and every trace as a file
  synod check --replay trace.json       does a trace still go as it did?
  synod check --write-verdicts FILE     keep verdicts and sizes in a file
  synod check --verdicts FILE           are they still those in the file?

Exit code:
  0  every claim is as stated; the trace is followed to where its claim is decided
  1  a claim is not as stated; the machines depart from the trace; the file of verdicts tells otherwise
  2  wrong use, or a model that cannot be checked
  3  not finished: a budget ran out, or the run was interrupted`;

export const EXPLAIN_HELP = `
It explores the one instance whose trace it shows. Verdicts of the book's other instances are quoted from spec/verdicts.json, where they
were written when the whole book was checked.

Examples:
  synod explain 14                                    a chapter: its question, its claims, one run
  synod explain 14 agreement                          one claim, and the run that breaks or shows it
  synod explain 14 S6                                 one instance, by the beginning of its name
  synod explain 14 agreement -i S6                    the claim in that instance
  synod explain 14 agreement -i S6 --format json      the trace, for --replay and for other programs
  synod explain ./my-protocol.ts                      systems of one's own

Of a 'sometimes' that never happens it shows the state that comes nearest, what a guard refuses there, and how it would
go on were that let through. Nearest: the fewest guards to override, then the fewest steps.

Exit code: as for check.`;

export const REGRESS_HELP = `
The test fails when the machines no longer follow the trace to where its claim is decided. It imports one's own file by
the path from where it is written to; without --out, by the path from here.

Examples:
  synod regress trace.json --out test/trace.test.ts
  synod regress trace.json ./my-protocol.ts --out test/my-protocol.test.ts`;

export const COVERAGE_HELP = `
Tables and statecharts are printed as Markdown. A transition's mark is (never) where it was not taken, and
(never, always refused) where its guard never let it through; a state that was never entered is dashed.

Example:
  synod coverage 14 --format statechart > coverage.md

Exit code: 0 where everything was visited, 2 as for check, 3 where the run was interrupted.`;

export const LIST_HELP = `
Check what is listed with: synod check CHAPTER --instance NAME`;

export const STEP_HELP = `
Type the number of what is to happen; ? says what else can be typed.

Examples:
  synod step 02                          until two clients are told different things
  synod step 12 --trace trace.json       from the end of a trace, as --trace-out writes it
  synod step ./my-protocol.ts -i NAME    systems of one's own`;
