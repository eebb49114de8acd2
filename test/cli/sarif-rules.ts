/** What SARIF 2.1.0 (OASIS, sections 3.13 to 3.52) requires of the objects that are used, and allows in them. */

type Check = (value: unknown, path: string) => readonly string[];

const text: Check = (value, path) => (typeof value === 'string' ? [] : [`${path}: a text was expected`]);
const truth: Check = (value, path) =>
  typeof value === 'boolean' ? [] : [`${path}: true or false was expected`];
const uri: Check = (value, path) =>
  typeof value === 'string' && /^[\w\-.~:/?#[\]@!$&'()*+,;=%]+$/.test(value) ? [] : [`${path}: no URI`];
const count =
  (least: number): Check =>
  (value, path) =>
    Number.isInteger(value) && (value as number) >= least ? [] : [`${path}: a number from ${least}`];
const oneOf =
  (...values: readonly unknown[]): Check =>
  (value, path) =>
    values.includes(value) ? [] : [`${path}: expected one of ${values.join(', ')}`];
const list =
  (item: Check, isUnique = false): Check =>
  (value, path) => {
    if (!Array.isArray(value)) return [`${path}: a list was expected`];
    const repeated = isUnique && new Set(value.map((one) => JSON.stringify(one))).size < value.length;
    return [
      ...(repeated ? [`${path}: an item is repeated`] : []),
      ...value.flatMap((one, index) => item(one, `${path}[${index}]`)),
    ];
  };
const texts: Check = (value, path) =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, item]) => text(item, `${path}.${key}`))
    : [`${path}: an object was expected`];
const object =
  (required: Readonly<Record<string, Check>>, optional: Readonly<Record<string, Check>> = {}): Check =>
  (value, path) => {
    if (typeof value !== 'object' || value === null) return [`${path}: an object was expected`];
    const known = { ...required, ...optional };
    return [
      ...Object.keys(required)
        .filter((key) => !(key in value))
        .map((key) => `${path} lacks ${key}`),
      ...Object.entries(value).flatMap(
        ([key, item]) => known[key]?.(item, `${path}.${key}`) ?? [`${path}: unknown ${key}`],
      ),
    ];
  };

const message = object({ text });
const level = oneOf('none', 'note', 'warning', 'error');
const rule = object({ id: text }, { name: text, shortDescription: message });
const notification = object(
  { message },
  { level, associatedRule: object({}, { id: text, index: count(0) }) },
);
const location = object(
  {},
  {
    physicalLocation: object({
      artifactLocation: object({ uri }, { uriBaseId: text }),
      region: object({}, { startLine: count(1) }),
    }),
    logicalLocations: list(object({}, { name: text, fullyQualifiedName: text }), true),
  },
);
const result = object(
  { message },
  {
    ruleId: text,
    ruleIndex: count(0),
    kind: oneOf('fail'),
    level,
    locations: list(location),
    partialFingerprints: texts,
  },
);
const run = object(
  {
    tool: object({ driver: object({ name: text }, { version: text, rules: list(rule, true) }) }),
  },
  {
    invocations: list(
      object({ executionSuccessful: truth }, { toolExecutionNotifications: list(notification) }),
    ),
    results: list(result),
  },
);
const log = object({ version: oneOf('2.1.0'), runs: list(run) }, { $schema: uri });

interface Indexed {
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
    readonly results: readonly { readonly ruleId: string; readonly ruleIndex: number }[];
  }[];
}

/** What in a document is not as it has to be. */
export function faultsOfSarif(document: unknown): readonly string[] {
  const faults = log(document, 'log');
  if (faults.length > 0) return faults;
  // §3.27.5: the index and the id of a result's rule agree.
  return (document as Indexed).runs.flatMap(({ tool, results }) =>
    results
      .filter(({ ruleId, ruleIndex }) => tool.driver.rules[ruleIndex]?.id !== ruleId)
      .map(({ ruleId }) => `the index of ${ruleId} is wrong`),
  );
}
