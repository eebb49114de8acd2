/** A transport under another one, which does some things in its own way and leaves the rest to it. */
import type { Transport } from './ports.js';

export function wrappedTransport<Message>(
  under: Pick<Transport<never>, 'bytesOf' | 'meet' | 'addressOf' | 'close'>,
  own: Pick<Transport<Message>, 'open' | 'send'> & Partial<Transport<Message>>,
): Transport<Message> {
  return {
    ...(under.bytesOf && { bytesOf: (value) => under.bytesOf!(value) }),
    ...(under.meet && { meet: (members) => under.meet!(members) }),
    ...(under.addressOf && { addressOf: (id) => under.addressOf!(id) }),
    close: () => under.close(),
    ...own,
  };
}
