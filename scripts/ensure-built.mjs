import { build, isStale } from './build.mjs';
import { buildWeb, isWebStale } from './build-web.mjs';
import { ensureInstalled } from './ensure-installed.mjs';

/**
 * Brings a checkout into a state in which dist/ can run: packages installed, sources compiled. Quick when it is.
 *
 * @param {{ web?: boolean }} wanted whether pages will be served, which need web/dist/ as well
 */
export async function ensureBuilt({ web = false } = {}) {
  const stale = isStale();
  const webStale = web && isWebStale();
  ensureInstalled({ development: stale || webStale });
  if (stale || webStale) console.error('Building ...');
  if (stale) build();
  if (webStale) await buildWeb();
}
