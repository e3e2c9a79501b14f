import { verifyExport, type Verification } from '@lianhu/log';

/** After so many lines the page draws itself, so that it does not look dead. */
const LINES_BETWEEN_DRAWINGS = 200;
const TITLES: Readonly<Record<Verification['verdict'], string>> = { proven: '已证明', tampered: '已被改动', 'cannot-tell': '无法判断' };
/** Proven as far as it goes: something is not in the file, and the detail says what. */
const IN_PART = '已证明所列部分';

const element = <T extends HTMLElement>(id: string): T => document.getElementById(id) as T;
const [exportInput, trustInput] = [element<HTMLInputElement>('export'), element<HTMLInputElement>('trust')];
const [button, progress, outcome] = [element<HTMLButtonElement>('verify'), element('progress'), element('outcome')];

/** Lines of a file, as Node's verifier cuts them: a byte that is no UTF-8 becomes a sign that nobody signed. */
async function* linesOf(file: Blob): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const reader = file.stream().getReader();
  let rest = '';
  let count = 0;
  for (let done = false; !done;) {
    const piece = await reader.read();
    done = piece.done;
    const lines = (rest + decoder.decode(piece.value, { stream: !done })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      yield line;
      if (++count % LINES_BETWEEN_DRAWINGS === 0) await drawn(`已核验 ${count} 行…`);
    }
  }
  if (rest !== '') yield rest;
}

function drawn(text: string): Promise<void> {
  progress.textContent = text;
  return new Promise((resolve) => setTimeout(resolve));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Writes a verdict with text nodes only: what stands in the files is never markup. */
function show({ verdict, exit, detail, complete }: Verification, trust: unknown): void {
  const row = (tag: string, ...content: (Node | string)[]): HTMLElement => {
    const made = document.createElement(tag);
    made.append(...content);
    return made;
  };
  const { publicKey, origin } = (trust ?? {}) as { publicKey?: unknown; origin?: unknown };
  outcome.hidden = false;
  outcome.dataset['verdict'] = verdict;
  outcome.dataset['complete'] = String(complete ?? '');
  outcome.replaceChildren(row('h2', `${complete === false ? IN_PART : TITLES[verdict]}（代码 ${exit}）`), row('p', detail));
  if (verdict !== 'cannot-tell')
    outcome.append(
      row('p', `所依据的公钥（${String(origin)}），请与您另行得知的核对：`, document.createElement('br'), row('code', String(publicKey))),
    );
}

async function verify(): Promise<void> {
  const [file, trustFile] = [exportInput.files?.[0], trustInput.files?.[0]];
  if (!file || !trustFile) return;
  button.disabled = true;
  outcome.hidden = true;
  await drawn('正在核验…');
  const trust = parse(await trustFile.text());
  show(await verifyExport(linesOf(file), trust), trust);
  progress.textContent = '';
  button.disabled = false;
}

const ready = (): void => void (button.disabled = !exportInput.files?.length || !trustInput.files?.length);
for (const input of [exportInput, trustInput]) {
  input.addEventListener('change', ready);
  const drop = input.closest('label') as HTMLLabelElement;
  const over = (is: boolean) => (event: DragEvent) => {
    event.preventDefault();
    drop.classList.toggle('over', is);
  };
  drop.addEventListener('dragover', over(true));
  drop.addEventListener('dragleave', over(false));
  drop.addEventListener('drop', (event) => {
    over(false)(event);
    if (event.dataTransfer?.files.length) input.files = event.dataTransfer.files;
    ready();
  });
}
button.addEventListener('click', () => void verify());
