/** The parts of this language that the shell needs. A screen adds a file to the folder; those that are loaded with their screens are in `language.ts`. */
const files = import.meta.glob<object>(['./en/*.json', '!./en/cases.json'], { eager: true, import: 'default' });

export const texts = Object.fromEntries(Object.entries(files).map(([path, part]) => [path.slice(path.lastIndexOf('/') + 1, -'.json'.length), part]));
