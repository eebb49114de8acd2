/** Logs: what a member tells those who run it. Without a logger it writes nothing anywhere. */

/** As pino and its like have it: fields first, then a text. */
export interface Logger {
  debug(fields: object, text: string): void;
  warn(fields: object, text: string): void;
  error(fields: object, text: string): void;
}
