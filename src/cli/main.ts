#!/usr/bin/env node
/** The program `synod`: the command line over the chapters of the book. */
import { runProcess } from './process.js';

/** Imported when a command reads it, so that a mistake in a chapter is reported like any other. */
await runProcess(async () => (await import('#spec/index.js')).chapters);
