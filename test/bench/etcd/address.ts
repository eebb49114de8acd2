/** Where a server listens: at a port of this machine, or at a socket in the file system. */
export type Address = { readonly host: string; readonly port: number } | { readonly path: string };
