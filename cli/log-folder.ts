/** Where the keys of the log lie, and what it is called. */
import { join } from 'node:path';
import type { Settings } from './settings.ts';

export const keyFolderOf = ({ folder }: Settings['proof']): string => join(folder, 'keys');

/** `journal`: what the records call it. */
export const originOf = ({ origin }: Settings['proof'], journal: string): string => origin ?? journal;
