/**
 * npm runs a script through a shell and passes signals to that shell, which dies without passing them on. So when npm
 * runs us and our parent is gone, we behave as if we had got the signal too.
 */
export function followParent() {
  if (process.env.npm_lifecycle_event === undefined || process.platform === 'win32') return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 300);
  watch.unref();
}
