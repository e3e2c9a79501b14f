import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A port in front of another one whose connections can be cut. */
export interface Wire {
  readonly port: number;
  cut(): void;
  close(): Promise<void>;
}

/** Opens a wire on 127.0.0.1; port 0 = any. */
export async function openWire(target: number, port: number): Promise<Wire> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const behind = connect(target, '127.0.0.1');
    client.pipe(behind);
    behind.pipe(client);
    for (const socket of [client, behind]) {
      sockets.add(socket.setNoDelay(true));
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        behind.destroy();
      });
    }
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  const cut = (): void => sockets.forEach((socket) => socket.destroy());
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      cut();
      await closed;
    },
  };
}
