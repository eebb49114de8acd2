/** What there is to choose from in options, apart from the commands: those are imported only when they are called. */

/** `text` is for people and is printed while the search goes on; the others are documents, printed at the end. */
export const CHECK_FORMATS = ['text', 'json', 'junit', 'sarif', 'github'] as const;

/** What `synod explain` prints a trace as. */
export const EXPLAIN_FORMATS = ['text', 'mermaid', 'json'] as const;

export const COVERAGE_FORMATS = ['table', 'statechart', 'json'] as const;

export const EXPORTS = ['tla', 'dot', 'itf'] as const;

/** Distinct states beyond which nothing is exported, where no limit is given: most likely there is no end to them. */
export const STATES_MAX = { tla: 5_000_000, dot: 2000, itf: 5_000_000 } as const;
