import { build, isStale } from './build.mjs';
import { ensureInstalled } from './ensure-installed.mjs';

/** Brings a checkout into a state in which dist/ can run: packages installed, sources compiled. Quick when it is. */
export function ensureBuilt() {
  const stale = isStale();
  ensureInstalled({ development: stale });
  if (!stale) return;
  console.error('Building ...');
  build();
}
