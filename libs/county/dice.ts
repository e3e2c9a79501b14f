/** A seeded source of chance: the same seed always throws the same numbers, on every machine. Not for keys or tokens. */
export class Dice {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  constructor(private readonly seed: string) {
    [this.a, this.b, this.c] = hashOf(seed);
    for (let round = 0; round < WARM_UP; round++) this.next();
  }

  /** A dice of its own for one purpose: what it throws does not depend on what others threw before. */
  fork(purpose: string): Dice {
    return new Dice(`${this.seed}/${purpose}`);
  }

  /** In [0, 1). One step of sfc32, a small public-domain generator. */
  next(): number {
    const sum = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4_294_967_296;
  }

  /** A whole number from `least` to `most`, both included. */
  int(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  /** True in `share` of the throws; share between 0 and 1. */
  chance(share: number): boolean {
    return this.next() < share;
  }

  /** One of them, all equally likely. Throws on an empty list. */
  pick<T>(items: readonly T[]): T {
    const item = items[this.int(0, items.length - 1)];
    if (item === undefined) throw new RangeError('nothing to pick from');
    return item;
  }

  /** One of the keys; a key with twice the weight comes twice as often. */
  weighted<K extends string>(weights: Readonly<Record<K, number>>): K {
    const entries = Object.entries(weights) as [K, number][];
    let left = this.next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [key, weight] of entries) {
      left -= weight;
      if (left < 0) return key;
    }
    const last = entries.at(-1);
    if (!last) throw new RangeError('nothing to pick from');
    return last[0];
  }
}

/** Throws that are thrown away, so that near seeds do not begin alike. */
const WARM_UP = 12;

/** Three 32-bit numbers of a text (FNV-1a, three starting points). */
function hashOf(text: string): [number, number, number] {
  const one = (start: number): number => {
    let hash = start;
    for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 16_777_619);
    return hash | 0;
  };
  return [one(0x811c9dc5), one(0x9e3779b9), one(0x85ebca6b)];
}
