import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** Which way bytes go. */
export type Direction = 'request' | 'answer';
/**
 * Sees every piece that passes one connection; says after how many bytes of it the wire breaks, or undefined to let it pass, or
 * that from here on nothing passes and nobody is told: the other end has lost its power.
 */
export type Decide = (direction: Direction, piece: Buffer) => number | 'silent' | undefined;

/** A wire of TCP in front of a server, which breaks where it is told to. */
export interface CuttingWire {
  /** The address of the other end, through this wire. */
  through(url: string): string;
  /** Connections broken until now. */
  cuts(): number;
  close(): Promise<void>;
}

/** Opens a wire to the server of an address; `onConnect` is asked for each connection who decides on it. */
export async function cuttingWire(to: string, onConnect: () => Decide): Promise<CuttingWire> {
  const target = new URL(to);
  const sockets = new Set<Socket>();
  let cuts = 0;
  const server = createServer((client) => {
    const far = connect(Number(target.port), target.hostname);
    const decide = onConnect();
    const ends = [client, far];
    let cut = false;
    for (const socket of ends) {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => (sockets.delete(socket), ends.forEach((end) => end.destroy())));
    }
    const carry = (direction: Direction, out: Socket) => (piece: Buffer) => {
      if (cut) return;
      const passes = decide(direction, piece);
      if (passes === undefined) return void out.write(piece);
      [cut, cuts] = [true, cuts + 1];
      if (passes === 'silent') return;
      out.write(piece.subarray(0, passes), () => ends.forEach((end) => end.destroy()));
    };
    client.on('data', carry('request', far));
    far.on('data', carry('answer', client));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    through: (url) => Object.assign(new URL(url), { hostname: '127.0.0.1', port: String(port) }).href,
    cuts: () => cuts,
    close: async () => {
      sockets.forEach((socket) => socket.destroy());
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A small generator of numbers in 0 … 1, so that a failing run can be run again by its seed. */
export function dice(seed: number): () => number {
  let state = seed % 2_147_483_648;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}
