/** The decrees that the service of chapter 20 takes, in every state in which it takes them. */
import { explore, type Pair } from '#model/index.js';
import { oneEviction, threeOrders } from '#spec/20-clients-that-retry/clients-that-retry.js';
import { clientsThatRetry } from '#spec/20-clients-that-retry/system.js';

const sizes = { 'three orders and one': threeOrders, 'a session may be evicted': oneEviction };

/** By instance. */
export async function exploreService(): Promise<Readonly<Record<string, readonly Pair[]>>> {
  const pairs: Record<string, readonly Pair[]> = {};
  for (const [name, size] of Object.entries(sizes)) {
    const exploration = await explore(clientsThatRetry(name, { ...size, remembersWhatWasSeen: false }), []);
    pairs[name] = [...exploration.pairs()].filter(({ role }) => role === 'service');
  }
  return pairs;
}
