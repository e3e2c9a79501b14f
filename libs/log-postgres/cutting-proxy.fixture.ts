import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A wire between engine and database that loses the answer to COMMIT when it is told to. */
export interface CuttingProxy {
  /** The database's address through this wire. */
  readonly url: string;
  /** The answers to the next so many COMMITs are lost, and the connection with them. */
  cut(times: number): void;
  /** Answers lost until now. */
  lost(): number;
  close(): Promise<void>;
}

/** `Q`, length, "COMMIT", NUL: a simple query of PostgreSQL's protocol. */
const COMMIT = Buffer.from('COMMIT\0');

/** Opens a wire in front of a database. */
export async function cuttingProxy(databaseUrl: string): Promise<CuttingProxy> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let [toLose, lost] = [0, 0];
  const server = createServer((client) => {
    const database = connect(Number(target.port), target.hostname);
    let deaf = false;
    for (const socket of [client, database]) {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => [client, database].forEach((end) => end.destroy()));
    }
    client.on('data', (chunk: Buffer) => {
      if (toLose > 0 && chunk.includes(COMMIT)) [toLose, lost, deaf] = [toLose - 1, lost + 1, true];
      database.write(chunk);
    });
    database.on('data', (chunk: Buffer) => (deaf ? client.destroy() : client.write(chunk)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(databaseUrl);
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    cut: (times) => void (toLose = times),
    lost: () => lost,
    close: async () => {
      sockets.forEach((socket) => socket.destroy());
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
