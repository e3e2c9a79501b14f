import { createPool, openDatabase } from '.';

/** A program for the kill tests: opens the database of a folder, says so, and inserts until it is killed. */
async function main(folder: string, url: string | undefined): Promise<void> {
  const database = await openDatabase({
    folder,
    databaseUrl: url,
    migrations: [{ id: 'kill/0001', sql: 'CREATE TABLE log.kill (n bigint PRIMARY KEY); GRANT ALL ON log.kill TO lianhu_hub' }],
  });
  const pool = createPool(database.urls.hub, { max: 2 });
  const { rows } = await pool.query<{ n: number }>('SELECT coalesce(max(n), 0) AS n FROM log.kill');
  process.stdout.write(`open\n`);
  for (let n = (rows[0]?.n ?? 0) + 1; ; n += 1) {
    await pool.query('INSERT INTO log.kill VALUES ($1)', [n]);
    process.stdout.write(`${n}\n`);
  }
}

void main(process.argv[2] ?? '', process.argv[3]);
