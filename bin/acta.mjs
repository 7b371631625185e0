#!/usr/bin/env node
import { runActa } from '../scripts/run-acta.mjs';

await runActa(process.argv.slice(2));
