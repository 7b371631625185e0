/** The service that is measured does nothing: what is left is the engine's own cost. */
export default { 'bench.work': () => ({ result: 'done' }) };
