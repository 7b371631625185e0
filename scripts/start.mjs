// `npm start`: everything in one process, with the embedded database unless DATABASE_URL is set.
import { runActa } from './run-acta.mjs'

await runActa(['serve', ...process.argv.slice(2)])
