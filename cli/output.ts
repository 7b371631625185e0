/** Readable output for people, JSON for machines; nothing else is written to standard output. */
export interface Output {
  /** Prints `value` as JSON with `--json`, else the text. */
  print(value: unknown, text: () => string): void;
  /** Progress of long work, on standard error, only for people at a terminal. */
  progress(text: string): void;
}

export const createOutput = (json: boolean): Output => ({
  print: (value, text) => {
    process.stdout.write(`${json ? JSON.stringify(value) : text()}\n`);
  },
  progress: (text) => {
    if (!json && process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
  },
});

/** East Asian wide characters take two columns in a terminal. */
const isWide = (character: string): boolean => /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(character);

const widthOf = (text: string): number => Array.from(text).reduce((width, character) => width + (isWide(character) ? 2 : 1), 0);

/** Columns aligned by their widest cell; no row: `empty`. */
export const table = (heads: readonly string[], rows: readonly (readonly string[])[], empty: string): string => {
  if (rows.length === 0) return empty;
  const widths = heads.map((head, column) => Math.max(widthOf(head), ...rows.map((row) => widthOf(row[column] ?? ''))));
  const line = (cells: readonly string[]): string =>
    cells.map((cell, column) => cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - widthOf(cell)))).join('  ').trimEnd();
  return [line(heads), ...rows.map(line)].join('\n');
};

/** Local date and time to the second. */
export const when = (instant: string | null): string => {
  if (instant === null) return '';
  const date = new Date(instant);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
};
