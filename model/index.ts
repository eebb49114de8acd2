/** The published surface of the checker: `synod/model`. */

export type { Counts, Coverage, GuardCoverage, RoleCoverage } from './coverage/coverage.js';
export { type Gap, gapsIn } from './coverage/gaps.js';
export type { HeldUp } from './coverage/held-up.js';
export { type Change, type Mutant, mutantsOf } from './coverage/mutants.js';
export { type Override, overridden } from './coverage/overridden.js';
/** How the checker checks what it is given, for what is put on top of it. */
export * as checks from './data/expect.js';
export { ModelError } from './data/model-error.js';
export { including } from './data/values.js';
export type { Answer, NamedGuard } from './diagnosis/lenient.js';
export { type Obstacle, type Obstacles, obstaclesTo, type RefusedEvent } from './diagnosis/obstacles.js';
export { ErrorInRun } from './exploration/error-in-run.js';
export { explore } from './exploration/explore.js';
export type { ExploreOptions } from './exploration/options.js';
export type { Pair } from './exploration/pairs.js';
export type { Profile } from './exploration/profile.js';
export type { Exploration, Result, Verdict } from './exploration/results.js';
export { graphToDot } from './export/dot.js';
export type { ExportOptions } from './export/explored.js';
export { type TlaModule, tlaModule } from './export/tla.js';
export type { Call, CallHistory, Return, SequentialSpecification } from './history/call-history.js';
export { type Linearizability, type LinearizableOptions, linearizable } from './history/linearizable.js';
export {
  type ActionPart,
  type Anatomy,
  anatomyOf,
  type GuardPart,
  type NodePart,
  type TransitionPart,
  type Use,
  unnamedParts,
} from './participant/anatomy.js';
export type { Address, AnyEvent, LocalState, Received, Sent, StepFunction } from './participant/process.js';
export { ABOVE_ALL } from './reduction/rank.js';
export { byHand, type Choice, type Position } from './replay/by-hand.js';
export { withRealNumbers } from './replay/real-numbers.js';
export { type Departure, formatDeparture, replay } from './replay/replay.js';
export { DocumentError } from './report/document.js';
export { drawTrace } from './report/drawing.js';
export { traceToItf } from './report/itf.js';
export { type TraceDocument, traceFromJson, traceToJson } from './report/json.js';
export { mermaidOf } from './report/mermaid.js';
export { statechartOf } from './report/statechart.js';
export { formatTrace } from './report/text.js';
export { type KeptVerdicts, linesOfVerdicts, verdictsFromJson, verdictsToJson } from './report/verdicts.js';
export { formatCause, formatEvent, formatState, type Show } from './report/words.js';
export type { Progress } from './search/progress.js';
export { type Composition, compose } from './system/compose.js';
export type { Fault, Faults } from './system/definition.js';
export { observe } from './system/history.js';
export { machinesOf } from './system/machines.js';
export type { Network, Round } from './system/network.js';
export {
  always,
  alwaysPossible,
  deadlockFree,
  eventually,
  type Fairness,
  type FairSteps,
  leadsTo,
  type Property,
  type Refinement,
  refines,
  sometimes,
  step,
  strong,
  weak,
} from './system/property.js';
export { type Participant, role } from './system/role.js';
export type { MessageOf } from './system/state-view.js';
export { type AnySystem, type StateOf, type System, system } from './system/system.js';
export { type End, type SentMessage, type Trace, type TraceStep, traceLength } from './trace/trace.js';
