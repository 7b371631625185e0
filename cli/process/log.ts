/** Lines for operators: JSON for machines that collect them, text for a person at a terminal. */
import { errorFields, type Log, type LogField, type LogFields, type LogLevel } from '../../runtime/port/log.ts';
import { printable } from '../output.ts';
import type { Settings } from '../settings.ts';

export interface LogOptions {
  readonly format: 'json' | 'text';
  readonly level: LogLevel;
  readonly write: (line: string) => void;
  readonly now?: () => Date;
}

const levels: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];

/** `message` may have lines of its own, ours. */
const shown = (field: LogField): string => (typeof field === 'string' ? printable(field) : JSON.stringify(field));

const textLine = (at: Date, level: LogLevel, message: string, fields: LogFields): string => {
  const told = Object.entries(fields).map(([name, field]) => (field === undefined ? '' : ` ${name}=${shown(field)}`));
  return `${at.toISOString().slice(11, 19)} ${level === 'info' ? '' : `${level} `}${message}${told.join('')}\n`;
};

const jsonLine = (at: Date, level: LogLevel, message: string, fields: LogFields): string =>
  `${JSON.stringify({ time: at.toISOString(), level, message, ...fields })}\n`;

export const createLog = ({ format, level: least, write, now = () => new Date() }: LogOptions): Log => {
  const line = format === 'json' ? jsonLine : textLine;
  const from = levels.indexOf(least);
  const at = (level: LogLevel) => (message: string, fields: LogFields = {}): void => {
    if (levels.indexOf(level) >= from) write(line(now(), level, message, fields));
  };
  return { debugs: least === 'debug', debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
};

/** The log of this process, on standard output. */
export const openLog = ({ logFormat, logLevel }: Pick<Settings, 'logFormat' | 'logLevel'>): Log => {
  const format = logFormat ?? (process.stdout.isTTY ? 'text' : 'json');
  const log = createLog({ format, level: logLevel, write: (line) => void process.stdout.write(line) });
  process.on('uncaughtExceptionMonitor', (error) => log.error('The process ends by an error of its own', errorFields(error)));
  return log;
};
