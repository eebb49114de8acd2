/** `--format sarif`: what is not as stated, in the Static Analysis Results Interchange Format, version 2.1.0 (OASIS). */
import type { Log, Result } from 'sarif';
import { type Decided, standing } from '../outcome.js';
import type { Telling } from './claim-text.js';

/**
 * The document. Each claim is a rule, and each claim that is not as stated a result, with its trace in the message. What is not
 * finished is no result: it is told as a warning about the run, which then was not successful; or as an error, where the instance could
 * not be explored.
 *
 * @param version the program's.
 */
export function sarif(claims: readonly Decided[], telling: Telling, version: string): string {
  const unfinished = claims.filter((claim) => standing(claim) === 'not finished');
  const rules = new Map(claims.map((claim) => [ruleId(claim), claim]));
  const ids = [...rules.keys()];
  const document: Log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'synod',
            version,
            rules: [...rules].map(([id, { claim, kind }]) => ({
              id,
              name: claim,
              shortDescription: { text: `${claim} (${kind})` },
            })),
          },
        },
        invocations: [
          {
            executionSuccessful: unfinished.length === 0,
            toolExecutionNotifications: unfinished.map((claim) => ({
              level: claim.error === undefined ? 'warning' : 'error',
              message: { text: telling.sentence(claim) },
              associatedRule: { id: ruleId(claim), index: ids.indexOf(ruleId(claim)) },
            })),
          },
        ],
        results: claims
          .filter((claim) => standing(claim) === 'not as stated')
          .map((claim) => resultOf(claim, ids.indexOf(ruleId(claim)), telling)),
      },
    ],
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function ruleId({ chapter, claim }: Decided): string {
  return `${chapter}/${claim}`;
}

function resultOf(claim: Decided, ruleIndex: number, telling: Telling): Result {
  const file = telling.file(claim);
  const trace = telling.trace(claim);
  const sentence = `${telling.sentence(claim)}, in '${claim.instance}'.`;
  const name = `${claim.chapter}/${claim.instance}`;
  const physicalLocation = file !== undefined && {
    artifactLocation: { uri: encodeURI(file), uriBaseId: '%SRCROOT%' },
    region: { startLine: 1 },
  };
  return {
    ruleId: ruleId(claim),
    ruleIndex,
    kind: 'fail',
    level: 'error',
    message: { text: trace === undefined ? sentence : `${sentence} The trace:\n\n${trace}` },
    locations: [
      {
        ...(physicalLocation && { physicalLocation }),
        logicalLocations: [{ name: claim.instance, fullyQualifiedName: name }],
      },
    ],
    partialFingerprints: { 'synodClaim/v1': `${name}/${claim.claim}` },
  };
}
