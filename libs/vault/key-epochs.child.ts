import { std1 } from '@lianhu/log';
import { createPool } from '@lianhu/postgres';
import { KeyEpochs } from './key-epochs';
import { openKeys } from './keys';

/** Keys of one batch, and how long one takes, so that there is time to kill it. Units: keys, milliseconds. */
const [BATCH, SLOW_MS] = [4, 20];

/** A program for the kill test: goes on with the rotation of a vault, saying a dot before each batch, until it is killed. */
async function main(folder: string, url: string): Promise<void> {
  const epochs = new KeyEpochs(createPool(url, { max: 2 }), openKeys(folder, std1).epochs, BATCH);
  if ((await epochs.now()).finished) await epochs.begin();
  await epochs.rewrap(() => {
    process.stdout.write('.');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, SLOW_MS);
    return false;
  });
  process.stdout.write('done');
}

void main(process.argv[2] ?? '', process.argv[3] ?? '');
