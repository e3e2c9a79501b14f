import { spawnSync } from 'node:child_process';
import { statfsSync } from 'node:fs';

/** Tries at making a volume as small as what is in it: meanwhile that may grow. */
const TRIES = 100;

/** A file system of its own on a folder, so that it can be filled without filling the machine. Needs the right to mount. */
export class Volume {
  /** Why this machine does not let us; undefined when the volume is there. */
  readonly impossible: string | undefined;

  /** `bytes`: how large it is while it is not full; only what is in it takes memory. */
  constructor(
    readonly folder: string,
    private readonly bytes: number,
  ) {
    const refused = this.mount(`size=${bytes},mode=0755`);
    if (refused !== undefined) this.impossible = `no volume of its own can be mounted here (${refused})`;
  }

  /** Makes it as small as what is in it, so that nothing more fits. */
  fill(): void {
    if (this.impossible !== undefined) throw new TypeError(this.impossible);
    let refused: string | undefined = 'not tried';
    for (let tries = 0; refused !== undefined && tries < TRIES; tries++) refused = this.resize(this.used());
    if (refused !== undefined) throw new Error(`the volume could not be filled (${refused})`);
  }

  /** Gives the space back. */
  empty(): void {
    if (this.impossible === undefined) this.resize(this.bytes);
  }

  remove(): void {
    if (this.impossible === undefined) spawnSync('umount', ['-l', this.folder]);
  }

  private used(): number {
    const { blocks, bfree, bsize } = statfsSync(this.folder);
    return (blocks - bfree) * bsize;
  }

  private resize(bytes: number): string | undefined {
    return this.mount(`remount,size=${bytes}`);
  }

  /** What the system says when it does not. */
  private mount(options: string): string | undefined {
    const { status, stderr, error } = spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', this.folder], { encoding: 'utf8' });
    return status === 0 ? undefined : (error?.message ?? stderr).trim().split('\n')[0];
  }
}
