import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from '@lianhu/catalogue';
import { columnsOf, rowOf, type Push } from '@lianhu/county';
import type { Sink } from './blocks';
import { LineFile } from './line-file';

/** Files of a folder, opened when first written to. */
class Folder {
  private readonly files = new Map<string, LineFile>();
  lines = 0;

  constructor(private readonly path: string) {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  }

  /** `first` is written when the file is new. */
  write(name: string, line: string, first?: () => string): void {
    let file = this.files.get(name);
    if (!file) {
      const path = join(this.path, name);
      mkdirSync(join(path, '..'), { recursive: true, mode: 0o700 });
      this.files.set(name, (file = new LineFile(path)));
      if (first) file.write(first());
    }
    file.write(line);
  }

  close(): void {
    for (const file of this.files.values()) file.close();
  }
}

/** One NDJSON file a department, as `lianhu push` takes it, and `truth.ndjson`. */
export function ndjsonSink(path: string): Sink {
  const folder = new Folder(path);
  return {
    push: ({ department, event }) => {
      folder.lines++;
      folder.write(`${department}.ndjson`, JSON.stringify(event));
    },
    truth: (line) => folder.write('truth.ndjson', JSON.stringify(line)),
    rest: async () => undefined,
    end: async () => {
      folder.close();
      return `${folder.lines} pushes in ${path}, a file a department; truth.ndjson says what is true`;
    },
  };
}

const BOM = '﻿';
const cell = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const rowText = (cells: readonly string[]): string => cells.map(cell).join(',');

/**
 * One CSV file a department and event type, with Chinese headers, as `lianhu import --type` takes it; UTF-8 with BOM. The
 * sender's own number stands in no column, so what only a number tells (sent again, corrected) is a row like others.
 */
export function filesSink(path: string): Sink {
  const folder = new Folder(path);
  return {
    push: ({ department, event }) => {
      folder.lines++;
      const name = join(department, `${catalogue.event(event.type)?.title ?? event.type}.${event.type}.csv`);
      folder.write(name, rowText(rowOf(event)), () => BOM + rowText(columnsOf(event.type).map(({ header }) => header)));
    },
    truth: (line) => folder.write('truth.ndjson', JSON.stringify(line)),
    rest: async () => undefined,
    end: async () => {
      folder.close();
      return `${folder.lines} rows in ${path}, a folder a department, a table a type; truth.ndjson says what is true`;
    },
  };
}

/** All departments' events on standard output, without truths. */
export function outputSink(): Sink {
  const file = new LineFile(1);
  let lines = 0;
  return {
    push: ({ event }: Push) => {
      lines++;
      file.write(JSON.stringify(event));
    },
    truth: () => undefined,
    rest: async () => file.flush(),
    end: async () => {
      file.flush();
      return `${lines} pushes`;
    },
  };
}
