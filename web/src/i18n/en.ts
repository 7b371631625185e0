/** All parts of this language. A screen adds a file to the folder; nothing is listed here. */
const files = import.meta.glob<object>('./en/*.json', { eager: true, import: 'default' });

export const texts = Object.fromEntries(Object.entries(files).map(([path, part]) => [path.slice(path.lastIndexOf('/') + 1, -'.json'.length), part]));
