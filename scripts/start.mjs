// `npm start`: everything in one process, with the embedded database unless DATABASE_URL is set.
import { followParent } from './follow-parent.mjs';
import { runActa } from './run-acta.mjs';

followParent();
await runActa(['serve', ...process.argv.slice(2)]);
