/** The commands of those who run servers. */
import type { Command } from 'commander';
import type { InitOptions, RecoverOptions, RestoreOptions } from '../operations/first-members.js';
import type { Given, Writing } from '../operations/given.js';
import type { StatusOptions } from '../operations/status.js';
import type { ExitCode } from '../terminal/exit.js';
import type { Io } from '../terminal/io.js';
import { parseDuration } from '../terminal/units.js';
import {
  BACKUP_HELP,
  INIT_HELP,
  MEMBER_HELP,
  RECOVER_HELP,
  RESTORE_HELP,
  SERVE_HELP,
  SNAPSHOT_HELP,
  STATUS_HELP,
} from './help.js';
import { by } from './option-values.js';

/** @param ends is told how a command has ended */
export function addOperations(
  program: Command,
  version: string,
  io: Io,
  ends: (code: ExitCode) => void,
): void {
  const command = (name: string, description: string, help: string): Command =>
    program
      .command(name)
      .description(description)
      .requiredOption('--config <file>', CONFIG)
      .addHelpText('after', help);
  const backups = () => import('../operations/backup.js');
  const founding = () => import('../operations/first-members.js');

  command(
    'serve',
    'serve a replicated table of keys and values over HTTP, as a member of a cluster',
    SERVE_HELP,
  ).action(async ({ config }: { readonly config: string }) => {
    const { serve } = await import('../serve/serve.js');
    ends(await serve(config, version, io));
  });

  command(
    'init',
    'make the store of a member: one of the first of a cluster, or one that was added',
    INIT_HELP,
  )
    .option('--new', NEW)
    .option('--json', JSON_TOO)
    .action(async (options: InitOptions) => (await founding()).init(options, io));

  command('status', 'print what a server says of itself, and whether it is ready', STATUS_HELP)
    .option('--alive', 'ask only whether it lives, for what starts it again if not')
    .option('--wait <duration>', 'wait until it is ready, at most so long: 30s, 5m', by(parseDuration))
    .option('--json', JSON_TOO)
    .action(async (options: StatusOptions) => {
      const { status } = await import('../operations/status.js');
      ends(await status(options, io));
    });

  command('snapshot', 'write the table into a file, from a server that runs', SNAPSHOT_HELP)
    .requiredOption('--out <file>', OUT)
    .option('--json', JSON_TOO)
    .action(async (options: Writing) => (await backups()).snapshot(options, io));

  command('backup', 'write the table into a file, from the store of a server that has stopped', BACKUP_HELP)
    .requiredOption('--out <file>', OUT)
    .option('--json', JSON_TOO)
    .action(async (options: Writing) => (await backups()).backup(options, io));

  command(
    'restore',
    'make the store of one of the first members of a new cluster, with the table of a backup',
    RESTORE_HELP,
  )
    .requiredOption('--from <file>', 'what synod snapshot, backup or recover has written')
    .option('--new', NEW)
    .option('--json', JSON_TOO)
    .action(async (options: RestoreOptions) => (await founding()).restore(options, io));

  command(
    'recover',
    'found a new cluster with what is left of one whose majority is gone for good',
    RECOVER_HELP,
  )
    .requiredOption('--from <folder...>', 'the stores that are left, of members that have stopped')
    .requiredOption('--out <file>', OUT)
    .option('--json', JSON_TOO)
    .action(async (options: RecoverOptions) => (await founding()).recover(options, io));

  const member = program
    .command('member')
    .description('list, add, promote, move or remove members of a cluster, or have one lead');
  member.addHelpText('after', MEMBER_HELP);
  const members = () => import('../operations/members.js');
  const ofMembers = (usage: string, description: string): Command =>
    member
      .command(usage)
      .description(description)
      .requiredOption('--config <file>', CONFIG)
      .option('--json', JSON_TOO);

  ofMembers('list', 'print the members').action(async (options: Given) =>
    (await members()).list(options, io),
  );
  ofMembers('add <name> <address>', 'add a member that has never been, as an observer')
    .requiredOption('--out <file>', 'where to write what its store is made of; there must be no file')
    .action(async (name: string, address: string, options: Writing) =>
      (await members()).add(name, address, options, io),
    );
  ofMembers('promote <name>', 'give an observer a vote').action(async (name: string, options: Given) =>
    (await members()).promote(name, options, io),
  );
  ofMembers('lead <name>', 'have a voter lead').action(async (name: string, options: Given) =>
    (await members()).lead(name, options, io),
  );
  ofMembers('move <name> <address>', 'have the others find a member elsewhere').action(
    async (name: string, address: string, options: Given) =>
      (await members()).move(name, address, options, io),
  );
  ofMembers('remove <name>', 'remove a member').action(async (name: string, options: Given) =>
    (await members()).remove(name, options, io),
  );
}

const CONFIG =
  "the server's configuration, in JSON; variables of the environment stand in the place of options";
const NEW = "found the cluster with it, and write the cluster's file for the other members";
const OUT = 'where to write the backup; there must be no file';
const JSON_TOO = 'tell the result as JSON';
