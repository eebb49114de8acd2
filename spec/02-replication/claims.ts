/** The claim about copies. */
import { always } from '#model/index.js';
import type { ServerContext } from '../01-one-server/server.js';

interface WithServers {
  readonly server: readonly { readonly context: ServerContext }[];
}

// #region copies
/** No two servers decide differently, whether or not anybody was told. */
export const theCopiesAgree = always('the copies agree', ({ server: servers }: WithServers) => {
  const decided = servers.map(({ context }) => context.value).filter((value) => value !== null);
  return new Set(decided).size <= 1;
});
// #endregion
