/** Answers to the exercises of chapter 01. */
import { fails, holds, type Instance, instance } from '../chapter.js';
import { agreement, progress, validity } from './claims.js';
import restarts from './exercise-2.js';
import { serverAndClients } from './one-server.js';
import { serverMachine } from './server.js';

/** 1. Every request decides. */
const obliging = serverMachine.provide({ guards: { isUndecided: () => true } });

export const answers: readonly Instance[] = [
  instance('1: a server that says yes to everybody', serverAndClients('yes', { server: obliging }), [
    fails(agreement),
    holds(validity),
    holds(progress),
  ]),
  ...restarts,
];

export default answers;
